/* sonde-log-titles.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-log-titles"

#include "sonde-log-titles.h"

#define GRIP 6 /* px at either side of the line */

struct _SondeLogTitles
{
  GtkWidget parent_instance;

  SondeLogColumns *columns;
  int              drag_width; /* of the topic when the drag began; 0: none */
};

enum
{
  MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeLogTitles, sonde_log_titles, GTK_TYPE_WIDGET)

static SondeSpan
get_topic (SondeLogTitles *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  return sonde_message_layout_get_span (SONDE_MESSAGE_LAYOUT (layout), SONDE_COLUMN_TOPIC);
}

/* From where the first title begins, left to right. */
static int
get_line (SondeLogTitles *self)
{
  SondeSpan topic = get_topic (self);
  int       x = topic.x + topic.width + 4;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return x;
}

static gboolean
is_on_line (SondeLogTitles *self,
            double          x)
{
  return get_topic (self).width > 0 && ABS (x - get_line (self)) <= GRIP;
}

static void
motion_cb (SondeLogTitles *self,
           double          x)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_on_line (self, x) ? "col-resize" : NULL);
}

static void
drag_begin_cb (SondeLogTitles *self,
               double          x,
               double          y,
               GtkGesture     *gesture)
{
  if (!is_on_line (self, x))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag_width = get_topic (self).width;
}

static void
drag_update_cb (SondeLogTitles *self,
                double          x)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  int               both = get_topic (self).width +
             sonde_message_layout_get_span (SONDE_MESSAGE_LAYOUT (layout), SONDE_COLUMN_PAYLOAD).width;
  double width = self->drag_width + (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -x : x);

  if (both > 0)
    sonde_log_columns_set_topic_share (self->columns, width * 1000 / both);
}

static void
pressed_cb (SondeLogTitles *self,
            int             n_press,
            double          x)
{
  if (n_press == 2 && is_on_line (self, x))
    sonde_log_columns_set_topic_share (self->columns, SONDE_TOPIC_SHARE_DEFAULT);
}

static void
menu_pressed_cb (SondeLogTitles *self,
                 int             n_press,
                 double          x,
                 double          y)
{
  g_signal_emit (self, signals[MENU], 0, x, y);
}

static void
changed_cb (SondeLogTitles *self)
{
  const SondeColumnShape *shape = sonde_log_columns_get_shape (self->columns);
  GtkLayoutManager       *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget              *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  /* No title for the marks at the end of a payload. */
  for (guint i = 0; child != NULL; i++, child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, !shape->hidden[i] && i != SONDE_COLUMN_ACK && i != SONDE_COLUMN_FLAGS);
  sonde_message_layout_set_shape (SONDE_MESSAGE_LAYOUT (layout), shape);
}

static void
sonde_log_titles_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  SondeLogTitles *self = SONDE_LOG_TITLES (widget);
  GdkRGBA         color;

  GTK_WIDGET_CLASS (sonde_log_titles_parent_class)->snapshot (widget, snapshot);
  if (get_topic (self).width == 0)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.2;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (get_line (self), 0, 1, gtk_widget_get_height (widget)));
}

static void
sonde_log_titles_dispose (GObject *object)
{
  SondeLogTitles *self = SONDE_LOG_TITLES (object);
  GtkWidget      *child;

  g_clear_object (&self->columns);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_log_titles_parent_class)->dispose (object);
}

static void
sonde_log_titles_class_init (SondeLogTitlesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_log_titles_dispose;
  widget_class->snapshot = sonde_log_titles_snapshot;

  signals[MENU] =
    g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-log-titles.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, SONDE_TYPE_MESSAGE_LAYOUT);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_update_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
}

static void
sonde_log_titles_init (SondeLogTitles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_log_titles_set_columns (SondeLogTitles  *self,
                              SondeLogColumns *columns)
{
  g_return_if_fail (SONDE_IS_LOG_TITLES (self));
  g_return_if_fail (self->columns == NULL);

  self->columns = g_object_ref (columns);
  g_signal_connect_object (columns, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}
