/* sonde-retained-actions.h: win.retained, with a topic filter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of the class of #SondeWindow. The action opens the window of the selected connection, and looks
 * below the topic filter; "" only opens it. */
void sonde_retained_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
