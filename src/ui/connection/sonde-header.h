/* sonde-header.h: the selected connection's state, the pages, and what one can do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: connection (nullable), stack (the pages to switch between). */
#define SONDE_TYPE_HEADER (sonde_header_get_type ())
G_DECLARE_FINAL_TYPE (SondeHeader, sonde_header, SONDE, HEADER, AdwBin)

/* The focus a window begins with: on what one does first. */
void sonde_header_focus_connect (SondeHeader *self);

G_END_DECLS
