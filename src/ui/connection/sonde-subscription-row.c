/* sonde-subscription-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription-row"

#include "sonde-subscription-row-private.h"

#include "sonde-accessible.h"
#include "sonde-row-focus.h"
#include "sonde-subscription-menu.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (SondeSubscriptionRow, sonde_subscription_row, GTK_TYPE_LIST_BOX_ROW)

static GParamSpec *properties[N_PROPS];

static char *
format_count (SondeSubscriptionRow *self,
              guint64               count)
{
  return sonde_format_count_short (count);
}

static gboolean
is_set (SondeSubscriptionRow *self,
        const char           *text)
{
  return text != NULL && *text != '\0';
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* ---- What it shows ---- */

/* "14:02:11"; more is in the tooltip. */
static char *
format_clock (gint64 time)
{
  g_autofree char *full = sonde_format_time (time);

  return g_strndup (full, strlen ("00:00:00"));
}

/* How fast while they come; when all is quiet, when the last one came. */
static void
update_activity (SondeSubscriptionRow *self)
{
  gint64           last = sonde_subscription_get_last_arrival (self->subscription);
  g_autofree char *text = sonde_format_rate (sonde_subscription_get_rate (self->subscription));

  if (*text == '\0' && last > 0)
    {
      g_free (text);
      text = format_clock (last);
    }
  gtk_label_set_label (self->activity_label, text);
}

/* Not by the label alone: a screen reader hears of the row what does not change all the time. */
static void
update_description (SondeSubscriptionRow *self)
{
  const char      *alias = sonde_subscription_get_alias (self->subscription);
  const char      *state = gtk_widget_get_visible (self->state_box) ? gtk_label_get_label (self->state_label) : "";
  g_autofree char *text = g_strdup_printf ("%s%s%s%s%s", alias, *alias != '\0' ? ", " : "",
                                           sonde_subscription_get_grant_label (self->subscription),
                                           *state != '\0' ? ", " : "", state);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
update_state (SondeSubscriptionRow *self)
{
  gboolean solo = sonde_subscription_get_solo (self->subscription);
  gboolean muted = sonde_subscription_get_muted (self->subscription);

  gtk_widget_set_visible (self->state_box, solo || muted);
  gtk_image_set_from_icon_name (self->state_icon, solo ? "view-reveal-symbolic" : "audio-volume-muted-symbolic");
  /* Translators: of a subscription that alone is shown; of one that is not shown */
  gtk_label_set_label (self->state_label, solo ? _ ("Solo") : _ ("Muted"));
  set_class (GTK_WIDGET (self), "solo", solo);
  set_class (GTK_WIDGET (self), "muted", muted && !solo);
  update_description (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MUTED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOLO]);
}

static void
update_title (SondeSubscriptionRow *self)
{
  const char *filter = sonde_subscription_get_filter (self->subscription);
  const char *alias = sonde_subscription_get_alias (self->subscription);
  gboolean    named = *alias != '\0';

  gtk_label_set_label (self->title_label, named ? alias : filter);
  set_class (GTK_WIDGET (self->title_label), "monospace", !named);
  gtk_label_set_label (self->filter_label, named ? filter : "");
  gtk_widget_set_visible (GTK_WIDGET (self->filter_label), named);
  update_description (self);
}

/* What is subscribed to by hand, while there is no connection: from now on it is on connect. */
static gboolean
can_wait_for_connect (SondeSubscriptionRow *self)
{
  return !sonde_connection_get_online (self->connection) && sonde_subscription_get_by_hand (self->subscription) &&
         sonde_connection_get_profile (self->connection)->resubscribe;
}

static void
update_button (SondeSubscriptionRow *self)
{
  gboolean waits = can_wait_for_connect (self);
  gboolean now = sonde_subscription_get_grant (self->subscription) == SONDE_GRANT_NONE &&
                 sonde_subscription_can_subscribe (self->subscription);
  const char *filter = sonde_subscription_get_filter (self->subscription);
  /* Translators: the names of a button; %s is a topic filter */
  g_autofree char *name = g_strdup_printf (waits ? _ ("Subscribe %s on connect") : _ ("Subscribe %s"), filter);

  gtk_widget_set_visible (self->subscribe_button, waits || now);
  gtk_button_set_label (GTK_BUTTON (self->subscribe_button), waits ? _ ("On connect") : _ ("Subscribe"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->subscribe_button),
                                  waits ? "subscription.on-connect" : "subscription.subscribe");
  gtk_widget_set_tooltip_text (self->subscribe_button,
                               waits ? _ ("Not connected: subscribe it on connect, now and from then on") : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->subscribe_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  sonde_accessible_keep_label (self->subscribe_button);
}

static void
update_grant (SondeSubscriptionRow *self)
{
  SondeGrant grant = sonde_subscription_get_grant (self->subscription);

  set_class (self->pill, "warning", grant == SONDE_GRANT_REFUSED);
  set_class (GTK_WIDGET (self), "unsubscribed", grant == SONDE_GRANT_NONE);
  update_button (self);
  sonde_subscription_row_update_actions (self);
  update_description (self);
}

static void
update_wanted (SondeSubscriptionRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ON_CONNECT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QOS]);
  update_button (self);
  sonde_subscription_row_update_actions (self);
}

static void
update_color (SondeSubscriptionRow *self)
{
  g_autofree char *css_class = g_strdup_printf ("sonde-color-%u", sonde_subscription_get_color (self->subscription));
  const char      *css_classes[] = { "stripe", css_class, NULL };

  gtk_widget_set_css_classes (self->stripe, css_classes);
}

