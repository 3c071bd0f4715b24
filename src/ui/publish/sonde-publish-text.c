/* sonde-publish-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-text"

#include "sonde-publish-text.h"

#include "sonde-message-text.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

char *
sonde_publish_form_to_text (const SondePublishForm *form)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "QoS %u", form->qos);
  if (form->retain)
    g_string_append_printf (text, " · %s", _ ("retain"));
  if (form->format == SONDE_FORM_FILE)
    g_string_append_printf (text, " · %s", _ ("from a file"));
  if (form->variables)
    g_string_append_printf (text, " · %s", _ ("with variables"));
  return g_string_free (text, FALSE);
}

char *
sonde_publish_state_to_text (SondePublishState state,
                             guint8            qos,
                             gint64            round_trip)
{
  g_autofree char *duration = NULL;

  switch (state)
    {
    case SONDE_PUBLISH_QUEUED:
      return g_strdup (_ ("Queued…"));
    case SONDE_PUBLISH_SENT:
      return g_strdup (qos == 2 ? _ ("Sent, no PUBREC yet…") : _ ("Sent, no PUBACK yet…"));
    case SONDE_PUBLISH_RECEIVED:
      duration = sonde_format_duration (round_trip);
      return g_strdup_printf (_ ("PUBREC after %s, no PUBCOMP yet…"), duration);
    default:
      g_return_val_if_reached (NULL);
    }
}

char *
sonde_history_entry_to_text (const SondeHistoryEntry *entry)
{
  SondeAcknowledgement ack = { entry->reason, entry->round_trip };
  g_autofree char     *text = NULL;

  if (entry->outcome == SONDE_HISTORY_FAILED)
    return g_strdup (*entry->fault != '\0' ? entry->fault : _ ("Not sent"));

  /* Only MQTT 5 has reasons here. */
  text = sonde_acknowledgement_to_text (&ack, SONDE_MQTT_5);
  return entry->reason >= 0x80 ? g_steal_pointer (&text) : g_strconcat ("✓ ", text, NULL);
}

char *
sonde_history_entry_dup_time (const SondeHistoryEntry *entry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (entry->time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Of a year that no calendar has */
  if (time == NULL)
    return g_strdup ("");

  return g_date_time_format (time, g_date_time_get_year (now) == g_date_time_get_year (time) &&
                                       g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (time)
                                     ? "%H:%M:%S"
                                     : "%Y-%m-%d %H:%M");
}
