/* sonde-socks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-socks"

#include "sonde-proxy-talk-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define VERSION 5
#define LOGIN_VERSION 1 /* RFC 1929 */

#define METHOD_NONE 0
#define METHOD_LOGIN 2
#define METHOD_REFUSED 0xff

#define COMMAND_CONNECT 1

#define ADDRESS_IPV4 1
#define ADDRESS_NAME 3
#define ADDRESS_IPV6 4

#define LENGTH_MAX 255 /* what a length of one byte can say */

#define HEAD_SIZE 4 /* version, reply, reserved, kind of address */
#define PORT_SIZE 2

enum
{
  PHASE_METHOD, /* awaited: which way to log in */
  PHASE_LOGIN,  /* … what became of it */
  PHASE_REPLY,  /* … what became of the request */
};

/* RFC 1928, 6, by number */
static const struct
{
  SondeMqttError code;
  const char    *sentence;
} replies[] = {
  /* clang-format off */
  [1] = { SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s could not connect to %2$s, and does not say why.") },
  [2] = { SONDE_MQTT_ERROR_PROXY, N_ ("The proxy %1$s does not allow connections to %2$s.") },
  [3] = { SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s cannot reach %2$s: it has no network to it.") },
  [4] = { SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s cannot reach %2$s: it finds no such host, or no route to it.") },
  [5] = { SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s was refused by %2$s: no broker listens on that port.") },
  [6] = { SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s cannot reach %2$s: it got no answer.") },
  [7] = { SONDE_MQTT_ERROR_PROXY, N_ ("The proxy %1$s does not take the command CONNECT.") },
  [8] = { SONDE_MQTT_ERROR_PROXY, N_ ("The proxy %1$s does not take an address of the kind of %2$s.") },
  /* clang-format on */
};

static void
append_byte (SondeProxyTalk *self,
             guint8          byte)
{
  g_byte_array_append (self->out, &byte, 1);
}

static void
append_short (SondeProxyTalk *self,
              const char     *text)
{
  append_byte (self, strlen (text));
  sonde_proxy_talk_append (self, text);
}

static gboolean
has_login (SondeProxyTalk *self)
{
  return *self->profile->network->proxy_user != '\0';
}

static SondeProxyStep
refuse_stranger (SondeProxyTalk *self,
                 guint8          first,
                 GError        **error)
{
  /* "HTTP/1.1 400 Bad Request" */
  if (first == 'H')
    return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                    _ ("What answers at %1$s is a web server or an HTTP proxy, not a SOCKS 5 proxy."), NULL, error);

  return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY, _ ("What answers at %1$s is not a SOCKS 5 proxy."), NULL, error);
}

SondeProxyStep
sonde_socks_begin (SondeProxyTalk *self,
                   GError        **error)
{
  const SondeNetworkOptions *network = self->profile->network;

  if (network->proxy_password != NULL && strlen (network->proxy_password) > LENGTH_MAX)
    return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                    _ ("The password for the proxy %1$s is longer than the 255 bytes a SOCKS proxy takes."), NULL, error);

  append_byte (self, VERSION);
  append_byte (self, has_login (self) ? 2 : 1);
  append_byte (self, METHOD_NONE);
  if (has_login (self))
    append_byte (self, METHOD_LOGIN);
  self->phase = PHASE_METHOD;

  return SONDE_PROXY_SEND;
}

static SondeProxyStep
ask_for_broker (SondeProxyTalk *self,
                GError        **error)
{
  g_autofree char *host = sonde_proxy_talk_dup_host (self, error);
  g_autoptr (GInetAddress) address = NULL;
  guint16 port = GUINT16_TO_BE (self->profile->port);

  if (host == NULL)
    return SONDE_PROXY_REFUSED;

  append_byte (self, VERSION);
  append_byte (self, COMMAND_CONNECT);
  append_byte (self, 0);

  address = g_inet_address_new_from_string (host);
  if (address != NULL)
    {
      append_byte (self, g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? ADDRESS_IPV6 : ADDRESS_IPV4);
      g_byte_array_append (self->out, g_inet_address_to_bytes (address), g_inet_address_get_native_size (address));
    }
  else if (strlen (host) <= LENGTH_MAX)
    {
      append_byte (self, ADDRESS_NAME);
      append_short (self, host);
    }
  else
    {
      return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_RESOLVE,
                                      _ ("The proxy %1$s cannot be asked for %2$s: that is no host name."), NULL, error);
    }

  g_byte_array_append (self->out, (const guint8 *) &port, PORT_SIZE);
  self->phase = PHASE_REPLY;

  return SONDE_PROXY_SEND;
}

static SondeProxyStep
log_in (SondeProxyTalk *self)
{
  const SondeNetworkOptions *network = self->profile->network;

  append_byte (self, LOGIN_VERSION);
  append_short (self, network->proxy_user);
  append_short (self, network->proxy_password != NULL ? network->proxy_password : "");
  self->phase = PHASE_LOGIN;

  return SONDE_PROXY_SEND;
}

static SondeProxyStep
read_method (SondeProxyTalk *self,
             guint8          method,
             GError        **error)
{
  if (method == METHOD_NONE)
    return ask_for_broker (self, error);
  if (method == METHOD_LOGIN && has_login (self))
    return log_in (self);
  if (method != METHOD_REFUSED)
    return refuse_stranger (self, method, error);

  if (has_login (self))
    return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                    _ ("The proxy %1$s takes neither a user name and password nor a connection without."), NULL, error);

  return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                  _ ("The proxy %1$s asks for a user name and password: type them for the proxy."), NULL, error);
}

