/* sonde-connection-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-row"

#include "sonde-connection-row.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#include <string.h>

struct _SondeConnectionRow
{
  GtkListBoxRow parent_instance;

  GtkMenuButton *menu_button;

  SondeConnection *connection;
};

G_DEFINE_FINAL_TYPE (SondeConnectionRow, sonde_connection_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* "127.0.0.1:1883 · MQTT 5", or what is going on when that matters more */
static char *
format_subtitle (SondeConnectionRow *self,
                 const char         *address,
                 const char         *status,
                 SondeState          state,
                 SondeProfile       *profile)
{
  if (state != SONDE_STATE_IDLE && state != SONDE_STATE_ONLINE)
    return g_strdup (status);

  return g_strdup_printf ("%s · %s", address, sonde_mqtt_version_to_string (profile->version));
}

static char *
format_rate (SondeConnectionRow *self,
             double              rate)
{
  return sonde_format_rate (rate);
}

static char *
format_tooltip (SondeConnectionRow *self,
                const char         *name,
                const char         *address,
                const char         *error_text)
{
  if (error_text != NULL)
    return g_strdup_printf ("%s\n%s\n%s", name, address, error_text);

  return g_strdup_printf ("%s\n%s", name, address);
}

static void
notify_name_cb (SondeConnectionRow *self)
{
  const char *name = sonde_connection_get_name (self->connection);
  /* Translators: the name of a menu button; %s is the name of a connection */
  g_autofree char *menu_name = g_strdup_printf (_ ("Menu of %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
}

static void
secondary_pressed_cb (SondeConnectionRow *self,
                      int                 n_press,
                      double              x,
                      double              y,
                      GtkGesture         *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_menu_button_popup (self->menu_button);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (SONDE_CONNECTION_ROW (widget)->menu_button);
}

/* "connection.edit" of this row is "win.edit-connection" with its profile's id. */
static void
connection_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (widget);
  g_autofree char    *win_action = g_strdup_printf ("win.%s-connection", strchr (action_name, '.') + 1);

  gtk_widget_activate_action (widget, win_action, "s", sonde_connection_get_profile (self->connection)->id);
}

static void
sonde_connection_row_constructed (GObject *object)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

  G_OBJECT_CLASS (sonde_connection_row_parent_class)->constructed (object);

  g_signal_connect_object (self->connection, "notify::name", G_CALLBACK (notify_name_cb), self, G_CONNECT_SWAPPED);
  notify_name_cb (self);
}

static void
sonde_connection_row_dispose (GObject *object)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_connection_row_parent_class)->dispose (object);
}

static void
sonde_connection_row_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

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
sonde_connection_row_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

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
sonde_connection_row_class_init (SondeConnectionRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sonde_connection_row_constructed;
  object_class->dispose = sonde_connection_row_dispose;
  object_class->get_property = sonde_connection_row_get_property;
  object_class->set_property = sonde_connection_row_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-connection-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, format_rate);
  gtk_widget_class_bind_template_callback (widget_class, format_subtitle);
  gtk_widget_class_bind_template_callback (widget_class, format_tooltip);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);

  gtk_widget_class_install_action (widget_class, "connection.edit", NULL, connection_action);
  gtk_widget_class_install_action (widget_class, "connection.duplicate", NULL, connection_action);
  gtk_widget_class_install_action (widget_class, "connection.delete", NULL, connection_action);
  gtk_widget_class_install_action (widget_class, "connection.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "connection.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "connection.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "connection.delete", NULL);
}

static void
sonde_connection_row_init (SondeConnectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_connection_row_new (SondeConnection *connection)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  return g_object_new (SONDE_TYPE_CONNECTION_ROW, "connection", connection, NULL);
}

SondeConnection *
sonde_connection_row_get_connection (SondeConnectionRow *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION_ROW (self), NULL);

  return self->connection;
}
