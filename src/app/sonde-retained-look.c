/* sonde-retained-look.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-look"

#include "sonde-retained-look.h"

#include "sonde-side-session.h"

#include <sonde-mqtt-error.h>
#include <sonde-reason.h>
#include <sonde-session-beside.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>
#include <string.h>

/* Nothing new for so long, or for four times what SUBACK took: that was all. */
#define QUIET_US (G_USEC_PER_SEC)
#define QUIET_ROUND_TRIPS 4

/* A SUBSCRIBE without an answer */
#define PATIENCE_US (30 * G_USEC_PER_SEC)

#define TICK_MS 100

/* So few that no broker's queue overflows. */
#define TOPICS_AT_ONCE 100

typedef enum
{
  PASS_QOS, /* as they are stored */
  PASS_ALL, /* which there are */
  PASS_TOPICS,
} Pass;

typedef struct
{
  SondeSession      *session;
  GStrv              filters;
  SondeRetainedList *list;
  GHashTable        *among;

  Pass        pass;
  GHashTable *seen;     /* entries that came in this pass, by address */
  GHashTable *left_out; /* hashes of topics, in this pass */
  GHashTable *passed;   /* likewise, of those passed over */
  gboolean    queued;   /* some came at QoS 1 or 2: others may have been dropped from the broker's queue */
  GHashTable *again;    /* topics, to be asked for one by one */
  GStrv       asked;    /* filters of the present SUBSCRIBE */
  GHashTable *waiting;  /* topics that it is to bring; in PASS_TOPICS */

  gboolean subscribed; /* SUBSCRIBE was sent … */
  gboolean granted;    /* … and answered */
  gint64   asked_at;
  gint64   quiet;   /* µs */
  gint64   last_at; /* something new came */
  guint    tick;
  gulong   cancelled;

  SondeSegment *segment; /* the latest, of which n_read records are read */
  guint         n_read;

  SondeRetainedFound found;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_strfreev (self->filters);
  g_strfreev (self->asked);
  g_clear_object (&self->list);
  g_clear_pointer (&self->among, g_hash_table_unref);
  g_clear_pointer (&self->segment, sonde_segment_unref);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->left_out);
  g_hash_table_unref (self->passed);
  g_hash_table_unref (self->again);
  g_hash_table_unref (self->waiting);
  g_free (self);
}

/* Takes the reference that the look holds. */
static void
end (GTask  *task,
     GError *error)
{
  Look *self = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled);
  if (self->tick != 0)
    g_source_remove (self->tick);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, task);
      sonde_session_close_beside (g_steal_pointer (&self->session));
    }
  sonde_retained_list_flush (self->list);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
ask (Look  *self,
     GStrv  filters, /* taken */
     guint8 qos)
{
  g_auto (SondeSubscribeOptions) options = { 0 };
  g_auto (GStrv) asked = g_strdupv (filters); /* ours may go while the session is told of them */

  sonde_subscribe_options_init (&options, qos);
  /* Tells what is stored from what is only sent on; MQTT 3 does not know it. */
  options.retain_as_published = TRUE;

  g_strfreev (self->asked);
  self->asked = filters;
  self->subscribed = TRUE;
  self->granted = FALSE;
  self->asked_at = g_get_monotonic_time ();
  g_hash_table_remove_all (self->seen);
  g_hash_table_remove_all (self->left_out);
  g_hash_table_remove_all (self->passed);
  sonde_session_subscribe_many (self->session, asked, &options);
}

/* ---- What came ---- */

/* Returns: whether it is the first time */
static gboolean
count_topic (GHashTable              *hashes,
             const SondeSegmentTopic *topic)
{
  g_autoptr (GBytes) name = g_bytes_new_static (topic->name, topic->length);

  return g_hash_table_add (hashes, GUINT_TO_POINTER (g_bytes_hash (name)));
}

/* Returns: whether it is the first time */
static gboolean
leave_out (Look                    *self,
           const SondeSegmentTopic *topic)
{
  gboolean first = count_topic (self->left_out, topic);

  self->found.n_left_out = MAX (self->found.n_left_out, g_hash_table_size (self->left_out));

  return first;
}

/* Returns: %FALSE when there is no room */
static gboolean
put (Look               *self,
     SondeRetainedEntry *entry)
{
  SondeRetainedEntry *same = NULL;

  if (self->among != NULL)
    same = g_hash_table_lookup (self->among, sonde_retained_entry_get_topic (entry));
  if (same != NULL && sonde_retained_entry_equal (same, entry))
    entry = same;
  if (!sonde_retained_list_put (self->list, entry))
    return FALSE;

  g_hash_table_add (self->seen, entry);

  return TRUE;
}

static void
ask_again (Look       *self,
           const char *topic)
{
  /* A subscription to it would be a shared one, which brings none (5.0, 4.8.2). */
  if (!sonde_topic_filter_is_shared (topic) && sonde_topic_name_check (topic, strlen (topic)) == SONDE_TOPIC_FAULT_NONE)
    g_hash_table_add (self->again, g_strdup (topic));
}

