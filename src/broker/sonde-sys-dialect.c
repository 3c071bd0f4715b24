/* sonde-sys-dialect.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-dialect"

#include "sonde-sys-dialect.h"

#include <sonde-format.h>

#include <math.h>
#include <string.h>

#define MAX_NUMBER 64 /* bytes of a payload that is to be one */
#define MAX_UPTIME 128
#define MAX_VERSION 256

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define LONGEST (100 * 366 * DAY)

typedef struct
{
  const char     *name;
  SondeSysField   field;
  guint           rank;
  SondeSysDialect dialect;
} Entry;

/* clang-format off */

/*
 * Below $SYS/broker/: mosquitto (its manual, mosquitto(8)), HiveMQ (its SYS topic plugin), and
 * others that took them over. HiveMQ’s “load/bytes/received” is a total.
 *
 * HiveMQ has topics for PUBLISH too (messages/publish/received and …/sent), but its plugin gives
 * what came in as what went out; and its load figures are a second where its manual says a
 * minute. So of HiveMQ only the totals of all packets and of bytes are read.
 */
static const Entry broker_topics[] = {
  { "version", SONDE_SYS_VERSION, 0, SONDE_SYS_OTHER },
  { "uptime", SONDE_SYS_UPTIME, 0, SONDE_SYS_OTHER },
  { "clients/connected", SONDE_SYS_CLIENTS, 0, SONDE_SYS_OTHER },
  { "clients/active", SONDE_SYS_CLIENTS, 1, SONDE_SYS_OTHER },
  { "clients/total", SONDE_SYS_CLIENTS_TOTAL, 0, SONDE_SYS_OTHER },
  { "clients/maximum", SONDE_SYS_CLIENTS_MAXIMUM, 0, SONDE_SYS_OTHER },
  { "subscriptions/count", SONDE_SYS_SUBSCRIPTIONS, 0, SONDE_SYS_OTHER },
  { "retained messages/count", SONDE_SYS_RETAINED, 0, SONDE_SYS_OTHER },
  { "messages/retained/count", SONDE_SYS_RETAINED, 0, SONDE_SYS_HIVEMQ },
  { "publish/messages/received", SONDE_SYS_MESSAGES_IN, 0, SONDE_SYS_MOSQUITTO },
  { "publish/messages/sent", SONDE_SYS_MESSAGES_OUT, 0, SONDE_SYS_MOSQUITTO },
  { "messages/received", SONDE_SYS_PACKETS_IN, 0, SONDE_SYS_OTHER },
  { "messages/sent", SONDE_SYS_PACKETS_OUT, 0, SONDE_SYS_OTHER },
  { "bytes/received", SONDE_SYS_BYTES_IN, 0, SONDE_SYS_OTHER },
  { "bytes/sent", SONDE_SYS_BYTES_OUT, 0, SONDE_SYS_OTHER },
  { "load/bytes/received", SONDE_SYS_BYTES_IN, 1, SONDE_SYS_HIVEMQ },
  { "load/bytes/sent", SONDE_SYS_BYTES_OUT, 1, SONDE_SYS_HIVEMQ },
  { "load/publish/received/1min", SONDE_SYS_LOAD_MESSAGES_IN, 0, SONDE_SYS_OTHER },
  { "load/publish/sent/1min", SONDE_SYS_LOAD_MESSAGES_OUT, 0, SONDE_SYS_OTHER },
  { "load/messages/received/1min", SONDE_SYS_LOAD_PACKETS_IN, 0, SONDE_SYS_OTHER },
  { "load/messages/sent/1min", SONDE_SYS_LOAD_PACKETS_OUT, 0, SONDE_SYS_OTHER },
  { "load/bytes/received/1min", SONDE_SYS_LOAD_BYTES_IN, 0, SONDE_SYS_OTHER },
  { "load/bytes/sent/1min", SONDE_SYS_LOAD_BYTES_OUT, 0, SONDE_SYS_OTHER },
};

/*
 * Below $SYS/brokers/<node>/: EMQX. Names of statistics and metrics have dots in some versions of
 * 4 (stats/connections.count), slashes in others and in 5; here slashes. “connections” counts
 * sessions of clients that are away too where there is “live_connections”, as in 5.
 */
