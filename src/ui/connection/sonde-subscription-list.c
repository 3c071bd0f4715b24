/* sonde-subscription-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription-list"

#include "sonde-subscription-list.h"

#include "sonde-notice.h"
#include "sonde-subscription-drag.h"
#include "sonde-subscription-row.h"

#include <sonde-format.h>
#include <sonde-removed-subscription.h>

#include <glib/gi18n.h>

#define NAMED_CHARS 40

struct _SondeSubscriptionList
{
  AdwBin parent_instance;

  GtkWidget  *empty_label;
  GtkWidget  *list_window;
  GtkListBox *list;

  SondeConnection *connection;
  GSignalGroup    *list_signals;
};

G_DEFINE_FINAL_TYPE (SondeSubscriptionList, sonde_subscription_list, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_list (SondeSubscriptionList *self)
{
  guint n_items = 0;

  if (self->connection != NULL)
    n_items = g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection)));

  gtk_widget_set_visible (self->list_window, n_items > 0);
  gtk_widget_set_visible (self->empty_label, n_items == 0 && self->connection != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subscriptions.unsubscribe-all", n_items > 1);
}

/* ---- Rows ---- */

static GtkListBoxRow *
find_row (SondeSubscriptionList *self,
          const char            *filter)
{
  guint position = sonde_subscriptions_get_position (sonde_connection_get_subscriptions (self->connection), filter);

  return position != G_MAXUINT ? gtk_list_box_get_row_at_index (self->list, position) : NULL;
}

static void
focus_row (GtkListBoxRow *row)
{
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
has_focus (GtkListBoxRow *row)
{
  return row != NULL && (gtk_widget_get_state_flags (GTK_WIDGET (row)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* ---- What is done ---- */

/* A row alone in view, by a click or Enter; once more, and all is. */
static void
row_activated_cb (SondeSubscriptionList *self,
                  GtkListBoxRow         *row)
{
  SondeSubscription  *subscription = sonde_subscription_row_get_subscription (SONDE_SUBSCRIPTION_ROW (row));
  SondeSubscriptions *subscriptions = sonde_connection_get_subscriptions (self->connection);
  SondeScope         *scope = sonde_subscriptions_get_scope (subscriptions);
  gboolean            alone = sonde_subscription_get_solo (subscription) && g_strv_length ((GStrv) sonde_scope_get_solo (scope)) == 1;

  sonde_subscriptions_show_only (subscriptions, alone ? NULL : sonde_subscription_get_filter (subscription));
}

static void
show_all_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (widget);

  if (self->connection != NULL)
    sonde_subscriptions_show_only (sonde_connection_get_subscriptions (self->connection), NULL);
}

static void
free_removed (gpointer  data,
              GClosure *closure)
{
  g_ptr_array_unref (data);
}

/* In their order: each finds its place among those before it. */
static void
restore_removed (GPtrArray *removed)
{
  for (guint i = 0; i < removed->len; i++)
    sonde_removed_subscription_restore (g_ptr_array_index (removed, i));
}

/* Takes @removed. */
static void
offer_undo (SondeSubscriptionList *self,
            const char            *text,
            GPtrArray             *removed)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast  *toast = sonde_notice_new_undo (text);

  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (restore_removed), removed, free_removed, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
remove_one (SondeSubscriptionList *self,
            const char            *filter)
{
  g_autofree char          *name = sonde_format_line (filter, NAMED_CHARS);
  SondeRemovedSubscription *one = sonde_connection_remove_subscription (self->connection, filter);
  g_autofree char          *text = NULL;
  GPtrArray                *removed;

  if (one == NULL)
    return;

  removed = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_removed_subscription_free);
  g_ptr_array_add (removed, one);
  /* Translators: %s is a topic filter */
  text = g_strdup_printf (_ ("“%s” removed"), name);
  offer_undo (self, text, removed);
}

/* The focus goes to the row that takes the place. */
static void
unsubscribe_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (widget);
  const char            *filter = g_variant_get_string (parameter, NULL);
  GtkListBoxRow         *row;
  gboolean               focused;
  int                    index;

  if (self->connection == NULL)
    return;

  row = find_row (self, filter);
  focused = has_focus (row);
  index = row != NULL ? gtk_list_box_row_get_index (row) : 0;
  remove_one (self, filter);
  if (!focused)
    return;

  row = gtk_list_box_get_row_at_index (self->list, index);
  focus_row (row != NULL ? row : gtk_list_box_get_row_at_index (self->list, index - 1));
}

/* The focus goes to what is left, or to where the next filter is typed. */
static void
unsubscribe_all_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (widget);
  gboolean               focused = (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
  GPtrArray             *removed;
  g_autofree char       *text = NULL;

  if (self->connection == NULL)
    return;

  removed = sonde_connection_remove_subscribed (self->connection);
  text = g_strdup_printf (g_dngettext (NULL, "%u subscription removed", "%u subscriptions removed", removed->len), removed->len);
  if (removed->len > 0)
    offer_undo (self, text, removed);
  else
    g_ptr_array_unref (removed);
  if (!focused)
    return;

  if (gtk_list_box_get_row_at_index (self->list, 0) != NULL)
    focus_row (gtk_list_box_get_row_at_index (self->list, 0));
  else
    gtk_widget_activate_action (widget, "win.focus-topic-filter", NULL);
}

static void
subscribe_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (widget);
  g_autoptr (GError) error = NULL;
  SondeSubscription *item = NULL;

  if (self->connection != NULL)
    item = sonde_subscriptions_find (sonde_connection_get_subscriptions (self->connection),
                                     g_variant_get_string (parameter, NULL));
  if (item == NULL)
    return;

  if (!sonde_connection_subscribe (self->connection, sonde_subscription_get_filter (item),
                                   &sonde_subscription_get_wanted (item)->options, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}

static void
move_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (widget);
  g_autofree char       *filter = NULL;
  gboolean               focused;
  guint                  position;

  g_variant_get (parameter, "(su)", &filter, &position);
  if (self->connection == NULL ||
      position >= g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection))))
    return;

  focused = has_focus (find_row (self, filter));
  sonde_connection_move_subscription (self->connection, filter, position);
  if (focused)
    focus_row (find_row (self, filter));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  SondeSubscriptionList *self = user_data;

  return sonde_subscription_row_new (self->connection, item);
}

