/* sonde-advice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-advice"

#include "sonde-advice.h"

#include <sonde-local-broker.h>
#include <sonde-mqtt-error.h>
#include <sonde-reason.h>

#include <glib/gi18n.h>

/* Where the way by WebSocket asks for something else; or %NULL */
static const char *
advise_websocket (const SondeProfile *profile,
                  const GError       *error)
{
  switch ((SondeMqttError) error->code)
    {
    case SONDE_MQTT_ERROR_CONNECT:
      if (profile->tls->use_tls)
        return _ ("Check that the broker is running, and that host and port are right: 8084 and 443 are usual for WebSocket with TLS.");
      return _ ("Check that the broker is running, and that host and port are right: 8083 and 80 are usual for WebSocket without TLS.");
    case SONDE_MQTT_ERROR_PROTOCOL:
    case SONDE_MQTT_ERROR_UNANSWERED:
    case SONDE_MQTT_ERROR_NO_WEBSOCKET:
      if (profile->tls->use_tls)
        return _ ("Check port and path: the broker must take WebSocket with TLS there, and MQTT in it.");
      return _ ("Check port and path: the broker must take WebSocket without TLS there, and MQTT in it.");
    case SONDE_MQTT_ERROR_WEBSOCKET:
      return _ ("The path and the headers of the WebSocket are set in the profile.");
    default:
      return NULL;
    }
}

const char *
sonde_advice_for (const SondeProfile *profile,
                  const GError       *error,
                  guint8              reason)
{
  if (g_error_matches (error, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_NOT_INSTALLED))
    return _ ("Install it, or connect to another broker: press New connection.");

  if (error->domain != SONDE_MQTT_ERROR)
    return NULL;

  if (profile->network->carrier == SONDE_CARRIER_WEBSOCKET)
    {
      const char *advice = advise_websocket (profile, error);

      if (advice != NULL)
        return advice;
    }

  switch ((SondeMqttError) error->code)
    {
    case SONDE_MQTT_ERROR_RESOLVE:
      return _ ("Check the spelling of the host, and that this computer is on the right network.");
    case SONDE_MQTT_ERROR_CONNECT:
      if (profile->network->carrier == SONDE_CARRIER_UNIX)
        return _ ("Check that the broker is running, and the path of its socket.");
      if (profile->tls->use_tls)
        return _ ("Check that the broker is running, and that host and port are right: 8883 is usual with TLS.");
      return _ ("Check that the broker is running, and that host and port are right: 1883 is usual without TLS.");
    case SONDE_MQTT_ERROR_TIMEOUT:
      return _ ("Check host and port; a firewall may drop the packets. The connect timeout is set in the profile.");
    case SONDE_MQTT_ERROR_PROTOCOL:
    case SONDE_MQTT_ERROR_UNANSWERED:
    case SONDE_MQTT_ERROR_EXPECTS_WEBSOCKET:
      if (profile->tls->use_tls)
        return _ ("Check the port: it must be one where the broker speaks MQTT with TLS and without WebSocket.");
      return _ ("Check the port: it must be one where the broker speaks MQTT without TLS and without WebSocket.");
    case SONDE_MQTT_ERROR_TLS:
      return _ ("The certificates and the check of the broker are set in the profile, under Security.");
    case SONDE_MQTT_ERROR_EXPECTS_TLS:
      return _ ("TLS is switched on in the profile, under Security.");
    case SONDE_MQTT_ERROR_NO_TLS:
      return _ ("Safest is the broker’s own port for TLS, if it has one: 8883 is usual.");
    case SONDE_MQTT_ERROR_PROXY:
      return _ ("The proxy is set in the profile, under Network.");
    case SONDE_MQTT_ERROR_REFUSED:
    case SONDE_MQTT_ERROR_CLIENT_ID:
    case SONDE_MQTT_ERROR_VERSION:
      return sonde_reason_to_advice (profile->version, SONDE_REASON_IN_CONNACK,
                                     reason);
    default:
      return NULL;
    }
}

const char *
sonde_advice_for_chain (const SondeProfile *profile,
                        const SondeChain   *chain)
{
  switch (chain->verdict)
    {
    case SONDE_CHAIN_UNKNOWN_AUTHORITY:
      if (*profile->tls->ca_file != '\0')
        return _ ("The CA certificate chosen under Security is not that authority’s: choose the right one; or compare the fingerprint with the broker’s owner, and trust it.");
      return _ ("Choose the authority’s certificate in the profile, under Security; or compare the fingerprint with the broker’s owner, and trust it.");
    case SONDE_CHAIN_WRONG_NAME:
      return _ ("Type as host, or as server name under Security, one of the names the certificate is for. If none is the broker’s, it may be another one that answers.");
    case SONDE_CHAIN_EXPIRED:
      return _ ("Whoever runs the broker must renew the certificate. If this computer’s clock is wrong, set it right.");
    case SONDE_CHAIN_TOO_EARLY:
      return _ ("Set this computer’s clock right; if it is, whoever runs the broker must replace the certificate.");
    case SONDE_CHAIN_OTHER_FAULT:
      return _ ("Whoever runs the broker must replace the certificate.");
    case SONDE_CHAIN_GOOD:
    default:
      return NULL;
    }
}
