/* sonde-pin-row.h: a view that is pinned, and the topics it is pinned for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-view-kind.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal: unpin: the button was pressed */
#define SONDE_TYPE_PIN_ROW (sonde_pin_row_get_type ())
G_DECLARE_FINAL_TYPE (SondePinRow, sonde_pin_row, SONDE, PIN_ROW, GtkListBoxRow)

/* @rules: it is the one that counts for the message shown */
GtkWidget  *sonde_pin_row_new (const char   *filter,
                               SondeViewKind kind,
                               gboolean      rules);
const char *sonde_pin_row_get_filter (SondePinRow *self);

G_END_DECLS
