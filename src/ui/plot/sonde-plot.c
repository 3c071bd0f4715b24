/* sonde-plot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot"

#include "sonde-plot.h"

#include "sonde-plot-canvas.h"
#include "sonde-plot-legend.h"
#include "sonde-plot-picture.h"

#define LEGEND_GAP 4

struct _SondePlot
{
  GtkWidget parent_instance;

  SondePlotCanvas *canvas;
  SondePlotLegend *legend;
  SondePlotScene  *scene; /* the canvas' */

  gboolean follows; /* as last told */
};

G_DEFINE_FINAL_TYPE (SondePlot, sonde_plot, GTK_TYPE_WIDGET)

enum
{
  PROP_FOLLOW = 1,
  PROP_COMPACT,
  PROP_UNIT,
  PROP_TITLE,
  PROP_FROM_ZERO,
  PROP_EMPTY_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
moved_cb (SondePlot *self)
{
  if (self->follows == self->scene->range.follow)
    return;

  self->follows = self->scene->range.follow;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOW]);
}

static void
move (SondePlot *self)
{
  sonde_plot_canvas_changed (self->canvas);
  moved_cb (self);
}

static void
toggled_cb (SondePlot   *self,
            SondeSeries *series,
            gboolean     shown)
{
  SondePlotLine *line = sonde_plot_scene_find (self->scene, series);

  if (line == NULL)
    return;

  line->shown = shown;
  sonde_plot_canvas_changed (self->canvas);
}

static void
described_cb (SondePlot *self)
{
  if (!self->scene->compact)
    sonde_plot_legend_update (self->legend, self->scene);
}

static void
update_legend (SondePlot *self)
{
  if (!self->scene->compact)
    sonde_plot_legend_set_scene (self->legend, self->scene);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), !self->scene->compact && self->scene->lines->len > 0);
}

static void
renamed_cb (SondePlot *self)
{
  update_legend (self);
  sonde_plot_canvas_renamed (self->canvas);
}

static void
disconnect_series (SondePlot   *self,
                   SondeSeries *series)
{
  g_signal_handlers_disconnect_by_data (series, self);
  g_signal_handlers_disconnect_by_data (series, self->canvas);
}

static void
set_text (SondePlot  *self,
          char      **text,
          const char *value,
          guint       prop_id)
{
  if (g_strcmp0 (*text, value) == 0)
    return;

  g_free (*text);
  *text = g_strdup (value);
  sonde_plot_canvas_renamed (self->canvas);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
set_from_zero (SondePlot *self,
               gboolean   from_zero)
{
  if (self->scene->from_zero == from_zero)
    return;

  self->scene->from_zero = from_zero;
  sonde_plot_canvas_changed (self->canvas);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROM_ZERO]);
}

static void
sonde_plot_dispose (GObject *object)
{
  SondePlot *self = SONDE_PLOT (object);

  if (self->canvas != NULL)
    {
      for (guint i = 0; i < self->scene->lines->len; i++)
        disconnect_series (self, sonde_plot_scene_get (self->scene, i)->series);
      self->scene = NULL;
    }
  g_clear_pointer ((GtkWidget **) &self->legend, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->canvas, gtk_widget_unparent);

  G_OBJECT_CLASS (sonde_plot_parent_class)->dispose (object);
}

