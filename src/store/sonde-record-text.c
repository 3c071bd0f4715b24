/* sonde-record-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-record-text"

#include "sonde-record-text.h"

#include <sonde-json-text.h>
#include <sonde-properties.h>

#include <string.h>
#include <time.h>

static const char *const event_names[] = {
  [SONDE_LOG_EVENT_CONNECTED] = "connected",
  [SONDE_LOG_EVENT_CONNECTED_AGAIN] = "connected-again",
  [SONDE_LOG_EVENT_LOST] = "lost",
  [SONDE_LOG_EVENT_DISCONNECTED] = "disconnected",
  [SONDE_LOG_EVENT_SUBSCRIBED] = "subscribed",
  [SONDE_LOG_EVENT_REFUSED] = "refused",
  [SONDE_LOG_EVENT_UNSUBSCRIBED] = "unsubscribed",
  [SONDE_LOG_EVENT_NOT_UNSUBSCRIBED] = "not-unsubscribed",
};

const char *
sonde_log_event_to_name (guint event)
{
  return event < G_N_ELEMENTS (event_names) ? event_names[event] : NULL;
}

gboolean
sonde_log_event_from_name (const char *name,
                           guint      *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (event_names); i++)
    {
      if (g_strcmp0 (event_names[i], name) == 0)
        {
          *event = i;
          return TRUE;
        }
    }

  return FALSE;
}

void
sonde_record_append_time (GString *out,
                          gint64   time)
{
  time_t    seconds = time / G_USEC_PER_SEC;
  struct tm parts;

  gmtime_r (&seconds, &parts);
  g_string_append_printf (out, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
                          parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                          parts.tm_hour, parts.tm_min, parts.tm_sec, (int) (time % G_USEC_PER_SEC));
}

static void
append_base64 (GString      *out,
               const guint8 *bytes,
               gsize         size)
{
  gsize start = out->len;
  int   state = 0;
  int   save = 0;
  gsize length;

  g_string_set_size (out, start + (size / 3 + 1) * 4 + 4);
  length = g_base64_encode_step (bytes, size, FALSE, out->str + start, &state, &save);
  length += g_base64_encode_close (FALSE, out->str + start + length, &state, &save);
  g_string_set_size (out, start + length);
}

/* , "name": "text", or, of bytes that are no text, , "name_base64": "…" */
static void
append_bytes (GString      *out,
              const char   *name,
              const guint8 *bytes,
              gsize         size)
{
  if (sonde_json_is_text (bytes, size))
    {
      g_string_append_printf (out, ", \"%s\": ", name);
      sonde_json_append_string (out, bytes, size);
      return;
    }

  g_string_append_printf (out, ", \"%s_base64\": \"", name);
  append_base64 (out, bytes, size);
  g_string_append_c (out, '"');
}

static void
append_properties (GString      *out,
                   const guint8 *properties,
                   gsize         size)
{
  SondePropertyIter iter;
  SondeProperty     property;
  const char       *separator = "";

  g_string_append (out, ", \"properties\": [");
  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, &property))
    {
      g_autofree char *value = sonde_property_dup_value (&property);

      g_string_append_printf (out, "%s{\"id\": %u, \"value\": ", separator, property.id);
      sonde_json_append_string (out, value, strlen (value));
      g_string_append_c (out, '}');
      separator = ", ";
    }
  g_string_append (out, "], \"properties_base64\": \"");
  append_base64 (out, properties, size);
  g_string_append_c (out, '"');
}

static const char *
bool_to_string (gboolean value)
{
  return value ? "true" : "false";
}

static void
append_event (GString            *out,
              const SondeSegment *segment,
              const SondeRecord  *record)
{
  const SondeSegmentTopic *filter = sonde_segment_get_topic (segment, record);
  const char              *name = sonde_log_event_to_name (record->packet_id);

  g_string_append_printf (out, "\", \"direction\": \"event\", \"event\": \"%s\"", name != NULL ? name : "");
  if (filter->length > 0)
    append_bytes (out, "filter", (const guint8 *) filter->name, filter->length);
  if (record->packet_id == SONDE_LOG_EVENT_SUBSCRIBED)
    g_string_append_printf (out, ", \"qos\": %u", sonde_record_get_qos (record));
  append_bytes (out, "detail", sonde_segment_get_payload (segment, record), record->payload_size);
  g_string_append (out, "}\n");
}

void
sonde_record_append_json (GString            *out,
                          const SondeSegment *segment,
                          const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);
  SondeMessageKind         kind = sonde_record_get_kind (record);

  g_string_append (out, "{\"time\": \"");
  sonde_record_append_time (out, segment->began_at + record->time);
  if (kind == SONDE_MESSAGE_EVENT)
    {
      append_event (out, segment, record);
      return;
    }

  g_string_append_printf (out, "\", \"direction\": \"%s\"", kind == SONDE_MESSAGE_SENT ? "sent" : "received");
  append_bytes (out, "topic", (const guint8 *) topic->name, topic->length);
  g_string_append_printf (out, ", \"qos\": %u, \"retain\": %s, \"dup\": %s", sonde_record_get_qos (record),
                          bool_to_string (record->flags & SONDE_RECORD_RETAIN),
                          bool_to_string (record->flags & SONDE_RECORD_DUP));
  if (record->packet_id != 0)
    g_string_append_printf (out, ", \"packet_id\": %u", record->packet_id);
  if (record->properties_size > 0)
    append_properties (out, sonde_segment_get_properties (segment, record), record->properties_size);
  append_bytes (out, "payload", sonde_segment_get_payload (segment, record), record->payload_size);
  g_string_append (out, "}\n");
}

void
sonde_record_append_csv_titles (GString *out)
{
  g_string_append (out, "time,direction,topic,qos,retain,dup,packet_id,size,encoding,payload\r\n");
}

void
sonde_record_append_quoted (GString    *out,
                            const char *text,
                            gsize       length)
{
  const char *end = text + length;

  g_string_append_c (out, '"');
  while (text < end)
    {
      const char *quote = memchr (text, '"', end - text);

      g_string_append_len (out, text, (quote != NULL ? quote + 1 : end) - text);
      if (quote == NULL)
        break;
      g_string_append_c (out, '"');
      text = quote + 1;
    }
  g_string_append_c (out, '"');
}

void
sonde_record_append_csv (GString            *out,
                         const SondeSegment *segment,
                         const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);
  const guint8            *payload = sonde_segment_get_payload (segment, record);
  gboolean                 is_text = sonde_json_is_text (payload, record->payload_size);
  SondeMessageKind         kind = sonde_record_get_kind (record);

  if (kind == SONDE_MESSAGE_EVENT)
    return;

  sonde_record_append_time (out, segment->began_at + record->time);
  g_string_append (out, kind == SONDE_MESSAGE_SENT ? ",sent," : ",received,");
  sonde_record_append_quoted (out, topic->name, topic->length);
  g_string_append_printf (out, ",%u,%s,%s,%u,%u,%s,", sonde_record_get_qos (record),
                          bool_to_string (record->flags & SONDE_RECORD_RETAIN),
                          bool_to_string (record->flags & SONDE_RECORD_DUP),
                          record->packet_id, record->payload_size, is_text ? "text" : "base64");
  if (is_text)
    sonde_record_append_quoted (out, (const char *) payload, record->payload_size);
  else
    append_base64 (out, payload, record->payload_size);
  g_string_append (out, "\r\n");
}
