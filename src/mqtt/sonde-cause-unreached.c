/* sonde-cause-unreached.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-cause-unreached"

#include "sonde-cause-unreached.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

/* Whom we were about to reach. */
typedef enum
{
  HOP_BROKER,
  HOP_PROXY,
  HOP_SYSTEM_PROXY, /* or the broker: what the desktop says is not known here */
  HOP_SOCKET,
} Hop;

static Hop
get_hop (const SondeProfile *profile)
{
  if (profile->network->carrier == SONDE_CARRIER_UNIX)
    return HOP_SOCKET;
  if (profile->network->proxy == SONDE_PROXY_SYSTEM)
    return HOP_SYSTEM_PROXY;

  return profile->network->proxy == SONDE_PROXY_NONE ? HOP_BROKER : HOP_PROXY;
}

static char *
dup_address (const SondeProfile *profile,
             Hop                 hop)
{
  if (hop == HOP_PROXY)
    return sonde_network_options_dup_proxy_address (profile->network);

  return sonde_profile_dup_address (profile);
}

static gboolean
is_io_error (const GError *error,
             GIOErrorEnum  code)
{
  return g_error_matches (error, G_IO_ERROR, (int) code);
}

static GError *
resolve_error (const SondeProfile *profile,
               const GError       *error)
{
  gboolean    of_proxy = get_hop (profile) == HOP_PROXY;
  const char *host = of_proxy ? profile->network->proxy_host : profile->host;
  const char *format;

  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    format = of_proxy ? _ ("The host name of the proxy, “%s”, could not be looked up: check the network.")
                      : _ ("The host name “%s” could not be looked up: check the network.");
  else
    format = of_proxy ? _ ("There is no host named “%s” for the proxy: check the spelling.")
                      : _ ("There is no host named “%s”: check the spelling.");

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_RESOLVE, format, host);
#pragma GCC diagnostic pop
}

/* %1$s is the path, %2$s what the system says. */
static const char *
get_socket_format (const GError *error)
{
  if (is_io_error (error, G_IO_ERROR_NOT_FOUND) || is_io_error (error, G_IO_ERROR_NOT_DIRECTORY))
    return _ ("There is no socket %1$s: check the path, and that the broker is running.");
  if (is_io_error (error, G_IO_ERROR_PERMISSION_DENIED))
    return _ ("You may not use the socket %1$s: its permissions are not for your user.");
  if (is_io_error (error, G_IO_ERROR_NOT_REGULAR_FILE))
    return _ ("%1$s is not a socket: check the path.");
  if (is_io_error (error, G_IO_ERROR_CONNECTION_REFUSED))
    return _ ("No broker listens at the socket %1$s: it may have been left by one that ended.");
  if (is_io_error (error, G_IO_ERROR_WOULD_BLOCK))
    return _ ("The broker at the socket %1$s takes no more connections for now.");

  return _ ("Could not connect to the socket %1$s: %2$s");
}

static const char *
get_proxy_format (const GError *error)
{
  if (is_io_error (error, G_IO_ERROR_CONNECTION_REFUSED))
    return _ ("The proxy %1$s refused the connection: nothing listens on that port.");
  if (is_io_error (error, G_IO_ERROR_HOST_UNREACHABLE))
    return _ ("The proxy %1$s cannot be reached: there is no route to that host.");
  if (is_io_error (error, G_IO_ERROR_NETWORK_UNREACHABLE))
    return _ ("The proxy %1$s cannot be reached: this computer has no network to it.");
  if (is_io_error (error, G_IO_ERROR_TIMED_OUT))
    return _ ("The proxy %1$s did not answer.");
  if (is_io_error (error, G_IO_ERROR_CONNECTION_CLOSED))
    return _ ("The proxy %1$s closed the connection at once: it, or a firewall before it, does not want this computer.");

  return _ ("Could not connect to the proxy %1$s: %2$s");
}

