/* sonde-failure-page.h: why a connection failed, and what to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (nullable); shows its report. */
#define SONDE_TYPE_FAILURE_PAGE (sonde_failure_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeFailurePage, sonde_failure_page, SONDE, FAILURE_PAGE, AdwBin)

void sonde_failure_page_set_connection (SondeFailurePage *self,
                                        SondeConnection  *connection);

G_END_DECLS
