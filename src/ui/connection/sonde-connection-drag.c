/* sonde-connection-drag.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-drag"

#include "sonde-connection-drag.h"

#include "sonde-connection-row.h"
#include "sonde-group-row.h"

#define SCROLL_EDGE 28 /* px from an edge within which the list scrolls by itself */
#define SCROLL_STEP 6  /* px a frame */

struct _SondeConnectionDrag
{
  GObject parent_instance;

  GtkListBox         *list; /* borrowed: its controllers know us, and go with it */
  SondeConnections   *connections;
  SondeConnectionRow *dragged; /* weak */
  GtkListBoxRow      *marked;  /* weak: with the mark of where a drop goes */
  double              y;
  guint               tick;
};

G_DEFINE_FINAL_TYPE (SondeConnectionDrag, sonde_connection_drag, G_TYPE_OBJECT)

static const char *const marks[] = { "drop-above", "drop-below", "drop-into" };

static void
mark (SondeConnectionDrag *self,
      GtkListBoxRow       *row,
      const char          *css_class)
{
  if (self->marked != NULL)
    for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
      gtk_widget_remove_css_class (GTK_WIDGET (self->marked), marks[i]);

  g_set_weak_pointer (&self->marked, row);
  if (row != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), css_class);
}

static GtkListBoxRow *
find_last_row (GtkListBox *list)
{
  GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (list));

  while (child != NULL && !GTK_IS_LIST_BOX_ROW (child))
    child = gtk_widget_get_prev_sibling (child);
  return (GtkListBoxRow *) child;
}

/* Where a drop at @y goes: the row there, and whether to its upper half. Below all: the last row. */
static GtkListBoxRow *
find_place (SondeConnectionDrag *self,
            double               y,
            gboolean            *above)
{
  GtkListBoxRow  *row = gtk_list_box_get_row_at_y (self->list, y);
  graphene_rect_t bounds;

  *above = FALSE;
  if (row == NULL)
    return y <= 0 ? NULL : find_last_row (self->list);

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    *above = y < bounds.origin.y + bounds.size.height / 2;
  return row;
}

static void
show_place (SondeConnectionDrag *self)
{
  gboolean       above;
  GtkListBoxRow *row = find_place (self, self->y, &above);

  mark (self, row, above ? "drop-above" : SONDE_IS_GROUP_ROW (row) ? "drop-into"
                                                                   : "drop-below");
}

/* Under a heading: first in its group. Above one: last of the group before it, or of none. */
static void
drop_at_group (SondeConnectionDrag *self,
               SondeConnection     *connection,
               GtkListBoxRow       *row,
               gboolean             above)
{
  SondeConnectionGroup *group = sonde_group_row_get_group (SONDE_GROUP_ROW (row));
  GtkListBoxRow        *other = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + (above ? -1 : 1));
  const char           *name = sonde_connection_group_get_name (group);
  SondeConnection      *next = NULL;

  if (above && SONDE_IS_GROUP_ROW (other))
    name = sonde_connection_group_get_name (sonde_group_row_get_group (SONDE_GROUP_ROW (other)));
  else if (above && other != NULL)
    name = sonde_connection_get_profile (sonde_connection_row_get_connection (SONDE_CONNECTION_ROW (other)))->group;
  else if (above)
    name = "";
  else if (SONDE_IS_CONNECTION_ROW (other) && sonde_connection_group_get_expanded (group))
    next = sonde_connection_row_get_connection (SONDE_CONNECTION_ROW (other));

  sonde_connections_move (self->connections, connection, name, next);
}

static void
leave_cb (SondeConnectionDrag *self)
{
  mark (self, NULL, NULL);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->tick);
  self->tick = 0;
}

