/* sonde-retained-job.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-job"

#include "sonde-retained-job.h"

#include "sonde-retained-item.h"
#include "sonde-retained-look.h"
#include "sonde-retained-sender.h"

#include <sonde-mqtt-error.h>

#define REFRESH_MS 50

/* So few are looked for by their names: fewer than any broker refuses in one SUBSCRIBE. */
#define FEW_TOPICS 8

struct _SondeRetainedJob
{
  GObject parent_instance;

  SondeConnection   *connection;
  char              *filter;
  SondeRetainedList *list;

  GArray *items; /* of SondeRetainedItem */
  guint   n[SONDE_RETAINED_N_ITEM_STATES];
  guint   n_bare; /* of those that are done */
  guint   next;   /* the first that may be waiting */

  SondeRetainedJobState state;
  gboolean              undoing;
  gboolean              stopping;
  GCancellable         *cancellable; /* of what runs */
  SondeRetainedList    *now;         /* what a look finds */
  char                 *reason;
  char                 *failure;

  SondeRetainedFigures figures;
  guint                refresh;
};

G_DEFINE_FINAL_TYPE (SondeRetainedJob, sonde_retained_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static SondeRetainedItem *
get_item (SondeRetainedJob *self,
          guint             number)
{
  return &g_array_index (self->items, SondeRetainedItem, number);
}

static gboolean
refresh_cb (gpointer user_data)
{
  SondeRetainedJob *self = user_data;

  self->refresh = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
set_item_state (SondeRetainedJob      *self,
                SondeRetainedItem     *item,
                SondeRetainedItemState state)
{
  if (item->bare)
    self->n_bare += (state == SONDE_RETAINED_ITEM_DONE) - (item->state == SONDE_RETAINED_ITEM_DONE);
  self->n[item->state]--;
  item->state = state;
  self->n[state]++;
  if (self->refresh == 0)
    self->refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
set_state (SondeRetainedJob     *self,
           SondeRetainedJobState state)
{
  self->state = state;
  g_clear_handle_id (&self->refresh, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- What a look found ---- */

/* Makes the list that is shown say the same. */
static void
bring_up_to_date (SondeRetainedJob *self)
{
  g_autoptr (GHashTable) gone = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->items->len; i++)
    {
      const SondeRetainedItem *item = get_item (self, i);
      const char              *topic = sonde_retained_entry_get_topic (item->entry);
      SondeRetainedEntry      *now = sonde_retained_list_lookup (self->now, topic);

      if (now == NULL)
        g_hash_table_add (gone, (gpointer) topic);
      else if (sonde_retained_list_lookup (self->list, topic) != now)
        sonde_retained_list_put (self->list, now);
    }
  sonde_retained_list_flush (self->list);
  if (g_hash_table_size (gone) > 0)
    sonde_retained_list_remove_all (self->list, gone);
}

static void
judge (SondeRetainedJob *self,
       gboolean          before)
{
  SondeMqttVersion version = sonde_connection_get_version (self->connection);

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeRetainedItem  *item = get_item (self, i);
      SondeRetainedEntry *now = sonde_retained_list_lookup (self->now, sonde_retained_entry_get_topic (item->entry));

      if (item->state == SONDE_RETAINED_ITEM_OUT)
        continue;

      set_item_state (self, item,
                      before ? sonde_retained_item_judge_before (item, now, self->undoing, version)
                             : sonde_retained_item_judge_after (item, now, self->undoing, version));
    }
}

/* ---- One step after the other ---- */

static void look (SondeRetainedJob     *self,
                  SondeRetainedJobState state);

static void
interrupt (SondeRetainedJob *self,
           const GError     *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_state (self, SONDE_RETAINED_JOB_STOPPED);
      return;
    }

  g_free (self->reason);
  self->reason = g_strdup (error->message);
  set_state (self, SONDE_RETAINED_JOB_INTERRUPTED);
}

static SondePublish *
make_publish (SondeRetainedJob        *self,
              const SondeRetainedItem *item,
              const char             **fault)
{
  const SondeLimits *limits = sonde_connection_get_limits (self->connection);
  g_autoptr (GBytes) nothing = NULL;

  if (self->undoing)
    return sonde_retained_entry_dup_publish (item->entry, fault);

  nothing = g_bytes_new (NULL, 0);

  return sonde_publish_new (sonde_retained_entry_get_topic (item->entry), nothing,
                            limits != NULL ? MIN (limits->maximum_qos, 1) : 1, TRUE);
}

static void
fail_item (SondeRetainedJob  *self,
           SondeRetainedItem *item,
           const char        *sentence)
{
  if (self->failure == NULL)
    self->failure = g_strdup (sentence);
  set_item_state (self, item, SONDE_RETAINED_ITEM_FAILED);
}

static SondePublish *
next_cb (gpointer data,
         guint   *number)
{
  SondeRetainedJob *self = data;

  for (; self->next < self->items->len; self->next++)
    {
      SondeRetainedItem *item = get_item (self, self->next);
      const char        *fault = NULL;
      SondePublish      *publish;

      if (item->state != SONDE_RETAINED_ITEM_WAITING)
        continue;

      publish = make_publish (self, item, &fault);
      if (publish == NULL)
        {
          fail_item (self, item, fault);
          continue;
        }

      item->touched = TRUE;
      item->bare = self->undoing &&
                   sonde_retained_entry_loses_properties (item->entry, sonde_connection_get_version (self->connection));
      set_item_state (self, item, SONDE_RETAINED_ITEM_SENT);
      *number = self->next++;

      return publish;
    }
  return NULL;
}

static void
answered_cb (gpointer      data,
             guint         number,
             const GError *error)
{
  SondeRetainedJob  *self = data;
  SondeRetainedItem *item = get_item (self, number);

  if (error == NULL)
    set_item_state (self, item, SONDE_RETAINED_ITEM_ACKNOWLEDGED);
  else if (g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_OFFLINE))
    set_item_state (self, item, SONDE_RETAINED_ITEM_WAITING);
  else if (!g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST))
    fail_item (self, item, error->message);

  /* It stands as it stood. */
  if (!self->undoing && (item->state == SONDE_RETAINED_ITEM_FAILED || item->state == SONDE_RETAINED_ITEM_WAITING))
    item->touched = FALSE;
}

