/* sonde-subscribe-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscribe-pane"

#include "sonde-subscribe-pane.h"

#include "sonde-accessible.h"
#include "sonde-subscription-list.h"
#include "sonde-topic-popover.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeSubscribePane
{
  AdwBin parent_instance;

  GtkLabel    *count_label;
  GtkEditable *filter_entry;
  GtkDropDown *qos_drop_down;
  GtkLabel    *note_label;

  SondeTopicPopover *popover; /* of the entry */

  SondeConnection *connection;
  GSignalGroup    *connection_signals;
  GSignalGroup    *list_signals;
  gboolean         loading; /* a draft is put into the fields: not typed */
};

G_DEFINE_FINAL_TYPE (SondeSubscribePane, sonde_subscribe_pane, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* One line under the entry: a fault, else what will happen, else nothing. */
static void
set_note (SondeSubscribePane *self,
          const char         *fault,
          const char         *note)
{
  GtkWidget  *entry = GTK_WIDGET (self->filter_entry);
  GtkWidget  *label = GTK_WIDGET (self->note_label);
  const char *text = fault != NULL ? fault : note;

  if (fault != NULL)
    {
      gtk_widget_add_css_class (entry, "error");
      gtk_widget_add_css_class (label, "error");
      gtk_widget_remove_css_class (label, "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (entry, "error");
      gtk_widget_remove_css_class (label, "error");
      gtk_widget_add_css_class (label, "dim-label");
    }

  gtk_accessible_update_state (GTK_ACCESSIBLE (entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_label_set_label (self->note_label, text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

static void
update_note (SondeSubscribePane *self)
{
  const char *filter = gtk_editable_get_text (self->filter_entry);
  const char *fault = NULL;
  const char *note = NULL;

  if (*filter != '\0' && self->connection != NULL)
    {
      fault = sonde_connection_check_filter (self->connection, filter);
      if (!sonde_connection_get_online (self->connection))
        note = sonde_connection_get_profile (self->connection)->resubscribe
                 ? _ ("Not connected: will be subscribed on connect.")
                 : _ ("Not connected: subscribe it by hand when connected.");
    }

  set_note (self, fault, note);
}

static void
update_count (SondeSubscribePane *self)
{
  guint            n_items = 0;
  g_autofree char *count = NULL;

  if (self->connection != NULL)
    n_items = g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection)));

  count = sonde_format_count (n_items);
  gtk_label_set_label (self->count_label, n_items > 0 ? count : "");
}

static void
filter_changed_cb (SondeSubscribePane *self)
{
  SondeDraft *draft;

  update_note (self);
  if (self->connection == NULL || self->loading)
    return;

  draft = sonde_connection_get_draft (self->connection);
  g_free (draft->filter);
  draft->filter = g_strdup (gtk_editable_get_text (self->filter_entry));
}

static void
notify_qos_cb (SondeSubscribePane *self)
{
  guint selected = gtk_drop_down_get_selected (self->qos_drop_down);

  if (self->connection != NULL && !self->loading && selected <= 2)
    sonde_connection_get_draft (self->connection)->subscription_qos = selected;
}

static void
subscribe_cb (SondeSubscribePane *self)
{
  g_auto (SondeSubscribeOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (self->connection == NULL)
    return;

  sonde_subscribe_options_init (&options, gtk_drop_down_get_selected (self->qos_drop_down));
  if (sonde_connection_subscribe (self->connection, gtk_editable_get_text (self->filter_entry), &options, &error))
    {
      sonde_recent_store_add (sonde_connection_get_recent (self->connection, TRUE),
                              gtk_editable_get_text (self->filter_entry));
      gtk_editable_set_text (self->filter_entry, "");
    }
  else
    set_note (self, error->message, NULL);

  sonde_subscribe_pane_focus_filter (self);
}

static void
load_draft (SondeSubscribePane *self)
{
  const SondeDraft *draft = sonde_connection_get_draft (self->connection);

  self->loading = TRUE;
  gtk_editable_set_text (self->filter_entry, draft->filter != NULL ? draft->filter : "");
  gtk_drop_down_set_selected (self->qos_drop_down, draft->subscription_qos);
  self->loading = FALSE;
}

static void
sonde_subscribe_pane_dispose (GObject *object)
{
  SondeSubscribePane *self = SONDE_SUBSCRIBE_PANE (object);

  g_clear_object (&self->connection_signals);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_subscribe_pane_parent_class)->dispose (object);
}

static void
sonde_subscribe_pane_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondeSubscribePane *self = SONDE_SUBSCRIBE_PANE (object);

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
sonde_subscribe_pane_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondeSubscribePane *self = SONDE_SUBSCRIBE_PANE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_subscribe_pane_set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscribe_pane_class_init (SondeSubscribePaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_subscribe_pane_dispose;
  object_class->get_property = sonde_subscribe_pane_get_property;
  object_class->set_property = sonde_subscribe_pane_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_SUBSCRIPTION_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-subscribe-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, count_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, qos_drop_down);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, note_label);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, notify_qos_cb);
  gtk_widget_class_bind_template_callback (widget_class, subscribe_cb);
}

static void
sonde_subscribe_pane_init (SondeSubscribePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->popover = sonde_topic_popover_new (self->filter_entry, TRUE);
  sonde_accessible_keep_label (GTK_WIDGET (self->qos_drop_down));

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::limits", G_CALLBACK (update_note), self);

  self->list_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->list_signals, "items-changed", G_CALLBACK (update_count), self);
}

void
sonde_subscribe_pane_set_connection (SondeSubscribePane *self,
                                     SondeConnection    *connection)
{
  SondeSubscriptions *subscriptions = NULL;

  g_return_if_fail (SONDE_IS_SUBSCRIBE_PANE (self));
  g_return_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection));

  if (!g_set_object (&self->connection, connection))
    return;

  if (connection != NULL)
    {
      subscriptions = sonde_connection_get_subscriptions (connection);
      load_draft (self);
    }

  sonde_topic_popover_set_connection (self->popover, connection);
  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->list_signals, subscriptions);
  gtk_widget_set_sensitive (GTK_WIDGET (self), connection != NULL);
  update_count (self);
  update_note (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

void
sonde_subscribe_pane_focus_filter (SondeSubscribePane *self)
{
  g_return_if_fail (SONDE_IS_SUBSCRIBE_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}
