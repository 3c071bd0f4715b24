/* sonde-emqx-clients-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-clients-view"

#include "sonde-emqx-clients-view.h"

#include "sonde-emqx-item.h"

#include <sonde-format.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_CHARS 80
#define MAX_SUBSCRIPTIONS 20 /* named of a client */

struct _SondeEmqxClientsView
{
  GtkWidget parent_instance;

  GtkWidget          *search_entry;
  GtkLabel           *count_label;
  GtkColumnView      *view;
  GtkSingleSelection *selection;
  GListStore         *store;
  GtkLabel           *detail_label;
  GtkWidget          *disconnect_button;

  SondeEmqxApi *api;
  GCancellable *listing;
  GCancellable *asking; /* for the subscriptions of the one that is selected */
  char         *chosen; /* its client id */
  char         *doomed; /* the one that a dialog asks about */
};

G_DEFINE_FINAL_TYPE (SondeEmqxClientsView, sonde_emqx_clients_view, GTK_TYPE_WIDGET)

/* ---- What a column says ---- */

typedef char *(*TextFunc) (const SondeEmqxClient *client);

static char *
dup_client_id (const SondeEmqxClient *client)
{
  return sonde_format_line (client->client_id, MAX_CHARS);
}

static char *
dup_user_name (const SondeEmqxClient *client)
{
  return sonde_format_line (client->user_name, MAX_CHARS);
}

static char *
dup_address (const SondeEmqxClient *client)
{
  return client->connected ? sonde_format_line (client->address, MAX_CHARS) : g_strdup (_ ("away"));
}

static char *
dup_protocol (const SondeEmqxClient *client)
{
  switch (client->protocol)
    {
    case 3:
      return g_strdup ("MQTT 3.1");
    case 4:
      return g_strdup ("MQTT 3.1.1");
    case 5:
      return g_strdup ("MQTT 5");
    default:
      return g_strdup ("–");
    }
}

static char *
dup_keep_alive (const SondeEmqxClient *client)
{
  return client->keep_alive >= 0 ? g_strdup_printf (_ ("%d s"), (int) MIN (client->keep_alive, G_MAXINT)) : g_strdup ("–");
}

static char *
dup_subscriptions (const SondeEmqxClient *client)
{
  return client->subscriptions >= 0 ? sonde_format_count (client->subscriptions) : g_strdup ("–");
}

/* clang-format off */
static const struct
{
  const char *title;
  TextFunc    dup_text;
  gboolean    expand;
} columns[] = {
  { N_ ("Client ID"), dup_client_id, TRUE },
  { N_ ("User name"), dup_user_name, TRUE },
  { N_ ("Address"), dup_address, TRUE },
  { N_ ("Protocol"), dup_protocol, FALSE },
  { N_ ("Keep alive"), dup_keep_alive, FALSE },
  { N_ ("Subscriptions"), dup_subscriptions, FALSE },
};
/* clang-format on */

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         gpointer            user_data)
{
  g_autofree char *text = columns[GPOINTER_TO_UINT (user_data)].dup_text (sonde_emqx_item_get_client (gtk_list_item_get_item (item)));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (SondeEmqxClientsView *self,
            guint                 index)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (index));
  column = gtk_column_view_column_new (_ (columns[index].title), factory);
  gtk_column_view_column_set_expand (column, columns[index].expand);
  gtk_column_view_append_column (self->view, column);
}

/* ---- The one that is selected ---- */

static const SondeEmqxClient *
get_selected (SondeEmqxClientsView *self)
{
  SondeEmqxItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? sonde_emqx_item_get_client (item) : NULL;
}

static void
say (SondeEmqxClientsView *self,
     const char           *text)
{
  gtk_label_set_label (self->detail_label, text);
}

static char *
dup_subscriptions_text (GPtrArray *subscriptions)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (subscriptions->len, MAX_SUBSCRIPTIONS); i++)
    {
      const SondeEmqxSubscription *subscription = g_ptr_array_index (subscriptions, i);
      g_autofree char             *topic = sonde_format_line (subscription->topic, MAX_CHARS);

      g_string_append_printf (text, "%s%s (QoS %" G_GINT64_FORMAT ")", i > 0 ? ", " : "", topic, subscription->qos);
    }
  if (subscriptions->len > MAX_SUBSCRIPTIONS)
    g_string_append (text, ", …");

  return g_string_free (text, FALSE);
}

static void
subscriptions_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SondeEmqxClientsView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) subscriptions =
    sonde_emqx_api_list_subscriptions_finish (SONDE_EMQX_API (object), result, &error);
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (subscriptions == NULL)
    {
      say (self, error->message);
      return;
    }

  list = dup_subscriptions_text (subscriptions);
  /* Translators: a list of topic filters with their QoS */
  text = subscriptions->len > 0 ? g_strdup_printf (_ ("Subscribed to %s"), list) : g_strdup (_ ("No subscriptions"));
  say (self, text);
}

static void
selected_cb (SondeEmqxClientsView *self)
{
  const SondeEmqxClient *client = get_selected (self);

  gtk_widget_set_sensitive (self->disconnect_button, client != NULL);
  if (g_strcmp0 (client != NULL ? client->client_id : NULL, self->chosen) == 0)
    return;

  g_free (self->chosen);
  self->chosen = client != NULL ? g_strdup (client->client_id) : NULL;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  say (self, "");
  if (client == NULL || self->api == NULL)
    return;

  self->asking = g_cancellable_new ();
  sonde_emqx_api_list_subscriptions_async (self->api, client->client_id, self->asking, subscriptions_cb, g_object_ref (self));
}

