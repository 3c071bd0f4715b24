/* sonde-properties.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-properties"

#include "sonde-properties.h"

#include <glib/gi18n.h>

typedef enum
{
  FORM_NONE, /* no such property */
  FORM_BYTE,
  FORM_TWO_BYTES,
  FORM_FOUR_BYTES,
  FORM_VARIABLE_INTEGER,
  FORM_STRING,
  FORM_BINARY,
  FORM_STRING_PAIR,
} Form;

/* clang-format off */

/* 5.0, table 2-4 */
static const struct
{
  Form        form;
  const char *name;
} properties_by_id[] = {
  [SONDE_PROPERTY_PAYLOAD_FORMAT] = { FORM_BYTE, N_("Payload format indicator") },
  [SONDE_PROPERTY_MESSAGE_EXPIRY] = { FORM_FOUR_BYTES, N_("Message expiry interval") },
  [SONDE_PROPERTY_CONTENT_TYPE] = { FORM_STRING, N_("Content type") },
  [SONDE_PROPERTY_RESPONSE_TOPIC] = { FORM_STRING, N_("Response topic") },
  [SONDE_PROPERTY_CORRELATION_DATA] = { FORM_BINARY, N_("Correlation data") },
  [SONDE_PROPERTY_SUBSCRIPTION_ID] = { FORM_VARIABLE_INTEGER, N_("Subscription identifier") },
  [SONDE_PROPERTY_SESSION_EXPIRY] = { FORM_FOUR_BYTES, N_("Session expiry interval") },
  [SONDE_PROPERTY_ASSIGNED_CLIENT_ID] = { FORM_STRING, N_("Assigned client identifier") },
  [SONDE_PROPERTY_SERVER_KEEP_ALIVE] = { FORM_TWO_BYTES, N_("Server keep alive") },
  [SONDE_PROPERTY_AUTH_METHOD] = { FORM_STRING, N_("Authentication method") },
  [SONDE_PROPERTY_AUTH_DATA] = { FORM_BINARY, N_("Authentication data") },
  [SONDE_PROPERTY_REQUEST_PROBLEM] = { FORM_BYTE, N_("Request problem information") },
  [SONDE_PROPERTY_WILL_DELAY] = { FORM_FOUR_BYTES, N_("Will delay interval") },
  [SONDE_PROPERTY_REQUEST_RESPONSE] = { FORM_BYTE, N_("Request response information") },
  [SONDE_PROPERTY_RESPONSE_INFORMATION] = { FORM_STRING, N_("Response information") },
  [SONDE_PROPERTY_SERVER_REFERENCE] = { FORM_STRING, N_("Server reference") },
  [SONDE_PROPERTY_REASON_STRING] = { FORM_STRING, N_("Reason string") },
  [SONDE_PROPERTY_RECEIVE_MAXIMUM] = { FORM_TWO_BYTES, N_("Receive maximum") },
  [SONDE_PROPERTY_TOPIC_ALIAS_MAXIMUM] = { FORM_TWO_BYTES, N_("Topic alias maximum") },
  [SONDE_PROPERTY_TOPIC_ALIAS] = { FORM_TWO_BYTES, N_("Topic alias") },
  [SONDE_PROPERTY_MAXIMUM_QOS] = { FORM_BYTE, N_("Maximum QoS") },
  [SONDE_PROPERTY_RETAIN_AVAILABLE] = { FORM_BYTE, N_("Retain available") },
  [SONDE_PROPERTY_USER_PROPERTY] = { FORM_STRING_PAIR, N_("User property") },
  [SONDE_PROPERTY_MAXIMUM_PACKET_SIZE] = { FORM_FOUR_BYTES, N_("Maximum packet size") },
  [SONDE_PROPERTY_WILDCARD_AVAILABLE] = { FORM_BYTE, N_("Wildcard subscription available") },
  [SONDE_PROPERTY_SUBSCRIPTION_ID_AVAILABLE] = { FORM_BYTE, N_("Subscription identifiers available") },
  [SONDE_PROPERTY_SHARED_AVAILABLE] = { FORM_BYTE, N_("Shared subscription available") },
};

/* clang-format on */

static Form
get_form (guint8 id)
{
  return id < G_N_ELEMENTS (properties_by_id) ? properties_by_id[id].form : FORM_NONE;
}

/* The readers below move @at past what they read, or leave it and return %FALSE. */

static gboolean
read_number (const guint8 **at,
             const guint8  *end,
             gsize          n_bytes,
             guint32       *number)
{
  if (end - *at < (gssize) n_bytes)
    return FALSE;

  *number = 0;
  for (gsize i = 0; i < n_bytes; i++)
    *number = *number << 8 | *(*at)++;

  return TRUE;
}

