/* sonde-websocket-handshake.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-websocket-handshake"

#include "sonde-websocket-handshake.h"

#include "sonde-cause.h"
#include "sonde-websocket-frame.h"

#include <glib/gi18n.h>
#include <sonde-format.h>
#include <string.h>

#define KEY_BYTES 16 /* 4.1 */
#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

#define HTTP_PORT 80
#define HTTPS_PORT 443

#define LOCATION_CHARS 200

/* ---- The request ---- */

char *
sonde_websocket_create_key (void)
{
  guint8 key[KEY_BYTES];

  sonde_websocket_fill_random (key, sizeof key);

  return g_base64_encode (key, sizeof key);
}

const char *
sonde_websocket_get_subprotocol (SondeMqttVersion version)
{
  return version == SONDE_MQTT_3_1 ? "mqttv3.1" : "mqtt";
}

/* As in a URI: an IPv6 address in brackets, the port where it is not the usual one. */
static char *
dup_host (const SondeProfile *profile)
{
  guint16          usual = profile->tls->use_tls ? HTTPS_PORT : HTTP_PORT;
  g_autofree char *ascii = sonde_host_dup_ascii (profile->host);
  const char      *name = ascii != NULL ? ascii : profile->host;
  g_autofree char *host = strchr (name, ':') != NULL ? g_strdup_printf ("[%s]", name) : g_strdup (name);

  return profile->port == usual ? g_steal_pointer (&host) : g_strdup_printf ("%s:%u", host, profile->port);
}

/* A profile may come from a file that nobody checked. */
static const char *
check_options (const SondeNetworkOptions *options)
{
  const char *fault = sonde_network_options_check_path (options->path);

  for (guint i = 0; i < options->headers->len && fault == NULL; i++)
    {
      const SondePair *header = g_ptr_array_index (options->headers, i);

      fault = sonde_network_options_check_header (header->name, header->value);
    }

  return fault;
}

char *
sonde_websocket_create_request (const SondeProfile *profile,
                                const char         *key,
                                GError            **error)
{
  const SondeNetworkOptions *options = profile->network;
  const char                *fault = check_options (options);
  g_autofree char           *host = dup_host (profile);
  GString                   *request;

  if (fault != NULL)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET, fault);
      return NULL;
    }

  request = g_string_new (NULL);
  g_string_append_printf (request,
                          "GET %s HTTP/1.1\r\n"
                          "Host: %s\r\n"
                          "Upgrade: websocket\r\n"
                          "Connection: Upgrade\r\n"
                          "Sec-WebSocket-Key: %s\r\n"
                          "Sec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Protocol: %s\r\n",
                          options->path, host, key, sonde_websocket_get_subprotocol (profile->version));
  for (guint i = 0; i < options->headers->len; i++)
    {
      const SondePair *header = g_ptr_array_index (options->headers, i);

      g_string_append_printf (request, "%s: %s\r\n", header->name, header->value);
    }
  g_string_append (request, "\r\n");

  return g_string_free (request, FALSE);
}

/* ---- The answer ---- */

char *
sonde_websocket_dup_path_label (const char *path)
{
  gsize length = strcspn (path, "?");

  return path[length] == '\0' ? g_strdup (path) : g_strdup_printf ("%.*s?…", (int) length, path);
}

static char *
dup_location (const SondeHttpHead *head)
{
  const char      *location = sonde_http_head_get (head, "Location");
  g_autofree char *label = sonde_websocket_dup_path_label (location != NULL ? location : "");

  return sonde_format_line (label, LOCATION_CHARS);
}

/* "404 Not Found" */
static char *
dup_status (const SondeHttpHead *head)
{
  return *head->reason != '\0' ? g_strdup_printf ("%u %s", head->status, head->reason)
                               : g_strdup_printf ("%u", head->status);
}

static GError *
moved_error (const char          *address,
             const SondeHttpHead *head,
             const char          *status)
{
  g_autofree char *location = dup_location (head);

  if (*location == '\0')
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                        _ ("%s says that the WebSocket is elsewhere, but not where (%s): check the path."), address, status);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                      _ ("%s says that the WebSocket is elsewhere (%s): change the connection to “%s”."), address, status, location);
}

