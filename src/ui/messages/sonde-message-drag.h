/* sonde-message-drag.h: a message taken from the log, to be dropped elsewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on the rows of @view can be dragged, each as its SondeMessageItem. */
void sonde_message_drag_set_up (GtkListView *view);

G_END_DECLS