static void
forget (Look       *self,
        const char *topic)
{
  sonde_retained_list_remove (self->list, topic);
  g_hash_table_remove (self->again, topic);
  g_hash_table_remove (self->waiting, topic);
}

/* Returns: whether it is news, in this pass */
static gboolean
take_entry (Look                    *self,
            SondeRetainedEntry      *entry,
            const SondeSegmentTopic *name)
{
  const char         *topic = sonde_retained_entry_get_topic (entry);
  SondeRetainedEntry *known = sonde_retained_list_lookup (self->list, topic);
  gboolean            news = known == NULL || !g_hash_table_contains (self->seen, known);

  if (g_bytes_get_size (sonde_retained_entry_get_payload (entry)) == 0)
    {
      forget (self, topic);
      return FALSE;
    }

  if (self->pass == PASS_TOPICS)
    g_hash_table_remove (self->waiting, topic);

  /* The QoS is this subscription's, not the message's. */
  if (self->pass == PASS_ALL && known != NULL && sonde_retained_entry_same_content (known, entry))
    {
      g_hash_table_add (self->seen, known);
      return news;
    }

  if (!put (self, entry))
    return leave_out (self, name);
  if (self->pass == PASS_ALL)
    ask_again (self, topic);

  return news;
}

/* Just published, and maybe not retained (MQTT 3 does not say): what is stored now? */
static void
take_live (Look                    *self,
           const SondeSegmentTopic *topic)
{
  g_autofree char *name = g_strndup (topic->name, topic->length);

  if (self->pass != PASS_TOPICS && sonde_session_get_version (self->session) != SONDE_MQTT_5 &&
      sonde_retained_list_lookup (self->list, name) != NULL)
    ask_again (self, name);
}

static gboolean
passes_over (Look                    *self,
             const SondeSegmentTopic *topic)
{
  g_autofree char *name = NULL;

  if (self->among == NULL)
    return FALSE;

  name = g_strndup (topic->name, topic->length);

  return !g_hash_table_contains (self->among, name);
}

static void
take_record (Look               *self,
             const SondeSegment *segment,
             const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);
  gboolean                 retained = (record->flags & SONDE_RECORD_RETAIN) != 0;
  g_autoptr (SondeRetainedEntry) entry = NULL;

  if (sonde_record_get_kind (record) != SONDE_MESSAGE_RECEIVED)
    return;
  self->queued |= retained && sonde_record_get_qos (record) > 0;

  /* While others still come, what is looked for may follow. */
  if (passes_over (self, topic))
    {
      if (retained && count_topic (self->passed, topic))
        self->last_at = g_get_monotonic_time ();
      return;
    }
  if (!retained)
    {
      take_live (self, topic);
      return;
    }

  entry = sonde_retained_entry_new (segment, record);
  if (entry != NULL ? take_entry (self, entry, topic) : leave_out (self, topic))
    self->last_at = g_get_monotonic_time ();
}

/* ---- One pass after the other ---- */

static void
ask_for_topics (GTask *task)
{
  Look *self = g_task_get_task_data (task);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer       topic;

  /* Not there any more, else they had come. */
  if (g_hash_table_size (self->waiting) > 0)
    sonde_retained_list_remove_all (self->list, self->waiting);
  g_hash_table_remove_all (self->waiting);

  g_hash_table_iter_init (&iter, self->again);
  while (g_hash_table_size (self->waiting) < TOPICS_AT_ONCE && g_hash_table_iter_next (&iter, &topic, NULL))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_add (self->waiting, topic);
      g_strv_builder_add (builder, topic);
    }

  self->pass = PASS_TOPICS;
  if (g_hash_table_size (self->waiting) == 0)
    end (task, NULL);
  else
    ask (self, g_strv_builder_end (builder), 2);
}

static gboolean
has_wildcard (GStrv filters)
{
  for (guint i = 0; filters[i] != NULL; i++)
    if (strpbrk (filters[i], "+#") != NULL)
      return TRUE;

  return FALSE;
}

static void
go_on (GTask *task)
{
  Look *self = g_task_get_task_data (task);

  sonde_retained_list_flush (self->list);
  if (self->pass == PASS_QOS && has_wildcard (self->filters) && self->queued)
    {
      self->pass = PASS_ALL;
      ask (self, g_strdupv (self->filters), 0);
      return;
    }

  ask_for_topics (task);
}

static gboolean
tick_cb (gpointer user_data)
{
  GTask *task = user_data;
  Look  *self = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();

  if (self->granted && now - self->last_at >= self->quiet)
    go_on (task);
  else if (self->subscribed && !self->granted && now - self->asked_at >= PATIENCE_US)
    end (task, g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                                    _ ("The broker does not answer the subscription.")));

  /* end() removes it. */
  return G_SOURCE_CONTINUE;
}

/* ---- The session ---- */

