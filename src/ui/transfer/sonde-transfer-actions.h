/* sonde-transfer-actions.h: win.import-connections and win.export-connections
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of the class of #SondeWindow. */
void sonde_transfer_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
