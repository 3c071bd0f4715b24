/* sonde-repeat-row.h: one that is sent again and again: how far it is, and Stop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-repeats.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_REPEAT_ROW (sonde_repeat_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeRepeatRow, sonde_repeat_row, SONDE, REPEAT_ROW, GtkListBoxRow)

/* @repeat is one of @repeats. */
SondeRepeatRow *sonde_repeat_row_new (SondeRepeats *repeats,
                                      SondeRepeat  *repeat);

G_END_DECLS
