/* sonde-waiting-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-waiting-list"

#include "sonde-waiting-list.h"

#include "sonde-connection.h"
#include "sonde-waiting-text.h"

#include <sonde-mqtt-error.h>
#include <sonde-topic.h>

#include <string.h>

struct _SondeWaitingList
{
  GObject parent_instance;

  SondeConnection   *connection; /* weak */
  SondeWaitingStore *store;
  GPtrArray         *items; /* of SondeWaitingMessage */
  gboolean           was_online;
};

static void list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeWaitingList, sonde_waiting_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- The model ---- */

static GType
get_item_type (GListModel *model)
{
  return SONDE_TYPE_WAITING_MESSAGE;
}

static guint
get_n_items (GListModel *model)
{
  return SONDE_WAITING_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeWaitingList *self = SONDE_WAITING_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- Saving ---- */

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeWaitingList) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!sonde_waiting_store_save_finish (SONDE_WAITING_STORE (object), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
save (SondeWaitingList *self)
{
  sonde_waiting_store_save_async (self->store, saved_cb, g_object_ref (self));
}

static gboolean
is_online (SondeWaitingList *self)
{
  return self->connection != NULL && sonde_connection_get_online (self->connection);
}

static void
set_state (SondeWaitingList    *self,
           SondeWaitingMessage *message,
           SondeWaitingState    state,
           const char          *fault)
{
  sonde_waiting_message_set_state (message, state, fault);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
take_out (SondeWaitingList    *self,
          SondeWaitingMessage *message)
{
  guint position;

  if (!g_ptr_array_find (self->items, message, &position))
    return FALSE;

  sonde_waiting_store_remove (self->store, message);
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/* ---- Sending ---- */

/* Messages on their way: first to the file, then to the broker. */
typedef struct
{
  SondeWaitingList *list;
  GPtrArray        *messages;
} Batch;

static Batch *
batch_new (SondeWaitingList *self)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->list = g_object_ref (self);
  batch->messages = g_ptr_array_new_with_free_func (g_object_unref);

  return batch;
}

static void
batch_free (Batch *batch)
{
  g_object_unref (batch->list);
  g_ptr_array_unref (batch->messages);
  g_free (batch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

static void
settle (SondeWaitingList    *self,
        SondeWaitingMessage *message,
        const GError        *error)
{
  if (error == NULL)
    take_out (self, message);
  else if (g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_OFFLINE) ||
           g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_BUSY))
    set_state (self, message, SONDE_WAITING_UNSENT, NULL);
  else if (g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST))
    set_state (self, message, SONDE_WAITING_UNSURE, NULL);
  else
    set_state (self, message, SONDE_WAITING_REFUSED, error->message);
}

static void
published_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Batch) batch = user_data;
  g_autoptr (GError) error = NULL;

  sonde_connection_publish_finish (SONDE_CONNECTION (object), result, NULL, &error);
  settle (batch->list, g_ptr_array_index (batch->messages, 0), error);
  save (batch->list);
}

static void
publish (SondeWaitingList    *self,
         SondeWaitingMessage *message)
{
  g_autoptr (SondePublish) sent = sonde_publish_new (message->topic, message->payload, message->qos, message->retain);
  Batch *batch = batch_new (self);

  g_ptr_array_add (batch->messages, g_object_ref (message));
  sonde_connection_publish_async (self->connection, sent, NULL, published_cb, batch);
}

/* The file says that they are being sent: now they may be. */
static void
marked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Batch) batch = user_data;
  g_autoptr (GError) error = NULL;
  SondeWaitingList *self = batch->list;
  gboolean          marked = sonde_waiting_store_save_finish (SONDE_WAITING_STORE (object), result, &error);
  gboolean          online = is_online (self);

  for (guint i = 0; i < batch->messages->len; i++)
    {
      SondeWaitingMessage *message = g_ptr_array_index (batch->messages, i);

      /* The user may have removed it meanwhile. */
      if (!g_ptr_array_find (self->items, message, NULL))
        continue;
      if (marked && online)
        publish (self, message);
      else
        set_state (self, message, SONDE_WAITING_UNSENT, NULL);
    }

  if (!marked)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  else if (!online)
    save (self);
}

static void
mark (SondeWaitingList *self,
      Batch            *batch) /* (transfer full) */
{
  if (batch->messages->len == 0)
    {
      batch_free (batch);
      return;
    }

  for (guint i = 0; i < batch->messages->len; i++)
    sonde_waiting_message_set_state (g_ptr_array_index (batch->messages, i), SONDE_WAITING_SENDING, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
  sonde_waiting_store_save_async (self->store, marked_cb, batch);
}

static void
send_what_waits (SondeWaitingList *self)
{
  Batch *batch = batch_new (self);

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeWaitingMessage *message = g_ptr_array_index (self->items, i);

      if (sonde_waiting_list_judge (self, message) == SONDE_WAITING_VERDICT_WAITS)
        g_ptr_array_add (batch->messages, g_object_ref (message));
    }
  mark (self, batch);
}

static void
online_cb (SondeWaitingList *self)
{
  gboolean online = is_online (self);

  if (online && !self->was_online)
    send_what_waits (self);
  self->was_online = online;
}

/* ---- What the user does ---- */

