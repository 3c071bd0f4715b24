/* sonde-subscription-row-actions.c: what is done to the subscription of a row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription-row"

#include "sonde-subscription-row-private.h"

#include "sonde-subscription-editor.h"

#include <glib/gi18n.h>

/* ---- States ---- */

static gboolean
is_idle_preset (SondeSubscription *subscription)
{
  return sonde_subscription_get_by_hand (subscription) &&
         sonde_subscription_get_grant (subscription) == SONDE_GRANT_NONE;
}

void
sonde_subscription_row_update_actions (SondeSubscriptionRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean   idle = is_idle_preset (self->subscription);

  gtk_widget_action_set_enabled (widget, "subscription.subscribe", sonde_subscription_can_subscribe (self->subscription));
  gtk_widget_action_set_enabled (widget, "subscription.unsubscribe", !idle);
  gtk_widget_action_set_enabled (widget, "subscription.keep", !idle);
  gtk_widget_action_set_enabled (widget, "subscription.remove", idle);
}

void
sonde_subscription_row_get_state (SondeSubscriptionRow *self,
                                  guint                 property,
                                  GValue               *value)
{
  const SondeWanted *wanted = sonde_subscription_get_wanted (self->subscription);

  switch (property)
    {
    case PROP_MUTED:
      g_value_set_boolean (value, wanted->muted);
      break;
    case PROP_SOLO:
      g_value_set_boolean (value, sonde_subscription_get_solo (self->subscription));
      break;
    case PROP_ON_CONNECT:
      g_value_set_boolean (value, !wanted->by_hand);
      break;
    case PROP_QOS:
      g_value_set_int (value, wanted->options.qos);
      break;
    default:
      g_return_if_reached ();
    }
}

void
sonde_subscription_row_set_state (SondeSubscriptionRow *self,
                                  guint                 property,
                                  const GValue         *value)
{
  g_autoptr (SondeWanted) wanted = sonde_wanted_copy (sonde_subscription_get_wanted (self->subscription));

  switch (property)
    {
    case PROP_MUTED:
      wanted->muted = g_value_get_boolean (value);
      break;
    case PROP_SOLO:
      sonde_subscriptions_set_solo (sonde_connection_get_subscriptions (self->connection), wanted->filter,
                                    g_value_get_boolean (value));
      return;
    case PROP_ON_CONNECT:
      wanted->by_hand = !g_value_get_boolean (value);
      break;
    case PROP_QOS:
      wanted->options.qos = g_value_get_int (value);
      break;
    default:
      g_return_if_reached ();
    }

  sonde_connection_change_subscription (self->connection, wanted);
}

/* ---- Actions ---- */

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (SONDE_SUBSCRIPTION_ROW (widget)->menu_button);
}

static void
subscribe_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);

  gtk_widget_activate_action (widget, "subscriptions.subscribe", "s", sonde_subscription_get_filter (self->subscription));
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);

  gtk_widget_activate_action (widget, "subscriptions.unsubscribe", "s", sonde_subscription_get_filter (self->subscription));
}

static void
keep_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);

  sonde_connection_keep_subscription (self->connection, sonde_subscription_get_filter (self->subscription));
}

static void
set_color_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);
  g_autoptr (SondeWanted) wanted = sonde_wanted_copy (sonde_subscription_get_wanted (self->subscription));

  wanted->color = g_variant_get_uint32 (parameter);
  sonde_connection_change_subscription (self->connection, wanted);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), sonde_subscription_get_filter (self->subscription));
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("Filter copied"));
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);
  GtkRoot              *root = gtk_widget_get_root (widget);
  gboolean              rename = g_str_equal (action_name, "subscription.rename");

  gtk_window_present (GTK_WINDOW (sonde_subscription_editor_new (GTK_WINDOW (root), self->connection,
                                                                 self->subscription, rename)));
}

static void
move_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);
  const char           *filter = sonde_subscription_get_filter (self->subscription);
  guint                 by = g_str_equal (action_name, "subscription.move-up") ? -1 : 1;

  gtk_widget_activate_action (widget, "subscriptions.move", "(su)", filter,
                              gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self)) + by);
}

void
sonde_subscription_row_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "subscription.mute", "muted");
  gtk_widget_class_install_property_action (widget_class, "subscription.solo", "solo");
  gtk_widget_class_install_property_action (widget_class, "subscription.on-connect", "on-connect");
  gtk_widget_class_install_property_action (widget_class, "subscription.qos", "qos");
  gtk_widget_class_install_action (widget_class, "subscription.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "subscription.subscribe", NULL, subscribe_action);
  gtk_widget_class_install_action (widget_class, "subscription.unsubscribe", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "subscription.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "subscription.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class, "subscription.set-color", "u", set_color_action);
  gtk_widget_class_install_action (widget_class, "subscription.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "subscription.rename", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "subscription.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "subscription.move-up", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "subscription.move-down", NULL, move_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "subscription.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "subscription.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "subscription.unsubscribe", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "subscription.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "subscription.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "subscription.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "subscription.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "subscription.move-down", NULL);
}