static const Entry emqx_topics[] = {
  { "version", SONDE_SYS_VERSION, 0, SONDE_SYS_EMQX },
  { "uptime", SONDE_SYS_UPTIME, 0, SONDE_SYS_EMQX },
  { "stats/live_connections/count", SONDE_SYS_CLIENTS, 0, SONDE_SYS_EMQX },
  { "stats/connections/count", SONDE_SYS_CLIENTS, 1, SONDE_SYS_EMQX },
  { "stats/clients/count", SONDE_SYS_CLIENTS, 2, SONDE_SYS_EMQX },
  { "stats/sessions/count", SONDE_SYS_CLIENTS_TOTAL, 0, SONDE_SYS_EMQX },
  { "stats/live_connections/max", SONDE_SYS_CLIENTS_MAXIMUM, 0, SONDE_SYS_EMQX },
  { "stats/connections/max", SONDE_SYS_CLIENTS_MAXIMUM, 1, SONDE_SYS_EMQX },
  { "stats/clients/max", SONDE_SYS_CLIENTS_MAXIMUM, 2, SONDE_SYS_EMQX },
  { "stats/subscriptions/count", SONDE_SYS_SUBSCRIPTIONS, 0, SONDE_SYS_EMQX },
  { "stats/retained/count", SONDE_SYS_RETAINED, 0, SONDE_SYS_EMQX },
  { "metrics/messages/received", SONDE_SYS_MESSAGES_IN, 0, SONDE_SYS_EMQX },
  { "metrics/messages/sent", SONDE_SYS_MESSAGES_OUT, 0, SONDE_SYS_EMQX },
  { "metrics/packets/received", SONDE_SYS_PACKETS_IN, 0, SONDE_SYS_EMQX },
  { "metrics/packets/sent", SONDE_SYS_PACKETS_OUT, 0, SONDE_SYS_EMQX },
  { "metrics/bytes/received", SONDE_SYS_BYTES_IN, 0, SONDE_SYS_EMQX },
  { "metrics/bytes/sent", SONDE_SYS_BYTES_OUT, 0, SONDE_SYS_EMQX },
};

/* Below $SYS/<node>/: VerneMQ, the names of its metrics with a slash for each underscore. It
 * publishes no version. */
static const Entry vernemq_topics[] = {
  { "system/wallclock", SONDE_SYS_UPTIME, 0, SONDE_SYS_VERNEMQ },
  { "total/active/connections", SONDE_SYS_CLIENTS, 0, SONDE_SYS_VERNEMQ },
  { "active/mqtt/connections", SONDE_SYS_CLIENTS, 1, SONDE_SYS_VERNEMQ },
  { "socket/open", SONDE_SYS_SOCKETS_OPENED, 0, SONDE_SYS_VERNEMQ },
  { "socket/close", SONDE_SYS_SOCKETS_CLOSED, 0, SONDE_SYS_VERNEMQ },
  { "queue/processes", SONDE_SYS_CLIENTS_TOTAL, 0, SONDE_SYS_VERNEMQ },
  { "router/subscriptions", SONDE_SYS_SUBSCRIPTIONS, 0, SONDE_SYS_VERNEMQ },
  { "retain/messages", SONDE_SYS_RETAINED, 0, SONDE_SYS_VERNEMQ },
  { "mqtt/publish/received", SONDE_SYS_MESSAGES_IN, 0, SONDE_SYS_VERNEMQ },
  { "mqtt/publish/sent", SONDE_SYS_MESSAGES_OUT, 0, SONDE_SYS_VERNEMQ },
  { "bytes/received", SONDE_SYS_BYTES_IN, 0, SONDE_SYS_VERNEMQ },
  { "bytes/sent", SONDE_SYS_BYTES_OUT, 0, SONDE_SYS_VERNEMQ },
};

static const struct
{
  const char *name;
  gint64      ms;
} units[] = {
  { "second", SECOND },
  { "minute", MINUTE },
  { "hour", HOUR },
  { "day", DAY },
};
/* clang-format on */

const char *
sonde_sys_dialect_to_string (SondeSysDialect dialect)
{
  switch (dialect)
    {
    case SONDE_SYS_MOSQUITTO:
      return "mosquitto";
    case SONDE_SYS_EMQX:
      return "EMQX";
    case SONDE_SYS_HIVEMQ:
      return "HiveMQ";
    case SONDE_SYS_VERNEMQ:
      return "VerneMQ";
    case SONDE_SYS_OTHER:
    default:
      return NULL;
    }
}

/* @dots: a dot of @name is as good as a slash */
static gboolean
names_equal (const char *name,
             const char *known,
             gboolean    dots)
{
  for (; *name != '\0' && (*name == *known || (dots && *name == '.' && *known == '/')); name++, known++)
    ;

  return *name == '\0' && *known == '\0';
}

static gboolean
find (const Entry   *entries,
      gsize          n_entries,
      const char    *name,
      gboolean       dots,
      SondeSysTopic *known)
{
  for (gsize i = 0; i < n_entries; i++)
    if (names_equal (name, entries[i].name, dots))
      {
        known->field = entries[i].field;
        known->rank = entries[i].rank;
        known->dialect = entries[i].dialect;
        return TRUE;
      }

  return FALSE;
}

