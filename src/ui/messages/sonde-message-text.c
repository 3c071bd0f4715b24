/* sonde-message-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-text"

#include "sonde-message-text.h"

#include <sonde-format.h>
#include <sonde-payload.h>
#include <sonde-reason.h>

#include <glib/gi18n.h>

#define MAX_DETAIL_CHARS 400
#define MAX_FILTER_CHARS 200

static char *
dup_filter_event (SondeMessageItem *item,
                  SondeLogEvent     event,
                  const char       *detail)
{
  gsize            length;
  const char      *topic = sonde_message_item_get_topic (item, &length);
  g_autofree char *filter = sonde_payload_preview ((const guint8 *) topic, length, MAX_FILTER_CHARS);

  switch ((int) event)
    {
    case SONDE_LOG_EVENT_SUBSCRIBED:
      /* Translators: a topic filter, and the QoS that was granted */
      return g_strdup_printf (_ ("Subscribed to %s, QoS %u"), filter, sonde_message_item_get_qos (item));
    case SONDE_LOG_EVENT_REFUSED:
      /* Translators: a topic filter, and why: “not authorized” */
      return g_strdup_printf (_ ("Subscription to %s refused: %s"), filter, detail);
    case SONDE_LOG_EVENT_UNSUBSCRIBED:
      return g_strdup_printf (_ ("Unsubscribed from %s"), filter);
    default:
      return g_strdup_printf (_ ("Still subscribed to %s: %s"), filter, detail);
    }
}

char *
sonde_message_dup_event (SondeMessageItem *item)
{
  gsize            size;
  const guint8    *payload = sonde_message_item_get_payload (item, &size);
  g_autofree char *detail = sonde_payload_preview (payload, size, MAX_DETAIL_CHARS);

  switch ((SondeLogEvent) sonde_message_item_get_packet_id (item))
    {
    case SONDE_LOG_EVENT_CONNECTED:
      /* Translators: %s is an address such as 127.0.0.1:1883 */
      return g_strdup_printf (_ ("Connected to %s"), detail);
    case SONDE_LOG_EVENT_CONNECTED_AGAIN:
      return g_strdup_printf (_ ("Connected to %s, session present"), detail);
    case SONDE_LOG_EVENT_LOST:
      return *detail != '\0' ? g_strdup_printf (_ ("Connection lost: %s"), detail)
                             : g_strdup (_ ("Connection lost"));
    case SONDE_LOG_EVENT_DISCONNECTED:
      /* Translators: %s is how, such as “without DISCONNECT” */
      return *detail != '\0' ? g_strdup_printf (_ ("Disconnected: %s"), detail)
                             : g_strdup (_ ("Disconnected"));
    case SONDE_LOG_EVENT_SUBSCRIBED:
    case SONDE_LOG_EVENT_REFUSED:
    case SONDE_LOG_EVENT_UNSUBSCRIBED:
    case SONDE_LOG_EVENT_NOT_UNSUBSCRIBED:
      return dup_filter_event (item, sonde_message_item_get_packet_id (item), detail);
    default:
      return g_steal_pointer (&detail);
    }
}

const char *
sonde_message_get_flags (SondeMessageItem *item)
{
  gboolean retain = sonde_message_item_get_retain (item);
  gboolean dup = sonde_message_item_get_dup (item);

  if (retain && dup)
    return _ ("retained · DUP");
  if (retain)
    return _ ("retained");
  return dup ? _ ("DUP") : NULL;
}

char *
sonde_acknowledgement_to_text (const SondeAcknowledgement *ack,
                               SondeMqttVersion            version)
{
  g_autofree char *duration = NULL;

  if (ack->reason >= 0x80)
    return g_strdup (sonde_reason_to_string (version, SONDE_REASON_IN_PUBACK, ack->reason));
  if (ack->round_trip < 0)
    return g_strdup (_ ("sent"));

  duration = sonde_format_duration (ack->round_trip);
  /* 16 is "no matching subscribers" (5.0, 3.4.2.1): delivered, but to nobody. */
  if (ack->reason != 0)
    return g_strdup_printf (_ ("acknowledged in %s, %s"), duration,
                            sonde_reason_to_string (version, SONDE_REASON_IN_PUBACK, ack->reason));
  return g_strdup_printf (_ ("acknowledged in %s"), duration);
}

gboolean
sonde_message_get_answer (SondeMessageItem   *item,
                          SondeConnection    *connection,
                          SondeMessageAnswer *answer)
{
  SondeAcknowledgement ack;

  if (sonde_message_item_get_kind (item) != SONDE_MESSAGE_SENT || connection == NULL)
    return FALSE;
  if (!sonde_message_log_get_ack (sonde_connection_get_log (connection),
                                  sonde_message_item_get_serial (item), &ack))
    return FALSE;

  answer->refused = ack.reason >= 0x80;
  answer->text = sonde_acknowledgement_to_text (&ack, sonde_connection_get_version (connection));
  return TRUE;
}

char *
sonde_message_dup_sentence (SondeMessageItem *item,
                            const char       *time,
                            const char       *topic,
                            const char       *payload,
                            const char       *size,
                            const char       *answer)
{
  const char      *flags = sonde_message_get_flags (item);
  g_autofree char *head = NULL;

  /* Translators: a row of the log, read aloud: time, topic, QoS, size */
  head = g_strdup_printf (sonde_message_item_get_kind (item) == SONDE_MESSAGE_SENT
                            ? _ ("Sent at %s to %s, QoS %u, %s")
                            : _ ("Received at %s on %s, QoS %u, %s"),
                          time, topic, sonde_message_item_get_qos (item), size);

  return g_strconcat (head,
                      flags != NULL ? ", " : "", flags != NULL ? flags : "",
                      answer != NULL ? ", " : "", answer != NULL ? answer : "",
                      *payload != '\0' ? ": " : "", payload, NULL);
}