static gboolean
query_tooltip_cb (SondeSubscriptionRow *self,
                  int                   x,
                  int                   y,
                  gboolean              keyboard_mode,
                  GtkTooltip           *tooltip)
{
  guint64          n = sonde_subscription_get_count (self->subscription);
  gint64           last = sonde_subscription_get_last_arrival (self->subscription);
  g_autofree char *grouped = sonde_format_count (n);
  g_autofree char *count = g_strdup_printf (g_dngettext (NULL, "%s message", "%s messages", MIN (n, G_MAXINT)), grouped);
  g_autofree char *clock = last > 0 ? sonde_format_time (last) : NULL;
  /* Translators: how many messages came, and the time of the last one */
  g_autofree char *came = clock != NULL ? g_strdup_printf (_ ("%s, the last at %s"), count, clock) : g_strdup (count);
  g_autofree char *text = g_strjoin ("\n", sonde_subscription_get_filter (self->subscription), came,
                                     sonde_subscription_get_note (self->subscription), NULL);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
set_names (SondeSubscriptionRow *self)
{
  const char *filter = sonde_subscription_get_filter (self->subscription);
  /* Translators: the name of a menu button; %s is a topic filter */
  g_autofree char *menu_name = g_strdup_printf (_ ("Menu of %s"), filter);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, filter, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
}

/* ---- Menu ---- */

/* The keys have no menu: they try, whatever it showed. */
static void
menu_closed_cb (GtkWidget *row)
{
  gtk_widget_action_set_enabled (row, "subscription.move-up", TRUE);
  gtk_widget_action_set_enabled (row, "subscription.move-down", TRUE);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  SondeSubscriptionRow *self = user_data;
  GtkWidget            *row = GTK_WIDGET (self);
  GtkWidget            *menu = sonde_subscription_menu_new (self->subscription);
  GListModel           *all = G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection));
  guint                 index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self));

  gtk_widget_action_set_enabled (row, "subscription.move-up", index > 0);
  gtk_widget_action_set_enabled (row, "subscription.move-down", index + 1 < g_list_model_get_n_items (all));
  g_signal_connect_object (menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, menu);
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

/* ---- Class ---- */

static void
sonde_subscription_row_constructed (GObject *object)
{
  SondeSubscriptionRow *self = SONDE_SUBSCRIPTION_ROW (object);
  const struct
  {
    const char *signal;
    GCallback   callback;
  } signals[] = {
    { "notify::grant", G_CALLBACK (update_grant) },
    { "notify::color", G_CALLBACK (update_color) },
    { "notify::alias", G_CALLBACK (update_title) },
    { "notify::muted", G_CALLBACK (update_state) },
    { "notify::solo", G_CALLBACK (update_state) },
    { "notify::by-hand", G_CALLBACK (update_wanted) },
    { "notify::qos", G_CALLBACK (update_wanted) },
    { "notify::rate", G_CALLBACK (update_activity) },
    { "notify::last-arrival", G_CALLBACK (update_activity) },
  };

  G_OBJECT_CLASS (sonde_subscription_row_parent_class)->constructed (object);

  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->subscription, signals[i].signal, signals[i].callback, self, G_CONNECT_SWAPPED);

  set_names (self);
  update_title (self);
  update_grant (self);
  update_color (self);
  update_state (self);
  update_activity (self);
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
  g_clear_object (&self->connection);

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
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_SUBSCRIPTION:
      g_value_set_object (value, self->subscription);
      break;
    case PROP_MUTED:
    case PROP_SOLO:
    case PROP_ON_CONNECT:
    case PROP_QOS:
      sonde_subscription_row_get_state (self, prop_id, value);
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
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_SUBSCRIPTION:
      self->subscription = g_value_dup_object (value);
      break;
    case PROP_MUTED:
    case PROP_SOLO:
    case PROP_ON_CONNECT:
    case PROP_QOS:
      sonde_subscription_row_set_state (self, prop_id, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags state = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_CONNECTION] = g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION, construct);
  properties[PROP_SUBSCRIPTION] = g_param_spec_object ("subscription", NULL, NULL, SONDE_TYPE_SUBSCRIPTION, construct);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, state);
  properties[PROP_SOLO] = g_param_spec_boolean ("solo", NULL, NULL, FALSE, state);
  properties[PROP_ON_CONNECT] = g_param_spec_boolean ("on-connect", NULL, NULL, TRUE, state);
  properties[PROP_QOS] = g_param_spec_int ("qos", NULL, NULL, 0, 2, 0, state);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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
  install_properties (object_class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-subscription-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, stripe);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, filter_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, pill);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, activity_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, state_box);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, subscribe_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, format_count);
  gtk_widget_class_bind_template_callback (widget_class, is_set);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);

  sonde_subscription_row_install_actions (widget_class);
}

static void
sonde_subscription_row_init (SondeSubscriptionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_subscription_row_new (SondeConnection   *connection,
                            SondeSubscription *subscription)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (subscription), NULL);

  return g_object_new (SONDE_TYPE_SUBSCRIPTION_ROW, "connection", connection, "subscription", subscription, NULL);
}

SondeSubscription *
sonde_subscription_row_get_subscription (SondeSubscriptionRow *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION_ROW (self), NULL);

  return self->subscription;
}
