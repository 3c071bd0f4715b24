/* sonde-record-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-record-line"

#include "sonde-record-line.h"

#include "sonde-record-text.h"

#include <sonde-base64.h>
#include <sonde-json-scanner.h>
#include <sonde-json-text.h>

#include <glib/gi18n.h>
#include <string.h>

/* Our own lines have two levels; what others add may have some more. */
#define MAX_DEPTH 32

/* 1.5.4: what a length of two bytes can say */
#define MAX_TOPIC_LENGTH 65535

static void
take_bytes (GBytes **field,
            GBytes  *bytes)
{
  g_clear_pointer (field, g_bytes_unref);
  *field = bytes;
}

static void
take_text (GBytes **field,
           char    *text)
{
  take_bytes (field, g_bytes_new_take (text, strlen (text)));
}

static const char *
take_base64 (GBytes    **field,
             const char *text)
{
  GBytes *bytes = sonde_base64_decode (text);

  if (bytes == NULL)
    return _ ("It holds Base64 that is damaged.");
  take_bytes (field, bytes);

  return NULL;
}

static gboolean
parse_time (const char *text,
            gint64     *time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, NULL);

  if (date == NULL)
    return FALSE;
  *time = g_date_time_to_unix (date) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);

  return *time >= 0;
}

static gboolean
parse_direction (SondeMessage *message,
                 const char   *text)
{
  static const struct
  {
    const char      *name;
    SondeMessageKind kind;
  } kinds[] = {
    { "received", SONDE_MESSAGE_RECEIVED },
    { "sent", SONDE_MESSAGE_SENT },
    { "event", SONDE_MESSAGE_EVENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].name, text))
        {
          message->kind = kinds[i].kind;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
parse_event (SondeRecordLine *self,
             const char      *text)
{
  guint event;

  if (!sonde_log_event_from_name (text, &event))
    return FALSE;
  self->event = event;

  return TRUE;
}

/* Takes @text. */
static const char *
read_string (SondeRecordLine *self,
             const char      *key,
             char            *text)
{
  g_autofree char *owned = text;

  if (g_str_equal (key, "time"))
    return parse_time (text, &self->message.time) ? NULL : _ ("Its time is not in the form of ISO 8601.");
  if (g_str_equal (key, "direction"))
    return parse_direction (&self->message, text) ? NULL : _ ("Its direction is none of received, sent and event.");
  if (g_str_equal (key, "event"))
    return parse_event (self, text) ? NULL : _ ("It is an event that this version of Sonde does not know.");

  if (g_str_equal (key, "topic") || g_str_equal (key, "filter"))
    take_text (&self->topic, g_steal_pointer (&owned));
  else if (g_str_equal (key, "topic_base64") || g_str_equal (key, "filter_base64"))
    return take_base64 (&self->topic, owned);
  else if (g_str_equal (key, "payload") || g_str_equal (key, "detail"))
    take_text (&self->payload, g_steal_pointer (&owned));
  else if (g_str_equal (key, "payload_base64") || g_str_equal (key, "detail_base64"))
    return take_base64 (&self->payload, owned);
  else if (g_str_equal (key, "properties_base64"))
    return take_base64 (&self->properties, owned);

  return NULL;
}

static const char *
read_number (SondeRecordLine      *self,
             const char           *key,
             const SondeJsonToken *token)
{
  g_autofree char *text = g_strndup (token->start, token->length);
  guint64          number;

  if (g_str_equal (key, "qos"))
    {
      if (!g_ascii_string_to_unsigned (text, 10, 0, 2, &number, NULL))
        return _ ("Its QoS is none of 0, 1 and 2.");
      self->message.qos = number;
    }
  else if (g_str_equal (key, "packet_id"))
    {
      if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &number, NULL))
        return _ ("Its packet identifier is not from 0 to 65,535.");
      self->message.packet_id = number;
    }

  return NULL;
}

static void
read_boolean (SondeRecordLine *self,
              const char      *key,
              gboolean         value)
{
  if (g_str_equal (key, "retain"))
    self->message.retain = value;
  else if (g_str_equal (key, "dup"))
    self->message.dup = value;
}

static const char *
read_member (SondeRecordLine      *self,
             const char           *key,
             const SondeJsonToken *token)
{
  switch (token->type)
    {
    case SONDE_JSON_TOKEN_STRING:
      return read_string (self, key, sonde_json_dup_string (token->start, token->length));
    case SONDE_JSON_TOKEN_NUMBER:
      return read_number (self, key, token);
    case SONDE_JSON_TOKEN_TRUE:
    case SONDE_JSON_TOKEN_FALSE:
      read_boolean (self, key, token->type == SONDE_JSON_TOKEN_TRUE);
      return NULL;
    default:
      return NULL;
    }
}

/* What the object holds, whatever that is worth. */
static const char *
read_object (SondeRecordLine *self,
             const char      *line,
             gsize            length)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (line, length, MAX_DEPTH);
  g_autofree char *key = NULL;
  SondeJsonToken   token;
  const char      *fault = NULL;

  if (sonde_json_scanner_next (scanner, &token) != SONDE_JSON_TOKEN_OBJECT_START)
    return _ ("It is not a JSON object.");

  while (fault == NULL && sonde_json_scanner_next (scanner, &token) != SONDE_JSON_TOKEN_END)
    {
      if (token.type == SONDE_JSON_TOKEN_ERROR)
        return _ ("It is not a whole JSON object.");
      if (token.depth != 1)
        continue;

      if (token.type == SONDE_JSON_TOKEN_KEY)
        {
          g_free (key);
          key = sonde_json_dup_string (token.start, token.length);
        }
      else if (key != NULL)
        fault = read_member (self, key, &token);
    }

  return fault;
}

static gsize
borrow (GBytes      *bytes,
        const void **data)
{
  gsize size = 0;

  *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return size;
}

const char *
sonde_record_line_parse (SondeRecordLine *self,
                         const char      *line,
                         gsize            length)
{
  SondeMessage *message = &self->message;
  const char   *fault;
  gconstpointer topic;

  memset (self, 0, sizeof *self);
  message->time = -1;
  self->event = -1;
  if (!sonde_json_is_text (line, length))
    return _ ("It is not text in UTF-8.");

  fault = read_object (self, line, length);
  if (fault != NULL)
    return fault;

  message->topic_length = borrow (self->topic, &topic);
  message->topic = topic;
  message->payload_size = borrow (self->payload, &message->payload);
  message->properties_size = borrow (self->properties, &message->properties);

  if (message->time < 0)
    return _ ("It has no time.");
  if (message->kind == SONDE_MESSAGE_EVENT && self->event < 0)
    return _ ("It does not name its event.");
  if (message->kind == SONDE_MESSAGE_EVENT)
    message->packet_id = self->event;
  if ((message->kind != SONDE_MESSAGE_EVENT && message->topic_length == 0) || message->topic_length > MAX_TOPIC_LENGTH)
    return _ ("It has no topic, or one that is longer than 65,535 bytes.");

  return NULL;
}

void
sonde_record_line_clear (SondeRecordLine *self)
{
  g_clear_pointer (&self->topic, g_bytes_unref);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_clear_pointer (&self->properties, g_bytes_unref);
}
