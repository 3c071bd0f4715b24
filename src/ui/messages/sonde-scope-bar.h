/* sonde-scope-bar.h: says that subscriptions are muted or alone in view, and ends it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Visible only when the log does not show all. Property: connection (SondeConnection, or NULL). */
#define SONDE_TYPE_SCOPE_BAR (sonde_scope_bar_get_type ())
G_DECLARE_FINAL_TYPE (SondeScopeBar, sonde_scope_bar, SONDE, SCOPE_BAR, AdwBin)

G_END_DECLS
