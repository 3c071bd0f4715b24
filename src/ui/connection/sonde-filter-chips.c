/* sonde-filter-chips.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-filter-chips"

#include "sonde-filter-chips.h"

#include <glib/gi18n.h>

#define MOST_CHIPS 30
#define FILTER_KEY "sonde-filter"

struct _SondeFilterChips
{
  AdwBin parent_instance;

  GtkBox   *box;
  GtkLabel *more_label;
};

G_DEFINE_FINAL_TYPE (SondeFilterChips, sonde_filter_chips, ADW_TYPE_BIN)

enum
{
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clicked_cb (GtkButton        *button,
            SondeFilterChips *self)
{
  g_autofree char *filter = g_strdup (g_object_get_data (G_OBJECT (button), FILTER_KEY));

  g_signal_emit (self, signals[REMOVE], 0, filter);
}

static GtkWidget *
create_button (SondeFilterChips *self,
               const char       *filter)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: the name of a button; %s is a topic filter */
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), filter);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), FILTER_KEY, g_strdup (filter), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, 0);

  return button;
}

static void
add_chip (SondeFilterChips *self,
          const char       *filter,
          const char       *fault)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = gtk_label_new (filter);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_tooltip_text (chip, fault != NULL ? fault : filter);
  gtk_widget_add_css_class (chip, "chip");
  if (fault != NULL)
    {
      gtk_widget_add_css_class (chip, "error");
      gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, fault, -1);
    }
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), create_button (self, filter));
  gtk_box_append (self->box, chip);
}

/* Those with a fault, then others. */
static void
add_first (SondeFilterChips *self,
           GStrv             filters,
           GPtrArray        *faults)
{
  guint n_shown = 0;

  for (guint i = 0; i < faults->len && n_shown < MOST_CHIPS; i++)
    if (faults->pdata[i] != NULL)
      {
        add_chip (self, filters[i], faults->pdata[i]);
        n_shown++;
      }
  for (guint i = 0; i < faults->len && n_shown < MOST_CHIPS; i++)
    if (faults->pdata[i] == NULL)
      {
        add_chip (self, filters[i], NULL);
        n_shown++;
      }
}

static void
sonde_filter_chips_class_init (SondeFilterChipsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-filter-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFilterChips, box);
  gtk_widget_class_bind_template_child (widget_class, SondeFilterChips, more_label);
}

static void
sonde_filter_chips_init (SondeFilterChips *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_filter_chips_show (SondeFilterChips *self,
                         GStrv             filters,
                         GPtrArray        *faults)
{
  GtkWidget       *chip;
  guint            n_filters = g_strv_length (filters);
  guint            n_more = n_filters > MOST_CHIPS ? n_filters - MOST_CHIPS : 0;
  g_autofree char *more = NULL;

  g_return_if_fail (SONDE_IS_FILTER_CHIPS (self));
  g_return_if_fail (faults->len == n_filters);

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, chip);

  for (guint i = 0; i < n_filters && n_filters <= MOST_CHIPS; i++)
    add_chip (self, filters[i], faults->pdata[i]);
  if (n_filters > MOST_CHIPS)
    add_first (self, filters, faults);

  more = g_strdup_printf (g_dngettext (NULL, "and %u more", "and %u more", n_more), n_more);
  gtk_label_set_label (self->more_label, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), n_more > 0);
}
