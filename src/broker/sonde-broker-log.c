/* sonde-broker-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-log"

#include "sonde-broker-log.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is said of a client after its id. */
typedef struct
{
  SondeMqttVersion version;
  gboolean         clean;
  guint            keep_alive;
} Terms;

void
sonde_broker_event_clear (SondeBrokerEvent *event)
{
  g_clear_pointer (&event->text, g_free);
  g_clear_pointer (&event->client_id, g_free);
  g_clear_pointer (&event->address, g_free);
  g_clear_pointer (&event->detail, g_free);
}

/* Reads @before and the number after it. Returns: what follows, %NULL when it is not so. */
static const char *
take_number (const char *at,
             const char *before,
             guint      *number)
{
  guint n_digits = 0;

  if (at == NULL || !g_str_has_prefix (at, before))
    return NULL;

  *number = 0;
  for (at += strlen (before); g_ascii_isdigit (*at) && n_digits < 5; at++, n_digits++)
    *number = *number * 10 + g_ascii_digit_value (*at);

  return n_digits > 0 && *number <= G_MAXUINT16 ? at : NULL;
}

/* " (p2, c1, k60"; mosquitto's own numbers of the versions */
static const char *
take_terms (const char *at,
            Terms      *terms)
{
  static const SondeMqttVersion versions[] = { 0, SONDE_MQTT_3_1, SONDE_MQTT_3_1_1, 0, 0, SONDE_MQTT_5 };
  guint                         version, clean;

  at = take_number (at, " (p", &version);
  at = take_number (at, ", c", &clean);
  at = take_number (at, ", k", &terms->keep_alive);
  if (at == NULL)
    return NULL;

  terms->version = version < G_N_ELEMENTS (versions) ? versions[version] : 0;
  terms->clean = clean != 0;

  return at;
}

/* "ID (p2, c1, k60": the last are mosquitto's words, for nothing of the client's follows. */
static const char *
find_end_of_id (const char *text,
                Terms      *terms)
{
  const char *at = g_strrstr (text, " (p");
  const char *end = at != NULL ? take_terms (at, terms) : NULL;

  return end != NULL && *end == '\0' ? at : NULL;
}

/* "ID (p2, c1, k60, u'NAME'". Returns: %NULL when there is none; @sure: there is but one */
static const char *
find_end_of_id_before_user (const char *text,
                            Terms      *terms,
                            gboolean   *sure)
{
  const char *found = NULL;

  *sure = TRUE;
  for (const char *at = strstr (text, " (p"); at != NULL; at = strstr (at + 1, " (p"))
    {
      Terms       read;
      const char *end = take_terms (at, &read);

      if (end == NULL || !g_str_has_prefix (end, ", u'"))
        continue;
      if (found != NULL)
        *sure = FALSE;
      found = at;
      *terms = read;
    }

  return found;
}

gboolean
sonde_broker_log_may_begin (const char *text,
                            const char *client_id)
{
  Terms terms;

  g_return_val_if_fail (text != NULL && client_id != NULL, FALSE);

  return g_str_has_prefix (text, client_id) && take_terms (text + strlen (client_id), &terms) != NULL;
}

/* Of "127.0.0.1:40000" and "::1:40000" */
static char *
dup_address (const char *start,
             const char *end)
{
  const char *colon = g_strrstr_len (start, end - start, ":");
  int         host_length = colon != NULL ? colon - start : 0;

  if (colon != NULL && memchr (start, ':', host_length) != NULL)
    return g_strdup_printf ("[%.*s]%.*s", host_length, start, (int) (end - colon), colon);

  return g_strndup (start, end - start);
}

/* @from: after "New client connected from " */
static gboolean
parse_arrival (const char       *from,
               SondeBrokerEvent *event)
{
  const char *as = strstr (from, " as ");
  gboolean    sure = TRUE;
  Terms       terms;
  const char *end;
  gsize       length;

  /* No address holds that, so it is mosquitto's. */
  if (as == NULL || !g_str_has_suffix (as, ").") || strlen (as) < strlen (" as )."))
    return FALSE;

  length = strlen (as) - strlen (" as ).");
  event->text = g_strndup (as + strlen (" as "), length);
  end = g_str_has_suffix (event->text, "'")
          ? find_end_of_id_before_user (event->text, &terms, &sure)
          : find_end_of_id (event->text, &terms);
  if (end == NULL)
    return FALSE;

  event->kind = SONDE_BROKER_EVENT_CAME;
  event->client_id = sure ? g_strndup (event->text, end - event->text) : NULL;
  event->address = dup_address (from, as);
  event->version = terms.version;
  event->clean = terms.clean;
  event->keep_alive = terms.keep_alive;

  return TRUE;
}