/* The server is there, but opens no WebSocket. */
static GError *
status_error (const SondeProfile  *profile,
              const char          *address,
              const SondeHttpHead *head)
{
  g_autofree char *status = dup_status (head);
  g_autofree char *path = sonde_websocket_dup_path_label (profile->network->path);

  switch (head->status)
    {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return moved_error (address, head, status);
    case 400:
      if (!profile->tls->use_tls)
        return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                            _ ("%s does not understand the WebSocket request (%s): it may expect TLS, or another path than “%s”."), address, status, path);
      break;
    case 401:
      return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                          _ ("%s wants to know who opens the WebSocket (%s): add a header for it, such as Authorization."), address, status);
    case 403:
      return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                          _ ("%s forbids a WebSocket at the path “%s” (%s)."), address, path, status);
    case 404:
    case 410:
      return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                          _ ("%s has nothing at the path “%s” (%s): brokers use /mqtt, /ws or /."), address, path, status);
    default:
      break;
    }

  if (head->status >= 500 || head->status == 408 || head->status == 429)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT,
                        _ ("%s cannot open the WebSocket now (%s): the broker behind it may be down."), address, status);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                      _ ("%s is a web server, but opens no WebSocket at the path “%s” (%s)."), address, path, status);
}

/* 4.2.2 */
static char *
dup_accept (const char *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize  size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) key, -1);
  g_checksum_update (checksum, (const guchar *) GUID, -1);
  g_checksum_get_digest (checksum, digest, &size);

  return g_base64_encode (digest, size);
}

/* Status 101. Not every server names the subprotocol, but another one would be a mistake. */
static gboolean
check_upgrade (const SondeProfile  *profile,
               const char          *address,
               const char          *key,
               const SondeHttpHead *head,
               GError             **error)
{
  g_autofree char *accept = dup_accept (key);
  const char      *subprotocol = sonde_websocket_get_subprotocol (profile->version);
  const char      *chosen = sonde_http_head_get (head, "Sec-WebSocket-Protocol");
  g_autofree char *label = sonde_format_line (chosen != NULL ? chosen : "", LOCATION_CHARS);

  if (!sonde_http_head_has_token (head, "Upgrade", "websocket") ||
      !sonde_http_head_has_token (head, "Connection", "Upgrade"))
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                 _ ("%s changes to another protocol than WebSocket."), address);
  else if (g_strcmp0 (sonde_http_head_get (head, "Sec-WebSocket-Accept"), accept) != 0)
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                 _ ("What %s answers is not for this WebSocket request: its Sec-WebSocket-Accept is wrong."), address);
  else if (chosen != NULL && !g_str_equal (chosen, subprotocol))
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                 _ ("%s was asked for the WebSocket subprotocol “%s”, but speaks “%s”."), address, subprotocol, label);
  else if (sonde_http_head_get (head, "Sec-WebSocket-Extensions") != NULL)
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                 _ ("%s uses a WebSocket extension that was not asked for."), address);
  else
    return TRUE;

  return FALSE;
}

/* No answer of HTTP: something else, or not the whole of it. */
static GError *
headless_error (const SondeProfile    *profile,
                const char            *address,
                const SondeHttpAnswer *answer)
{
  const GByteArray *received = answer->received;
  gboolean          may_retry;

  if (received->len == 0)
    return sonde_cause_from_network (profile, SONDE_STAGE_WEBSOCKET, NULL, 0, &may_retry);
  if (received->len >= SONDE_HTTP_HEAD_MAX)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_WEBSOCKET,
                        _ ("The answer of %s to the WebSocket request has no end."), address);
  if (sonde_http_head_is_likely ((const char *) received->data, received->len) &&
      sonde_http_head_find_end ((const char *) received->data, received->len) == 0)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT,
                        _ ("%s closed the connection in the middle of its answer to the WebSocket request."), address);

  return sonde_cause_from_greeting (profile, SONDE_STAGE_WEBSOCKET, received->data, received->len, &may_retry);
}

gboolean
sonde_websocket_check_answer (const SondeProfile    *profile,
                              const char            *key,
                              const SondeHttpAnswer *answer,
                              GError               **error)
{
  g_autofree char *address = sonde_profile_dup_address (profile);

  if (answer->head == NULL)
    {
      g_propagate_error (error, headless_error (profile, address, answer));
      return FALSE;
    }
  if (answer->head->status != 101)
    {
      g_propagate_error (error, status_error (profile, address, answer->head));
      return FALSE;
    }

  return check_upgrade (profile, address, key, answer->head, error);
}
