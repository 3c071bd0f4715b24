/* sonde-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-preferences"

#include "sonde-preferences.h"

#include "sonde-spin-row.h"

#include <sonde-settings.h>

struct _SondePreferences
{
  AdwPreferencesWindow parent_instance;

  SondeSpinRow *memory_row;

  SondeBudget *budget;
  GSettings   *settings;
};

G_DEFINE_FINAL_TYPE (SondePreferences, sonde_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
memory_changed_cb (SondePreferences *self)
{
  guint64 mebibytes = sonde_spin_row_get_value (self->memory_row);

  if (self->budget == NULL)
    return;

  sonde_budget_set_limit (self->budget, mebibytes << 20);
  if (self->settings != NULL)
    g_settings_set_uint (self->settings, SONDE_SETTING_MEMORY_BUDGET, mebibytes);
}

static void
sonde_preferences_dispose (GObject *object)
{
  SondePreferences *self = SONDE_PREFERENCES (object);

  g_clear_object (&self->budget);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sonde_preferences_parent_class)->dispose (object);
}

static void
sonde_preferences_class_init (SondePreferencesClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_preferences_dispose;

  g_type_ensure (SONDE_TYPE_SPIN_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/sonde-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, memory_row);
  gtk_widget_class_bind_template_callback (widget_class, memory_changed_cb);
}

static void
sonde_preferences_init (SondePreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondePreferences *
sonde_preferences_new (GtkWindow   *parent,
                       SondeBudget *budget,
                       GSettings   *settings)
{
  SondePreferences *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_BUDGET (budget), NULL);

  self = g_object_new (SONDE_TYPE_PREFERENCES, "transient-for", parent, NULL);
  sonde_spin_row_set_value (self->memory_row, sonde_budget_get_limit (budget) >> 20);
  self->budget = g_object_ref (budget);
  g_set_object (&self->settings, settings);
  return self;
}