gboolean
sonde_waiting_list_add (SondeWaitingList *self,
                        const char       *topic,
                        GBytes           *payload,
                        guint8            qos,
                        gboolean          retain,
                        guint32           lifetime,
                        GError          **error)
{
  g_autoptr (SondeWaitingMessage) message = NULL;
  g_autofree char    *address = NULL;
  const SondeProfile *profile;
  SondeTopicFault     fault;

  g_return_val_if_fail (SONDE_IS_WAITING_LIST (self), FALSE);
  g_return_val_if_fail (topic != NULL && payload != NULL && qos <= 2 && lifetime > 0, FALSE);
  g_return_val_if_fail (self->connection != NULL, FALSE);

  fault = sonde_topic_name_check (topic, strlen (topic));
  if (fault != SONDE_TOPIC_FAULT_NONE)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sonde_topic_fault_to_string (fault));
      return FALSE;
    }

  profile = sonde_connection_get_profile (self->connection);
  address = sonde_profile_dup_address (profile);
  message = sonde_waiting_message_new (profile->id, address, topic, payload, qos, retain, lifetime);
  if (!sonde_waiting_store_add (self->store, message, sonde_connection_get_saved (self->connection), error))
    return FALSE;

  g_ptr_array_add (self->items, g_steal_pointer (&message));
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
  g_signal_emit (self, signals[CHANGED], 0);
  save (self);

  /* Connected while the user was about to ask. */
  if (is_online (self))
    send_what_waits (self);
  return TRUE;
}

void
sonde_waiting_list_remove (SondeWaitingList    *self,
                           SondeWaitingMessage *message)
{
  g_return_if_fail (SONDE_IS_WAITING_LIST (self));
  g_return_if_fail (SONDE_IS_WAITING_MESSAGE (message));

  if (take_out (self, message))
    save (self);
}

void
sonde_waiting_list_clear (SondeWaitingList *self)
{
  guint n_items;

  g_return_if_fail (SONDE_IS_WAITING_LIST (self));

  n_items = self->items->len;
  if (n_items == 0)
    return;

  for (guint i = 0; i < n_items; i++)
    sonde_waiting_store_remove (self->store, g_ptr_array_index (self->items, i));
  g_ptr_array_set_size (self->items, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);
  g_signal_emit (self, signals[CHANGED], 0);
  save (self);
}

gboolean
sonde_waiting_list_can_send (SondeWaitingList    *self,
                             SondeWaitingMessage *message)
{
  g_return_val_if_fail (SONDE_IS_WAITING_LIST (self), FALSE);
  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (message), FALSE);

  return is_online (self) && message->state != SONDE_WAITING_SENDING;
}

void
sonde_waiting_list_send (SondeWaitingList    *self,
                         SondeWaitingMessage *message)
{
  Batch *batch;

  g_return_if_fail (SONDE_IS_WAITING_LIST (self));
  g_return_if_fail (g_ptr_array_find (self->items, message, NULL));

  if (!sonde_waiting_list_can_send (self, message))
    return;

  batch = batch_new (self);
  g_ptr_array_add (batch->messages, g_object_ref (message));
  mark (self, batch);
}

SondeWaitingVerdict
sonde_waiting_list_judge (SondeWaitingList    *self,
                          SondeWaitingMessage *message)
{
  g_autofree char *address = NULL;

  g_return_val_if_fail (SONDE_IS_WAITING_LIST (self), SONDE_WAITING_VERDICT_UNSURE);
  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (message), SONDE_WAITING_VERDICT_UNSURE);

  if (message->state == SONDE_WAITING_SENDING)
    return SONDE_WAITING_VERDICT_SENDING;
  if (message->state == SONDE_WAITING_UNSURE)
    return SONDE_WAITING_VERDICT_UNSURE;
  if (message->state == SONDE_WAITING_REFUSED)
    return SONDE_WAITING_VERDICT_REFUSED;
  if (sonde_waiting_message_get_rest (message) == 0)
    return SONDE_WAITING_VERDICT_EXPIRED;

  if (self->connection != NULL)
    address = sonde_profile_dup_address (sonde_connection_get_profile (self->connection));
  return g_strcmp0 (address, message->address) == 0 ? SONDE_WAITING_VERDICT_WAITS : SONDE_WAITING_VERDICT_ELSEWHERE;
}

char *
sonde_waiting_list_dup_summary (SondeWaitingList *self)
{
  SondeWaitingCounts counts = { 0 };

  g_return_val_if_fail (SONDE_IS_WAITING_LIST (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    counts.of[sonde_waiting_list_judge (self, g_ptr_array_index (self->items, i))]++;

  return sonde_waiting_counts_to_text (&counts);
}

char *
sonde_waiting_list_describe (SondeWaitingList    *self,
                             SondeWaitingMessage *message)
{
  return sonde_waiting_message_to_text (message, sonde_waiting_list_judge (self, message));
}

static void
sonde_waiting_list_dispose (GObject *object)
{
  SondeWaitingList *self = SONDE_WAITING_LIST (object);

  g_clear_weak_pointer (&self->connection);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (sonde_waiting_list_parent_class)->dispose (object);
}

static void
sonde_waiting_list_finalize (GObject *object)
{
  g_ptr_array_unref (SONDE_WAITING_LIST (object)->items);

  G_OBJECT_CLASS (sonde_waiting_list_parent_class)->finalize (object);
}

static void
sonde_waiting_list_class_init (SondeWaitingListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_waiting_list_dispose;
  object_class->finalize = sonde_waiting_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sonde_waiting_list_init (SondeWaitingList *self)
{
}

SondeWaitingList *
sonde_waiting_list_new (SondeConnection   *connection,
                        SondeWaitingStore *store)
{
  SondeWaitingList *self;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SONDE_IS_WAITING_STORE (store), NULL);

  self = g_object_new (SONDE_TYPE_WAITING_LIST, NULL);
  g_set_weak_pointer (&self->connection, connection);
  self->store = g_object_ref (store);
  self->items = sonde_waiting_store_list (store, sonde_connection_get_profile (connection)->id);
  g_signal_connect_object (connection, "notify::online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);

  return self;
}
