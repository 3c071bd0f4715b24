/* sonde-packet-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-filter"

#include "sonde-packet-filter.h"

#include <sonde-packet-summary.h>
#include <sonde-topic.h>
#include <string.h>

void
sonde_packet_filter_set (SondePacketFilter       *self,
                         const SondePacketFilter *other)
{
  SondePacketFilter copy = { 0 };

  if (other != NULL)
    {
      copy = *other;
      copy.topic = g_strdup (other->topic);
    }
  sonde_packet_filter_clear (self);
  *self = copy;
}

void
sonde_packet_filter_clear (SondePacketFilter *self)
{
  g_clear_pointer (&self->topic, g_free);
}

gboolean
sonde_packet_filter_is_equal (const SondePacketFilter *self,
                              const SondePacketFilter *other)
{
  return self->type == other->type && self->packet_id == other->packet_id && self->exchange == other->exchange &&
         g_strcmp0 (self->topic, other->topic) == 0;
}

gboolean
sonde_packet_filter_is_empty (const SondePacketFilter *self)
{
  return self->type == 0 && self->packet_id == 0 && self->exchange == 0 && self->topic == NULL;
}

static gboolean
matches_text (const char *wanted,
              const char *topic,
              gsize       length)
{
  if (topic == NULL)
    return FALSE;
  if (strpbrk (wanted, "+#") != NULL && sonde_topic_filter_check (wanted, strlen (wanted)) == SONDE_TOPIC_FAULT_NONE)
    return sonde_topic_filter_matches (wanted, topic, length);

  return memmem (topic, length, wanted, strlen (wanted)) != NULL;
}

/* The first is the one of the summary. */
static gboolean
matches_other_filter (const char              *wanted,
                      const SondePacketRecord *record,
                      const guint8            *bytes)
{
  SondePacket packet = sonde_packet_record_to_packet (record, bytes);
  guint16     packet_id;
  g_auto (GStrv) filters = sonde_packet_dup_filters (&packet, record->version, &packet_id);

  for (guint i = 1; filters != NULL && filters[0] != NULL && filters[i] != NULL; i++)
    if (matches_text (wanted, filters[i], strlen (filters[i])))
      return TRUE;

  return FALSE;
}

static gboolean
matches_topic (const char               *wanted,
               const SondePacketRecord  *record,
               const guint8             *bytes,
               const SondePacketSummary *summary)
{
  if (matches_text (wanted, summary->topic, summary->topic_length))
    return TRUE;

  return (summary->type == SONDE_PACKET_SUBSCRIBE || summary->type == SONDE_PACKET_UNSUBSCRIBE) &&
         matches_other_filter (wanted, record, bytes);
}

gboolean
sonde_packet_filter_matches (const SondePacketFilter *self,
                             const SondePacketRecord *record,
                             const guint8            *bytes,
                             const SondePacketNote   *note)
{
  SondePacketSummary summary;

  if (self->type != 0 && self->type != bytes[0] >> 4)
    return FALSE;
  if (self->exchange != 0 && self->exchange != note->exchange)
    return FALSE;
  if (self->packet_id == 0 && self->topic == NULL)
    return TRUE;

  sonde_packet_summarize (record, bytes, &summary);

  return (self->packet_id == 0 || self->packet_id == summary.packet_id) &&
         (self->topic == NULL || matches_topic (self->topic, record, bytes, &summary));
}
