/* sonde-commands-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-commands-window"

#include "sonde-commands-window.h"

#include "sonde-command-block.h"

#include <sonde-commands.h>
#include <sonde-own-broker.h>

#include <glib/gi18n.h>

#define EXAMPLE_TOPIC "test"

struct _SondeCommandsWindow
{
  AdwWindow parent_instance;

  GtkLabel          *summary;
  SondeCommandBlock *subscribe_block;
  SondeCommandBlock *publish_block;
  SondeCommandBlock *python_block;
  GtkToggleButton   *paho_2_button;

  SondeConnection *connection;
};

G_DEFINE_FINAL_TYPE (SondeCommandsWindow, sonde_commands_window, ADW_TYPE_WINDOW)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_block (SondeCommandsWindow *self,
              SondeCommandBlock   *block,
              SondeCommand         command)
{
  g_autoptr (SondeProfile) profile = sonde_own_broker_dup_profile (self->connection);
  g_autofree char *text = sonde_command_to_text (command, profile, EXAMPLE_TOPIC);

  sonde_command_block_set_text (block, text);
}

static void
update (SondeCommandsWindow *self)
{
  const char      *address = sonde_connection_get_address (self->connection);
  g_autofree char *summary = NULL;

  if (sonde_connection_get_online (self->connection))
    summary = g_strdup_printf (_ ("The broker answers at %s. Any MQTT client on this computer can use it."), address);
  else
    summary = g_strdup_printf (_ ("Connect first: the broker will answer at %s, or at another port when that one is taken."), address);

  gtk_label_set_label (self->summary, summary);
  update_block (self, self->subscribe_block, SONDE_COMMAND_SUBSCRIBE);
  update_block (self, self->publish_block, SONDE_COMMAND_PUBLISH);
  update_block (self, self->python_block,
                gtk_toggle_button_get_active (self->paho_2_button) ? SONDE_COMMAND_PAHO_2 : SONDE_COMMAND_PAHO_1);
}

static void
sonde_commands_window_constructed (GObject *object)
{
  SondeCommandsWindow *self = SONDE_COMMANDS_WINDOW (object);

  G_OBJECT_CLASS (sonde_commands_window_parent_class)->constructed (object);

  g_signal_connect_object (self->connection, "notify::address", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->paho_2_button, "toggled", G_CALLBACK (update), self);
  update (self);
}

static void
sonde_commands_window_dispose (GObject *object)
{
  SondeCommandsWindow *self = SONDE_COMMANDS_WINDOW (object);

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_commands_window_parent_class)->dispose (object);
}

static void
sonde_commands_window_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SondeCommandsWindow *self = SONDE_COMMANDS_WINDOW (object);

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
sonde_commands_window_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SondeCommandsWindow *self = SONDE_COMMANDS_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_commands_window_class_init (SondeCommandsWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sonde_commands_window_constructed;
  object_class->dispose = sonde_commands_window_dispose;
  object_class->get_property = sonde_commands_window_get_property;
  object_class->set_property = sonde_commands_window_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_COMMAND_BLOCK);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-commands-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeCommandsWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, SondeCommandsWindow, subscribe_block);
  gtk_widget_class_bind_template_child (widget_class, SondeCommandsWindow, publish_block);
  gtk_widget_class_bind_template_child (widget_class, SondeCommandsWindow, python_block);
  gtk_widget_class_bind_template_child (widget_class, SondeCommandsWindow, paho_2_button);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_commands_window_init (SondeCommandsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeCommandsWindow *
sonde_commands_window_new (GtkWindow       *parent,
                           SondeConnection *connection)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  return g_object_new (SONDE_TYPE_COMMANDS_WINDOW,
                       "transient-for", parent,
                       "connection", connection,
                       NULL);
}
