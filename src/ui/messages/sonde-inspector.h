/* sonde-inspector.h: everything about the selected message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties (notify): connection (SondeConnection or NULL), item (SondeMessageItem of its log, or NULL),
 * can-publish (gboolean: there is a publish pane beside it). */
#define SONDE_TYPE_INSPECTOR (sonde_inspector_get_type ())
G_DECLARE_FINAL_TYPE (SondeInspector, sonde_inspector, SONDE, INSPECTOR, AdwBin)

G_END_DECLS
