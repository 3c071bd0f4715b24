/* sonde-http-connect.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-http-connect"

#include "sonde-proxy-talk-private.h"

#include "sonde-http-head.h"

#include <sonde-secret.h>

#include <glib/gi18n.h>
#include <string.h>

/* What a proxy answers; a status not named here means what the first of its hundred does. */
static const struct
{
  guint          status;
  SondeMqttError code;
  const char    *sentence;
} refusals[] = {
  /* clang-format off */
  { 300, SONDE_MQTT_ERROR_PROXY, N_ ("What answers at %1$s is a web server, not a proxy: asked for %2$s, it says HTTP %3$s.") },
  { 400, SONDE_MQTT_ERROR_PROXY, N_ ("The proxy %1$s refused the connection to %2$s: HTTP %3$s. It may be a web server, not a proxy.") },
  { 401, SONDE_MQTT_ERROR_PROXY, N_ ("The proxy %1$s does not allow connections to %2$s: HTTP %3$s.") },
  { 403, SONDE_MQTT_ERROR_PROXY, N_ ("The proxy %1$s does not allow connections to %2$s: HTTP %3$s.") },
  { 429, SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s was asked for %2$s too often: HTTP %3$s.") },
  { 500, SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s could not connect to %2$s: HTTP %3$s.") },
  { 501, SONDE_MQTT_ERROR_PROXY, N_ ("The proxy %1$s cannot connect to %2$s, as it does not know the method CONNECT: HTTP %3$s.") },
  { 502, SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s cannot reach %2$s: HTTP %3$s.") },
  { 503, SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s cannot reach %2$s: HTTP %3$s.") },
  { 504, SONDE_MQTT_ERROR_CONNECT, N_ ("The proxy %1$s got no answer from %2$s: HTTP %3$s.") },
  /* clang-format on */
};

static void
append_login (SondeProxyTalk *self)
{
  const SondeNetworkOptions *network = self->profile->network;
  char                      *login;
  char                      *encoded;

  if (*network->proxy_user == '\0')
    return;

  /* RFC 7617 */
  login = g_strconcat (network->proxy_user, ":", network->proxy_password, NULL);
  encoded = g_base64_encode ((const guchar *) login, strlen (login));
  sonde_proxy_talk_append (self, "Proxy-Authorization: Basic ");
  sonde_proxy_talk_append (self, encoded);
  sonde_proxy_talk_append (self, "\r\n");
  sonde_secret_free (encoded);
  sonde_secret_free (login);
}

SondeProxyStep
sonde_http_connect_begin (SondeProxyTalk *self,
                          GError        **error)
{
  g_autofree char *host = sonde_proxy_talk_dup_host (self, error);
  g_autofree char *head = NULL;
  const char      *format = "CONNECT %1$s:%2$u HTTP/1.1\r\nHost: %1$s:%2$u\r\n";

  if (host == NULL)
    return SONDE_PROXY_REFUSED;

  if (strchr (host, ':') != NULL)
    format = "CONNECT [%1$s]:%2$u HTTP/1.1\r\nHost: [%1$s]:%2$u\r\n";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  head = g_strdup_printf (format, host, self->profile->port);
#pragma GCC diagnostic pop
  sonde_proxy_talk_append (self, head);
  append_login (self);
  sonde_proxy_talk_append (self, "\r\n");

  return SONDE_PROXY_SEND;
}

/* The first way to log in that the proxy names, and whether ours is among them. */
static char *
dup_challenge (const SondeHttpHead *head,
               gboolean            *takes_basic)
{
  char *first = NULL;

  *takes_basic = FALSE;
  for (guint i = 0; i < head->headers->len; i++)
    {
      const SondePair *header = g_ptr_array_index (head->headers, i);
      g_autofree char *lower = NULL;

      if (g_ascii_strcasecmp (header->name, "Proxy-Authenticate") != 0)
        continue;

      lower = g_ascii_strdown (header->value, -1);
      *takes_basic = *takes_basic || strstr (lower, "basic") != NULL;
      if (first == NULL)
        first = g_strndup (header->value, strspn (header->value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-"));
    }

  return first;
}

static SondeProxyStep
refuse_login (SondeProxyTalk      *self,
              const SondeHttpHead *head,
              GError             **error)
{
  gboolean         takes_basic;
  g_autofree char *challenge = dup_challenge (head, &takes_basic);

  if (challenge != NULL && *challenge != '\0' && !takes_basic)
    {
      g_autofree char *proxy = sonde_network_options_dup_proxy_address (self->profile->network);

      g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROXY,
                   _ ("The proxy %s asks for a login by “%s”, which Sonde does not know; it knows “Basic”."), proxy, challenge);
      return SONDE_PROXY_REFUSED;
    }

  if (*self->profile->network->proxy_user == '\0')
    return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                    _ ("The proxy %1$s asks for a user name and password: type them for the proxy."), NULL, error);

  return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                  _ ("The proxy %1$s refused the user name or password: check those of the proxy."), NULL, error);
}

static SondeProxyStep
refuse_status (SondeProxyTalk      *self,
               const SondeHttpHead *head,
               GError             **error)
{
  g_autofree char *status = g_strdup_printf ("%u %s", head->status, head->reason);
  guint            match = 0;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (refusals[i].status == head->status || refusals[i].status == head->status / 100 * 100)
      match = i;

  return sonde_proxy_talk_refuse (self, refusals[match].code, _ (refusals[match].sentence), g_strchomp (status), error);
}

static SondeProxyStep
refuse_stranger (SondeProxyTalk *self,
                 guint8          first,
                 GError        **error)
{
  /* The version that a SOCKS proxy begins with */
  if (first == 0x05)
    return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                    _ ("What answers at %1$s is a SOCKS 5 proxy, not an HTTP proxy."), NULL, error);

  return sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_PROXY,
                                  _ ("What answers at %1$s is not an HTTP proxy."), NULL, error);
}

SondeProxyStep
sonde_http_connect_read (SondeProxyTalk *self,
                         const guint8   *bytes,
                         gsize           size,
                         gsize          *used,
                         GError        **error)
{
  g_autoptr (SondeHttpHead) head = NULL;
  gsize length = sonde_http_head_find_end ((const char *) bytes, size);

  if (!sonde_http_head_is_likely ((const char *) bytes, size))
    return refuse_stranger (self, bytes[0], error);
  if (length == 0)
    return size < SONDE_HTTP_HEAD_MAX ? SONDE_PROXY_MORE : refuse_stranger (self, bytes[0], error);

  head = sonde_http_head_parse ((const char *) bytes, length);
  if (head == NULL)
    return refuse_stranger (self, bytes[0], error);

  *used = length;
  if (head->status < 200)
    return SONDE_PROXY_MORE; /* RFC 9110, 15.2: the answer proper is to come */
  if (head->status < 300)
    return SONDE_PROXY_OPEN;
  if (head->status == 407)
    return refuse_login (self, head, error);

  return refuse_status (self, head, error);
}
