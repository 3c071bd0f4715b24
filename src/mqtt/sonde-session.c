/* sonde-session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-session"

#include "sonde-session-private.h"

#include "sonde-alarm.h"
#include "sonde-cause.h"
#include "sonde-mqtt-error.h"
#include "sonde-properties.h"

#include <glib/gi18n.h>

G_DEFINE_ENUM_TYPE (SondeState, sonde_state, G_DEFINE_ENUM_VALUE (SONDE_STATE_IDLE, "idle"), G_DEFINE_ENUM_VALUE (SONDE_STATE_CONNECTING, "connecting"), G_DEFINE_ENUM_VALUE (SONDE_STATE_ONLINE, "online"), G_DEFINE_ENUM_VALUE (SONDE_STATE_WAITING, "waiting"), G_DEFINE_ENUM_VALUE (SONDE_STATE_DISCONNECTING, "disconnecting"))

G_DEFINE_FINAL_TYPE (SondeSession, sonde_session, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_RETRY_AT,
  PROP_SESSION_PRESENT,
  PROP_ERROR,
  PROP_STAGE,
  N_PROPS,
};

enum
{
  SIGNAL_STAGE,
  SIGNAL_CONNACK,
  SIGNAL_MESSAGES,
  SIGNAL_FILTER_CHANGED,
  SIGNAL_ACKED,
  SIGNAL_REPEAT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- What others see ---- */

static void
set_stage (SondeSession *self,
           SondeStage    stage)
{
  if (self->stage == stage)
    return;

  self->stage = stage;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

static void
set_session_present (SondeSession *self,
                     gboolean      session_present)
{
  if (self->session_present == session_present)
    return;

  self->session_present = session_present;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION_PRESENT]);
}

