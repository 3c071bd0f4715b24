/* sonde-subscription-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription-row"

#include "sonde-subscription-row.h"

#include "sonde-accessible.h"
#include "sonde-row-focus.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeSubscriptionRow
{
  GtkListBoxRow parent_instance;

  GtkWidget     *stripe;
  GtkWidget     *pill;
  GtkMenuButton *menu_button;

  SondeSubscription *subscription;
};

G_DEFINE_FINAL_TYPE (SondeSubscriptionRow, sonde_subscription_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_SUBSCRIPTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_count (SondeSubscriptionRow *self,
              guint64               count)
{
  return sonde_format_count_short (count);
}

static char *
format_count_tooltip (SondeSubscriptionRow *self,
                      guint64               count)
{
  g_autofree char *grouped = sonde_format_count (count);

  return g_strdup_printf (g_dngettext (NULL, "%s message", "%s messages", MIN (count, G_MAXINT)), grouped);
}

static char *
format_rate (SondeSubscriptionRow *self,
             double                rate)
{
  return sonde_format_rate (rate);
}

static gboolean
is_set (SondeSubscriptionRow *self,
        const char           *text)
{
  return text != NULL && *text != '\0';
}

static void
notify_grant_cb (SondeSubscriptionRow *self)
{
  gboolean refused = sonde_subscription_get_refused (self->subscription);

  if (refused)
    gtk_widget_add_css_class (self->pill, "warning");
  else
    gtk_widget_remove_css_class (self->pill, "warning");

  if (sonde_subscription_get_grant (self->subscription) == SONDE_GRANT_NONE)
    gtk_widget_add_css_class (self->pill, "dim-label");
  else
    gtk_widget_remove_css_class (self->pill, "dim-label");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subscription.subscribe",
                                 sonde_subscription_can_subscribe (self->subscription));
}

static void
notify_color_cb (SondeSubscriptionRow *self)
{
  g_autofree char *css_class = g_strdup_printf ("sonde-color-%u", sonde_subscription_get_color (self->subscription));
  const char      *css_classes[] = { "stripe", css_class, NULL };

  gtk_widget_set_css_classes (self->stripe, css_classes);
}

/* A menu reads an underscore as the mark of a mnemonic; a filter means itself. */
static char *
escape_mnemonic (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
set_up_menu (SondeSubscriptionRow *self)
{
  const char      *filter = sonde_subscription_get_filter (self->subscription);
  g_autofree char *escaped = escape_mnemonic (filter);
  /* Translators: an item of a subscription's menu; %s is its topic filter */
  g_autofree char *subscribe_label = g_strdup_printf (_ ("Subscribe %s"), escaped);
  /* Translators: an item of a subscription's menu; %s is its topic filter */
  g_autofree char *label = g_strdup_printf (_ ("Unsubscribe %s"), escaped);
  /* Translators: the name of a menu button; %s is a topic filter */
  g_autofree char *menu_name = g_strdup_printf (_ ("Menu of %s"), filter);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) subscribe = g_menu_item_new (subscribe_label, "subscription.subscribe");
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_attribute (subscribe, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, subscribe);
  g_menu_item_set_action_and_target (item, "subscriptions.unsubscribe", "s", filter);
  g_menu_append_item (menu, item);
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  sonde_accessible_name_menus (GTK_WIDGET (self->menu_button));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, filter, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
}

static void
secondary_pressed_cb (SondeSubscriptionRow *self,
                      int                   n_press,
                      double                x,
                      double                y,
                      GtkGesture           *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_menu_button_popup (self->menu_button);
}

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

  gtk_widget_activate_action (widget, "subscriptions.subscribe", "(su)",
                              sonde_subscription_get_filter (self->subscription),
                              sonde_subscription_get_qos (self->subscription));
}

static void
unsubscribe_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (widget);

  gtk_widget_activate_action (widget, "subscriptions.unsubscribe", "s",
                              sonde_subscription_get_filter (self->subscription));
}

static void
sonde_subscription_row_constructed (GObject *object)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (object);

  G_OBJECT_CLASS (sonde_subscription_row_parent_class)->constructed (object);

  g_signal_connect_object (self->subscription, "notify::grant", G_CALLBACK (notify_grant_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->subscription, "notify::refused", G_CALLBACK (notify_grant_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->subscription, "notify::color", G_CALLBACK (notify_color_cb), self, G_CONNECT_SWAPPED);
  notify_grant_cb (self);
  notify_color_cb (self);
  set_up_menu (self);
}

static gboolean
sonde_subscription_row_focus (GtkWidget       *widget,
                              GtkDirectionType direction)
{
  return sonde_row_focus_allows (widget, direction) &&
         GTK_WIDGET_CLASS (sonde_subscription_row_parent_class)->focus (widget, direction);
}

static void
sonde_subscription_row_dispose (GObject *object)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (object);

  g_clear_object (&self->subscription);

  G_OBJECT_CLASS (sonde_subscription_row_parent_class)->dispose (object);
}

static void
sonde_subscription_row_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (object);

  switch (prop_id)
    {
    case PROP_SUBSCRIPTION:
      g_value_set_object (value, self->subscription);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscription_row_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (object);

  switch (prop_id)
    {
    case PROP_SUBSCRIPTION:
      self->subscription = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscription_row_class_init (SondeSubscriptionRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sonde_subscription_row_constructed;
  object_class->dispose = sonde_subscription_row_dispose;
  object_class->get_property = sonde_subscription_row_get_property;
  object_class->set_property = sonde_subscription_row_set_property;

  widget_class->focus = sonde_subscription_row_focus;

  properties[PROP_SUBSCRIPTION] =
    g_param_spec_object ("subscription", NULL, NULL, SONDE_TYPE_SUBSCRIPTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-subscription-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, stripe);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, pill);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, format_count);
  gtk_widget_class_bind_template_callback (widget_class, format_count_tooltip);
  gtk_widget_class_bind_template_callback (widget_class, format_rate);
  gtk_widget_class_bind_template_callback (widget_class, is_set);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);

  gtk_widget_class_install_action (widget_class, "subscription.subscribe", NULL, subscribe_action);
  gtk_widget_class_install_action (widget_class, "subscription.unsubscribe", NULL, unsubscribe_action);
  gtk_widget_class_install_action (widget_class, "subscription.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "subscription.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "subscription.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "subscription.unsubscribe", NULL);
}

static void
sonde_subscription_row_init (SondeSubscriptionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_subscription_row_new (SondeSubscription *subscription)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (subscription), NULL);

  return g_object_new (SONDE_TYPE_SUBSCRIPTION_ROW, "subscription", subscription, NULL);
}
