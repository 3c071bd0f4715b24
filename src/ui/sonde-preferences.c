/* sonde-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-preferences"

#include "sonde-preferences.h"

#include "sonde-background-portal.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <sonde-settings.h>

#include <glib/gi18n.h>

struct _SondePreferences
{
  AdwPreferencesWindow parent_instance;

  SondeSpinRow   *memory_row;
  SondeSwitchRow *keep_row;
  GtkWidget      *background_group;

  SondeBudget  *budget;
  GSettings    *settings;
  GCancellable *asking; /* the desktop, or NULL */
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
stop_asking (SondePreferences *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondePreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean may = sonde_background_portal_ask_finish (result, &error);

  if (error != NULL)
    return;

  g_clear_object (&self->asking);
  if (may)
    g_settings_set_boolean (self->settings, SONDE_SETTING_KEEP_CONNECTIONS, TRUE);
  else
    {
      sonde_switch_row_set_active (self->keep_row, FALSE);
      adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self),
                                        adw_toast_new (_ ("The desktop does not let Sonde run without a window")));
    }
}

/* In a sandbox the desktop has to allow it. */
static void
keep_changed_cb (SondePreferences *self)
{
  if (self->settings == NULL)
    return;

  stop_asking (self);
  if (!sonde_switch_row_get_active (self->keep_row))
    g_settings_set_boolean (self->settings, SONDE_SETTING_KEEP_CONNECTIONS, FALSE);
  else if (!g_settings_get_boolean (self->settings, SONDE_SETTING_KEEP_CONNECTIONS))
    {
      self->asking = g_cancellable_new ();
      sonde_background_portal_ask_async (self->asking, asked_cb, g_object_ref (self));
    }
}

static void
sonde_preferences_dispose (GObject *object)
{
  SondePreferences *self = SONDE_PREFERENCES (object);

  stop_asking (self);
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
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/sonde-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, memory_row);
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, keep_row);
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, background_group);
  gtk_widget_class_bind_template_callback (widget_class, memory_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_changed_cb);
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
  gtk_widget_set_visible (self->background_group, settings != NULL);
  if (settings != NULL)
    sonde_switch_row_set_active (self->keep_row, g_settings_get_boolean (settings, SONDE_SETTING_KEEP_CONNECTIONS));
  g_set_object (&self->settings, settings);
  return self;
}
