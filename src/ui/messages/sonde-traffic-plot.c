/* sonde-traffic-plot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-traffic-plot"

#include "sonde-traffic-plot.h"

#define HEIGHT 72
#define WIDTH 280
#define LINE_WIDTH 1.5

/* The colours of the style, and what stands in where a theme does not know them */
static const struct
{
  const char *color;
  const char *otherwise;
} lines[SONDE_N_TRAFFICS] = {
  [SONDE_TRAFFIC_IN] = { "accent_color", "#3584e4" },
  [SONDE_TRAFFIC_OUT] = { "warning_color", "#e5a50a" },
};

struct _SondeTrafficPlot
{
  GtkWidget parent_instance;

  guint64 messages[SONDE_N_TRAFFICS][SONDE_STATISTICS_SECONDS]; /* oldest first */
  guint64 peak;
};

G_DEFINE_FINAL_TYPE (SondeTrafficPlot, sonde_traffic_plot, GTK_TYPE_WIDGET)

static void
get_color (SondeTrafficPlot *self,
           SondeTrafficWay   way,
           GdkRGBA          *color)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (!gtk_style_context_lookup_color (style, lines[way].color, color))
    gdk_rgba_parse (color, lines[way].otherwise);
}

static void
draw_line (SondeTrafficPlot *self,
           cairo_t          *cr,
           SondeTrafficWay   way,
           double            width,
           double            height)
{
  GdkRGBA color;
  double  step = width / (SONDE_STATISTICS_SECONDS - 1);
  double  unit = (height - LINE_WIDTH) / MAX (self->peak, 1);

  get_color (self, way, &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);

  /* What goes out may lie on what comes in: it is dashed, which needs no colour to be seen. */
  if (way == SONDE_TRAFFIC_OUT)
    cairo_set_dash (cr, (double[]){ 3, 2 }, 2, 0);

  for (guint i = 0; i < SONDE_STATISTICS_SECONDS; i++)
    cairo_line_to (cr, i * step, height - LINE_WIDTH / 2 - self->messages[way][i] * unit);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
sonde_traffic_plot_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SondeTrafficPlot *self = SONDE_TRAFFIC_PLOT (widget);
  int               width = gtk_widget_get_width (widget);
  int               height = gtk_widget_get_height (widget);
  cairo_t          *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      cairo_translate (cr, width, 0);
      cairo_scale (cr, -1, 1);
    }
  for (guint way = 0; way < SONDE_N_TRAFFICS; way++)
    draw_line (self, cr, way, width, height);
  cairo_destroy (cr);
}

static void
sonde_traffic_plot_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
sonde_traffic_plot_class_init (SondeTrafficPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = sonde_traffic_plot_snapshot;
  widget_class->measure = sonde_traffic_plot_measure;
  gtk_widget_class_set_css_name (widget_class, "trafficplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sonde_traffic_plot_init (SondeTrafficPlot *self)
{
}

void
sonde_traffic_plot_set (SondeTrafficPlot      *self,
                        const SondeStatistics *statistics,
                        gint64                 now)
{
  g_return_if_fail (SONDE_IS_TRAFFIC_PLOT (self));

  self->peak = 0;
  for (guint way = 0; way < SONDE_N_TRAFFICS; way++)
    {
      for (guint i = 0; i < SONDE_STATISTICS_SECONDS; i++)
        {
          guint64 messages =
            sonde_statistics_get_second (statistics, way, SONDE_STATISTICS_SECONDS - 1 - i, now).messages;

          self->messages[way][i] = messages;
          self->peak = MAX (self->peak, messages);
        }
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint64
sonde_traffic_plot_get_peak (SondeTrafficPlot *self)
{
  g_return_val_if_fail (SONDE_IS_TRAFFIC_PLOT (self), 0);

  return self->peak;
}