/* Returns: what follows the node’s name, or %NULL */
static const char *
read_node (const char    *rest,
           SondeSysTopic *known)
{
  const char *slash = strchr (rest, '/');

  if (slash == NULL || slash == rest)
    return NULL;

  known->node = rest;
  known->node_length = slash - rest;
  return slash + 1;
}

gboolean
sonde_sys_topic_read (const char    *topic,
                      SondeSysTopic *known)
{
  const char *rest;

  g_return_val_if_fail (topic != NULL, FALSE);
  g_return_val_if_fail (known != NULL, FALSE);

  *known = (SondeSysTopic){ .node = "" };
  if (!g_str_has_prefix (topic, "$SYS/"))
    return FALSE;

  rest = topic + strlen ("$SYS/");
  if (g_str_has_prefix (rest, "broker/"))
    return find (broker_topics, G_N_ELEMENTS (broker_topics), rest + strlen ("broker/"), FALSE, known);

  if (g_str_has_prefix (rest, "brokers/"))
    {
      rest = read_node (rest + strlen ("brokers/"), known);
      return rest != NULL && find (emqx_topics, G_N_ELEMENTS (emqx_topics), rest, TRUE, known);
    }

  /* The name of a node is that of an Erlang node: NAME@HOST. */
  rest = read_node (rest, known);
  return rest != NULL && memchr (known->node, '@', known->node_length) != NULL &&
         find (vernemq_topics, G_N_ELEMENTS (vernemq_topics), rest, FALSE, known);
}

gboolean
sonde_sys_read_number (const char *payload,
                       gsize       size,
                       double     *number)
{
  g_autofree char *text = NULL;
  char            *end = NULL;

  if (size == 0 || size > MAX_NUMBER || memchr (payload, '\0', size) != NULL)
    return FALSE;

  /* No “0x10”, “inf” or “nan”, which strtod() would take. */
  text = g_strstrip (g_strndup (payload, size));
  if (*text == '\0' || strspn (text, "0123456789.eE+-") != strlen (text))
    return FALSE;

  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*number) && *number >= 0;
}

gboolean
sonde_sys_read_count (const char *payload,
                      gsize       size,
                      gint64     *count)
{
  g_autofree char *text = NULL;
  double           number;
  guint64          whole;

  if (!sonde_sys_read_number (payload, size, &number))
    return FALSE;

  /* Beyond 2⁵³ a double is not exact. */
  text = g_strstrip (g_strndup (payload, size));
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &whole, NULL))
    *count = whole;
  else if (number < (double) (G_GINT64_CONSTANT (1) << 53))
    *count = number;
  else
    return FALSE;

  return TRUE;
}

static gint64
get_unit (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (word, units[i].name))
      return units[i].ms;

  return 0;
}

/* “2 days,3 hours, 4 minutes, 5 seconds”: words and numbers in turn */
static gboolean
read_words (char  **words,
            gint64 *ms)
{
  gint64   sum = 0;
  guint64  number = 0;
  gboolean wants_unit = FALSE;
  gboolean any = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      gint64 unit;

      if (*words[i] == '\0')
        continue;

      if (!wants_unit)
        {
          if (!g_ascii_string_to_unsigned (words[i], 10, 0, LONGEST / SECOND, &number, NULL))
            return FALSE;
        }
      else
        {
          unit = get_unit (words[i]);
          if (unit == 0 || number > (guint64) (LONGEST - sum) / unit)
            return FALSE;
          sum += number * unit;
          any = TRUE;
        }
      wants_unit = !wants_unit;
    }

  *ms = sum;
  return any && !wants_unit;
}

gboolean
sonde_sys_read_uptime (SondeSysDialect dialect,
                       const char     *payload,
                       gsize           size,
                       gint64         *ms)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  gint64 number;
  gint64 unit = dialect == SONDE_SYS_EMQX || dialect == SONDE_SYS_VERNEMQ ? 1 : SECOND;

  if (size == 0 || size > MAX_UPTIME || memchr (payload, '\0', size) != NULL)
    return FALSE;

  if (sonde_sys_read_count (payload, size, &number))
    {
      *ms = number <= LONGEST / unit ? number * unit : 0;
      return number <= LONGEST / unit;
    }

  text = g_strndup (payload, size);
  words = g_strsplit_set (text, " ,", -1);
  return read_words (words, ms);
}

char *
sonde_sys_dup_version (const char *payload,
                       gsize       size)
{
  g_autofree char  *text = NULL;
  g_autofree char  *line = NULL;
  static const char prefix[] = "mosquitto version ";

  if (size == 0 || size > MAX_VERSION || !g_utf8_validate_len (payload, size, NULL))
    return NULL;

  text = g_strndup (payload, size);
  line = sonde_format_line (g_str_has_prefix (text, prefix) ? text + strlen (prefix) : text, SONDE_SYS_VERSION_CHARS);
  return *line != '\0' ? g_steal_pointer (&line) : NULL;
}
