/* sonde-row-filler.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-row-filler"

#include "sonde-row-filler.h"

#define REST (150 * G_TIME_SPAN_MILLISECOND)

struct _SondeRowFiller
{
  GObject parent_instance;

  GtkListView        *view; /* not owned */
  const SondeRowKind *kind;
  GdkFrameClock      *clock;
  GSource            *rest_source;
};

G_DEFINE_FINAL_TYPE (SondeRowFiller, sonde_row_filler, G_TYPE_OBJECT)

gboolean
sonde_row_is_in_view (GtkWidget *view,
                      GtkWidget *widget)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, view, &bounds) &&
         bounds.origin.y < gtk_widget_get_height (view) && bounds.origin.y + bounds.size.height > 0;
}

/* Rows have their places now, and none is drawn yet. */
static void
after_layout_cb (SondeRowFiller *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);

  for (GtkWidget *widget = gtk_widget_get_first_child (view); widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *row = gtk_widget_get_first_child (widget);

      if (row != NULL)
        self->kind->set_in_view (row, sonde_row_is_in_view (view, widget));
    }
  g_source_set_ready_time (self->rest_source, g_get_monotonic_time () + REST);
}

static gboolean
rest_cb (gpointer user_data)
{
  SondeRowFiller *self = SONDE_ROW_FILLER (user_data);
  GtkWidget      *widget = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  guint           n_filled = 0;

  for (; widget != NULL && n_filled < self->kind->rows_a_turn; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *row = gtk_widget_get_first_child (widget);

      if (row != NULL && self->kind->fill (row))
        n_filled++;
    }
  g_source_set_ready_time (self->rest_source, widget != NULL ? 0 : -1);
  return G_SOURCE_CONTINUE;
}

static gboolean
rest_dispatch (GSource    *source,
               GSourceFunc callback,
               gpointer    user_data)
{
  return callback (user_data);
}

static GSourceFuncs rest_funcs = { NULL, NULL, rest_dispatch, NULL, NULL, NULL };

static void
realize_cb (SondeRowFiller *self)
{
  self->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (self->view)));
  /* After that of the window, which was there before its widgets. */
  g_signal_connect_object (self->clock, "layout", G_CALLBACK (after_layout_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
unrealize_cb (SondeRowFiller *self)
{
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
  g_source_set_ready_time (self->rest_source, -1);
}

static void
sonde_row_filler_dispose (GObject *object)
{
  SondeRowFiller *self = SONDE_ROW_FILLER (object);

  if (self->clock != NULL)
    unrealize_cb (self);
  if (self->rest_source != NULL)
    g_source_destroy (self->rest_source);
  g_clear_pointer (&self->rest_source, g_source_unref);

  G_OBJECT_CLASS (sonde_row_filler_parent_class)->dispose (object);
}

static void
sonde_row_filler_class_init (SondeRowFillerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_row_filler_dispose;
}

static void
sonde_row_filler_init (SondeRowFiller *self)
{
  self->rest_source = g_source_new (&rest_funcs, sizeof (GSource));
  g_source_set_static_name (self->rest_source, "[sonde] rows out of view");
  g_source_set_priority (self->rest_source, G_PRIORITY_LOW);
  g_source_set_callback (self->rest_source, rest_cb, self, NULL);
  g_source_attach (self->rest_source, NULL);
}

SondeRowFiller *
sonde_row_filler_new (GtkListView        *view,
                      const SondeRowKind *kind)
{
  SondeRowFiller *self;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);
  g_return_val_if_fail (kind != NULL && kind->rows_a_turn > 0, NULL);

  self = g_object_new (SONDE_TYPE_ROW_FILLER, NULL);
  self->view = view;
  self->kind = kind;
  g_signal_connect_object (view, "realize", G_CALLBACK (realize_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "unrealize", G_CALLBACK (unrealize_cb), self, G_CONNECT_SWAPPED);
  return self;
}
