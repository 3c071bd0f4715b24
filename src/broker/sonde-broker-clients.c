/* sonde-broker-clients.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-clients"

#include "sonde-broker-clients.h"

#include "sonde-broker-addresses.h"

/* What mosquitto calls one that went before it said its id. */
#define NOBODY "<unknown>"

struct _SondeBrokerClients
{
  GObject parent_instance;

  GPtrArray *clients;
};

enum
{
  LEFT,
  UNLISTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void sonde_broker_clients_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeBrokerClients, sonde_broker_clients, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_broker_clients_list_model_init))

static GType
sonde_broker_clients_get_item_type (GListModel *model)
{
  return SONDE_TYPE_BROKER_CLIENT;
}

static guint
sonde_broker_clients_get_n_items (GListModel *model)
{
  return SONDE_BROKER_CLIENTS (model)->clients->len;
}

static gpointer
sonde_broker_clients_get_item (GListModel *model,
                               guint       position)
{
  SondeBrokerClients *self = SONDE_BROKER_CLIENTS (model);

  return position < self->clients->len ? g_object_ref (g_ptr_array_index (self->clients, position)) : NULL;
}

static void
sonde_broker_clients_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_broker_clients_get_item_type;
  iface->get_n_items = sonde_broker_clients_get_n_items;
  iface->get_item = sonde_broker_clients_get_item;
}

/* The one that is surely called so, else the only one that may be. */
static gboolean
find (SondeBrokerClients *self,
      const char         *client_id,
      guint              *position)
{
  guint n_doubtful = 0;

  for (guint i = self->clients->len; i > 0; i--)
    {
      SondeBrokerClient *client = g_ptr_array_index (self->clients, i - 1);

      if (!sonde_broker_client_may_be (client, client_id))
        continue;

      *position = i - 1;
      if (sonde_broker_client_get_id (client) != NULL)
        return TRUE;
      n_doubtful++;
    }

  return n_doubtful == 1;
}

static void
drop (SondeBrokerClients *self,
      const char         *client_id)
{
  guint position;

  if (!find (self, client_id, &position))
    return;

  g_ptr_array_remove_index (self->clients, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
add (SondeBrokerClients     *self,
     const SondeBrokerEvent *event,
     gint64                  time)
{
  /* No two have one client id (5.0, 3.1.4): should a line be missing, the older is gone. */
  if (event->client_id != NULL)
    drop (self, event->client_id);

  g_ptr_array_add (self->clients, sonde_broker_client_new (event, sonde_broker_is_own_socket (event->address), time));
  g_list_model_items_changed (G_LIST_MODEL (self), self->clients->len - 1, 0, 1);
}

gboolean
sonde_broker_clients_read (SondeBrokerClients *self,
                           const char         *line,
                           gint64              time)
{
  g_auto (SondeBrokerEvent) event = { 0 };
  g_autofree char *why = NULL;

  g_return_val_if_fail (SONDE_IS_BROKER_CLIENTS (self), FALSE);
  g_return_val_if_fail (line != NULL, FALSE);

  if (!sonde_broker_log_parse (line, &event))
    return FALSE;

  if (event.kind == SONDE_BROKER_EVENT_CAME)
    add (self, &event, time);
  else if (!g_str_equal (event.client_id, NOBODY))
    {
      why = sonde_broker_left_to_text (event.left, event.detail);
      drop (self, event.client_id);
      g_signal_emit (self, signals[LEFT], 0, event.client_id, why);
    }

  return TRUE;
}

void
sonde_broker_clients_clear (SondeBrokerClients *self)
{
  guint n_clients;

  g_return_if_fail (SONDE_IS_BROKER_CLIENTS (self));

  n_clients = self->clients->len;
  g_ptr_array_set_size (self->clients, 0);
  if (n_clients > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_clients, 0);
}

static void
sonde_broker_clients_finalize (GObject *object)
{
  g_ptr_array_unref (SONDE_BROKER_CLIENTS (object)->clients);

  G_OBJECT_CLASS (sonde_broker_clients_parent_class)->finalize (object);
}

static void
sonde_broker_clients_class_init (SondeBrokerClientsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_broker_clients_finalize;

  signals[LEFT] = g_signal_new ("left", SONDE_TYPE_BROKER_CLIENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[UNLISTED] = g_signal_new ("unlisted", SONDE_TYPE_BROKER_CLIENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
sonde_broker_clients_init (SondeBrokerClients *self)
{
  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
}

SondeBrokerClients *
sonde_broker_clients_new (void)
{
  return g_object_new (SONDE_TYPE_BROKER_CLIENTS, NULL);
}
