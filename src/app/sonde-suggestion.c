/* sonde-suggestion.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-suggestion"

#include "sonde-suggestion.h"

#include <sonde-mqtt-error.h>
#include <sonde-usual-port.h>

#include <glib/gi18n.h>

/* Where TLS is usual, whatever answers without it may want to read along. */
static SondeSuggestion
suggest_no_tls (const SondeProfile *profile)
{
  if (!profile->tls->use_tls || sonde_port_is_usual (SONDE_CARRIER_TCP, TRUE, profile->port) ||
      sonde_port_is_usual (SONDE_CARRIER_WEBSOCKET, TRUE, profile->port))
    return SONDE_SUGGESTION_NONE;

  return SONDE_SUGGESTION_NO_TLS;
}

/* Brokers close so what they do not understand: MQTT 5, or plain text where they expect TLS. */
static SondeSuggestion
suggest_for_silence (const SondeProfile *profile)
{
  gboolean knows_tls = profile->tls->use_tls || sonde_port_is_usual (profile->network->carrier, FALSE, profile->port);

  return profile->version == SONDE_MQTT_5 && knows_tls ? SONDE_SUGGESTION_MQTT_3_1_1 : SONDE_SUGGESTION_NONE;
}

/* A broker that does not like an empty one: in MQTT 3 it never saw it, but one made up. */
static SondeSuggestion
suggest_client_id (const SondeProfile *profile)
{
  if (*profile->client_id == '\0' && profile->version != SONDE_MQTT_5)
    return SONDE_SUGGESTION_NONE;

  return SONDE_SUGGESTION_NEW_CLIENT_ID;
}

SondeSuggestion
sonde_suggestion_for (const SondeProfile *profile,
                      const GError       *error)
{
  SondeCarrier carrier;

  g_return_val_if_fail (profile != NULL, SONDE_SUGGESTION_NONE);

  if (error == NULL || error->domain != SONDE_MQTT_ERROR)
    return SONDE_SUGGESTION_NONE;

  carrier = profile->network->carrier;
  switch ((SondeMqttError) error->code)
    {
    case SONDE_MQTT_ERROR_EXPECTS_TLS:
      return profile->tls->use_tls || carrier == SONDE_CARRIER_UNIX ? SONDE_SUGGESTION_NONE : SONDE_SUGGESTION_USE_TLS;
    case SONDE_MQTT_ERROR_NO_TLS:
      return suggest_no_tls (profile);
    case SONDE_MQTT_ERROR_UNANSWERED:
      return suggest_for_silence (profile);
    case SONDE_MQTT_ERROR_VERSION:
      return profile->version == SONDE_MQTT_5 ? SONDE_SUGGESTION_MQTT_3_1_1 : SONDE_SUGGESTION_NONE;
    case SONDE_MQTT_ERROR_EXPECTS_WEBSOCKET:
      return carrier == SONDE_CARRIER_TCP ? SONDE_SUGGESTION_WEBSOCKET : SONDE_SUGGESTION_NONE;
    case SONDE_MQTT_ERROR_NO_WEBSOCKET:
      return carrier == SONDE_CARRIER_WEBSOCKET ? SONDE_SUGGESTION_TCP : SONDE_SUGGESTION_NONE;
    case SONDE_MQTT_ERROR_CLIENT_ID:
    case SONDE_MQTT_ERROR_TAKEN_OVER:
      return suggest_client_id (profile);
    default:
      return SONDE_SUGGESTION_NONE;
    }
}

const char *
sonde_suggestion_to_title (SondeSuggestion self)
{
  switch (self)
    {
    case SONDE_SUGGESTION_USE_TLS:
      return _ ("Encrypt this connection");
    case SONDE_SUGGESTION_NO_TLS:
      return _ ("Connect without encryption");
    case SONDE_SUGGESTION_MQTT_3_1_1:
      return _ ("Speak an older version of MQTT");
    case SONDE_SUGGESTION_WEBSOCKET:
      return _ ("Reach the broker behind the web server");
    case SONDE_SUGGESTION_TCP:
      return _ ("Leave the WebSocket out");
    case SONDE_SUGGESTION_NEW_CLIENT_ID:
      return _ ("Take another client ID");
    case SONDE_SUGGESTION_NONE:
    default:
      return NULL;
    }
}

const char *
sonde_suggestion_to_label (SondeSuggestion self)
{
  switch (self)
    {
    case SONDE_SUGGESTION_USE_TLS:
      return _ ("Use TLS");
    case SONDE_SUGGESTION_NO_TLS:
      return _ ("Do not use TLS");
    case SONDE_SUGGESTION_MQTT_3_1_1:
      return _ ("Use MQTT 3.1.1");
    case SONDE_SUGGESTION_WEBSOCKET:
      return _ ("Use a WebSocket");
    case SONDE_SUGGESTION_TCP:
      return _ ("Use plain TCP");
    case SONDE_SUGGESTION_NEW_CLIENT_ID:
      return _ ("Generate a client ID");
    case SONDE_SUGGESTION_NONE:
    default:
      return NULL;
    }
}

const char *
sonde_suggestion_to_sentence (SondeSuggestion self)
{
  switch (self)
    {
    case SONDE_SUGGESTION_USE_TLS:
      return _ ("The same port, encrypted; the broker’s certificate is checked as the profile says.");
    case SONDE_SUGGESTION_NO_TLS:
      return _ ("What is sent, the password too, can then be read and changed by others on the way.");
    case SONDE_SUGGESTION_MQTT_3_1_1:
      return _ ("Nearly every broker speaks it; what only MQTT 5 has is then not there.");
    case SONDE_SUGGESTION_WEBSOCKET:
      return _ ("A broker behind a web server is reached by WebSocket, at a path that is often /mqtt.");
    case SONDE_SUGGESTION_TCP:
      return _ ("Without WebSocket, to the same port.");
    case SONDE_SUGGESTION_NEW_CLIENT_ID:
      return _ ("One that no other client uses; what the broker keeps for the old one stays behind.");
    case SONDE_SUGGESTION_NONE:
    default:
      return NULL;
    }
}

SondeProfile *
sonde_suggestion_apply (SondeSuggestion     self,
                        const SondeProfile *profile)
{
  SondeProfile *changed;

  g_return_val_if_fail (profile != NULL, NULL);

  changed = sonde_profile_copy (profile);
  switch (self)
    {
    case SONDE_SUGGESTION_USE_TLS:
    case SONDE_SUGGESTION_NO_TLS:
      changed->tls->use_tls = self == SONDE_SUGGESTION_USE_TLS;
      break;
    case SONDE_SUGGESTION_MQTT_3_1_1:
      changed->version = SONDE_MQTT_3_1_1;
      break;
    case SONDE_SUGGESTION_WEBSOCKET:
    case SONDE_SUGGESTION_TCP:
      changed->network->carrier = self == SONDE_SUGGESTION_TCP ? SONDE_CARRIER_TCP : SONDE_CARRIER_WEBSOCKET;
      break;
    case SONDE_SUGGESTION_NEW_CLIENT_ID:
      g_free (changed->client_id);
      changed->client_id = sonde_profile_generate_client_id ();
      break;
    case SONDE_SUGGESTION_NONE:
    default:
      break;
    }

  return changed;
}
