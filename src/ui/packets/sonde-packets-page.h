/* sonde-packets-page.h: every control packet of a connection, both ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (SondeConnection, nullable). Reads its packets while it is shown. */
#define SONDE_TYPE_PACKETS_PAGE (sonde_packets_page_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketsPage, sonde_packets_page, SONDE, PACKETS_PAGE, AdwBin)

G_END_DECLS
