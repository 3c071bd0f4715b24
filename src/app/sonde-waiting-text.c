/* sonde-waiting-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-waiting-text"

#include "sonde-waiting-text.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static void
add_part (GString *text,
          char    *part) /* (transfer full) */
{
  g_autofree char *owned = part;

  if (text->len > 0)
    g_string_append (text, _ (", "));
  g_string_append (text, owned);
}

static void
add_count (GString    *text,
           guint       count,
           const char *format) /* with %u, as many as count */
{
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_auto (GStrv) pieces = g_strsplit (format, "%u", 2);

  if (count > 0)
    add_part (text, g_strjoinv (number, pieces));
}

char *
sonde_waiting_counts_to_text (const SondeWaitingCounts *counts)
{
  guint    waiting = counts->of[SONDE_WAITING_VERDICT_WAITS];
  guint    sending = counts->of[SONDE_WAITING_VERDICT_SENDING];
  guint    expired = counts->of[SONDE_WAITING_VERDICT_EXPIRED];
  guint    unsure = counts->of[SONDE_WAITING_VERDICT_UNSURE];
  guint    refused = counts->of[SONDE_WAITING_VERDICT_REFUSED];
  guint    elsewhere = counts->of[SONDE_WAITING_VERDICT_ELSEWHERE];
  GString *text = g_string_new (NULL);

  add_count (text, waiting, g_dngettext (NULL, "%u waiting to be sent", "%u waiting to be sent", waiting));
  add_count (text, sending, g_dngettext (NULL, "%u being sent", "%u being sent", sending));
  add_count (text, expired, g_dngettext (NULL, "%u expired", "%u expired", expired));
  add_count (text, unsure, g_dngettext (NULL, "%u may have been sent", "%u may have been sent", unsure));
  add_count (text, refused, g_dngettext (NULL, "%u refused", "%u refused", refused));
  add_count (text, elsewhere, g_dngettext (NULL, "%u for another address", "%u for another address", elsewhere));

  return g_string_free (text, FALSE);
}

char *
sonde_waiting_span_to_text (gint64 seconds)
{
  guint minutes = seconds / MINUTE;
  guint hours = seconds / HOUR;
  guint days = seconds / DAY;

  if (days >= 2)
    return g_strdup_printf (g_dngettext (NULL, "%u day", "%u days", days), days);
  if (hours >= 2)
    return g_strdup_printf (g_dngettext (NULL, "%u hour", "%u hours", hours), hours);
  if (minutes >= 1)
    return g_strdup_printf (g_dngettext (NULL, "%u minute", "%u minutes", minutes), minutes);

  return g_strdup (_ ("less than a minute"));
}

static char *
describe_fate (SondeWaitingMessage *message,
               SondeWaitingVerdict  verdict)
{
  g_autofree char *rest = NULL;

  switch (verdict)
    {
    case SONDE_WAITING_VERDICT_WAITS:
      /* Rounded up: what was asked for just now does not yet expire in 59 minutes. */
      rest = sonde_waiting_span_to_text (sonde_waiting_message_get_rest (message) + MINUTE - 1);
      return g_strdup_printf (_ ("expires in %s"), rest);
    case SONDE_WAITING_VERDICT_SENDING:
      return g_strdup (_ ("being sent"));
    case SONDE_WAITING_VERDICT_EXPIRED:
      return g_strdup (_ ("expired, not sent"));
    case SONDE_WAITING_VERDICT_UNSURE:
      return g_strdup (_ ("may have been sent: the connection or Sonde ended before the broker answered"));
    case SONDE_WAITING_VERDICT_REFUSED:
      return g_strdup_printf (_ ("not sent. %s"), message->fault);
    case SONDE_WAITING_VERDICT_ELSEWHERE:
    default:
      return g_strdup_printf (_ ("meant for %s, not sent"), message->address);
    }
}

char *
sonde_waiting_message_to_text (SondeWaitingMessage *message,
                               SondeWaitingVerdict  verdict)
{
  g_autofree char *age = NULL;
  GString         *text;

  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (message), NULL);

  age = sonde_waiting_span_to_text (sonde_waiting_message_get_age (message));
  text = g_string_new (NULL);
  add_part (text, sonde_format_size (g_bytes_get_size (message->payload)));
  add_part (text, g_strdup_printf (_ ("QoS %u"), message->qos));
  if (message->retain)
    add_part (text, g_strdup (_ ("retained")));
  add_part (text, g_strdup_printf (_ ("%s old"), age));
  add_part (text, describe_fate (message, verdict));

  return g_string_free (text, FALSE);
}
