/* sonde-message-drag.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-drag"

#include "sonde-message-drag.h"

#include "sonde-message-rows.h"

/* As it looks now: the row may be used for another message before it is dropped. */
static void
take_picture (GtkDragSource *source,
              GtkWidget     *row)
{
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (row);
  g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (live);

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

/* Events of the connection have no topic: there is nothing to drop. */
static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GtkListView   *view)
{
  SondeMessageRow  *row = sonde_message_rows_pick (view, x, y);
  SondeMessageItem *item = row != NULL ? sonde_message_row_get_item (row) : NULL;

  if (item == NULL || sonde_message_item_get_kind (item) == SONDE_MESSAGE_EVENT)
    return NULL;

  take_picture (source, GTK_WIDGET (row));
  return gdk_content_provider_new_typed (SONDE_TYPE_MESSAGE_ITEM, item);
}

void
sonde_message_drag_set_up (GtkListView *view)
{
  GtkDragSource *source;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  source = gtk_drag_source_new ();
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), view, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (source));
}
