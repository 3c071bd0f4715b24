/* sonde-alerts-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alerts-button"

#include "sonde-alerts-button.h"

#include "sonde-alerts-popover.h"

#include <sonde-alert-rules.h>

#include <glib/gi18n.h>

struct _SondeAlertsButton
{
  AdwBin parent_instance;

  SondeConnection *connection;
  SondeAlertRules *rules; /* borrowed from the connection */
  GSignalGroup    *rules_signals;

  GtkMenuButton *button;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeAlertsButton, sonde_alerts_button, ADW_TYPE_BIN)

static guint
count_rules (SondeAlertsButton *self)
{
  if (self->connection == NULL)
    return 0;

  return g_strv_length ((GStrv) sonde_alert_rules_list (self->rules, sonde_connection_get_profile (self->connection)->id));
}

static void
update (SondeAlertsButton *self)
{
  guint            n = count_rules (self);
  g_autofree char *text = NULL;

  if (n > 0)
    /* Translators: how many filters of the log the user is notified of */
    text = g_strdup_printf (g_dngettext (NULL, "Notifications of messages that match: %u filter",
                                         "Notifications of messages that match: %u filters", n),
                            n);
  else
    text = g_strdup (_ ("Notifications of messages that match"));

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  if (n > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "notifies");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "notifies");
}

/* Made when it is first asked for: a start does not wait for it. */
static void
make_popover_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  popover = g_object_new (SONDE_TYPE_ALERTS_POPOVER, NULL);
  g_object_bind_property (user_data, "connection", popover, "connection", G_BINDING_SYNC_CREATE);
  gtk_menu_button_set_popover (button, popover);
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (SONDE_ALERTS_BUTTON (widget)->button);
}

static void
sonde_alerts_button_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeAlertsButton *self = SONDE_ALERTS_BUTTON (object);

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
sonde_alerts_button_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SondeAlertsButton *self = SONDE_ALERTS_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (!g_set_object (&self->connection, g_value_get_object (value)))
        return;
      self->rules =
        self->connection != NULL ? sonde_alert_rules_get_for (sonde_connection_get_services (self->connection)) : NULL;
      g_signal_group_set_target (self->rules_signals, self->rules);
      gtk_widget_set_sensitive (GTK_WIDGET (self), self->connection != NULL);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_alerts_button_dispose (GObject *object)
{
  SondeAlertsButton *self = SONDE_ALERTS_BUTTON (object);

  g_clear_object (&self->rules_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_alerts_button_parent_class)->dispose (object);
}

static void
sonde_alerts_button_class_init (SondeAlertsButtonClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_alerts_button_get_property;
  object_class->set_property = sonde_alerts_button_set_property;
  object_class->dispose = sonde_alerts_button_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/messages/sonde-alerts-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeAlertsButton, button);
  gtk_widget_class_install_action (widget_class, "alerts.show", NULL, show_action);
}

static void
sonde_alerts_button_init (SondeAlertsButton *self)
{
  self->rules_signals = g_signal_group_new (SONDE_TYPE_ALERT_RULES);
  g_signal_group_connect_swapped (self->rules_signals, "changed", G_CALLBACK (update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, make_popover_cb, self, NULL);
  update (self);
}
