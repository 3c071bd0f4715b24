/* sonde-plot-canvas.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-canvas"

#include "sonde-plot-canvas.h"

#include "sonde-plot-gestures.h"
#include "sonde-plot-values.h"

#include <glib/gi18n.h>

#define MIN_WIDTH 160
#define MIN_HEIGHT 110
#define COMPACT_MIN_WIDTH 96
#define COMPACT_MIN_HEIGHT 56

#define CHOICE_ALPHA 0.2

/* How soon a screen reader can hear of what came; each new text may be spoken. */
#define NAME_CHARS 200
#define DESCRIBE_MS 1000

struct _SondePlotCanvas
{
  GtkWidget parent_instance;

  SondePlotScene scene;

  /* As drawn last; made anew when something changed, not when the pointer moves */
  PangoLayout   *layout;
  SondePlotStyle style;
  SondePlotFrame frame;
  GskRenderNode *node; /* NULL: to be drawn */

  gboolean is_pointing;
  gint64   pointed; /* time */
  double   choice_from, choice_to;

  guint describe_source;
};

G_DEFINE_FINAL_TYPE (SondePlotCanvas, sonde_plot_canvas, GTK_TYPE_WIDGET)

enum
{
  MOVED,
  DESCRIBED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- What a screen reader hears ---- */

static void
describe (SondePlotCanvas *self)
{
  g_autofree char *summary = NULL;
  g_autofree char *pointed = NULL;
  g_autofree char *text = NULL;

  sonde_plot_scene_update (&self->scene);
  summary = sonde_plot_scene_dup_summary (&self->scene);
  if (self->is_pointing)
    {
      pointed = sonde_plot_values_dup_text (&self->scene, self->pointed);
      text = g_strdup_printf ("%s\n%s", pointed, summary);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : summary, -1);
  g_signal_emit (self, signals[DESCRIBED], 0);
}

static gboolean
describe_cb (gpointer user_data)
{
  SondePlotCanvas *self = user_data;

  self->describe_source = 0;
  describe (self);
  return G_SOURCE_REMOVE;
}

static void
queue_describe (SondePlotCanvas *self)
{
  if (self->describe_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->describe_source = g_timeout_add (DESCRIBE_MS, describe_cb, self);
}

static void
update_label (SondePlotCanvas *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *label = self->scene.title;

  for (guint i = 0; i < self->scene.lines->len; i++)
    {
      g_autofree char *name = sonde_plot_line_dup_name (sonde_plot_scene_get (&self->scene, i), NAME_CHARS);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  if (label == NULL)
    label = names->len > 0 ? names->str : _ ("Plot");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* ---- Drawing ---- */

static void
lookup (SondePlotCanvas *self,
        const char      *name,
        const char      *otherwise,
        GdkRGBA         *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (!gtk_style_context_lookup_color (context, name, color))
    gdk_rgba_parse (color, otherwise);
}

static void
read_style (SondePlotCanvas *self)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &self->style.text);
  lookup (self, "popover_bg_color", "#ffffff", &self->style.ground);
  for (guint i = 0; i < SONDE_N_COLORS; i++)
    {
      g_autofree char *name = g_strdup_printf ("sonde_color_%u", i);

      lookup (self, name, "#3584e4", &self->style.colors[i]);
    }
}

static void
drop_node (SondePlotCanvas *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw (SondePlotCanvas *self)
{
  GtkWidget   *widget = GTK_WIDGET (self);
  int          width = gtk_widget_get_width (widget);
  int          height = gtk_widget_get_height (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gboolean     has_values;
  cairo_t     *cr;

  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (widget, NULL);
      read_style (self);
    }
  has_values = sonde_plot_scene_update (&self->scene);
  sonde_plot_frame_clear (&self->frame);
  sonde_plot_frame_init (&self->frame, &self->scene, has_values, &self->style, self->layout, width, height);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  sonde_plot_frame_draw (&self->frame, cr);
  cairo_destroy (cr);
  self->node = gtk_snapshot_free_to_node (snapshot);
}

static void
snapshot_choice (SondePlotCanvas *self,
                 GtkSnapshot     *snapshot)
{
  double  from = MIN (self->choice_from, self->choice_to);
  double  to = MAX (self->choice_from, self->choice_to);
  GdkRGBA color = self->style.colors[0];

  color.alpha *= CHOICE_ALPHA;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (from, self->frame.top, to - from, self->frame.bottom - self->frame.top));
}

static void
sonde_plot_canvas_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  SondePlotCanvas *self = SONDE_PLOT_CANVAS (widget);

  if (self->node == NULL)
    draw (self);
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);

  if (self->choice_from != self->choice_to)
    snapshot_choice (self, snapshot);
  if (self->is_pointing && self->frame.axes != NULL)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                                              gtk_widget_get_height (widget)));

      sonde_plot_values_draw (&self->frame, cr, self->pointed);
      cairo_destroy (cr);
    }
}

static void
sonde_plot_canvas_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  drop_node (SONDE_PLOT_CANVAS (widget));
}