/* ---- All of them ---- */

/* The list is that of the last answer; the selection stays with its client. */
static void
show_clients (SondeEmqxClientsView *self,
              SondeEmqxClients     *clients)
{
  g_autofree char *chosen = g_strdup (self->chosen);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint selected = GTK_INVALID_LIST_POSITION;

  while (clients->clients->len > 0)
    {
      SondeEmqxClient *client = g_ptr_array_steal_index (clients->clients, 0);

      if (g_strcmp0 (client->client_id, chosen) == 0)
        selected = items->len;
      g_ptr_array_add (items, sonde_emqx_item_new (client));
    }
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata, items->len);
  gtk_single_selection_set_selected (self->selection, selected);
  selected_cb (self);
}

static void
show_count (SondeEmqxClientsView *self,
            gboolean              more)
{
  guint            n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  g_autofree char *count = sonde_format_count (n);
  g_autofree char *text = NULL;

  if (more)
    text = g_strdup_printf (_ ("The first %s clients: search for others"), count);
  else
    text = g_strdup_printf (g_dngettext (NULL, "%s client", "%s clients", n), count);
  gtk_label_set_label (self->count_label, text);
}

static void
clients_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SondeEmqxClientsView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeEmqxClients) clients = sonde_emqx_api_list_clients_finish (SONDE_EMQX_API (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->listing);
  if (clients == NULL)
    {
      gtk_label_set_label (self->count_label, error->message);
      return;
    }

  show_clients (self, clients);
  show_count (self, clients->more);
}

void
sonde_emqx_clients_view_refresh (SondeEmqxClientsView *self)
{
  g_return_if_fail (SONDE_IS_EMQX_CLIENTS_VIEW (self));

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  if (self->api == NULL)
    return;

  self->listing = g_cancellable_new ();
  sonde_emqx_api_list_clients_async (self->api, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), self->listing,
                                     clients_cb, g_object_ref (self));
}

gboolean
sonde_emqx_clients_view_is_listing (SondeEmqxClientsView *self)
{
  g_return_val_if_fail (SONDE_IS_EMQX_CLIENTS_VIEW (self), FALSE);

  return self->listing != NULL;
}

/* ---- Disconnecting one ---- */

static void
disconnected_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (SondeEmqxClientsView) self = user_data;
  g_autoptr (GError) error = NULL;

  gboolean gone = sonde_emqx_api_disconnect_client_finish (SONDE_EMQX_API (object), result, &error);

  /* The window may have been closed meanwhile. */
  if (self->api == NULL)
    return;

  if (gone)
    sonde_emqx_clients_view_refresh (self);
  else
    say (self, error->message);
}

static void
response_cb (SondeEmqxClientsView *self,
             const char           *response)
{
  if (g_str_equal (response, "disconnect") && self->api != NULL && self->doomed != NULL)
    sonde_emqx_api_disconnect_client_async (self->api, self->doomed, NULL, disconnected_cb, g_object_ref (self));
  g_clear_pointer (&self->doomed, g_free);
}

static void
disconnect_cb (SondeEmqxClientsView *self)
{
  const SondeEmqxClient *client = get_selected (self);
  g_autofree char       *name = NULL;
  AdwMessageDialog      *dialog;

  if (client == NULL || *client->client_id == '\0')
    return;

  g_free (self->doomed);
  self->doomed = g_strdup (client->client_id);
  name = sonde_format_line (client->client_id, MAX_CHARS);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                                       _ ("Its connection and its session end. It may connect again.")));
  adw_message_dialog_format_heading (dialog, _ ("Disconnect “%s”?"), name);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("Cancel"), "disconnect", _ ("Disconnect it"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "disconnect", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
sonde_emqx_clients_view_set_api (SondeEmqxClientsView *self,
                                 SondeEmqxApi         *api)
{
  g_return_if_fail (SONDE_IS_EMQX_CLIENTS_VIEW (self));

  if (!g_set_object (&self->api, api))
    return;

  g_list_store_remove_all (self->store);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  sonde_emqx_clients_view_refresh (self);
}

static void
sonde_emqx_clients_view_dispose (GObject *object)
{
  SondeEmqxClientsView *self = SONDE_EMQX_CLIENTS_VIEW (object);
  GtkWidget            *child;

  g_cancellable_cancel (self->listing);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->listing);
  g_clear_object (&self->asking);
  g_clear_object (&self->api);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_emqx_clients_view_parent_class)->dispose (object);
}

static void
sonde_emqx_clients_view_finalize (GObject *object)
{
  SondeEmqxClientsView *self = SONDE_EMQX_CLIENTS_VIEW (object);

  g_free (self->chosen);
  g_free (self->doomed);

  G_OBJECT_CLASS (sonde_emqx_clients_view_parent_class)->finalize (object);
}

static void
sonde_emqx_clients_view_class_init (SondeEmqxClientsViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_emqx_clients_view_dispose;
  object_class->finalize = sonde_emqx_clients_view_finalize;

  g_type_ensure (SONDE_TYPE_EMQX_ITEM);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/broker/sonde-emqx-clients-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxClientsView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxClientsView, count_label);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxClientsView, view);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxClientsView, selection);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxClientsView, store);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxClientsView, detail_label);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxClientsView, disconnect_button);
  gtk_widget_class_bind_template_callback (widget_class, sonde_emqx_clients_view_refresh);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, disconnect_cb);
}

static void
sonde_emqx_clients_view_init (SondeEmqxClientsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    add_column (self, i);
}