static void
messages_cb (SondeSession *session,
             SondeSegment *segment,
             guint         count,
             GTask        *task)
{
  Look *self = g_task_get_task_data (task);

  if (segment != self->segment)
    {
      g_clear_pointer (&self->segment, sonde_segment_unref);
      self->segment = sonde_segment_ref (segment);
      self->n_read = 0;
    }
  for (; self->n_read < count; self->n_read++)
    take_record (self, segment, sonde_segment_get_record (segment, self->n_read));
  sonde_retained_list_flush (self->list);

  if (self->pass == PASS_TOPICS && self->granted && g_hash_table_size (self->waiting) == 0)
    ask_for_topics (task);
}

static GError *
refusal (Look       *self,
         const char *filter,
         guint8      code)
{
  SondeMqttVersion version = sonde_session_get_version (self->session);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_REFUSED,
                      /* Translators: a topic filter, then why: “not authorized” */
                      _ ("The broker refused the subscription to “%s”: %s. Try a filter that asks for less."), filter,
                      sonde_reason_to_string (version, SONDE_REASON_IN_SUBACK, code));
}

static void
filter_changed_cb (SondeSession *session,
                   const char   *filter,
                   GTask        *task)
{
  Look  *self = g_task_get_task_data (task);
  guint8 code;

  if (self->granted || !self->subscribed)
    return;

  for (guint i = 0; self->asked[i] != NULL; i++)
    {
      SondeGrant grant = sonde_session_get_grant (session, self->asked[i], &code);

      if (grant == SONDE_GRANT_REFUSED && self->pass != PASS_TOPICS)
        {
          end (task, refusal (self, self->asked[i], code));
          return;
        }
      if (grant != SONDE_GRANT_GRANTED && grant != SONDE_GRANT_REFUSED)
        return;
      if (self->pass == PASS_QOS)
        self->found.granted_qos = MIN (self->found.granted_qos, code);
    }

  self->granted = TRUE;
  self->last_at = g_get_monotonic_time ();
  self->quiet = MAX (QUIET_US, QUIET_ROUND_TRIPS * (self->last_at - self->asked_at));
  if (self->pass == PASS_TOPICS && g_hash_table_size (self->waiting) == 0)
    ask_for_topics (task);
}

static void
state_cb (SondeSession *session,
          GParamSpec   *pspec,
          GTask        *task)
{
  Look      *self = g_task_get_task_data (task);
  SondeState state = sonde_session_get_state (session);

  if (state == SONDE_STATE_ONLINE && !self->subscribed)
    ask (self, g_strdupv (self->filters), 2);
  else if (state == SONDE_STATE_IDLE)
    end (task, sonde_side_session_dup_error (session));
}

static gboolean
cancelled_idle_cb (gpointer user_data)
{
  GTask  *task = user_data;
  Look   *self = g_task_get_task_data (task);
  GError *error = NULL;

  /* It may have ended meanwhile. */
  if (self->session != NULL)
    {
      g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error);
      end (task, error);
    }
  return G_SOURCE_REMOVE;
}

/* g_cancellable_disconnect() may not be called from here. */
static void
cancelled_cb (GCancellable *cancellable,
              GTask        *task)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, cancelled_idle_cb, g_object_ref (task), g_object_unref);
}

void
sonde_retained_look_async (SondeConnection    *connection,
                           GStrv               filters,
                           SondeRetainedList  *list,
                           GHashTable         *among,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Look *self;

  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (filters != NULL && filters[0] != NULL);
  g_return_if_fail (SONDE_IS_RETAINED_LIST (list));

  self = g_new0 (Look, 1);
  self->filters = g_strdupv (filters);
  self->list = g_object_ref (list);
  self->among = among != NULL ? g_hash_table_ref (among) : NULL;
  self->seen = g_hash_table_new (NULL, NULL);
  self->left_out = g_hash_table_new (NULL, NULL);
  self->passed = g_hash_table_new (NULL, NULL);
  self->again = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->found.granted_qos = 2;

  task = g_task_new (connection, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_retained_look_async);
  g_task_set_task_data (task, self, look_free);
  if (g_task_return_error_if_cancelled (task))
    return;

  self->session = sonde_side_session_open (connection);
  if (self->session == NULL)
    {
      g_task_return_new_error (task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_OFFLINE, _ ("Not connected: connect first."));
      return;
    }

  g_signal_connect (self->session, "messages", G_CALLBACK (messages_cb), task);
  g_signal_connect (self->session, "filter-changed", G_CALLBACK (filter_changed_cb), task);
  g_signal_connect (self->session, "notify::state", G_CALLBACK (state_cb), task);
  self->tick = g_timeout_add (TICK_MS, tick_cb, task);
  if (cancellable != NULL)
    self->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
  g_steal_pointer (&task);
}

gboolean
sonde_retained_look_finish (GAsyncResult       *result,
                            SondeRetainedFound *found,
                            GError            **error)
{
  GTask *task;

  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_retained_look_async), FALSE);

  task = G_TASK (result);
  if (found != NULL)
    *found = ((Look *) g_task_get_task_data (task))->found;

  return g_task_propagate_boolean (task, error);
}
