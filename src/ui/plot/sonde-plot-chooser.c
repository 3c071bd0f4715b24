/* sonde-plot-chooser.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-chooser"

#include "sonde-plot-chooser.h"

#include <glib/gi18n.h>

#define NAME_CHARS 48

struct _SondePlotChooser
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkPopover    *popover;
  GtkBox        *list;

  SondePlotChoice *choice; /* borrowed */
  gboolean         is_choosing;
};

G_DEFINE_FINAL_TYPE (SondePlotChooser, sonde_plot_chooser, ADW_TYPE_BIN)

/* The options may be others than when the row was made: found by what they are. */
static void
toggled_cb (SondePlotChooser *self,
            GtkCheckButton   *row)
{
  g_autoptr (GArray) options = sonde_plot_choice_list (self->choice);

  self->is_choosing = TRUE;
  for (guint i = 0; i < options->len; i++)
    {
      const SondePlotOption *option = &g_array_index (options, SondePlotOption, i);

      if (option->source != g_object_get_data (G_OBJECT (row), "source") ||
          !g_str_equal (option->path, g_object_get_data (G_OBJECT (row), "path")))
        continue;

      sonde_plot_choice_choose (self->choice, option, gtk_check_button_get_active (row));
      break;
    }
  self->is_choosing = FALSE;
}

static void
add_row (SondePlotChooser      *self,
         const SondePlotOption *option)
{
  GtkWidget *row = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (option->name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_START);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, option->name, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row), option->series != NULL);
  g_object_set_data_full (G_OBJECT (row), "source", g_object_ref (option->source), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (option->path), g_free);
  g_signal_connect_object (row, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->list, row);
}

static void
fill (SondePlotChooser *self)
{
  g_autoptr (GArray) options = sonde_plot_choice_list (self->choice);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  for (guint i = 0; i < options->len; i++)
    add_row (self, &g_array_index (options, SondePlotOption, i));
}

/* New rows in place of those that one is ticking would take the focus away. */
static void
changed_cb (SondePlotChooser *self)
{
  gboolean has_options = sonde_plot_choice_get_has_options (self->choice);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), has_options);
  if (!has_options)
    gtk_popover_popdown (self->popover);
  if (!self->is_choosing && gtk_widget_get_mapped (GTK_WIDGET (self->popover)))
    fill (self);
}

static void
sonde_plot_chooser_class_init (SondePlotChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/plot/sonde-plot-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePlotChooser, button);
  gtk_widget_class_bind_template_child (widget_class, SondePlotChooser, popover);
  gtk_widget_class_bind_template_child (widget_class, SondePlotChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, fill);
}

static void
sonde_plot_chooser_init (SondePlotChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_plot_chooser_set_choice (SondePlotChooser *self,
                               SondePlotChoice  *choice)
{
  g_return_if_fail (SONDE_IS_PLOT_CHOOSER (self));
  g_return_if_fail (SONDE_IS_PLOT_CHOICE (choice));

  self->choice = choice;
  g_signal_connect_object (choice, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}