static const char *
get_broker_format (const GError *error)
{
  if (is_io_error (error, G_IO_ERROR_CONNECTION_REFUSED))
    return _ ("%s refused the connection: no broker listens on that port.");
  if (is_io_error (error, G_IO_ERROR_HOST_UNREACHABLE))
    return _ ("%s cannot be reached: there is no route to that host.");
  if (is_io_error (error, G_IO_ERROR_NETWORK_UNREACHABLE))
    return _ ("%s cannot be reached: this computer has no network to it.");
  if (is_io_error (error, G_IO_ERROR_TIMED_OUT))
    return _ ("%s did not answer.");
  if (is_io_error (error, G_IO_ERROR_CONNECTION_CLOSED))
    return _ ("%s closed the connection at once: it, or a firewall before it, does not want this computer.");

  return _ ("Could not connect to %s: %s");
}

static GError *
connect_error (const SondeProfile *profile,
               SondeStage          stage,
               const GError       *error)
{
  Hop              hop = stage > SONDE_STAGE_PROXY ? HOP_BROKER : get_hop (profile);
  g_autofree char *address = dup_address (profile, hop);
  SondeMqttError   code = is_io_error (error, G_IO_ERROR_TIMED_OUT) ? SONDE_MQTT_ERROR_TIMEOUT : SONDE_MQTT_ERROR_CONNECT;
  const char      *format;

  if (hop == HOP_SOCKET)
    format = get_socket_format (error);
  else if (hop == HOP_PROXY)
    format = get_proxy_format (error);
  else
    format = get_broker_format (error);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_error_new (SONDE_MQTT_ERROR, (int) code, format, address, error->message);
#pragma GCC diagnostic pop
}

/* The proxy took the connection, and ended it before it let us through. */
static GError *
proxy_ended_error (const SondeProfile *profile)
{
  g_autofree char *proxy = sonde_network_options_dup_proxy_address (profile->network);
  g_autofree char *broker = sonde_profile_dup_address (profile);

  if (profile->network->proxy == SONDE_PROXY_SOCKS5)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT,
                        _ ("The proxy %s closed the connection when asked for %s: it may not be a SOCKS 5 proxy."), proxy, broker);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT,
                      _ ("The proxy %s closed the connection when asked for %s: it may not be an HTTP proxy."), proxy, broker);
}

GError *
sonde_cause_unreached_from_network (const SondeProfile *profile,
                                    SondeStage          stage,
                                    const GError       *error)
{
  g_return_val_if_fail (error != NULL || stage == SONDE_STAGE_PROXY, NULL);

  if (stage == SONDE_STAGE_PROXY)
    return proxy_ended_error (profile);
  if (error->domain == G_RESOLVER_ERROR)
    return resolve_error (profile, error);

  return connect_error (profile, stage, error);
}

static GError *
resolve_timeout (const SondeProfile *profile)
{
  if (get_hop (profile) == HOP_PROXY)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                        _ ("Looking up the host name of the proxy, “%s”, took longer than %u s."),
                        profile->network->proxy_host, profile->connect_timeout);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                      _ ("Looking up the host name “%s” took longer than %u s."), profile->host, profile->connect_timeout);
}

static GError *
tcp_timeout (const SondeProfile *profile)
{
  g_autofree char *address = dup_address (profile, get_hop (profile));

  if (get_hop (profile) == HOP_PROXY)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                        _ ("The proxy %s did not answer within %u s."), address, profile->connect_timeout);
  if (get_hop (profile) == HOP_SYSTEM_PROXY)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                        _ ("Neither %s nor a proxy of the system before it answered within %u s."), address, profile->connect_timeout);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                      _ ("%s did not answer within %u s."), address, profile->connect_timeout);
}

static GError *
proxy_timeout (const SondeProfile *profile)
{
  g_autofree char *proxy = sonde_network_options_dup_proxy_address (profile->network);
  g_autofree char *broker = sonde_profile_dup_address (profile);

  if (get_hop (profile) == HOP_SYSTEM_PROXY)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                        _ ("The proxy of the system did not connect to %s within %u s."), broker, profile->connect_timeout);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                      _ ("The proxy %s did not connect to %s within %u s: the broker may not answer, or that may be no such proxy."),
                      proxy, broker, profile->connect_timeout);
}

GError *
sonde_cause_unreached_from_timeout (const SondeProfile *profile,
                                    SondeStage          stage)
{
  g_return_val_if_fail (stage <= SONDE_STAGE_PROXY, NULL);

  if (stage == SONDE_STAGE_RESOLVE)
    return resolve_timeout (profile);
  if (stage == SONDE_STAGE_TCP)
    return tcp_timeout (profile);

  return proxy_timeout (profile);
}
