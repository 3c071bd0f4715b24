/* sonde-broker-port.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-port"

#include "sonde-broker-port.h"

/* @port 0: any. Returns: the port, 0 when it is taken. */
static guint16
try_port (guint16  port,
          gboolean everywhere)
{
  g_autoptr (GInetAddress) host = everywhere ? g_inet_address_new_any (G_SOCKET_FAMILY_IPV4)
                                             : g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (host, port);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, NULL))
    return 0;

  bound = g_socket_get_local_address (socket, NULL);

  return bound != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)) : 0;
}

guint16
sonde_broker_port_choose (const guint16 *wishes,
                          guint          n_wishes,
                          gboolean       everywhere)
{
  for (guint i = 0; i < n_wishes; i++)
    {
      if (wishes[i] != 0 && try_port (wishes[i], everywhere) != 0)
        return wishes[i];
    }

  return try_port (0, everywhere);
}