static gboolean
leave (SondeBrokerEvent *event,
       const char       *client_id,
       const char       *end,
       SondeBrokerLeft   left)
{
  event->kind = SONDE_BROKER_EVENT_LEFT;
  event->client_id = g_strndup (client_id, end - client_id);
  event->left = left;

  return TRUE;
}

/* " disconnected." and, with a reason, " disconnected, …", " disconnected: …", " disconnected due to …" */
static gboolean
parse_disconnected (const char       *client_id,
                    SondeBrokerEvent *event)
{
  const char *end = g_strrstr (client_id, " disconnected");
  const char *rest;

  /* No reason holds that word, so the last one is mosquitto's. */
  if (end == NULL)
    return FALSE;

  rest = end + strlen (" disconnected");
  if (g_str_equal (rest, "."))
    return leave (event, client_id, end, SONDE_BROKER_LEFT_NORMALLY);
  if (g_str_equal (rest, ", session taken over."))
    return leave (event, client_id, end, SONDE_BROKER_LEFT_TAKEN_OVER);
  if (!g_str_has_suffix (rest, ".") ||
      !(g_str_has_prefix (rest, ", ") || g_str_has_prefix (rest, ": ") || g_str_has_prefix (rest, " due to ")))
    return FALSE;

  rest += *rest == ' ' ? 1 : 2;
  event->detail = g_strndup (rest, strlen (rest) - 1);

  return leave (event, client_id, end, SONDE_BROKER_LEFT_EXPELLED);
}

/* @client_id: after "Client " */
static gboolean
parse_departure (const char       *client_id,
                 SondeBrokerEvent *event)
{
  /* clang-format off */
  static const struct
  {
    const char     *end;
    SondeBrokerLeft left;
    const char     *detail;
  } ends[] = {
    { " closed its connection.",                           SONDE_BROKER_LEFT_CLOSED,     NULL },
    { " has exceeded timeout, disconnecting.",             SONDE_BROKER_LEFT_TIMEOUT,    NULL },
    { " already connected, closing old connection.",       SONDE_BROKER_LEFT_TAKEN_OVER, NULL },
    { " been disconnected by administrative action.",      SONDE_BROKER_LEFT_EXPELLED,   "administrative action" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (client_id, ends[i].end))
      {
        event->detail = g_strdup (ends[i].detail);
        return leave (event, client_id, client_id + strlen (client_id) - strlen (ends[i].end), ends[i].left);
      }

  return parse_disconnected (client_id, event);
}

/* "Bad socket read/write on client ID: REASON" */
static gboolean
parse_bad_socket (const char       *client_id,
                  SondeBrokerEvent *event)
{
  const char *end = g_strrstr (client_id, ": ");

  if (end == NULL)
    return FALSE;

  event->detail = g_strdup (end + strlen (": "));

  return leave (event, client_id, end, SONDE_BROKER_LEFT_EXPELLED);
}

gboolean
sonde_broker_log_parse (const char       *line,
                        SondeBrokerEvent *event)
{
  static const struct
  {
    const char *begin;
    gboolean (*parse) (const char       *rest,
                       SondeBrokerEvent *event);
  } kinds[] = {
    { "New client connected from ", parse_arrival },
    { "New bridge connected from ", parse_arrival },
    { "Client ", parse_departure },
    { "Bad socket read/write on client ", parse_bad_socket },
  };

  g_return_val_if_fail (line != NULL && event != NULL, FALSE);

  memset (event, 0, sizeof *event);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (line, kinds[i].begin))
      {
        if (kinds[i].parse (line + strlen (kinds[i].begin), event))
          return TRUE;

        sonde_broker_event_clear (event);
        return FALSE;
      }

  return FALSE;
}

char *
sonde_broker_left_to_text (SondeBrokerLeft left,
                           const char     *detail)
{
  switch (left)
    {
    case SONDE_BROKER_LEFT_NORMALLY:
      return g_strdup (_ ("sent DISCONNECT"));
    case SONDE_BROKER_LEFT_CLOSED:
      return g_strdup (_ ("closed its connection without DISCONNECT"));
    case SONDE_BROKER_LEFT_TIMEOUT:
      return g_strdup (_ ("sent nothing within its keep alive"));
    case SONDE_BROKER_LEFT_TAKEN_OVER:
      return g_strdup (_ ("another client connected with its client ID"));
    case SONDE_BROKER_LEFT_EXPELLED:
    default:
      return g_strdup_printf (_ ("the broker disconnected it: %s"), detail != NULL ? detail : "");
    }
}
