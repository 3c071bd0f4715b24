/* sonde-plot-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-pane"

#include "sonde-plot-pane.h"

#include "sonde-plot-chooser.h"
#include "sonde-plot-save.h"

#include <glib/gi18n.h>

#define ZOOM_FACTOR 1.5

/* Of a picture, in CSS pixels: as on the screen, and no smaller than can be read */
#define PICTURE_MIN_WIDTH 900
#define PICTURE_MIN_HEIGHT 420
#define PNG_SCALE 2

struct _SondePlotPane
{
  AdwBin parent_instance;

  SondePlotChooser *chooser;
  GtkToggleButton  *keep_button;
  GtkMenuButton    *scale_button;
  GtkMenuButton    *export_button;
  SondePlot        *plot;
  AdwStatusPage    *status_page;

  SondePlotChoice *choice;
  SondePlotScaling scaling;
};

G_DEFINE_FINAL_TYPE (SondePlotPane, sonde_plot_pane, ADW_TYPE_BIN)

enum
{
  PROP_SCALE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the items of the menu are for; of SondePlotScaling */
static const char *const scalings[] = { "shared", "own", "auto" };

static void
update_status (SondePlotPane *self)
{
  const char *title = _ ("No topic chosen");
  const char *text = _ ("Choose a topic to plot the numbers in its payloads.");

  if (sonde_plot_choice_get_reading (self->choice))
    {
      title = _ ("Looking for numbers…");
      text = NULL;
    }
  else if (sonde_plot_choice_get_topic (self->choice) != NULL)
    {
      title = _ ("No numbers");
      text = _ ("No number in the payloads of this topic. One that comes is plotted at once.");
    }
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, text);
}

static void
update (SondePlotPane *self)
{
  gboolean has_options = sonde_plot_choice_get_has_options (self->choice);
  gboolean has_lines = sonde_plot_get_n_series (self->plot) > 0;

  update_status (self);
  gtk_widget_set_visible (GTK_WIDGET (self->status_page), !has_options);
  gtk_widget_set_visible (GTK_WIDGET (self->plot), has_options);
  g_object_set (self->plot, "empty-text", has_lines ? _ ("No values yet") : _ ("Choose values to plot"), NULL);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plot.zoom-in", has_lines);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plot.zoom-out", has_lines);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plot.fit", has_lines);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plot.save", has_lines);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), has_lines);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale_button), sonde_plot_get_n_series (self->plot) > 1);
}

static void
zoom_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondePlotPane *self = SONDE_PLOT_PANE (widget);

  sonde_plot_zoom (self->plot, g_str_equal (action_name, "plot.zoom-in") ? ZOOM_FACTOR : 1 / ZOOM_FACTOR);
}

static void
fit_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  sonde_plot_fit (SONDE_PLOT_PANE (widget)->plot);
}

static void
save_values (SondePlotPane *self,
             const char    *name)
{
  SondeSeriesTable *table;
  gint64            from, to;

  if (!sonde_plot_get_range (self->plot, &from, &to))
    return;

  table = sonde_series_table_new (from, to);
  for (guint i = 0; i < sonde_plot_get_n_series (self->plot); i++)
    {
      SondeSeries *series = sonde_plot_get_series (self->plot, i);

      if (sonde_plot_get_shown (self->plot, series))
        sonde_series_table_add (table, series);
    }
  sonde_plot_save_csv (GTK_WIDGET (self), table, name);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondePlotPane *self = SONDE_PLOT_PANE (widget);
  const char    *format = g_variant_get_string (parameter, NULL);
  const char    *topic = sonde_plot_choice_get_topic (self->choice);
  const char    *name = topic != NULL ? topic : "plot";
  int            width = MAX (gtk_widget_get_width (GTK_WIDGET (self->plot)), PICTURE_MIN_WIDTH);
  int            height = MAX (gtk_widget_get_height (GTK_WIDGET (self->plot)), PICTURE_MIN_HEIGHT);
  g_autoptr (GBytes) picture = NULL;

  if (g_str_equal (format, "csv"))
    {
      save_values (self, name);
      return;
    }

  if (g_str_equal (format, "svg"))
    picture = sonde_plot_dup_svg (self->plot, width, height);
  else
    picture = sonde_plot_dup_png (self->plot, width, height, PNG_SCALE);
  sonde_plot_save_picture (widget, picture, name, format);
}

