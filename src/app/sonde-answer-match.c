/* sonde-answer-match.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-answer-match"

#include "sonde-answer-match.h"

#include <sonde-properties.h>

#include <string.h>

static gboolean
has_correlation_data (const SondePublish *request,
                      const SondeSegment *segment,
                      const SondeRecord  *record)
{
  SondeProperty property;
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (request->correlation_data, &size);

  return sonde_properties_find (sonde_segment_get_properties (segment, record), record->properties_size,
                                SONDE_PROPERTY_CORRELATION_DATA, &property) &&
         property.size == size && memcmp (property.bytes, bytes, size) == 0;
}

static gboolean
is_on (const char         *name,
       const SondeSegment *segment,
       const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);

  return topic->length == strlen (name) && memcmp (topic->name, name, topic->length) == 0;
}

static gboolean
holds_payload (const SondePublish *request,
               const SondeSegment *segment,
               const SondeRecord  *record)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (request->payload, &size);

  return record->payload_size == size && (size == 0 || memcmp (sonde_segment_get_payload (segment, record), bytes, size) == 0);
}

gboolean
sonde_answer_match_request (const SondePublish *request,
                            SondeMqttVersion    version,
                            const SondeSegment *segment,
                            guint               index)
{
  const SondeRecord *record = sonde_segment_get_record (segment, index);

  return is_on (request->topic, segment, record) && holds_payload (request, segment, record) &&
         (version != SONDE_MQTT_5 || has_correlation_data (request, segment, record));
}

SondeAnswerMatch
sonde_answer_match (const SondePublish *request,
                    SondeMqttVersion    version,
                    const SondeSegment *segment,
                    guint               index)
{
  const SondeRecord *record = sonde_segment_get_record (segment, index);
  gboolean           found;

  if (!is_on (request->response_topic, segment, record))
    return SONDE_ANSWER_NONE;

  if (version == SONDE_MQTT_5)
    found = has_correlation_data (request, segment, record);
  else
    found = (record->flags & SONDE_RECORD_RETAIN) == 0;
  return found ? SONDE_ANSWER_FOUND : SONDE_ANSWER_STRAY;
}
