/* sonde-message-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-rows"

#include "sonde-message-rows.h"

#define ROWS_A_TURN 16

static void
set_in_view (GtkWidget *row,
             gboolean   in_view)
{
  sonde_message_row_set_in_view (SONDE_MESSAGE_ROW (row), in_view);
}

static gboolean
fill (GtkWidget *row)
{
  return sonde_message_row_fill (SONDE_MESSAGE_ROW (row));
}

const SondeRowKind sonde_message_row_kind = { set_in_view, fill, ROWS_A_TURN };

SondeMessageRow *
sonde_message_rows_get (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  return SONDE_IS_MESSAGE_ROW (child) ? SONDE_MESSAGE_ROW (child) : NULL;
}

static gboolean
is_whole (GtkWidget *view,
          GtkWidget *widget)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (widget) && gtk_widget_compute_bounds (widget, view, &bounds) &&
         bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (view);
}

void
sonde_message_rows_foreach (GtkListView        *view,
                            SondeMessageRowFunc func)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (view));

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    if (sonde_message_rows_get (widget) != NULL)
      func (sonde_message_rows_get (widget));
}

GtkWidget *
sonde_message_rows_find_focus (GtkListView      *view,
                               SondeMessageItem *selected)
{
  GtkWidget *widget = gtk_widget_get_last_child (GTK_WIDGET (view));
  GtkWidget *last = NULL;

  for (; widget != NULL; widget = gtk_widget_get_prev_sibling (widget))
    {
      SondeMessageRow *row = sonde_message_rows_get (widget);

      if (row == NULL || !is_whole (GTK_WIDGET (view), widget))
        continue;
      if (selected != NULL && sonde_message_row_get_item (row) == selected)
        return widget;
      if (last == NULL)
        last = widget;
    }
  return last;
}

SondeMessageRow *
sonde_message_rows_pick (GtkListView *view,
                         double       x,
                         double       y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (view), x, y, GTK_PICK_DEFAULT);

  if (picked != NULL && !SONDE_IS_MESSAGE_ROW (picked))
    picked = gtk_widget_get_ancestor (picked, SONDE_TYPE_MESSAGE_ROW);
  return picked != NULL ? SONDE_MESSAGE_ROW (picked) : NULL;
}