/* Takes @error. */
static void
take_error (SondeSession *self,
            GError       *error)
{
  if (self->error == error)
    return;

  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* ---- The machine and what it asks for ---- */

static void
take_next_login (SondeSession *self)
{
  if (self->next_login == NULL)
    return;

  if (self->login != NULL && !sonde_login_is_same_session (self->login->profile, self->next_login->profile))
    sonde_subscriber_disconnected (self->subscriber, FALSE);
  g_clear_pointer (&self->login, sonde_login_free);
  self->login = g_steal_pointer (&self->next_login);
}

/* 5.0, 3.2.2.3.2: the broker may set another than CONNECT asked for. */
static guint32
get_session_expiry (SondeSession *self,
                    GBytes       *connack)
{
  const SondeProfile *profile = self->login->profile;
  SondeProperty       property;
  const guint8       *bytes = NULL;
  gsize               size = 0;

  if (profile->version != SONDE_MQTT_5)
    return 0;

  if (connack != NULL)
    bytes = g_bytes_get_data (connack, &size);
  if (sonde_properties_find (bytes, size, SONDE_PROPERTY_SESSION_EXPIRY, &property))
    return property.number;

  return profile->session_expiry;
}

static void
open_transport (SondeSession *self,
                gboolean      again)
{
  if (!again)
    {
      sonde_publishes_disconnected (self->publishes, FALSE);
      take_next_login (self);
      self->session_expiry = get_session_expiry (self, NULL);
    }

  set_stage (self, SONDE_STAGE_RESOLVE);
  sonde_transport_open (self->transport, self->login->profile, self->login->password, again);
}

/* @closed: (nullable): how the connection ended, where it did */
static SondeMachineInput
get_input (SondeSession              *self,
           const SondeTransportEvent *closed)
{
  const SondeProfile *profile = sonde_session_get_profile (self);
  SondeMachineInput   input = { .may_retry = closed == NULL || closed->may_retry };

  if (closed != NULL)
    input.cut = g_error_matches (closed->error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CUT);
  if (profile == NULL)
    return input;

  input.reconnect = profile->reconnect;
  input.first_delay = profile->first_delay;
  input.greatest_delay = profile->greatest_delay;
  input.attempts = profile->attempts;

  return input;
}

static void
feed_machine (SondeSession              *self,
              SondeMachineEvent          event,
              const SondeTransportEvent *closed)
{
  SondeMachineInput   input = get_input (self, closed);
  SondeMachine        before = self->machine;
  SondeMachineActions actions;

  actions = sonde_machine_next (&self->machine, event, &input, g_get_monotonic_time (), g_random_double ());

  if (actions & SONDE_ACTION_DISARM)
    g_source_set_ready_time (self->retry, -1);
  if (actions & SONDE_ACTION_ARM)
    g_source_set_ready_time (self->retry, self->machine.retry_at);
  if (actions & SONDE_ACTION_CLOSE)
    {
      sonde_publishes_refuse (self->publishes);
      sonde_transport_close (self->transport, &self->goodbye);
    }
  if (actions & (SONDE_ACTION_OPEN | SONDE_ACTION_OPEN_AGAIN))
    open_transport (self, (actions & SONDE_ACTION_OPEN_AGAIN) != 0);

  if (before.retry_at != self->machine.retry_at)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
  if (before.state != self->machine.state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
retry_cb (gpointer user_data)
{
  g_autoptr (SondeSession) self = g_object_ref (user_data);

  feed_machine (self, SONDE_MACHINE_TIMER, NULL);

  return G_SOURCE_CONTINUE;
}

static void
network_changed_cb (SondeSession *self,
                    gboolean      available)
{
  if (available)
    feed_machine (self, SONDE_MACHINE_RETRY_NOW, NULL);
}

/* ---- Events ---- */

static void
note_limits (SondeSession              *self,
             const SondeTransportEvent *connack)
{
  gsize         size = 0;
  const guint8 *bytes = connack->properties != NULL ? g_bytes_get_data (connack->properties, &size) : NULL;

  sonde_limits_init (&self->limits, self->login->profile->version, bytes, size);
}

static void
handle_connack (SondeSession              *self,
                const SondeTransportEvent *event)
{
  if (event->reason == 0)
    {
      self->session_expiry = get_session_expiry (self, event->properties);
      set_session_present (self, event->session_present);
      take_error (self, NULL);
      feed_machine (self, SONDE_MACHINE_ACCEPTED, NULL);
    }
  g_signal_emit (self, signals[SIGNAL_CONNACK], 0, (guint) event->reason, event->session_present, event->properties);

  if (event->reason == 0 && self->machine.state == SONDE_STATE_ONLINE)
    {
      const SondeProfile *profile = self->login->profile;
      gboolean            hidden = sonde_login_hides_session (profile);

      note_limits (self, event);
      sonde_subscriber_connected (self->subscriber, &self->limits, event->session_present, hidden, profile->resubscribe);
      sonde_publishes_connected (self->publishes, &self->limits, event->session_present || hidden);
    }
}

static void
handle_acked (SondeSession              *self,
              const SondeTransportEvent *event)
{
  SondePublishResult result;

  /* What was refused before it went out has no row in the log. */
  if (sonde_publishes_acked (self->publishes, event->token, event->reason, event->time, &result) && result.round_trip >= 0)
    g_signal_emit (self, signals[SIGNAL_ACKED], 0, result.serial, (guint) result.reason, result.round_trip);
}

/* Whether the broker keeps the session now that the connection has ended. */
static gboolean
session_lasts (SondeSession *self)
{
  const SondeProfile *profile = self->login->profile;

  if (profile->version != SONDE_MQTT_5)
    return !profile->clean_start;
  if (self->machine.state == SONDE_STATE_DISCONNECTING && !self->goodbye.drop && self->goodbye.set_session_expiry)
    return self->goodbye.session_expiry > 0;

  return self->session_expiry > 0;
}

static GError *
dup_closing_error (SondeSession              *self,
                   const SondeTransportEvent *event)
{
  SondeMachineInput input = get_input (self, event);
  GError           *error;

  if (sonde_machine_is_contested (&self->machine, &input))
    return sonde_cause_from_cuts (self->login->profile);

  error = g_error_copy (event->error);
  if (sonde_machine_gives_up (&self->machine, &input, g_get_monotonic_time ()))
    {
      g_autofree char *cause = g_steal_pointer (&error->message);

      /* Translators: %s is a whole sentence: why the last of the attempts failed */
      error->message = g_strdup_printf (g_dngettext (NULL,
                                                     "%s Gave up after %u attempt.",
                                                     "%s Gave up after %u attempts.",
                                                     input.attempts),
                                        cause, input.attempts);
    }

  return error;
}

static void
note_chain (SondeSession              *self,
            const SondeTransportEvent *event)
{
  g_clear_pointer (&self->chain, sonde_chain_unref);
  if (event->chain != NULL)
    self->chain = sonde_chain_ref (event->chain);
}

static void
handle_closed (SondeSession              *self,
               const SondeTransportEvent *event)
{
  sonde_subscriber_disconnected (self->subscriber, session_lasts (self));
  note_chain (self, event);
  if (event->error != NULL && self->machine.state != SONDE_STATE_DISCONNECTING)
    take_error (self, dup_closing_error (self, event));

  feed_machine (self, SONDE_MACHINE_CLOSED, event);

  sonde_publishes_disconnected (self->publishes, self->machine.state == SONDE_STATE_WAITING);
}

static void
transport_event_cb (const SondeTransportEvent *event,
                    gpointer                   user_data)
{
  g_autoptr (SondeSession) self = g_object_ref (user_data);

  switch (event->type)
    {
    case SONDE_TRANSPORT_STAGE:
      note_chain (self, event);
      set_stage (self, event->stage);
      g_signal_emit (self, signals[SIGNAL_STAGE], 0, (int) event->stage, event->detail, event->time);
      break;
    case SONDE_TRANSPORT_CONNACK:
      handle_connack (self, event);
      break;
    case SONDE_TRANSPORT_MESSAGES:
      g_signal_emit (self, signals[SIGNAL_MESSAGES], 0, event->segment, event->count);
      break;
    case SONDE_TRANSPORT_SUBACK:
    case SONDE_TRANSPORT_UNSUBACK:
      sonde_subscriber_take_answer (self->subscriber, event);
      break;
    case SONDE_TRANSPORT_PUBLISHED:
      sonde_publishes_sent (self->publishes, event->token, event->serial, event->time);
      break;
    case SONDE_TRANSPORT_RECEIVED:
      sonde_publishes_received (self->publishes, event->token, event->reason, event->time);
      break;
    case SONDE_TRANSPORT_ACKED:
      handle_acked (self, event);
      break;
    case SONDE_TRANSPORT_REPEAT:
      g_signal_emit (self, signals[SIGNAL_REPEAT], 0, event->token, event->progress);
      break;
    case SONDE_TRANSPORT_REPEAT_ACKED:
      g_signal_emit (self, signals[SIGNAL_ACKED], 0, event->serial, (guint) event->reason, event->round_trip);
      break;
    case SONDE_TRANSPORT_CLOSED:
      handle_closed (self, event);
      break;
    default:
      g_warn_if_reached ();
      break;
    }
}

static void
filter_changed_cb (const char *filter,
                   gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_FILTER_CHANGED], 0, filter);
}

/* ---- GObject ---- */

static void
sonde_session_dispose (GObject *object)
{
  SondeSession *self = SONDE_SESSION (object);

  if (self->transport != NULL)
    {
      sonde_transport_set_sink (self->transport, NULL, NULL);
      if (self->machine.state != SONDE_STATE_IDLE && self->machine.state != SONDE_STATE_WAITING)
        sonde_transport_close (self->transport, NULL);
    }
  g_clear_pointer (&self->publishes, sonde_publishes_free);
  g_clear_pointer (&self->subscriber, sonde_subscriber_free);
  g_clear_object (&self->transport);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  self->monitor = NULL;
  sonde_alarm_clear (&self->retry);

  G_OBJECT_CLASS (sonde_session_parent_class)->dispose (object);
}

static void
sonde_session_finalize (GObject *object)
{
  SondeSession *self = SONDE_SESSION (object);

  g_clear_pointer (&self->login, sonde_login_free);
  g_clear_pointer (&self->next_login, sonde_login_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->chain, sonde_chain_unref);

  G_OBJECT_CLASS (sonde_session_parent_class)->finalize (object);
}

static void
sonde_session_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SondeSession *self = SONDE_SESSION (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->machine.state);
      break;
    case PROP_RETRY_AT:
      g_value_set_int64 (value, self->machine.retry_at);
      break;
    case PROP_SESSION_PRESENT:
      g_value_set_boolean (value, self->session_present);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_STAGE:
      g_value_set_int (value, self->stage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
sonde_session_class_init (SondeSessionClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GType             type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sonde_session_dispose;
  object_class->finalize = sonde_session_finalize;
  object_class->get_property = sonde_session_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SONDE_TYPE_STATE, SONDE_STATE_IDLE, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SESSION_PRESENT] = g_param_spec_boolean ("session-present", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_STAGE] = g_param_spec_int ("stage", NULL, NULL, 0, SONDE_STAGE_ONLINE, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_STAGE] = g_signal_new ("stage", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_CONNACK] = g_signal_new ("connack", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_BOOLEAN, G_TYPE_BYTES);
  signals[SIGNAL_MESSAGES] = g_signal_new ("messages", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
  signals[SIGNAL_FILTER_CHANGED] = g_signal_new ("filter-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_REPEAT] = g_signal_new ("repeat", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_POINTER);
  signals[SIGNAL_ACKED] = g_signal_new ("acked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT64, G_TYPE_UINT, G_TYPE_INT64);
}

static void
sonde_session_init (SondeSession *self)
{
  self->retry = sonde_alarm_new ("[sonde] retry", retry_cb, self);
}

SondeSession *
sonde_session_new (SondeTransport *transport)
{
  SondeSession *self;

  g_return_val_if_fail (SONDE_IS_TRANSPORT (transport), NULL);

  self = g_object_new (SONDE_TYPE_SESSION, NULL);
  self->transport = g_object_ref (transport);
  self->subscriber = sonde_subscriber_new (transport, filter_changed_cb, self);
  self->publishes = sonde_publishes_new (transport);
  sonde_transport_set_sink (transport, transport_event_cb, self);

  return self;
}

/* ---- What the user asks for ---- */

void
sonde_session_connect (SondeSession       *self,
                       const SondeProfile *profile,
                       const char         *password)
{
  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (profile != NULL);

  g_clear_pointer (&self->next_login, sonde_login_free);
  self->next_login = sonde_login_new (profile, password);

  if (self->monitor == NULL)
    {
      self->monitor = g_network_monitor_get_default ();
      g_signal_connect_swapped (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self);
    }

  self->goodbye = (SondeGoodbye){ 0 };
  take_error (self, NULL);
  feed_machine (self, SONDE_MACHINE_CONNECT, NULL);
}

void
sonde_session_disconnect (SondeSession *self)
{
  const SondeGoodbye normal = { 0 };

  sonde_session_say_goodbye (self, &normal);
}

void
sonde_session_say_goodbye (SondeSession       *self,
                           const SondeGoodbye *goodbye)
{
  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (goodbye != NULL);

  /* What is on its way is not called back. */
  if (self->machine.state != SONDE_STATE_DISCONNECTING)
    self->goodbye = *goodbye;
  feed_machine (self, SONDE_MACHINE_DISCONNECT, NULL);
  if (self->machine.state == SONDE_STATE_IDLE)
    sonde_publishes_disconnected (self->publishes, FALSE);
}

void
sonde_session_retry_now (SondeSession *self)
{
  g_return_if_fail (SONDE_IS_SESSION (self));

  feed_machine (self, SONDE_MACHINE_RETRY_NOW, NULL);
}
