/* sonde-side-session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-side-session"

#include "sonde-side-session.h"

#include "sonde-connection-private.h"

#include <sonde-mosquitto-transport.h>
#include <sonde-mqtt-error.h>
#include <sonde-session-beside.h>

#include <glib/gi18n.h>

SondeSession *
sonde_side_session_open (SondeConnection *connection)
{
  g_autoptr (SondeMosquittoTransport) transport = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  transport = sonde_mosquitto_transport_new (sonde_services_get_network (connection->services));

  return sonde_session_open_beside (connection->session, SONDE_TRANSPORT (transport));
}

GError *
sonde_side_session_dup_error (SondeSession *side)
{
  const GError *error;

  g_return_val_if_fail (SONDE_IS_SESSION (side), NULL);

  /* One that is cut soon is no sign of another client: its client ID is new. */
  error = sonde_session_get_error (side);
  if (error == NULL || g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CUT))
    return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST, _ ("The broker closed the connection."));

  return g_error_copy (error);
}