static gboolean
read_variable_integer (const guint8 **at,
                       const guint8  *end,
                       guint32       *number)
{
  *number = 0;
  for (guint i = 0; i < 4 && *at + i < end; i++)
    {
      guint8 byte = (*at)[i];

      *number |= (guint32) (byte & 0x7f) << 7 * i;
      if ((byte & 0x80) == 0)
        {
          *at += i + 1;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
read_bytes (const guint8 **at,
            const guint8  *end,
            const guint8 **bytes,
            guint16       *size)
{
  guint32 length;

  if (!read_number (at, end, 2, &length) || end - *at < (gssize) length)
    return FALSE;

  *bytes = *at;
  *size = length;
  *at += length;

  return TRUE;
}

static gboolean
read_value (const guint8 **at,
            const guint8  *end,
            SondeProperty *property)
{
  switch (get_form (property->id))
    {
    case FORM_BYTE:
      return read_number (at, end, 1, &property->number);
    case FORM_TWO_BYTES:
      return read_number (at, end, 2, &property->number);
    case FORM_FOUR_BYTES:
      return read_number (at, end, 4, &property->number);
    case FORM_VARIABLE_INTEGER:
      return read_variable_integer (at, end, &property->number);
    case FORM_STRING:
    case FORM_BINARY:
      return read_bytes (at, end, &property->bytes, &property->size);
    case FORM_STRING_PAIR:
      return read_bytes (at, end, &property->bytes, &property->size) &&
             read_bytes (at, end, &property->value, &property->value_size);
    case FORM_NONE:
    default:
      return FALSE;
    }
}

void
sonde_property_iter_init (SondePropertyIter *iter,
                          const guint8      *properties,
                          gsize              size)
{
  static const guint8 nothing[1];

  g_return_if_fail (iter != NULL);
  g_return_if_fail (properties != NULL || size == 0);

  iter->at = properties != NULL ? properties : nothing;
  iter->end = iter->at + size;
}

gboolean
sonde_property_iter_next (SondePropertyIter *iter,
                          SondeProperty     *property)
{
  const guint8 *at;

  g_return_val_if_fail (iter != NULL, FALSE);
  g_return_val_if_fail (property != NULL, FALSE);

  if (iter->at == iter->end)
    return FALSE;

  /* An identifier is a variable byte integer (2.2.2.2), but all known ones fit one byte. */
  at = iter->at;
  *property = (SondeProperty){ .id = *at++ };
  if (!read_value (&at, iter->end, property))
    return FALSE;

  iter->at = at;
  return TRUE;
}

gboolean
sonde_properties_are_sound (const guint8 *properties,
                            gsize         size)
{
  SondePropertyIter iter;
  SondeProperty     property;

  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, &property))
    ;

  return iter.at == iter.end;
}

gboolean
sonde_properties_find (const guint8  *properties,
                       gsize          size,
                       guint8         id,
                       SondeProperty *property)
{
  SondePropertyIter iter;

  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, property))
    {
      if (property->id == id)
        return TRUE;
    }

  return FALSE;
}

const char *
sonde_property_to_name (guint8 id)
{
  return get_form (id) != FORM_NONE ? _ (properties_by_id[id].name) : NULL;
}

/* U+0000 is no valid UTF-8 to GLib either: it is escaped like a stray byte. */
static void
append_text (GString      *text,
             const guint8 *bytes,
             gsize         size)
{
  const char *at = (const char *) bytes;
  const char *end = at + size;

  while (at < end)
    {
      const char *bad;

      g_utf8_validate_len (at, end - at, &bad);
      g_string_append_len (text, at, bad - at);
      at = bad;
      if (at < end)
        g_string_append_printf (text, "\\x%02x", (guint8) *at++);
    }
}

static void
append_hex (GString      *text,
            const guint8 *bytes,
            gsize         size)
{
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, i > 0 ? " %02x" : "%02x", bytes[i]);
}

char *
sonde_property_dup_value (const SondeProperty *property)
{
  GString *text;

  g_return_val_if_fail (property != NULL, NULL);

  text = g_string_new (NULL);
  switch (get_form (property->id))
    {
    case FORM_STRING:
      append_text (text, property->bytes, property->size);
      break;
    case FORM_BINARY:
      append_hex (text, property->bytes, property->size);
      break;
    case FORM_STRING_PAIR:
      append_text (text, property->bytes, property->size);
      g_string_append (text, " = ");
      append_text (text, property->value, property->value_size);
      break;
    default:
      g_string_append_printf (text, "%u", property->number);
      break;
    }

  return g_string_free (text, FALSE);
}
