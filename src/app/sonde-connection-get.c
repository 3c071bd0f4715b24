/* sonde-connection-get.c: what a connection tells when asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include "sonde-connection-packets.h"
#include "sonde-connection-topics.h"
#include "sonde-facts.h"

const char *
sonde_connection_get_error_text (SondeConnection *self)
{
  const GError *error;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  if (self->own_error != NULL)
    return self->own_error;

  error = sonde_session_get_error (self->session);
  return error == NULL ? NULL : error->message;
}

SondeSuggestion
sonde_connection_get_suggestion (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), SONDE_SUGGESTION_NONE);

  if (self->own_error != NULL)
    return SONDE_SUGGESTION_NONE;

  return sonde_suggestion_for (self->profile, sonde_session_get_error (self->session));
}

SondeServices *
sonde_connection_get_services (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->services;
}

const SondeProfile *
sonde_connection_get_profile (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->profile;
}

gboolean
sonde_connection_get_saved (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), FALSE);

  return self->saved;
}

SondeState
sonde_connection_get_state (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), SONDE_STATE_IDLE);

  return self->state;
}

gboolean
sonde_connection_get_online (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), FALSE);

  return self->state == SONDE_STATE_ONLINE;
}

const char *
sonde_connection_get_name (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->profile->name;
}

const char *
sonde_connection_get_address (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->address;
}

const char *
sonde_connection_get_status (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->status;
}

const SondeReport *
sonde_connection_get_report (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->report;
}

gboolean
sonde_connection_get_unverified (SondeConnection *self)
{
  const SondeTlsOptions *tls;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), FALSE);

  tls = self->profile->tls;

  return tls->use_tls && !tls->verify && !self->profile->local_broker;
}

gboolean
sonde_connection_get_other_broker (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), FALSE);

  return self->other_broker;
}

guint16
sonde_connection_get_port (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), 0);

  return self->port != 0 ? self->port : self->profile->port;
}

SondeMqttVersion
sonde_connection_get_version (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), SONDE_MQTT_5);

  return self->profile->version;
}

SondeMessageLog *
sonde_connection_get_log (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->log;
}

SondeSubscriptions *
sonde_connection_get_subscriptions (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->subscriptions;
}

SondeRecentStore *
sonde_connection_get_recent (SondeConnection *self,
                             gboolean         filters)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return filters ? sonde_services_get_recent_filters (self->services) : sonde_services_get_recent_topics (self->services);
}

const GPtrArray *
sonde_connection_list_topics (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return sonde_topic_set_list (sonde_subscriptions_get_topics (self->subscriptions));
}

SondeDraft *
sonde_connection_get_draft (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return &self->draft;
}

gboolean
sonde_connection_get_session_present (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), FALSE);

  return sonde_session_get_session_present (self->session);
}

SondeWaitingList *
sonde_connection_get_waiting (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->waiting;
}

const SondeLimits *
sonde_connection_get_limits (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->state == SONDE_STATE_ONLINE && self->connack_came ? &self->limits : NULL;
}

const SondeProfile *
sonde_connection_get_online_profile (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->state == SONDE_STATE_ONLINE ? sonde_session_get_profile (self->session) : NULL;
}

guint32
sonde_connection_get_session_expiry (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), 0);

  return sonde_session_get_expiry (self->session);
}

GPtrArray *
sonde_connection_list_facts (SondeConnection *self)
{
  SondeConnackView view = { 0 };
  gsize            size = 0;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  view.reason = self->connack_reason;
  view.session_present = sonde_session_get_session_present (self->session);
  if (self->connack != NULL)
    view.properties = g_bytes_get_data (self->connack, &size);
  view.properties_size = size;

  return sonde_facts_list (self->profile, self->address,
                           self->connack_came ? &view : NULL,
                           sonde_session_get_chain (self->session), g_get_real_time () / G_USEC_PER_SEC,
                           sonde_connection_get_error_text (self));
}

const SondeStatistics *
sonde_connection_get_statistics (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return &self->statistics;
}

SondeTopicTree *
sonde_connection_get_topics (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->topics;
}

SondePacketRing *
sonde_connection_get_packets (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->packets;
}
