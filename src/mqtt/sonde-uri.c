/* sonde-uri.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-uri"

#include "sonde-uri.h"

#include "sonde-mqtt-error.h"
#include "sonde-topic.h"

#include <string.h>

#include <glib/gi18n.h>

typedef struct
{
  const char  *name;
  SondeCarrier carrier;
  gboolean     use_tls;
  guint16      port; /* where the address names none */
} Scheme;

/* The ports are IANA's, and for the WebSocket those of RFC 6455, 3 */
static const Scheme schemes[] = {
  { "mqtt", SONDE_CARRIER_TCP, FALSE, 1883 },
  { "mqtts", SONDE_CARRIER_TCP, TRUE, 8883 },
  { "ws", SONDE_CARRIER_WEBSOCKET, FALSE, 80 },
  { "wss", SONDE_CARRIER_WEBSOCKET, TRUE, 443 },
  { "mqtt+unix", SONDE_CARRIER_UNIX, FALSE, 1883 },
};

/*
 * Not GUri: a filter may hold ? and #, which GUri takes for a query and a
 * fragment, and no message may repeat a part of the text that could be a password.
 */

/* Returns: %FALSE */
static gboolean
set_error (GError    **error,
           const char *sentence)
{
  g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);

  return FALSE;
}

/* Returns: the text after "mqtt://", or %NULL with an error */
static const char *
check_scheme (const char    *uri,
              const Scheme **scheme,
              GError       **error)
{
  const char      *separator = strstr (uri, "://");
  g_autofree char *name = separator != NULL ? g_ascii_strdown (uri, separator - uri) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      *scheme = &schemes[i];
      if (g_strcmp0 (name, schemes[i].name) == 0)
        return separator + strlen ("://");
    }

  set_error (error, _ ("An address begins with mqtt://, as in mqtt://localhost:1883/test."));

  return NULL;
}

static int
read_hex_byte (const char *digits,
               gsize       length)
{
  if (length < 2 || !g_ascii_isxdigit (digits[0]) || !g_ascii_isxdigit (digits[1]))
    return -1;

  return g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]);
}

/* Returns: (transfer full): any bytes, U+0000 too, or %NULL with an error */
static GString *
decode (const char *text,
        gsize       length,
        GError    **error)
{
  g_autoptr (GString) decoded = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      int byte;

      if (text[i] != '%')
        {
          g_string_append_c (decoded, text[i]);
          continue;
        }

      byte = read_hex_byte (text + i + 1, length - i - 1);
      if (byte < 0)
        {
          set_error (error, _ ("Two hexadecimal digits must follow % in an address; % itself is written %25."));
          return NULL;
        }
      g_string_append_c (decoded, byte);
      i += 2;
    }

  return g_steal_pointer (&decoded);
}

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static gboolean
read_user (SondeProfile *profile,
           const char   *text,
           gsize         length,
           GError      **error)
{
  g_autoptr (GString) user = NULL;

  if (memchr (text, ':', length) != NULL)
    return set_error (error, _ ("Leave the password out of the address, where others can read it: Sonde asks for it."));

  user = decode (text, length, error);
  if (user == NULL)
    return FALSE;
  if (!g_utf8_validate_len (user->str, user->len, NULL))
    return set_error (error, _ ("The user name in the address is not valid UTF-8."));

  replace (&profile->user_name, user->str);
  return TRUE;
}

static gboolean
read_host (SondeProfile *profile,
           const char   *text,
           gsize         length,
           gboolean      is_literal,
           GError      **error)
{
  g_autoptr (GString) host = decode (text, length, error);
  const char *fault;

  if (host == NULL)
    return FALSE;
  if (host->len == 0)
    return set_error (error, _ ("The address names no host: type one after mqtt://, as in mqtt://localhost."));
  if (strlen (host->str) < host->len || (is_literal && strchr (host->str, ':') == NULL))
    return set_error (error, _ ("The host in the address is not valid."));

  fault = sonde_profile_check_host (host->str);
  if (fault != NULL)
    return set_error (error, fault);

  replace (&profile->host, host->str);
  return TRUE;
}

/* @text: after the colon; nothing there is the default port (RFC 3986, 3.2.3) */
static gboolean
read_port (SondeProfile *profile,
           const char   *text,
           gsize         length,
           GError      **error)
{
  g_autofree char *digits = g_strndup (text, length);
  guint64          port;

  if (length == 0)
    return TRUE;

  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXUINT16, &port, NULL))
    return set_error (error, _ ("The port in the address must be a number from 1 to 65535."));

  profile->port = port;
  return TRUE;
}