static const SondeRetainedSenderFuncs sender_funcs = {
  .next = next_cb,
  .answered = answered_cb,
};

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SondeRetainedJob) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!sonde_retained_send_finish (result, &error) && !self->stopping)
    interrupt (self, error);
  else
    look (self, SONDE_RETAINED_JOB_VERIFYING);
}

static void
send (SondeRetainedJob *self)
{
  self->next = 0;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  sonde_retained_send_async (self->connection, &sender_funcs, self, self->cancellable, sent_cb, g_object_ref (self));
  set_state (self, SONDE_RETAINED_JOB_SENDING);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeRetainedJob) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean before = self->state == SONDE_RETAINED_JOB_CHECKING;

  if (!sonde_retained_look_finish (result, NULL, &error))
    {
      interrupt (self, error);
      return;
    }

  if (before)
    judge (self, TRUE);
  if (before && self->n[SONDE_RETAINED_ITEM_WAITING] > 0)
    {
      send (self);
      return;
    }

  judge (self, FALSE);
  bring_up_to_date (self);
  g_clear_object (&self->now);
  set_state (self, self->stopping ? SONDE_RETAINED_JOB_STOPPED : SONDE_RETAINED_JOB_DONE);
}

static GStrv
dup_filters (SondeRetainedJob *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->items->len > FEW_TOPICS)
    g_strv_builder_add (builder, self->filter);
  else
    for (guint i = 0; i < self->items->len; i++)
      g_strv_builder_add (builder, sonde_retained_entry_get_topic (get_item (self, i)->entry));

  return g_strv_builder_end (builder);
}

static void
look (SondeRetainedJob     *self,
      SondeRetainedJobState state)
{
  g_autoptr (GHashTable) among = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) filters = dup_filters (self);

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeRetainedEntry *entry = get_item (self, i)->entry;

      g_hash_table_insert (among, (gpointer) sonde_retained_entry_get_topic (entry), entry);
    }

  g_clear_object (&self->now);
  self->now = sonde_retained_list_new (G_MAXSIZE);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  sonde_retained_look_async (self->connection, filters, self->now, among, self->cancellable, looked_cb,
                             g_object_ref (self));
  set_state (self, state);
}

static void
start (SondeRetainedJob *self)
{
  self->stopping = FALSE;
  g_clear_pointer (&self->reason, g_free);
  look (self, SONDE_RETAINED_JOB_CHECKING);
}

/* ---- The object ---- */

static void
sonde_retained_job_finalize (GObject *object)
{
  SondeRetainedJob *self = SONDE_RETAINED_JOB (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->now);
  g_clear_object (&self->list);
  g_clear_object (&self->connection);
  g_array_unref (self->items);
  g_free (self->filter);
  g_free (self->reason);
  g_free (self->failure);

  G_OBJECT_CLASS (sonde_retained_job_parent_class)->finalize (object);
}