static void
sonde_plot_canvas_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  SondePlotCanvas *self = SONDE_PLOT_CANVAS (widget);

  GTK_WIDGET_CLASS (sonde_plot_canvas_parent_class)->css_changed (widget, change);

  g_clear_object (&self->layout);
  drop_node (self);
}

static void
sonde_plot_canvas_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  gboolean compact = SONDE_PLOT_CANVAS (widget)->scene.compact;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = compact ? COMPACT_MIN_WIDTH : MIN_WIDTH;
  else
    *minimum = compact ? COMPACT_MIN_HEIGHT : MIN_HEIGHT;
  *natural = 2 * *minimum;
}

static void
sonde_plot_canvas_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_plot_canvas_parent_class)->map (widget);

  describe (SONDE_PLOT_CANVAS (widget));
}

static void
sonde_plot_canvas_unmap (GtkWidget *widget)
{
  SondePlotCanvas *self = SONDE_PLOT_CANVAS (widget);

  g_clear_handle_id (&self->describe_source, g_source_remove);
  self->is_pointing = FALSE;

  GTK_WIDGET_CLASS (sonde_plot_canvas_parent_class)->unmap (widget);
}

static void
sonde_plot_canvas_dispose (GObject *object)
{
  SondePlotCanvas *self = SONDE_PLOT_CANVAS (object);

  g_clear_handle_id (&self->describe_source, g_source_remove);
  sonde_plot_frame_clear (&self->frame);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (sonde_plot_canvas_parent_class)->dispose (object);
}

static void
sonde_plot_canvas_finalize (GObject *object)
{
  sonde_plot_scene_clear (&SONDE_PLOT_CANVAS (object)->scene);

  G_OBJECT_CLASS (sonde_plot_canvas_parent_class)->finalize (object);
}

static void
sonde_plot_canvas_class_init (SondePlotCanvasClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_plot_canvas_dispose;
  object_class->finalize = sonde_plot_canvas_finalize;

  widget_class->snapshot = sonde_plot_canvas_snapshot;
  widget_class->size_allocate = sonde_plot_canvas_size_allocate;
  widget_class->css_changed = sonde_plot_canvas_css_changed;
  widget_class->measure = sonde_plot_canvas_measure;
  widget_class->map = sonde_plot_canvas_map;
  widget_class->unmap = sonde_plot_canvas_unmap;

  signals[MOVED] =
    g_signal_new ("moved", SONDE_TYPE_PLOT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DESCRIBED] =
    g_signal_new ("described", SONDE_TYPE_PLOT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  sonde_plot_gestures_add_keys (widget_class);
}

static void
sonde_plot_canvas_init (SondePlotCanvas *self)
{
  sonde_plot_scene_init (&self->scene);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  sonde_plot_gestures_add (self);
  update_label (self);
}

GtkWidget *
sonde_plot_canvas_new (void)
{
  return g_object_new (SONDE_TYPE_PLOT_CANVAS, NULL);
}

SondePlotScene *
sonde_plot_canvas_get_scene (SondePlotCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_CANVAS (self), NULL);

  return &self->scene;
}

void
sonde_plot_canvas_changed (SondePlotCanvas *self)
{
  g_return_if_fail (SONDE_IS_PLOT_CANVAS (self));

  drop_node (self);
  queue_describe (self);
}

void
sonde_plot_canvas_renamed (SondePlotCanvas *self)
{
  g_return_if_fail (SONDE_IS_PLOT_CANVAS (self));

  update_label (self);
  sonde_plot_canvas_changed (self);
}

void
sonde_plot_canvas_moved (SondePlotCanvas *self)
{
  g_return_if_fail (SONDE_IS_PLOT_CANVAS (self));

  sonde_plot_canvas_changed (self);
  g_signal_emit (self, signals[MOVED], 0);
}

const SondePlotFrame *
sonde_plot_canvas_get_frame (SondePlotCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_PLOT_CANVAS (self), NULL);

  return self->frame.axes != NULL ? &self->frame : NULL;
}

gboolean
sonde_plot_canvas_get_pointed (SondePlotCanvas *self,
                               gint64          *time)
{
  g_return_val_if_fail (SONDE_IS_PLOT_CANVAS (self), FALSE);

  *time = self->pointed;
  return self->is_pointing;
}

void
sonde_plot_canvas_point (SondePlotCanvas *self,
                         gint64           time)
{
  SondeSample nearest;

  g_return_if_fail (SONDE_IS_PLOT_CANVAS (self));

  if (!sonde_plot_scene_find_sample (&self->scene, time, &nearest))
    return;
  if (self->is_pointing && self->pointed == nearest.time)
    return;

  self->is_pointing = TRUE;
  self->pointed = nearest.time;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  queue_describe (self);
}

void
sonde_plot_canvas_point_away (SondePlotCanvas *self)
{
  g_return_if_fail (SONDE_IS_PLOT_CANVAS (self));

  self->is_pointing = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sonde_plot_canvas_set_choice (SondePlotCanvas *self,
                              double           from,
                              double           to)
{
  g_return_if_fail (SONDE_IS_PLOT_CANVAS (self));

  self->choice_from = from;
  self->choice_to = to;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
