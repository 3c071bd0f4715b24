/* sonde-topics-hint.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topics-hint"

#include "sonde-topics-hint.h"

#include <glib/gi18n.h>

struct _SondeTopicsHint
{
  AdwBin parent_instance;

  SondeConnection *connection;
  GSignalGroup    *connection_signals;
  GSignalGroup    *subscription_signals;
  char            *search;

  GtkImage  *image;
  GtkLabel  *title;
  GtkLabel  *description;
  GtkWidget *subscribe_button;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeTopicsHint, sonde_topics_hint, ADW_TYPE_BIN)

static void
show (SondeTopicsHint *self,
      const char      *icon_name,
      const char      *title,
      const char      *description)
{
  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->description, description);
}

static gboolean
is_subscribed (SondeTopicsHint *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection))) > 0;
}

static void
write_hint (SondeTopicsHint *self)
{
  gboolean         online = self->connection != NULL && sonde_connection_get_online (self->connection);
  gboolean         searches = self->search != NULL && *self->search != '\0';
  g_autofree char *sentence = NULL;

  gtk_widget_set_visible (self->subscribe_button, online && !searches && !is_subscribed (self));

  if (searches)
    {
      sentence = g_strdup_printf (_ ("No topic that came has “%s” in it."), self->search);
      show (self, "system-search-symbolic", _ ("No such topic"), sentence);
    }
  else if (self->connection == NULL)
    show (self, "network-server-symbolic", _ ("No connection"), _ ("Choose a connection in the sidebar, or add one with +."));
  else if (!online)
    show (self, "network-offline-symbolic", _ ("Not connected"),
          _ ("Press Connect. The topics of all that is received stand here then, as a tree."));
  else if (!is_subscribed (self))
    show (self, "system-search-symbolic", _ ("Subscribe to see topics"),
          _ ("A broker does not tell which topics it has: they stand here once a message came on them. "
             "The topic filter # asks for all."));
  else
    show (self, "mail-unread-symbolic", _ ("No topic yet"),
          _ ("The first message that comes puts its topic here."));
}

void
sonde_topics_hint_update (SondeTopicsHint *self,
                          gboolean         empty,
                          const char      *search)
{
  g_return_if_fail (SONDE_IS_TOPICS_HINT (self));

  gtk_widget_set_visible (GTK_WIDGET (self), empty);
  if (g_strcmp0 (self->search, search) == 0)
    return;

  g_free (self->search);
  self->search = g_strdup (search);
  write_hint (self);
}

static void
subscribe_clicked_cb (SondeTopicsHint *self)
{
  g_autoptr (GError) error = NULL;
  SondeSubscribeOptions options;

  sonde_subscribe_options_init (&options, 0);
  if (!sonde_connection_subscribe (self->connection, "#", &options, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
  sonde_subscribe_options_clear (&options);
}

static void
set_connection (SondeTopicsHint *self,
                SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->subscription_signals,
                             connection != NULL ? sonde_connection_get_subscriptions (connection) : NULL);
  write_hint (self);
}

static void
sonde_topics_hint_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SondeTopicsHint *self = SONDE_TOPICS_HINT (object);

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
sonde_topics_hint_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_TOPICS_HINT (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topics_hint_dispose (GObject *object)
{
  SondeTopicsHint *self = SONDE_TOPICS_HINT (object);

  g_clear_object (&self->connection_signals);
  g_clear_object (&self->subscription_signals);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->search, g_free);

  G_OBJECT_CLASS (sonde_topics_hint_parent_class)->dispose (object);
}

static void
sonde_topics_hint_class_init (SondeTopicsHintClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_topics_hint_get_property;
  object_class->set_property = sonde_topics_hint_set_property;
  object_class->dispose = sonde_topics_hint_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/topics/sonde-topics-hint.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsHint, image);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsHint, title);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsHint, description);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsHint, subscribe_button);
  gtk_widget_class_bind_template_callback (widget_class, subscribe_clicked_cb);
}

static void
sonde_topics_hint_init (SondeTopicsHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::state", G_CALLBACK (write_hint), self);
  self->subscription_signals = g_signal_group_new (SONDE_TYPE_SUBSCRIPTIONS);
  g_signal_group_connect_swapped (self->subscription_signals, "items-changed", G_CALLBACK (write_hint), self);
  write_hint (self);
}
