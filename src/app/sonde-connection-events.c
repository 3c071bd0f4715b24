/* sonde-connection-events.c: what comes up from the session and the local broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include "sonde-advice.h"

#include <sonde-mqtt-error.h>

#include <glib/gi18n.h>

#define RATE_INTERVAL_MS 500
#define BAD_USER_NAME_OR_PASSWORD 0x86
#define NOT_AUTHORIZED 0x87

void
sonde_connection_begin_attempt (SondeConnection    *self,
                                const SondeProfile *profile)
{
  g_clear_pointer (&self->attempt, sonde_report_free);
  self->attempt = sonde_report_new (profile);
}

void
sonde_connection_fail_attempt (SondeConnection *self,
                               const GError    *error)
{
  const char *advice = NULL;
  SondeChain *chain;

  if (self->attempt == NULL)
    return;

  chain = sonde_session_get_chain (self->session);
  if (chain != NULL && g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS))
    {
      sonde_report_set_chain (self->attempt, chain);
      advice = sonde_advice_for_chain (self->profile, chain);
    }
  if (advice == NULL)
    advice = sonde_advice_for (self->profile, error, self->connack_reason);
  sonde_report_set_suggestion (self->attempt, sonde_suggestion_for (self->profile, error));
  sonde_report_fail (self->attempt, error, advice, g_get_monotonic_time ());
  g_clear_pointer (&self->report, sonde_report_free);
  self->report = g_steal_pointer (&self->attempt);
  sonde_connection_notify (self, PROP_REPORT);
}

void
sonde_connection_take_suggestion (SondeConnection *self,
                                  SondeSuggestion  suggestion)
{
  g_autoptr (SondeProfile) profile = NULL;

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (suggestion != SONDE_SUGGESTION_NONE);

  profile = sonde_suggestion_apply (suggestion, self->profile);
  sonde_connection_set_profile (self, profile);
  sonde_connection_connect (self);
}

static void
state_cb (SondeConnection *self)
{
  /* A retry is an attempt of its own, with a report of its own. */
  if (sonde_session_get_state (self->session) == SONDE_STATE_CONNECTING && self->attempt == NULL)
    sonde_connection_begin_attempt (self, sonde_session_get_profile (self->session));

  sonde_connection_refresh (self);
}

static void
error_cb (SondeConnection *self)
{
  const GError *error = sonde_session_get_error (self->session);

  if (error != NULL)
    sonde_connection_fail_attempt (self, error);

  sonde_connection_notify (self, PROP_ERROR_TEXT);
}

static void
stage_cb (SondeSession    *session,
          int              stage,
          const char      *detail,
          gint64           time,
          SondeConnection *self)
{
  if (self->attempt != NULL)
    sonde_report_stage (self->attempt, (SondeStage) stage, detail, time);
}

static void
accept_connack (SondeConnection *self)
{
  g_clear_pointer (&self->own_error, g_free);
  g_clear_pointer (&self->attempt, sonde_report_free);
  g_clear_pointer (&self->report, sonde_report_free);
  sonde_connection_notify (self, PROP_REPORT);
  sonde_connection_notify (self, PROP_ERROR_TEXT);
}

static void
connack_cb (SondeSession    *session,
            guint            reason,
            gboolean         session_present,
            GBytes          *properties,
            SondeConnection *self)
{
  gsize         size = 0;
  const guint8 *bytes = properties == NULL ? NULL : g_bytes_get_data (properties, &size);
  gboolean      asks;

  self->connack_came = TRUE;
  self->connack_reason = reason;
  g_clear_pointer (&self->connack, g_bytes_unref);
  self->connack = properties != NULL ? g_bytes_ref (properties) : NULL;
  sonde_limits_init (&self->limits, sonde_session_get_version (session), bytes, size);
  sonde_connection_notify (self, PROP_LIMITS);

  if (reason == 0)
    {
      accept_connack (self);
      return;
    }

  asks = reason == BAD_USER_NAME_OR_PASSWORD || reason == NOT_AUTHORIZED;
  if (!asks || *self->profile->user_name == '\0')
    return;

  /* The one typed for this run was wrong: it must not stay in the way of a right one. */
  if (self->run_password != NULL || !self->had_password)
    {
      sonde_connection_forget_password (self);
      g_signal_emit_by_name (self, "password-needed");
    }
}

static gboolean
rate_cb (gpointer user_data)
{
  SondeConnection *self = user_data;
  double           rate = sonde_rate_get (&self->slots, g_get_monotonic_time ());

  if (rate < self->rate || rate > self->rate)
    {
      self->rate = rate;
      sonde_connection_notify (self, PROP_RATE);
    }
  if (rate > 0)
    return G_SOURCE_CONTINUE;

  self->rate_source = 0;
  return G_SOURCE_REMOVE;
}

static void
count (SondeConnection *self,
       SondeSegment    *segment,
       guint            first,
       guint            end)
{
  gint64       now = g_get_monotonic_time ();
  SondeTraffic received = sonde_statistics_add (&self->statistics, segment, first, end, now);

  if (received.messages == 0)
    return;

  sonde_rate_add (&self->slots, received.messages, now);
  if (self->rate_source == 0)
    self->rate_source = g_timeout_add (RATE_INTERVAL_MS, rate_cb, self);
}