static void
sonde_retained_job_class_init (SondeRetainedJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_retained_job_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", SONDE_TYPE_RETAINED_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_retained_job_init (SondeRetainedJob *self)
{
  self->items = g_array_new (FALSE, TRUE, sizeof (SondeRetainedItem));
  g_array_set_clear_func (self->items, sonde_retained_item_clear);
}

SondeRetainedJob *
sonde_retained_job_new (SondeConnection   *connection,
                        const char        *filter,
                        GPtrArray         *entries,
                        SondeRetainedList *list)
{
  SondeRetainedJob *self;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (filter != NULL, NULL);
  g_return_val_if_fail (entries != NULL && entries->len > 0, NULL);
  g_return_val_if_fail (SONDE_IS_RETAINED_LIST (list), NULL);

  self = g_object_new (SONDE_TYPE_RETAINED_JOB, NULL);
  self->connection = g_object_ref (connection);
  self->filter = g_strdup (filter);
  self->list = g_object_ref (list);
  for (guint i = 0; i < entries->len; i++)
    {
      SondeRetainedItem item = { .entry = g_object_ref (entries->pdata[i]), .state = SONDE_RETAINED_ITEM_WAITING };

      g_array_append_val (self->items, item);
    }
  self->n[SONDE_RETAINED_ITEM_WAITING] = self->items->len;

  return self;
}

gboolean
sonde_retained_job_get_running (SondeRetainedJob *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), FALSE);

  return self->state == SONDE_RETAINED_JOB_CHECKING || self->state == SONDE_RETAINED_JOB_SENDING ||
         self->state == SONDE_RETAINED_JOB_VERIFYING;
}

void
sonde_retained_job_clear (SondeRetainedJob *self)
{
  g_return_if_fail (SONDE_IS_RETAINED_JOB (self));
  g_return_if_fail (self->state == SONDE_RETAINED_JOB_IDLE);

  start (self);
}

gboolean
sonde_retained_job_get_can_undo (SondeRetainedJob *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), FALSE);

  if (sonde_retained_job_get_running (self))
    return FALSE;
  /* What the broker refused can be tried again: it is nowhere else. */
  if (self->undoing)
    return self->state == SONDE_RETAINED_JOB_DONE && self->n[SONDE_RETAINED_ITEM_FAILED] + self->n[SONDE_RETAINED_ITEM_UNCHANGED] > 0;
  for (guint i = 0; i < self->items->len; i++)
    if (get_item (self, i)->touched)
      return TRUE;

  return FALSE;
}

gboolean
sonde_retained_job_get_loses_properties (SondeRetainedJob *self)
{
  SondeMqttVersion version;

  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), FALSE);

  version = sonde_connection_get_version (self->connection);
  for (guint i = 0; i < self->items->len; i++)
    if (sonde_retained_item_is_to_put_back (get_item (self, i), self->undoing) &&
        sonde_retained_entry_loses_properties (get_item (self, i)->entry, version))
      return TRUE;

  return FALSE;
}

void
sonde_retained_job_undo (SondeRetainedJob *self)
{
  g_return_if_fail (SONDE_IS_RETAINED_JOB (self));
  g_return_if_fail (sonde_retained_job_get_can_undo (self));

  self->undoing = TRUE;
  g_clear_pointer (&self->failure, g_free);
  for (guint i = 0; i < self->items->len; i++)
    {
      SondeRetainedItem *item = get_item (self, i);

      set_item_state (self, item, item->touched ? SONDE_RETAINED_ITEM_WAITING : SONDE_RETAINED_ITEM_OUT);
    }
  start (self);
}

void
sonde_retained_job_stop (SondeRetainedJob *self)
{
  g_return_if_fail (SONDE_IS_RETAINED_JOB (self));

  if (!sonde_retained_job_get_running (self))
    return;

  self->stopping = TRUE;
  g_cancellable_cancel (self->cancellable);
}

void
sonde_retained_job_resume (SondeRetainedJob *self)
{
  g_return_if_fail (SONDE_IS_RETAINED_JOB (self));
  g_return_if_fail (self->state == SONDE_RETAINED_JOB_STOPPED || self->state == SONDE_RETAINED_JOB_INTERRUPTED);

  start (self);
}

SondeRetainedJobState
sonde_retained_job_get_state (SondeRetainedJob *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), SONDE_RETAINED_JOB_IDLE);

  return self->state;
}

gboolean
sonde_retained_job_get_undoing (SondeRetainedJob *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), FALSE);

  return self->undoing;
}

const SondeRetainedFigures *
sonde_retained_job_get_figures (SondeRetainedJob *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), NULL);

  self->figures = (SondeRetainedFigures){
    .total = self->items->len - self->n[SONDE_RETAINED_ITEM_OUT],
    .waiting = self->n[SONDE_RETAINED_ITEM_WAITING],
    .unsure = self->n[SONDE_RETAINED_ITEM_SENT],
    .acknowledged = self->n[SONDE_RETAINED_ITEM_ACKNOWLEDGED],
    .done = self->n[SONDE_RETAINED_ITEM_DONE],
    .bare = self->n_bare,
    .failed = self->n[SONDE_RETAINED_ITEM_FAILED],
    .gone = self->n[SONDE_RETAINED_ITEM_GONE],
    .anew = self->n[SONDE_RETAINED_ITEM_ANEW],
    .unchanged = self->n[SONDE_RETAINED_ITEM_UNCHANGED],
  };

  return &self->figures;
}

const char *
sonde_retained_job_get_reason (SondeRetainedJob *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), NULL);

  return self->reason;
}

const char *
sonde_retained_job_get_failure (SondeRetainedJob *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_JOB (self), NULL);

  return self->failure;
}
