/* sonde-record-text.h: a message as a line of JSON or CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 *
 * JSON Lines, one object a record:
 *   {"time": "2026-11-23T12:34:44.091123Z", "direction": "received", "topic": "a/b", "qos": 1,
 *    "retain": false, "dup": false, "packet_id": 7, "payload": "hello"}
 * The payload is text where it is UTF-8 without NUL, else it stands in "payload_base64";
 * likewise "topic_base64". MQTT 5 properties: "properties" to be read, and the bytes as
 * they were in "properties_base64". Of an event of the connection: "direction": "event",
 * "event" and "detail"; of one that is about a topic filter: that as "filter", and the "qos"
 * that was granted.
 *
 * CSV (RFC 4180) with a line of titles; events are left out. "encoding" is text or base64.
 */

#pragma once

#include <sonde-segment.h>

G_BEGIN_DECLS

void sonde_record_append_json (GString            *out,
                               const SondeSegment *segment,
                               const SondeRecord  *record);

void sonde_record_append_csv_titles (GString *out);
void sonde_record_append_csv (GString            *out,
                              const SondeSegment *segment,
                              const SondeRecord  *record);

/* In UTC, as ISO 8601 has it. */
void sonde_record_append_time (GString *out,
                               gint64   time);
/* As a field of CSV: quoted, each quote twice; line ends and commas stand in it as they are. */
void sonde_record_append_quoted (GString    *out,
                                 const char *text,
                                 gsize       length);

/* The name of an event in the file; %NULL for one that is not known. */
const char *sonde_log_event_to_name (guint event);
/* Returns: %FALSE when there is no such name */
gboolean sonde_log_event_from_name (const char *name,
                                    guint      *event);

G_END_DECLS