static void
messages_cb (SondeSession    *session,
             SondeSegment    *segment,
             guint            n_records,
             SondeConnection *self)
{
  guint64 end = segment->first_serial + n_records;
  guint   first;

  if (end <= self->counted_serial)
    return;

  first = MAX (self->counted_serial, segment->first_serial) - segment->first_serial;
  self->counted_serial = end;
  count (self, segment, first, n_records);
  sonde_subscriptions_count (self->subscriptions, segment, first, n_records);
  sonde_topic_tree_add (self->topics, segment, first, n_records, g_get_monotonic_time ());
  sonde_budget_share_set (&self->packets_share, sonde_packet_ring_get_cost (self->packets));
  sonde_message_log_append (self->log, segment, n_records);
  if (self->requests != NULL)
    sonde_requests_take (self->requests, segment, first, n_records);
}

/* Unsubscribed from while offline, perhaps by an earlier run: now the broker knows. */
static void
filter_changed_cb (SondeSession    *session,
                   const char      *filter,
                   SondeConnection *self)
{
  g_autoptr (SondeProfile) profile = NULL;

  if (!g_ptr_array_find_with_equal_func (self->profile->dropped, filter, g_str_equal, NULL) ||
      sonde_session_may_hold (session, filter))
    return;

  profile = sonde_profile_copy (self->profile);
  sonde_profile_unwant (profile, filter, FALSE);
  sonde_connection_set_profile (self, profile);
}

static void
acked_cb (SondeSession    *session,
          guint64          serial,
          guint            reason,
          gint64           round_trip,
          SondeConnection *self)
{
  const SondeAcknowledgement ack = { reason, round_trip };

  sonde_message_log_set_ack (self->log, serial, &ack);
}

static void
broker_restarted_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (SondeConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean started = sonde_local_broker_start_finish (SONDE_LOCAL_BROKER (object), result, &error);

  /* The user pressed Disconnect, or Connect, meanwhile. */
  if (self->state == SONDE_STATE_IDLE || self->preparing != NULL)
    return;

  if (started)
    {
      /* On another port than before the session would look in vain. */
      if (sonde_local_broker_get_port (SONDE_LOCAL_BROKER (object)) != self->port)
        sonde_connection_connect (self);
      else
        sonde_session_retry_now (self->session);
      return;
    }

  sonde_session_disconnect (self->session);
  g_free (self->own_error);
  self->own_error = g_strdup (error->message);
  sonde_connection_begin_attempt (self, self->profile);
  sonde_connection_fail_attempt (self, error);
  sonde_connection_notify (self, PROP_ERROR_TEXT);
}

static void
broker_died_cb (SondeLocalBroker *broker,
                const char       *sentence,
                SondeConnection  *self)
{
  if (!self->own_broker || self->state == SONDE_STATE_IDLE || self->preparing != NULL)
    return;

  g_free (self->own_error);
  self->own_error = g_strdup (sentence);
  sonde_connection_notify (self, PROP_ERROR_TEXT);

  if (self->profile->reconnect)
    sonde_local_broker_start_async (broker, self->port, NULL, broker_restarted_cb, g_object_ref (self));
}

static void
broker_stopping_cb (SondeLocalBroker *broker,
                    gboolean          comes_back,
                    SondeConnection  *self)
{
  if (!self->own_broker || self->state == SONDE_STATE_IDLE || self->state == SONDE_STATE_DISCONNECTING ||
      self->preparing != NULL)
    return;

  if (comes_back)
    {
      self->comes_back = TRUE;
      return;
    }

  sonde_connection_disconnect (self);
  g_free (self->own_error);
  self->own_error = g_strdup (_ ("The local broker was stopped. Connect to start it again."));
  sonde_connection_notify (self, PROP_ERROR_TEXT);
}

/* Perhaps on another port, with another user, with TLS. */
static void
broker_back_cb (SondeLocalBroker *broker,
                SondeConnection  *self)
{
  if (self->comes_back)
    sonde_connection_connect (self);
}

void
sonde_connection_watch (SondeConnection *self)
{
  SondeLocalBroker *broker = sonde_services_get_local_broker (self->services);

  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::retry-at", G_CALLBACK (sonde_connection_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::error", G_CALLBACK (error_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "stage", G_CALLBACK (stage_cb), self, 0);
  g_signal_connect_object (self->session, "connack", G_CALLBACK (connack_cb), self, 0);
  g_signal_connect_object (self->session, "filter-changed", G_CALLBACK (filter_changed_cb), self, 0);
  g_signal_connect_object (self->session, "messages", G_CALLBACK (messages_cb), self, 0);
  g_signal_connect_object (self->session, "acked", G_CALLBACK (acked_cb), self, 0);
  g_signal_connect_object (broker, "died", G_CALLBACK (broker_died_cb), self, 0);
  g_signal_connect_object (broker, "stopping", G_CALLBACK (broker_stopping_cb), self, 0);
  g_signal_connect_object (broker, "restarted", G_CALLBACK (broker_back_cb), self, 0);
}
