/* sonde-connect.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connect"

#include "sonde-connect.h"

#include "sonde-property-writer.h"

#include <string.h>

/* Connect Flags (3.1.2.3) */
#define FLAG_CLEAN 0x02
#define FLAG_WILL 0x04
#define FLAG_WILL_RETAIN 0x20

#define DEFAULT_RECEIVE_MAXIMUM 65535

static const char *
check_user_properties (const GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (pairs, i);
      const char      *sentence = sonde_profile_check_user_property (pair->name, pair->value);

      if (sentence != NULL)
        return sentence;
    }

  return NULL;
}

static const char *
check_will (const SondeWill *will,
            SondeMqttVersion version)
{
  const char *sentence;

  if (*will->topic == '\0')
    return NULL;

  sentence = sonde_will_check_topic (will->topic);
  if (sentence == NULL)
    sentence = sonde_will_check_payload (g_bytes_get_size (will->payload));
  if (sentence != NULL || version != SONDE_MQTT_5)
    return sentence;

  sentence = sonde_will_check_content_type (will->content_type);
  if (sentence == NULL)
    sentence = sonde_will_check_response_topic (will->response_topic);
  if (sentence == NULL)
    sentence = sonde_will_check_correlation_data (g_bytes_get_size (will->correlation_data));

  return sentence != NULL ? sentence : check_user_properties (will->user_properties);
}

const char *
sonde_connect_check (const SondeProfile *profile,
                     const char         *password)
{
  const char *sentence;

  g_return_val_if_fail (profile != NULL, NULL);

  sentence = sonde_profile_check_client_id (profile->client_id, profile->version, profile->clean_start);
  /* An empty one is filled in, or assigned by the broker. */
  if (sentence != NULL && *profile->client_id != '\0')
    return sentence;

  sentence = sonde_profile_check_user_name (profile->user_name);
  if (sentence == NULL && password != NULL)
    sentence = sonde_profile_check_password (password, strlen (password));
  if (sentence == NULL)
    sentence = check_will (profile->will, profile->version);
  if (sentence == NULL && profile->version == SONDE_MQTT_5)
    sentence = check_user_properties (profile->user_properties);

  return sentence;
}

GBytes *
sonde_connect_dup_properties (const SondeProfile *profile)
{
  static const guint8 no_problem_information[] = { SONDE_PROPERTY_REQUEST_PROBLEM, 0 };
  GByteArray         *bytes;

  g_return_val_if_fail (profile != NULL, NULL);

  bytes = g_byte_array_new ();
  sonde_property_put_int (bytes, SONDE_PROPERTY_SESSION_EXPIRY, profile->session_expiry);
  sonde_property_put_int (bytes, SONDE_PROPERTY_MAXIMUM_PACKET_SIZE, profile->maximum_packet_size);
  sonde_property_put_byte (bytes, SONDE_PROPERTY_REQUEST_RESPONSE, profile->request_response_information ? 1 : 0);
  if (!profile->request_problem_information)
    g_byte_array_append (bytes, no_problem_information, sizeof no_problem_information);
  sonde_property_put_pairs (bytes, profile->user_properties);

  return g_byte_array_free_to_bytes (bytes);
}

/* Returns: the first byte behind a variable byte integer (5.0, 1.5.5), or %NULL */
static guint8 *
skip_integer (guint8       *at,
              const guint8 *end,
              gsize        *value)
{
  *value = 0;
  for (guint i = 0; i < 4 && at + i < end; i++)
    {
      *value |= (gsize) (at[i] & 0x7f) << 7 * i;
      if ((at[i] & 0x80) == 0)
        return at + i + 1;
    }

  return NULL;
}

static void
set_flag (guint8  *flags,
          guint8   flag,
          gboolean wanted)
{
  *flags = wanted ? *flags | flag : *flags & ~flag;
}

/* libmosquitto always sends one. @end of the packet lies behind the properties. */
static void
set_receive_maximum (guint8       *properties,
                     const guint8 *end,
                     guint16       receive_maximum)
{
  SondePropertyIter iter;
  SondeProperty     property;
  gsize             size;
  guint8           *at = skip_integer (properties, end, &size);

  if (at == NULL || size > end - at)
    return;

  sonde_property_iter_init (&iter, at, size);
  for (const guint8 *begin = iter.at; sonde_property_iter_next (&iter, &property); begin = iter.at)
    if (property.id == SONDE_PROPERTY_RECEIVE_MAXIMUM)
      {
        guint8 *value = at + (begin - at) + 1;

        value[0] = receive_maximum >> 8;
        value[1] = receive_maximum & 0xff;
      }
}

void
sonde_connect_set (guint8             *connect,
                   gsize               size,
                   const SondeProfile *profile,
                   gboolean            clean)
{
  const guint8 *end = connect + size;
  guint8       *at;
  gsize         remaining, name;

  g_return_if_fail (connect != NULL);
  g_return_if_fail (profile != NULL);

  /* Fixed header; protocol name and version; flags; keep alive; properties (3.1) */
  at = size > 0 ? skip_integer (connect + 1, end, &remaining) : NULL;
  if (at == NULL || end - at < 2)
    return;
  name = at[0] << 8 | at[1];
  if (end - at < 2 + (gssize) name + 1 + 1 + 2)
    return;

  at += 2 + name + 1;
  set_flag (at, FLAG_CLEAN, clean);
  if ((*at & FLAG_WILL) != 0)
    set_flag (at, FLAG_WILL_RETAIN, profile->will->retain);
  if (profile->version == SONDE_MQTT_5)
    set_receive_maximum (at + 3, end, profile->receive_maximum != 0 ? profile->receive_maximum : DEFAULT_RECEIVE_MAXIMUM);
}
