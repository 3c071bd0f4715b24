/* sonde-side-session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-side-session"

#include "sonde-side-session.h"

#include "sonde-connection-private.h"

#include <sonde-mosquitto-transport.h>
#include <sonde-session-beside.h>

SondeSession *
sonde_side_session_open (SondeConnection *connection)
{
  g_autoptr (SondeMosquittoTransport) transport = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  transport = sonde_mosquitto_transport_new (sonde_services_get_network (connection->services));

  return sonde_session_open_beside (connection->session, SONDE_TRANSPORT (transport));
}
