/* sonde-plot-legend.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-legend"

#include "sonde-plot-legend.h"

#include "sonde-wrap-layout.h"

#include <adwaita.h>

#include <glib/gi18n.h>

#define NAME_CHARS 40
#define TOOLTIP_CHARS 400

struct _SondePlotLegend
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SondePlotLegend, sonde_plot_legend, GTK_TYPE_WIDGET)

enum
{
  TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
toggled_cb (SondePlotLegend *self,
            GtkToggleButton *button)
{
  g_signal_emit (self, signals[TOGGLED], 0, g_object_get_data (G_OBJECT (button), "series"),
                 gtk_toggle_button_get_active (button));
}

static GtkWidget *
create_swatch (guint color)
{
  GtkWidget       *swatch = adw_bin_new ();
  g_autofree char *css_class = g_strdup_printf ("sonde-color-%u", color);

  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (swatch, "plot-swatch");
  gtk_widget_add_css_class (swatch, css_class);
  return swatch;
}

/* At the end of the button's content */
static GtkWidget *
create_span (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
update_span (GtkWidget            *button,
             const SondePlotScene *scene)
{
  SondeSeries     *series = g_object_get_data (G_OBJECT (button), "series");
  GtkWidget       *label = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (button)));
  g_autofree char *span = sonde_plot_scene_dup_span (scene, sonde_plot_scene_find (scene, series));

  gtk_label_set_label (GTK_LABEL (label), span != NULL ? span : "");
  gtk_widget_set_visible (label, span != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, span != NULL ? span : "", -1);
}

static void
add_button (SondePlotLegend     *self,
            const SondePlotLine *line)
{
  g_autofree char *name = sonde_plot_line_dup_name (line, TOOLTIP_CHARS);
  GtkWidget       *button = gtk_toggle_button_new ();
  GtkWidget       *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *label = gtk_label_new (name);
  g_autofree char *markup = g_markup_escape_text (name, -1);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", markup, _ ("Show or hide this line"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_START);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_box_append (GTK_BOX (content), create_swatch (line->color));
  gtk_box_append (GTK_BOX (content), label);
  gtk_box_append (GTK_BOX (content), create_span ());

  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), line->shown);
  gtk_widget_set_tooltip_markup (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "plot-legend");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "series", g_object_ref (line->series), g_object_unref);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);

  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
remove_buttons (SondePlotLegend *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
sonde_plot_legend_dispose (GObject *object)
{
  remove_buttons (SONDE_PLOT_LEGEND (object));

  G_OBJECT_CLASS (sonde_plot_legend_parent_class)->dispose (object);
}

static void
sonde_plot_legend_class_init (SondePlotLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_plot_legend_dispose;

  signals[TOGGLED] = g_signal_new ("toggled", SONDE_TYPE_PLOT_LEGEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, SONDE_TYPE_SERIES, G_TYPE_BOOLEAN);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), SONDE_TYPE_WRAP_LAYOUT);
}

static void
sonde_plot_legend_init (SondePlotLegend *self)
{
}

GtkWidget *
sonde_plot_legend_new (void)
{
  return g_object_new (SONDE_TYPE_PLOT_LEGEND, NULL);
}

void
sonde_plot_legend_set_scene (SondePlotLegend      *self,
                             const SondePlotScene *scene)
{
  g_return_if_fail (SONDE_IS_PLOT_LEGEND (self));
  g_return_if_fail (scene != NULL);

  remove_buttons (self);
  for (guint i = 0; i < scene->lines->len; i++)
    add_button (self, sonde_plot_scene_get (scene, i));
  sonde_plot_legend_update (self, scene);
}

void
sonde_plot_legend_update (SondePlotLegend      *self,
                          const SondePlotScene *scene)
{
  g_return_if_fail (SONDE_IS_PLOT_LEGEND (self));
  g_return_if_fail (scene != NULL);

  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    update_span (button, scene);
}
