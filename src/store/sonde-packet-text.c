/* sonde-packet-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-text"

#include "sonde-packet-text.h"

#include <sonde-format.h>
#include <sonde-packet-decode.h>

#include <glib/gi18n.h>

#define MAX_TOPIC_CHARS 1000

char *
sonde_packet_text_dup_flags (const SondePacketSummary *summary)
{
  if (summary->type != SONDE_PACKET_PUBLISH)
    return g_strdup ("");

  return g_strdup_printf ("QoS %u%s%s", summary->qos, summary->dup ? " DUP" : "", summary->retain ? " retain" : "");
}

char *
sonde_packet_text_dup_topic (const SondePacketSummary *summary,
                             guint                     max_chars)
{
  g_autofree char *valid = NULL;

  if (summary->topic == NULL)
    return g_strdup ("");

  valid = g_utf8_make_valid (summary->topic, MIN (summary->topic_length, max_chars * 4));

  return sonde_format_line (valid, max_chars);
}

char *
sonde_packet_text_dup_reason (const SondePacketSummary *summary,
                              SondeMqttVersion          version)
{
  const char *words = sonde_packet_summary_get_reason (summary, version);

  if (!summary->has_reason || (summary->reason == 0 && summary->type != SONDE_PACKET_CONNACK && summary->type != SONDE_PACKET_SUBACK))
    return g_strdup ("");

  return words != NULL ? g_strdup_printf ("0x%02x %s", summary->reason, words) : g_strdup_printf ("0x%02x", summary->reason);
}

char *
sonde_packet_text_dup_answer (const SondePacketNote *note)
{
  return note->answer != SONDE_PACKET_NO_ANSWER ? sonde_format_duration (note->answer) : g_strdup ("");
}

static void
append_part (GString    *text,
             const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "  %s", part);
}

static void
append_line (GString                 *text,
             const SondePacketRecord *record,
             const guint8            *bytes,
             const SondePacketNote   *note)
{
  SondePacketSummary summary;
  g_autofree char   *time = sonde_format_full_time (record->time);
  g_autofree char   *flags = NULL;
  g_autofree char   *topic = NULL;
  g_autofree char   *reason = NULL;
  g_autofree char   *answer = NULL;

  sonde_packet_summarize (record, bytes, &summary);
  flags = sonde_packet_text_dup_flags (&summary);
  topic = sonde_packet_text_dup_topic (&summary, MAX_TOPIC_CHARS);
  reason = sonde_packet_text_dup_reason (&summary, record->version);
  answer = sonde_packet_text_dup_answer (note);

  g_string_append_printf (text, "%s  %s  %s", time, record->outgoing ? "→" : "←", sonde_packet_type_to_string (summary.type));
  if (summary.packet_id != 0)
    g_string_append_printf (text, "  %u", summary.packet_id);
  append_part (text, flags);
  append_part (text, topic);
  g_string_append_printf (text, "  %u B", record->size);
  append_part (text, reason);
  append_part (text, answer);
  g_string_append_c (text, '\n');
}

void
sonde_packet_text_append (GString                 *text,
                          const SondePacketRecord *record,
                          const guint8            *bytes,
                          const SondePacketNote   *note)
{
  g_autoptr (SondePacketFields) fields = sonde_packet_decode (bytes, record->kept, record->size, record->version);

  append_line (text, record, bytes, note);
  for (guint i = 0; i < fields->fields->len; i++)
    {
      const SondePacketField *field = g_ptr_array_index (fields->fields, i);

      g_string_append_printf (text, "  %*s%s: %s", 2 * field->level, "", field->name, field->value);
      if (field->note != NULL)
        g_string_append_printf (text, " (%s)", field->note);
      g_string_append_printf (text, "  [%s]\n", field->clause);
    }
  if (fields->fault != NULL)
    {
      g_string_append (text, "  ");
      g_string_append_printf (text, _ ("Malformed at byte %u: %s"), (guint) fields->end, fields->fault);
      g_string_append_c (text, '\n');
    }
  if (record->kept < record->size)
    {
      g_string_append (text, "  ");
      g_string_append_printf (text, _ ("Only the first %u bytes were recorded."), record->kept);
      g_string_append_c (text, '\n');
    }
  g_string_append_c (text, '\n');
}
