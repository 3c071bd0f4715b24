/* sonde-alert-row.h: a filter whose matches call the user, in the list of all of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal: "remove". */
#define SONDE_TYPE_ALERT_ROW (sonde_alert_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeAlertRow, sonde_alert_row, SONDE, ALERT_ROW, GtkListBoxRow)

GtkWidget  *sonde_alert_row_new (const char *text);
const char *sonde_alert_row_get_text (SondeAlertRow *self);

G_END_DECLS
