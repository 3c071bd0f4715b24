/* sonde-subscription-drag.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription-drag"

#include "sonde-subscription-drag.h"

#include "sonde-subscription-row.h"

static const char *const marks[] = { "drop-above", "drop-below" };

static void
unmark_all (GtkListBox *list)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (marks); j++)
      gtk_widget_remove_css_class (GTK_WIDGET (row), marks[j]);
}

static GtkListBoxRow *
find_last_row (GtkListBox *list)
{
  GtkListBoxRow *last = NULL;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    last = row;
  return last;
}

/* Where a drop at @y goes: the row there, and whether to its upper half. Below all: the last row. */
static GtkListBoxRow *
find_place (GtkListBox *list,
            double      y,
            gboolean   *above)
{
  GtkListBoxRow  *row = gtk_list_box_get_row_at_y (list, y);
  graphene_rect_t bounds;

  *above = FALSE;
  if (row == NULL)
    return find_last_row (list);

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (list), &bounds))
    *above = y < bounds.origin.y + bounds.size.height / 2;
  return row;
}

static GdkDragAction
motion_cb (GtkListBox *list,
           double      x,
           double      y)
{
  gboolean       above;
  GtkListBoxRow *row = find_place (list, y, &above);

  unmark_all (list);
  if (row != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), marks[above ? 0 : 1]);
  return GDK_ACTION_MOVE;
}

static void
leave_cb (GtkListBox *list)
{
  unmark_all (list);
}

static gboolean
drop_cb (GtkListBox   *list,
         const GValue *value,
         double        x,
         double        y)
{
  SondeSubscription *subscription = g_value_get_object (value);
  gboolean           above;
  GtkListBoxRow     *row = find_place (list, y, &above);
  guint              to, from = 0;

  unmark_all (list);
  if (row == NULL || subscription == NULL)
    return FALSE;

  for (GtkListBoxRow *at; (at = gtk_list_box_get_row_at_index (list, from)) != NULL; from++)
    if (sonde_subscription_row_get_subscription (SONDE_SUBSCRIPTION_ROW (at)) == subscription)
      break;

  /* As the place will be when the row has left its own. */
  to = gtk_list_box_row_get_index (row) + (above ? 0 : 1);
  if (from < to)
    to--;
  return gtk_widget_activate_action (GTK_WIDGET (list), "subscriptions.move", "(su)",
                                     sonde_subscription_get_filter (subscription), to);
}

static GdkContentProvider *
prepare_cb (GtkListBox    *list,
            double         x,
            double         y,
            GtkDragSource *source)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (list, y);
  g_autoptr (GdkPaintable) paintable = NULL;

  if (row == NULL)
    return NULL;

  paintable = gtk_widget_paintable_new (GTK_WIDGET (row));
  gtk_drag_source_set_icon (source, paintable, 0, 0);
  return gdk_content_provider_new_typed (SONDE_TYPE_SUBSCRIPTION,
                                         sonde_subscription_row_get_subscription (SONDE_SUBSCRIPTION_ROW (row)));
}

void
sonde_subscription_drag_set_up (GtkListBox *list)
{
  GtkDragSource *source;
  GtkDropTarget *target;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  source = gtk_drag_source_new ();
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (prepare_cb), list);
  gtk_widget_add_controller (GTK_WIDGET (list), GTK_EVENT_CONTROLLER (source));

  target = gtk_drop_target_new (SONDE_TYPE_SUBSCRIPTION, GDK_ACTION_MOVE);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (motion_cb), list);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (leave_cb), list);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), list);
  gtk_widget_add_controller (GTK_WIDGET (list), GTK_EVENT_CONTROLLER (target));
}
