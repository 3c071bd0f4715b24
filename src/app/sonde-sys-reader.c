/* sonde-sys-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-reader"

#include "sonde-sys-reader.h"

#include <sonde-reason.h>
#include <sonde-session-beside.h>

#include <glib/gi18n.h>

#define FILTER "$SYS/#"
#define SILENT_SECONDS 5
#define SETTLE_MS 200

/* SUBACK: of MQTT 3 all it can say; of MQTT 5 “not authorized” (3.9.3) */
#define FAILURE 0x80
#define NOT_AUTHORIZED 0x87

struct _SondeSysReader
{
  GObject parent_instance;

  SondeSession   *session;
  SondeSys       *sys;
  SondeSysTopics *topics;
  SondeSysState   state;
  gboolean        asked; /* SUBSCRIBE was sent, and is not answered */
  char           *reason;
  const char     *advice; /* static */
  guint           silent_source;
  guint           settle_source;

  /* What was read of the messages; they come in order. */
  SondeSegment *segment;
  guint         n_read;
};

G_DEFINE_FINAL_TYPE (SondeSysReader, sonde_sys_reader, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ROUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Takes @reason. */
static void
set_state (SondeSysReader *self,
           SondeSysState   state,
           char           *reason,
           const char     *advice)
{
  g_free (self->reason);
  self->reason = reason;
  self->advice = advice;
  self->state = state;
  g_clear_handle_id (&self->silent_source, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
silent_cb (gpointer user_data)
{
  SondeSysReader *self = user_data;

  self->silent_source = 0;
  set_state (self, SONDE_SYS_SILENT, g_strdup (_ ("The broker granted the subscription, but nothing has come so far.")),
             _ ("Some brokers publish their figures once a minute; others, as RabbitMQ, publish none. In mosquitto an ACL "
                "may hold them back: it needs “topic read $SYS/#”. What comes will be shown here."));
  return G_SOURCE_REMOVE;
}

static gboolean
settle_cb (gpointer user_data)
{
  SondeSysReader *self = user_data;
  gboolean        changed = sonde_sys_settle (self->sys, g_get_real_time ());
  gboolean        settled = sonde_sys_is_settled (self->sys);

  if (settled)
    self->settle_source = 0;
  if (changed)
    g_signal_emit (self, signals[SIGNAL_ROUND], 0);

  return settled ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
read_record (SondeSysReader     *self,
             const SondeSegment *segment,
             const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);
  const void              *payload = sonde_segment_get_payload (segment, record);

  if (sonde_record_get_kind (record) != SONDE_MESSAGE_RECEIVED || !g_utf8_validate (topic->name, -1, NULL))
    return FALSE;

  sonde_sys_topics_add (self->topics, topic->name, payload, record->payload_size);
  sonde_sys_add (self->sys, topic->name, payload, record->payload_size,
                 (record->flags & SONDE_RECORD_RETAIN) != 0, segment->began_at + record->time);
  return TRUE;
}

static void
messages_cb (SondeSysReader *self,
             SondeSegment   *segment,
             guint           count)
{
  gboolean any = FALSE;

  if (segment != self->segment)
    {
      g_clear_pointer (&self->segment, sonde_segment_unref);
      self->segment = sonde_segment_ref (segment);
      self->n_read = 0;
    }
  for (; self->n_read < count; self->n_read++)
    any |= read_record (self, segment, sonde_segment_get_record (segment, self->n_read));

  if (!any)
    return;

  sonde_sys_topics_flush (self->topics);
  if (self->settle_source == 0 && !sonde_sys_is_settled (self->sys))
    self->settle_source = g_timeout_add (SETTLE_MS, settle_cb, self);
  if (self->state != SONDE_SYS_READING)
    set_state (self, SONDE_SYS_READING, NULL, NULL);
}

/* What came before stays as it is. */
static void
hang_up (SondeSysReader *self)
{
  SondeSession *session = g_steal_pointer (&self->session);

  if (session == NULL)
    return;

  g_signal_handlers_disconnect_by_data (session, self);
  sonde_session_close_beside (session);
}

static void
filter_changed_cb (SondeSysReader *self,
                   const char     *filter)
{
  guint8           code = 0;
  SondeGrant       grant = sonde_session_get_grant (self->session, FILTER, &code);
  SondeMqttVersion version = sonde_session_get_version (self->session);
  const char      *words;
  const char      *advice = NULL;

  if (grant == SONDE_GRANT_GRANTED && self->asked)
    {
      self->asked = FALSE;
      set_state (self, SONDE_SYS_WAITING, NULL, NULL);
      self->silent_source = g_timeout_add_seconds (SILENT_SECONDS, silent_cb, self);
    }
  if (grant != SONDE_GRANT_REFUSED)
    return;

  words = sonde_reason_to_string (version, SONDE_REASON_IN_SUBACK, code);
  if (code == FAILURE || code == NOT_AUTHORIZED)
    advice = _ ("The permissions of a broker say who may read $SYS. Those of EMQX let only clients on its own host: "
                "allow this user in its file acl.conf.");
  hang_up (self);
  /* Translators: %s is a topic filter, and then what the SUBACK says: “not authorized” */
  set_state (self, SONDE_SYS_REFUSED,
             g_strdup_printf (_ ("The broker refused the subscription to “%s”: %s."), FILTER, words), advice);
}

static void
ended (SondeSysReader *self)
{
  const GError *error = sonde_session_get_error (self->session);
  const char   *advice = NULL;
  char         *reason;

  if (self->asked)
    {
      /* Translators: %s is a topic filter */
      reason = g_strdup_printf (_ ("The broker ended the connection when Sonde subscribed to “%s”."), FILTER);
      advice = _ ("Some brokers do so to a client that may not read it.");
    }
  else
    {
      reason = g_strdup (error != NULL ? error->message : _ ("The connection that reads $SYS has ended."));
      if (self->state == SONDE_SYS_CONNECTING)
        advice = _ ("To leave your session alone, $SYS is read over a second connection with a client ID of its own. "
                    "This broker may allow one connection only, or certain client IDs.");
    }

  hang_up (self);
  set_state (self, SONDE_SYS_REFUSED, reason, advice);
}

static void
state_cb (SondeSysReader *self)
{
  g_auto (SondeSubscribeOptions) options = { 0 };

  switch (sonde_session_get_state (self->session))
    {
    case SONDE_STATE_ONLINE:
      self->asked = TRUE;
      sonde_subscribe_options_init (&options, 0);
      sonde_session_subscribe (self->session, FILTER, &options);
      break;

    case SONDE_STATE_IDLE:
      ended (self);
      break;

    default:
      break;
    }
}

SondeSysState
sonde_sys_reader_get_state (SondeSysReader *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_READER (self), SONDE_SYS_OFFLINE);

  return self->state;
}

const char *
sonde_sys_reader_get_reason (SondeSysReader *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_READER (self), NULL);

  return self->reason;
}

const char *
sonde_sys_reader_get_advice (SondeSysReader *self)
{
  g_return_val_if_fail (SONDE_IS_SYS_READER (self), NULL);

  return self->advice;
}

static void
sonde_sys_reader_dispose (GObject *object)
{
  SondeSysReader *self = SONDE_SYS_READER (object);

  hang_up (self);
  g_clear_handle_id (&self->silent_source, g_source_remove);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_clear_object (&self->topics);
  g_clear_pointer (&self->segment, sonde_segment_unref);

  G_OBJECT_CLASS (sonde_sys_reader_parent_class)->dispose (object);
}

static void
sonde_sys_reader_finalize (GObject *object)
{
  g_free (SONDE_SYS_READER (object)->reason);

  G_OBJECT_CLASS (sonde_sys_reader_parent_class)->finalize (object);
}

static void
sonde_sys_reader_class_init (SondeSysReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_sys_reader_dispose;
  object_class->finalize = sonde_sys_reader_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SONDE_TYPE_SYS_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_ROUND] = g_signal_new ("round", SONDE_TYPE_SYS_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
sonde_sys_reader_init (SondeSysReader *self)
{
  self->state = SONDE_SYS_CONNECTING;
}

SondeSysReader *
sonde_sys_reader_new (SondeSession   *session,
                      SondeSys       *sys,
                      SondeSysTopics *topics)
{
  SondeSysReader *self;

  g_return_val_if_fail (SONDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (sys != NULL, NULL);
  g_return_val_if_fail (SONDE_IS_SYS_TOPICS (topics), NULL);

  self = g_object_new (SONDE_TYPE_SYS_READER, NULL);
  self->session = session;
  self->sys = sys;
  self->topics = g_object_ref (topics);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (session, "filter-changed", G_CALLBACK (filter_changed_cb), self);
  g_signal_connect_swapped (session, "messages", G_CALLBACK (messages_cb), self);
  return self;
}
