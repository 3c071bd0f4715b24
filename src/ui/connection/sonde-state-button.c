/* sonde-state-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-state-button"

#include "sonde-state-button.h"

#include "sonde-facts-grid.h"
#include "sonde-state-dot.h"

struct _SondeStateButton
{
  AdwBin parent_instance;

  GtkWidget *menu_button;
  GtkWidget *edit_button;

  SondeConnection *connection;
  GSignalGroup    *signals;
};

G_DEFINE_FINAL_TYPE (SondeStateButton, sonde_state_button, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* "127.0.0.1:1883 · MQTT 5" */
static char *
format_address (SondeStateButton *self,
                const char       *address,
                SondeProfile     *profile)
{
  return g_strdup_printf ("%s · %s", address, sonde_mqtt_version_to_string (profile->version));
}

static gboolean
is_local (SondeStateButton *self,
          SondeProfile     *profile)
{
  return profile->local_broker;
}

/* The labels inside are not read with a button: its name is what they say. */
static void
update_name (SondeStateButton *self)
{
  g_autofree char *name = NULL;

  if (self->connection == NULL)
    return;

  name = g_strdup_printf ("%s, %s",
                          sonde_connection_get_status (self->connection),
                          sonde_connection_get_address (self->connection));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Not on the first text: that would select it. */
static void
popover_mapped_cb (SondeStateButton *self)
{
  gtk_widget_grab_focus (self->edit_button);
}

static void
set_connection (SondeStateButton *self,
                SondeConnection  *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->signals, connection);
  gtk_widget_set_visible (self->menu_button, connection != NULL);
  update_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
show_commands_cb (SondeStateButton *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->menu_button));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-commands", NULL);
}

static void
edit_cb (SondeStateButton *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->menu_button));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-connection", "s", "");
}

static void
sonde_state_button_dispose (GObject *object)
{
  SondeStateButton *self = SONDE_STATE_BUTTON (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_state_button_parent_class)->dispose (object);
}

static void
sonde_state_button_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeStateButton *self = SONDE_STATE_BUTTON (object);

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
sonde_state_button_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SondeStateButton *self = SONDE_STATE_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_state_button_class_init (SondeStateButtonClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_state_button_dispose;
  object_class->get_property = sonde_state_button_get_property;
  object_class->set_property = sonde_state_button_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_FACTS_GRID);
  g_type_ensure (SONDE_TYPE_STATE_DOT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-state-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeStateButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SondeStateButton, edit_button);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_address);
  gtk_widget_class_bind_template_callback (widget_class, is_local);
  gtk_widget_class_bind_template_callback (widget_class, popover_mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_commands_cb);
}

static void
sonde_state_button_init (SondeStateButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::status", G_CALLBACK (update_name), self);
  g_signal_group_connect_swapped (self->signals, "notify::address", G_CALLBACK (update_name), self);
}