static void
set_scaling (SondePlotPane   *self,
             SondePlotScaling scaling)
{
  self->scaling = scaling;
  sonde_plot_set_scaling (self->plot, scaling);
}

static void
sonde_plot_pane_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SCALE:
      g_value_set_static_string (value, scalings[SONDE_PLOT_PANE (object)->scaling]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_pane_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SCALE:
      for (guint i = 0; i < G_N_ELEMENTS (scalings); i++)
        if (g_strcmp0 (scalings[i], g_value_get_string (value)) == 0)
          set_scaling (SONDE_PLOT_PANE (object), i);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_plot_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_plot_pane_parent_class)->map (widget);

  sonde_plot_choice_set_active (SONDE_PLOT_PANE (widget)->choice, TRUE);
}

static void
sonde_plot_pane_unmap (GtkWidget *widget)
{
  SondePlotPane *self = SONDE_PLOT_PANE (widget);

  if (self->choice != NULL)
    sonde_plot_choice_set_active (self->choice, FALSE);

  GTK_WIDGET_CLASS (sonde_plot_pane_parent_class)->unmap (widget);
}

/* Before the plot goes, which its choice borrows */
static void
sonde_plot_pane_dispose (GObject *object)
{
  g_clear_object (&SONDE_PLOT_PANE (object)->choice);

  G_OBJECT_CLASS (sonde_plot_pane_parent_class)->dispose (object);
}

static void
sonde_plot_pane_class_init (SondePlotPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_plot_pane_dispose;
  object_class->get_property = sonde_plot_pane_get_property;
  object_class->set_property = sonde_plot_pane_set_property;
  widget_class->map = sonde_plot_pane_map;
  widget_class->unmap = sonde_plot_pane_unmap;

  properties[PROP_SCALE] =
    g_param_spec_string ("scale", NULL, NULL, scalings[0], G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_PLOT);
  g_type_ensure (SONDE_TYPE_PLOT_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/plot/sonde-plot-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePlotPane, chooser);
  gtk_widget_class_bind_template_child (widget_class, SondePlotPane, keep_button);
  gtk_widget_class_bind_template_child (widget_class, SondePlotPane, scale_button);
  gtk_widget_class_bind_template_child (widget_class, SondePlotPane, export_button);
  gtk_widget_class_bind_template_child (widget_class, SondePlotPane, plot);
  gtk_widget_class_bind_template_child (widget_class, SondePlotPane, status_page);

  gtk_widget_class_install_action (widget_class, "plot.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "plot.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "plot.fit", NULL, fit_action);
  gtk_widget_class_install_action (widget_class, "plot.save", "s", save_action);
  gtk_widget_class_install_property_action (widget_class, "plot.scale", "scale");
}

static void
sonde_plot_pane_init (SondePlotPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  set_scaling (self, SONDE_PLOT_SCALING_AUTO);
  self->choice = sonde_plot_choice_new (self->plot);
  sonde_plot_chooser_set_choice (self->chooser, self->choice);
  g_object_bind_property (self->choice, "keep", self->keep_button, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->choice, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
sonde_plot_pane_new (void)
{
  return g_object_new (SONDE_TYPE_PLOT_PANE, NULL);
}

void
sonde_plot_pane_set_topic (SondePlotPane   *self,
                           SondeConnection *connection,
                           const char      *topic)
{
  gboolean has_topic = connection != NULL && topic != NULL;

  g_return_if_fail (SONDE_IS_PLOT_PANE (self));
  g_return_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection));

  sonde_plot_choice_set_topic (self->choice, has_topic ? sonde_connection_get_log (connection) : NULL,
                               has_topic ? topic : NULL);
}

void
sonde_plot_pane_choose (SondePlotPane *self,
                        const char    *path)
{
  g_return_if_fail (SONDE_IS_PLOT_PANE (self));
  g_return_if_fail (path != NULL);

  sonde_plot_choice_prefer (self->choice, path);
}