static SondeProxyStep
read_login (SondeProxyTalk *self,
            guint8          status,
            GError        **error)
{
  if (status == 0)
    return ask_for_broker (self, error);

  return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                  _ ("The proxy %1$s refused the user name or password: check those of the proxy."), NULL, error);
}

static SondeProxyStep
refuse_reply (SondeProxyTalk *self,
              guint8          reply,
              GError        **error)
{
  if (reply < G_N_ELEMENTS (replies))
    return sonde_proxy_talk_refuse (self, replies[reply].code, _ (replies[reply].sentence), NULL, error);

  return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                  _ ("The proxy %1$s refused the connection to %2$s for a reason of its own."), NULL, error);
}

/* Returns: how long the reply is, 0 while that is not known, -1 when it is none */
static int
measure_reply (const guint8 *bytes,
               gsize         size)
{
  if (size <= HEAD_SIZE)
    return 0;

  switch (bytes[HEAD_SIZE - 1])
    {
    case ADDRESS_IPV4:
      return HEAD_SIZE + 4 + PORT_SIZE;
    case ADDRESS_NAME:
      return HEAD_SIZE + 1 + bytes[HEAD_SIZE] + PORT_SIZE;
    case ADDRESS_IPV6:
      return HEAD_SIZE + 16 + PORT_SIZE;
    default:
      return -1;
    }
}

static SondeProxyStep
read_reply (SondeProxyTalk *self,
            const guint8   *bytes,
            gsize           size,
            gsize          *used,
            GError        **error)
{
  int length;

  /* Some proxies close after these two. */
  if (bytes[1] != 0)
    return refuse_reply (self, bytes[1], error);

  length = measure_reply (bytes, size);
  if (length < 0)
    return refuse_stranger (self, bytes[HEAD_SIZE - 1], error);
  if (length == 0 || size < (gsize) length)
    return SONDE_PROXY_MORE;

  *used = length;

  return SONDE_PROXY_OPEN;
}

SondeProxyStep
sonde_socks_read (SondeProxyTalk *self,
                  const guint8   *bytes,
                  gsize           size,
                  gsize          *used,
                  GError        **error)
{
  guint8 version = self->phase == PHASE_LOGIN ? LOGIN_VERSION : VERSION;

  if (size > 0 && bytes[0] != version)
    return refuse_stranger (self, bytes[0], error);
  if (size < 2)
    return SONDE_PROXY_MORE;

  if (self->phase == PHASE_REPLY)
    return read_reply (self, bytes, size, used, error);

  *used = 2;

  return self->phase == PHASE_METHOD ? read_method (self, bytes[1], error) : read_login (self, bytes[1], error);
}