static void
sonde_plot_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  const SondePlotScene *scene = SONDE_PLOT (object)->scene;

  switch (prop_id)
    {
    case PROP_FOLLOW:
      g_value_set_boolean (value, scene->range.follow);
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, scene->compact);
      break;

    case PROP_UNIT:
      g_value_set_string (value, scene->unit);
      break;

    case PROP_TITLE:
      g_value_set_string (value, scene->title);
      break;

    case PROP_FROM_ZERO:
      g_value_set_boolean (value, scene->from_zero);
      break;

    case PROP_EMPTY_TEXT:
      g_value_set_string (value, scene->empty_text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  SondePlot *self = SONDE_PLOT (object);

  switch (prop_id)
    {
    case PROP_FOLLOW:
      sonde_plot_set_follow (self, g_value_get_boolean (value));
      break;

    case PROP_COMPACT:
      sonde_plot_set_compact (self, g_value_get_boolean (value));
      break;

    case PROP_UNIT:
      sonde_plot_set_unit (self, g_value_get_string (value));
      break;

    case PROP_TITLE:
      sonde_plot_set_title (self, g_value_get_string (value));
      break;

    case PROP_FROM_ZERO:
      set_from_zero (self, g_value_get_boolean (value));
      break;

    case PROP_EMPTY_TEXT:
      set_text (self, &self->scene->empty_text, g_value_get_string (value), PROP_EMPTY_TEXT);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_class_init (SondePlotClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sonde_plot_dispose;
  object_class->get_property = sonde_plot_get_property;
  object_class->set_property = sonde_plot_set_property;

  properties[PROP_FOLLOW] = g_param_spec_boolean ("follow", NULL, NULL, TRUE, flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_UNIT] = g_param_spec_string ("unit", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_FROM_ZERO] = g_param_spec_boolean ("from-zero", NULL, NULL, FALSE, flags);
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
sonde_plot_init (SondePlot *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), LEGEND_GAP);

  self->canvas = SONDE_PLOT_CANVAS (sonde_plot_canvas_new ());
  self->scene = sonde_plot_canvas_get_scene (self->canvas);
  self->follows = self->scene->range.follow;
  gtk_widget_set_vexpand (GTK_WIDGET (self->canvas), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->canvas), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->canvas), GTK_WIDGET (self));
  g_signal_connect_object (self->canvas, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);

  self->legend = SONDE_PLOT_LEGEND (sonde_plot_legend_new ());
  g_signal_connect_object (self->canvas, "described", G_CALLBACK (described_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->legend), GTK_WIDGET (self));
  g_signal_connect_object (self->legend, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
sonde_plot_new (void)
{
  return g_object_new (SONDE_TYPE_PLOT, NULL);
}

void
sonde_plot_add_series (SondePlot   *self,
                       SondeSeries *series)
{
  g_return_if_fail (SONDE_IS_PLOT (self));
  g_return_if_fail (SONDE_IS_SERIES (series));

  if (!sonde_plot_scene_add (self->scene, series))
    return;

  g_signal_connect_object (series, "changed", G_CALLBACK (sonde_plot_canvas_changed), self->canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (series, "notify::name", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
  renamed_cb (self);
}

void
sonde_plot_remove_series (SondePlot   *self,
                          SondeSeries *series)
{
  g_return_if_fail (SONDE_IS_PLOT (self));
  g_return_if_fail (SONDE_IS_SERIES (series));

  if (sonde_plot_scene_find (self->scene, series) == NULL)
    return;

  disconnect_series (self, series);
  sonde_plot_scene_remove (self->scene, series);
  renamed_cb (self);
}

void
sonde_plot_remove_all (SondePlot *self)
{
  g_return_if_fail (SONDE_IS_PLOT (self));

  for (guint i = 0; i < self->scene->lines->len; i++)
    disconnect_series (self, sonde_plot_scene_get (self->scene, i)->series);
  g_array_set_size (self->scene->lines, 0);
  renamed_cb (self);
}

guint
sonde_plot_get_n_series (SondePlot *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT (self), 0);

  return self->scene->lines->len;
}

SondeSeries *
sonde_plot_get_series (SondePlot *self,
                       guint      index)
{
  g_return_val_if_fail (SONDE_IS_PLOT (self), NULL);
  g_return_val_if_fail (index < self->scene->lines->len, NULL);

  return sonde_plot_scene_get (self->scene, index)->series;
}

void
sonde_plot_set_shown (SondePlot   *self,
                      SondeSeries *series,
                      gboolean     shown)
{
  g_return_if_fail (SONDE_IS_PLOT (self));

  toggled_cb (self, series, shown);
  update_legend (self);
}

gboolean
sonde_plot_get_shown (SondePlot   *self,
                      SondeSeries *series)
{
  const SondePlotLine *line;

  g_return_val_if_fail (SONDE_IS_PLOT (self), FALSE);

  line = sonde_plot_scene_find (self->scene, series);
  return line != NULL && line->shown;
}

guint
sonde_plot_get_color (SondePlot   *self,
                      SondeSeries *series)
{
  const SondePlotLine *line;

  g_return_val_if_fail (SONDE_IS_PLOT (self), SONDE_NO_COLOR);

  line = sonde_plot_scene_find (self->scene, series);
  return line != NULL ? line->color : SONDE_NO_COLOR;
}

void
sonde_plot_set_follow (SondePlot *self,
                       gboolean   follow)
{
  g_return_if_fail (SONDE_IS_PLOT (self));

  sonde_plot_range_set_follow (&self->scene->range, follow);
  move (self);
}

gboolean
sonde_plot_get_follow (SondePlot *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT (self), FALSE);

  return self->scene->range.follow;
}

void
sonde_plot_set_compact (SondePlot *self,
                        gboolean   compact)
{
  g_return_if_fail (SONDE_IS_PLOT (self));

  if (self->scene->compact == compact)
    return;

  self->scene->compact = compact;
  gtk_widget_queue_resize (GTK_WIDGET (self->canvas));
  renamed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

void
sonde_plot_set_scaling (SondePlot       *self,
                        SondePlotScaling scaling)
{
  g_return_if_fail (SONDE_IS_PLOT (self));

  self->scene->scaling = scaling;
  sonde_plot_scene_update (self->scene);
  described_cb (self);
  sonde_plot_canvas_changed (self->canvas);
}

void
sonde_plot_set_unit (SondePlot  *self,
                     const char *unit)
{
  g_return_if_fail (SONDE_IS_PLOT (self));

  set_text (self, &self->scene->unit, unit, PROP_UNIT);
}

void
sonde_plot_set_title (SondePlot  *self,
                      const char *title)
{
  g_return_if_fail (SONDE_IS_PLOT (self));

  set_text (self, &self->scene->title, title, PROP_TITLE);
}

void
sonde_plot_fit (SondePlot *self)
{
  sonde_plot_set_span (self, 0);
}

void
sonde_plot_zoom (SondePlot *self,
                 double     factor)
{
  g_return_if_fail (SONDE_IS_PLOT (self));
  g_return_if_fail (factor > 0);

  sonde_plot_range_zoom (&self->scene->range, factor, 0.5);
  move (self);
}

void
sonde_plot_set_span (SondePlot *self,
                     gint64     length)
{
  g_return_if_fail (SONDE_IS_PLOT (self));
  g_return_if_fail (length >= 0);

  sonde_plot_range_set_length (&self->scene->range, length);
  move (self);
}

gboolean
sonde_plot_get_range (SondePlot *self,
                      gint64    *from,
                      gint64    *to)
{
  g_return_val_if_fail (SONDE_IS_PLOT (self), FALSE);
  g_return_val_if_fail (from != NULL && to != NULL, FALSE);

  if (!sonde_plot_scene_update (self->scene))
    return FALSE;

  *from = self->scene->range.from;
  *to = self->scene->range.to;
  return TRUE;
}

void
sonde_plot_set_range (SondePlot *self,
                      gint64     from,
                      gint64     to)
{
  g_return_if_fail (SONDE_IS_PLOT (self));
  g_return_if_fail (from <= to);

  sonde_plot_range_set (&self->scene->range, from, to);
  move (self);
}

char *
sonde_plot_dup_summary (SondePlot *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT (self), NULL);

  sonde_plot_scene_update (self->scene);
  return sonde_plot_scene_dup_summary (self->scene);
}

static const PangoFontDescription *
get_font (SondePlot *self)
{
  return pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self->canvas)));
}

GBytes *
sonde_plot_dup_svg (SondePlot *self,
                    int        width,
                    int        height)
{
  g_return_val_if_fail (SONDE_IS_PLOT (self), NULL);

  return sonde_plot_picture_dup_svg (self->scene, sonde_plot_scene_update (self->scene), get_font (self), width,
                                     height);
}

GBytes *
sonde_plot_dup_png (SondePlot *self,
                    int        width,
                    int        height,
                    int        scale)
{
  g_return_val_if_fail (SONDE_IS_PLOT (self), NULL);
  g_return_val_if_fail (scale > 0, NULL);

  return sonde_plot_picture_dup_png (self->scene, sonde_plot_scene_update (self->scene), get_font (self), width,
                                     height, scale);
}