/* host, host:port, [IPv6] or [IPv6]:port */
static gboolean
read_address (SondeProfile *profile,
              const char   *text,
              gsize         length,
              GError      **error)
{
  const char *end = text + length;
  const char *host = text;
  const char *host_end;
  const char *colon;
  gboolean    is_literal = length > 0 && *text == '[';

  if (is_literal)
    {
      host = text + 1;
      host_end = memchr (host, ']', end - host);
      if (host_end == NULL || (host_end + 1 < end && host_end[1] != ':'))
        return set_error (error, _ ("An IPv6 address stands in brackets, as in mqtt://[::1]:1883."));
      colon = host_end + 1;
    }
  else
    {
      colon = memchr (host, ':', length);
      if (colon != NULL && memchr (colon + 1, ':', end - colon - 1) != NULL)
        return set_error (error, _ ("An IPv6 address stands in brackets, as in mqtt://[::1]:1883."));
      host_end = colon != NULL ? colon : end;
      colon = host_end;
    }

  if (!read_host (profile, host, host_end - host, is_literal, error))
    return FALSE;

  return colon == end || read_port (profile, colon + 1, end - colon - 1, error);
}

static gboolean
read_filter (SondeProfile *profile,
             const char   *text,
             GError      **error)
{
  g_autoptr (GString) filter = decode (text, strlen (text), error);
  SondeTopicFault fault;

  if (filter == NULL)
    return FALSE;
  if (filter->len == 0)
    return TRUE;

  fault = sonde_topic_filter_check (filter->str, filter->len);
  if (fault != SONDE_TOPIC_FAULT_NONE)
    return set_error (error, sonde_topic_fault_to_string (fault));

  sonde_profile_want (profile, filter->str, 0, 0);
  return TRUE;
}

/* @text: from the slash on; a WebSocket's address may have none (RFC 6455, 3) */
static gboolean
read_path (SondeProfile *profile,
           const char   *text,
           GError      **error)
{
  g_autofree char *path = g_strconcat (*text == '/' ? "" : "/", text, NULL);
  const char      *fault = sonde_network_options_check_path (path);

  if (fault != NULL)
    return set_error (error, fault);

  replace (&profile->network->path, path);
  return TRUE;
}

/* @text: from the slash on */
static gboolean
read_socket_path (SondeProfile *profile,
                  const char   *text,
                  GError      **error)
{
  g_autoptr (GString) path = decode (text, strlen (text), error);
  const char *fault;

  if (path == NULL)
    return FALSE;
  if (strlen (path->str) < path->len)
    return set_error (error, _ ("The path in the address is not valid."));

  fault = sonde_network_options_check_socket_path (path->str);
  if (fault != NULL)
    return set_error (error, fault);

  replace (&profile->network->socket_path, path->str);
  return TRUE;
}

/* @text: after the user; @end: of the host and port in it */
static gboolean
read_place (SondeProfile *profile,
            const char   *text,
            const char   *end,
            GError      **error)
{
  if (profile->network->carrier == SONDE_CARRIER_UNIX && text < end)
    return set_error (error, _ ("A socket of this machine has no host: three slashes follow the colon, as in mqtt+unix:///run/broker.sock."));
  if (profile->network->carrier == SONDE_CARRIER_UNIX)
    return read_socket_path (profile, end, error);

  if (!read_address (profile, text, end - text, error))
    return FALSE;
  if (profile->network->carrier == SONDE_CARRIER_WEBSOCKET)
    return read_path (profile, end, error);

  return *end == '\0' || read_filter (profile, end + 1, error);
}

SondeProfile *
sonde_uri_parse (const char *uri,
                 GError    **error)
{
  g_autoptr (SondeProfile) profile = NULL;
  const Scheme *scheme;
  const char   *authority, *end, *at;

  g_return_val_if_fail (uri != NULL, NULL);

  authority = check_scheme (uri, &scheme, error);
  if (authority == NULL)
    return NULL;

  profile = sonde_profile_new ();
  profile->network->carrier = scheme->carrier;
  profile->tls->use_tls = scheme->use_tls;
  profile->port = scheme->port;
  end = authority + strcspn (authority, scheme->carrier == SONDE_CARRIER_WEBSOCKET ? "/?#" : "/");
  at = memrchr (authority, '@', end - authority);

  if (at != NULL && !read_user (profile, authority, at - authority, error))
    return NULL;
  if (!read_place (profile, at != NULL ? at + 1 : authority, end, error))
    return NULL;

  g_free (profile->name);
  profile->name = sonde_profile_dup_address (profile);
  g_free (profile->client_id);
  profile->client_id = sonde_profile_generate_client_id ();

  return g_steal_pointer (&profile);
}
