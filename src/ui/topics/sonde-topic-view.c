/* sonde-topic-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-view"

#include "sonde-topic-view.h"

#include "sonde-row-filler.h"

static SondeTopicRow *
get_row (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  return SONDE_IS_TOPIC_ROW (child) ? SONDE_TOPIC_ROW (child) : NULL;
}

/* A row that waits to be used again keeps its place. */
static gboolean
is_seen (GtkListView *view,
         GtkWidget   *widget)
{
  return gtk_widget_get_mapped (widget) && sonde_row_is_in_view (GTK_WIDGET (view), widget);
}

static guint
get_selected (GtkListView *view)
{
  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (view)));
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  guint one = *(const guint *) a, other = *(const guint *) b;

  return (one > other) - (one < other);
}

static void
add_position (GArray *kept,
              guint   position)
{
  if (position != GTK_INVALID_LIST_POSITION)
    g_array_append_val (kept, position);
}

GArray *
sonde_topic_view_list_kept (GtkListView *view)
{
  GArray    *kept = g_array_new (FALSE, FALSE, sizeof (guint));
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (view));
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (view));
  guint      selected = get_selected (view);

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    {
      guint position = get_row (widget) != NULL ? sonde_topic_row_get_position (get_row (widget)) : GTK_INVALID_LIST_POSITION;

      if (position != selected && (widget == focus || is_seen (view, widget)))
        add_position (kept, position);
    }
  add_position (kept, selected);
  g_array_sort (kept, compare_positions);

  return kept;
}

void
sonde_topic_view_refresh (GtkListView *view,
                          gboolean     all)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (view));

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    if (get_row (widget) != NULL && (all || is_seen (view, widget)))
      sonde_topic_row_refresh (get_row (widget));
}

SondeTopicRow *
sonde_topic_view_find_row (GtkListView *view,
                           double       x,
                           double       y,
                           gboolean    *is_arrow)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = NULL;

  /* Between the cells and the edge of the row the list item is hit. */
  if (picked != NULL)
    row = gtk_widget_get_ancestor (picked, SONDE_TYPE_TOPIC_ROW);
  if (picked != NULL && row == NULL)
    row = GTK_WIDGET (get_row (picked));
  if (row == NULL)
    return NULL;

  *is_arrow = sonde_topic_row_is_arrow (SONDE_TOPIC_ROW (row), picked);

  return SONDE_TOPIC_ROW (row);
}

void
sonde_topic_view_focus (GtkListView *view)
{
  guint      selected = get_selected (view);
  GtkWidget *best = NULL;

  for (GtkWidget *widget = gtk_widget_get_last_child (GTK_WIDGET (view)); widget != NULL; widget = gtk_widget_get_prev_sibling (widget))
    {
      SondeTopicRow *row = get_row (widget);

      if (row != NULL && sonde_topic_row_get_position (row) == selected)
        {
          gtk_widget_grab_focus (widget);
          return;
        }
      if (row != NULL && is_seen (view, widget))
        best = widget;
    }

  if (best != NULL)
    gtk_widget_grab_focus (best);
}

static gboolean
go_to_selected_cb (GtkWidget     *view,
                   GdkFrameClock *clock,
                   gpointer       user_data)
{
  if (gtk_widget_get_height (view) == 0)
    return G_SOURCE_CONTINUE;

  gtk_widget_activate_action (view, "list.scroll-to-item", "u", get_selected (GTK_LIST_VIEW (view)));
  sonde_topic_view_focus (GTK_LIST_VIEW (view));
  return G_SOURCE_REMOVE;
}

void
sonde_topic_view_go_to (GtkListView *view,
                        guint        position)
{
  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (view)), position);
  gtk_widget_add_tick_callback (GTK_WIDGET (view), go_to_selected_cb, NULL, NULL);
}