static gboolean
drop_cb (SondeConnectionDrag *self,
         const GValue        *value,
         double               x,
         double               y)
{
  SondeConnection *connection = g_value_get_object (value);
  SondeConnection *target;
  gboolean         above;
  GtkListBoxRow   *row = find_place (self, y, &above);

  leave_cb (self);
  if (row == NULL || connection == NULL)
    return FALSE;

  if (SONDE_IS_GROUP_ROW (row))
    {
      drop_at_group (self, connection, row, above);
      return TRUE;
    }

  target = sonde_connection_row_get_connection (SONDE_CONNECTION_ROW (row));
  if (target != connection)
    sonde_connections_move (self->connections, connection, sonde_connection_get_profile (target)->group,
                            above ? target : sonde_connections_get_neighbour (self->connections, target, 1));
  return TRUE;
}

/* A list longer than its place follows the pointer at its edges. */
static gboolean
tick_cb (GtkWidget     *list,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SondeConnectionDrag *self = user_data;
  GtkWidget           *window = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment       *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (window));
  double               value = gtk_adjustment_get_value (adjustment);
  double               at = self->y - value;
  double               before = value;

  if (at < SCROLL_EDGE)
    gtk_adjustment_set_value (adjustment, value - SCROLL_STEP);
  else if (at > gtk_adjustment_get_page_size (adjustment) - SCROLL_EDGE)
    gtk_adjustment_set_value (adjustment, value + SCROLL_STEP);

  if (gtk_adjustment_get_value (adjustment) != before)
    {
      self->y += gtk_adjustment_get_value (adjustment) - before;
      show_place (self);
    }
  return G_SOURCE_CONTINUE;
}

static GdkDragAction
motion_cb (SondeConnectionDrag *self,
           double               x,
           double               y)
{
  self->y = y;
  show_place (self);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), tick_cb, self, NULL);
  return GDK_ACTION_MOVE;
}

static GdkContentProvider *
prepare_cb (SondeConnectionDrag *self,
            double               x,
            double               y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, y);

  if (!SONDE_IS_CONNECTION_ROW (row))
    return NULL;

  g_set_weak_pointer (&self->dragged, SONDE_CONNECTION_ROW (row));
  return gdk_content_provider_new_typed (SONDE_TYPE_CONNECTION, sonde_connection_row_get_connection (self->dragged));
}

static void
drag_begin_cb (SondeConnectionDrag *self,
               GdkDrag             *drag,
               GtkDragSource       *source)
{
  g_autoptr (GdkPaintable) paintable = NULL;

  if (self->dragged == NULL)
    return;

  paintable = gtk_widget_paintable_new (GTK_WIDGET (self->dragged));
  gtk_drag_source_set_icon (source, paintable, 0, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->dragged), "dragged");
}

static void
drag_end_cb (SondeConnectionDrag *self)
{
  if (self->dragged != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->dragged), "dragged");
  g_clear_weak_pointer (&self->dragged);
}

static void
sonde_connection_drag_dispose (GObject *object)
{
  SondeConnectionDrag *self = SONDE_CONNECTION_DRAG (object);

  g_clear_object (&self->connections);
  g_clear_weak_pointer (&self->dragged);
  g_clear_weak_pointer (&self->marked);

  G_OBJECT_CLASS (sonde_connection_drag_parent_class)->dispose (object);
}

static void
sonde_connection_drag_class_init (SondeConnectionDragClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_connection_drag_dispose;
}

static void
sonde_connection_drag_init (SondeConnectionDrag *self)
{
}

SondeConnectionDrag *
sonde_connection_drag_new (GtkListBox       *list,
                           SondeConnections *connections)
{
  SondeConnectionDrag *self;
  GtkDragSource       *source;
  GtkDropTarget       *target;

  g_return_val_if_fail (GTK_IS_LIST_BOX (list), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SONDE_TYPE_CONNECTION_DRAG, NULL);
  self->list = list;
  self->connections = g_object_ref (connections);

  source = gtk_drag_source_new ();
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (list), GTK_EVENT_CONTROLLER (source));

  target = gtk_drop_target_new (SONDE_TYPE_CONNECTION, GDK_ACTION_MOVE);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (list), GTK_EVENT_CONTROLLER (target));
  return self;
}
