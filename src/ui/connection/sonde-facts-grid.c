/* sonde-facts-grid.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-facts-grid"

#include "sonde-facts-grid.h"

#include <sonde-pairs.h>

#define VALUE_CHARS 36

struct _SondeFactsGrid
{
  GtkWidget parent_instance;

  GtkWidget *grid;

  SondeConnection *connection;
  GSignalGroup    *signals;
};

G_DEFINE_FINAL_TYPE (SondeFactsGrid, sonde_facts_grid, GTK_TYPE_WIDGET)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
add_fact (SondeFactsGrid  *self,
          const SondePair *fact,
          int              row)
{
  GtkWidget *name = gtk_label_new (fact->name);
  GtkWidget *value = gtk_label_new (fact->value);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_yalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "dim-label");

  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  /* As narrow as it can get is as wide as it wants: else the height is measured for a thin column. */
  gtk_label_set_width_chars (GTK_LABEL (value), MIN (g_utf8_strlen (fact->value, -1), VALUE_CHARS));
  gtk_label_set_max_width_chars (GTK_LABEL (value), VALUE_CHARS);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);

  gtk_grid_attach (GTK_GRID (self->grid), name, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), value, 1, row, 1, 1);
}

static void
update (SondeFactsGrid *self)
{
  g_autoptr (GPtrArray) facts = NULL;
  GtkWidget *child;

  if (self->connection == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);

  facts = sonde_connection_list_facts (self->connection);
  for (guint i = 0; i < facts->len; i++)
    add_fact (self, g_ptr_array_index (facts, i), i);
}

static void
sonde_facts_grid_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_facts_grid_parent_class)->map (widget);
  update (SONDE_FACTS_GRID (widget));
}

static void
sonde_facts_grid_dispose (GObject *object)
{
  SondeFactsGrid *self = SONDE_FACTS_GRID (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (sonde_facts_grid_parent_class)->dispose (object);
}

static void
sonde_facts_grid_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeFactsGrid *self = SONDE_FACTS_GRID (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_facts_grid_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SondeFactsGrid *self = SONDE_FACTS_GRID (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&self->connection, g_value_get_object (value)))
        {
          g_signal_group_set_target (self->signals, self->connection);
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_facts_grid_class_init (SondeFactsGridClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_facts_grid_dispose;
  object_class->get_property = sonde_facts_grid_get_property;
  object_class->set_property = sonde_facts_grid_set_property;
  widget_class->map = sonde_facts_grid_map;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sonde_facts_grid_init (SondeFactsGrid *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::profile", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::address", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::limits", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::error-text", G_CALLBACK (update), self);
}