static void
set_connection (SondeSubscriptionList *self,
                SondeConnection       *connection)
{
  SondeSubscriptions *subscriptions = NULL;

  if (!g_set_object (&self->connection, connection))
    return;

  if (connection != NULL)
    subscriptions = sonde_connection_get_subscriptions (connection);

  g_signal_group_set_target (self->list_signals, subscriptions);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (subscriptions), create_row, self, NULL);
  update_list (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_subscription_list_dispose (GObject *object)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (object);

  g_clear_object (&self->list_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_subscription_list_parent_class)->dispose (object);
}

static void
sonde_subscription_list_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (object);

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
sonde_subscription_list_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  SondeSubscriptionList *self = SONDE_SUBSCRIPTION_LIST (object);

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
sonde_subscription_list_class_init (SondeSubscriptionListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_subscription_list_dispose;
  object_class->get_property = sonde_subscription_list_get_property;
  object_class->set_property = sonde_subscription_list_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-subscription-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionList, empty_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionList, list_window);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscriptionList, list);

  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "subscriptions.subscribe", "s", subscribe_action);
  gtk_widget_class_install_action (widget_class, "subscriptions.unsubscribe", "s", unsubscribe_action);
  gtk_widget_class_install_action (widget_class, "subscriptions.unsubscribe-all", NULL, unsubscribe_all_action);
  gtk_widget_class_install_action (widget_class, "subscriptions.move", "(su)", move_action);
  gtk_widget_class_install_action (widget_class, "subscriptions.show-all", NULL, show_all_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "subscriptions.show-all", NULL);
}

static void
sonde_subscription_list_init (SondeSubscriptionList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_subscription_drag_set_up (self->list);

  self->list_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->list_signals, "items-changed", G_CALLBACK (update_list), self);
}
