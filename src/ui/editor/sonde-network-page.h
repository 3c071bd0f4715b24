/* sonde-network-page.h: how long to wait for a broker, when to try again, and by which proxy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-editor-page.h"

G_BEGIN_DECLS

#define SONDE_TYPE_NETWORK_PAGE (sonde_network_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeNetworkPage, sonde_network_page, SONDE, NETWORK_PAGE, SondeEditorPage)

G_END_DECLS
