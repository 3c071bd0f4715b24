/* sonde-sys-node.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-node"

#include "sonde-sys-node.h"

#include <string.h>

/* Shorter, and how late a message happened to come says more than how many there were. */
#define SHORTEST_SPAN (100 * G_TIME_SPAN_MILLISECOND)

/* How often a total grew */
typedef struct
{
  gint64 value;  /* -1: not known */
  gint64 at;     /* 0: retained, so it is that of the round before we came */
  gint64 coming; /* in the present round; -1: none */
  double rate;   /* a second; -1: not known */
} Counter;

struct _SondeSysNode
{
  char           *name;
  char           *version;
  SondeSysDialect dialect;
  gint64          values[SONDE_SYS_N_FIELDS]; /* -1: not known; of counters see below */
  guint           ranks[SONDE_SYS_N_FIELDS];
  double          loads[SONDE_SYS_N_COUNTERS]; /* a minute */
  Counter         counters[SONDE_SYS_N_COUNTERS];
  gint64          uptime_before; /* ms, of the round before; -1 */

  /* The present round; 0: there is none */
  gint64   began;
  gint64   last;
  gboolean live;   /* something of it was not retained */
  gboolean uptime; /* it has the uptime, which mosquitto publishes in each */

  SondeSysFacts facts;
};

void
sonde_sys_facts_init (SondeSysFacts *facts)
{
  *facts = (SondeSysFacts){
    .node = "",
    .uptime = -1,
    .clients = -1,
    .clients_total = -1,
    .clients_maximum = -1,
    .subscriptions = -1,
    .retained = -1,
  };
  for (guint i = 0; i < SONDE_SYS_N_RATES; i++)
    {
      facts->totals[i] = -1;
      facts->rates[i] = -1;
    }
}

void
sonde_sys_node_free (SondeSysNode *node)
{
  g_return_if_fail (node != NULL);

  g_free (node->name);
  g_free (node->version);
  g_free (node);
}

SondeSysNode *
sonde_sys_node_new (const char *name,
                    gsize       length)
{
  SondeSysNode *node = g_new0 (SondeSysNode, 1);

  node->name = g_strndup (name, length);
  for (guint i = 0; i < SONDE_SYS_N_FIELDS; i++)
    {
      node->values[i] = -1;
      node->ranks[i] = G_MAXUINT;
    }
  for (guint i = 0; i < SONDE_SYS_N_COUNTERS; i++)
    {
      node->loads[i] = -1;
      node->counters[i] = (Counter){ .value = -1, .coming = -1, .rate = -1 };
    }
  node->uptime_before = -1;
  sonde_sys_facts_init (&node->facts);
  return node;
}

/* mosquitto publishes what changed, and the uptime each time: what did not come in a round is as it was. */
static gboolean
is_unchanged (SondeSysNode *node,
              Counter      *counter)
{
  return node->dialect == SONDE_SYS_MOSQUITTO && node->uptime && counter->coming < 0 && counter->value >= 0;
}

/* How long @counter took from what it was to what it is, µs; 0: not known */
static gint64
get_span (SondeSysNode *node,
          Counter      *counter)
{
  gint64 uptime = node->values[SONDE_SYS_UPTIME];

  if (counter->at != 0)
    return MAX (node->began - counter->at, 0);

  /* When a retained figure was published we did not see, but the retained uptime was so with it. */
  if (node->dialect != SONDE_SYS_MOSQUITTO || !node->uptime || node->uptime_before < 0)
    return 0;

  return uptime > node->uptime_before ? (uptime - node->uptime_before) * G_TIME_SPAN_MILLISECOND : 0;
}

static void
settle_counter (SondeSysNode *node,
                Counter      *counter)
{
  gint64 value = is_unchanged (node, counter) ? counter->value : counter->coming;
  gint64 span;

  counter->coming = -1;
  if (value < 0)
    return;

  /* One that went back began anew, with the broker, or went round: nobody knows how far it came. */
  span = counter->value >= 0 && value >= counter->value ? get_span (node, counter) : 0;
  counter->rate = span >= SHORTEST_SPAN ? (value - counter->value) / ((double) span / G_TIME_SPAN_SECOND) : -1;
  counter->value = value;
  counter->at = node->began;
}

/* What is retained is what the next round is compared with. */
static void
settle_retained (Counter *counter)
{
  if (counter->coming < 0)
    return;

  *counter = (Counter){ .value = counter->coming, .coming = -1, .rate = -1 };
}

static gint64
get_clients (SondeSysNode *node)
{
  gint64 opened = node->values[SONDE_SYS_SOCKETS_OPENED];
  gint64 closed = node->values[SONDE_SYS_SOCKETS_CLOSED];

  if (node->values[SONDE_SYS_CLIENTS] >= 0)
    return node->values[SONDE_SYS_CLIENTS];

  return opened >= 0 && closed >= 0 && opened >= closed ? opened - closed : -1;
}

/* The counter that a rate is of: MESSAGES, PACKETS and BYTES in and out lie side by side. */
static guint
get_counter (gboolean     packets,
             SondeSysRate rate)
{
  guint way = rate % 2;

  if (rate >= SONDE_SYS_RATE_BYTES_IN)
    return SONDE_SYS_BYTES_IN - SONDE_SYS_FIRST_COUNTER + way;

  return (packets ? SONDE_SYS_PACKETS_IN : SONDE_SYS_MESSAGES_IN) - SONDE_SYS_FIRST_COUNTER + way;
}

/* See sonde-sys-dialect.c: those of HiveMQ are not what they are said to be. */
static double
get_load (SondeSysNode *node,
          guint         counter)
{
  return node->dialect == SONDE_SYS_HIVEMQ ? -1 : node->loads[counter];
}

static gboolean
knows_messages (SondeSysNode *node,
                gboolean      packets)
{
  for (SondeSysRate rate = SONDE_SYS_RATE_MESSAGES_IN; rate <= SONDE_SYS_RATE_MESSAGES_OUT; rate++)
    {
      guint counter = get_counter (packets, rate);

      if (node->counters[counter].value >= 0 || get_load (node, counter) >= 0)
        return TRUE;
    }

  return FALSE;
}

static void
update_rates (SondeSysNode *node)
{
  SondeSysFacts *facts = &node->facts;

  facts->packets = !knows_messages (node, FALSE) && knows_messages (node, TRUE);
  facts->averaged = FALSE;
  for (guint i = 0; i < SONDE_SYS_N_RATES; i++)
    {
      guint counter = get_counter (facts->packets, i);

      facts->totals[i] = node->counters[counter].value;
      facts->rates[i] = node->counters[counter].rate;
      if (facts->rates[i] < 0 && get_load (node, counter) >= 0)
        {
          facts->rates[i] = get_load (node, counter) / 60;
          facts->averaged = TRUE;
        }
    }
}

static void
update_facts (SondeSysNode *node)
{
  SondeSysFacts *facts = &node->facts;

  facts->dialect = node->dialect;
  facts->node = node->name;
  g_strlcpy (facts->version, node->version != NULL ? node->version : "", sizeof facts->version);
  facts->uptime = node->values[SONDE_SYS_UPTIME];
  facts->clients = get_clients (node);
  facts->clients_total = node->values[SONDE_SYS_CLIENTS_TOTAL];
  facts->clients_maximum = node->values[SONDE_SYS_CLIENTS_MAXIMUM];
  facts->subscriptions = node->values[SONDE_SYS_SUBSCRIPTIONS];
  facts->retained = node->values[SONDE_SYS_RETAINED];
  facts->at = node->began;
  update_rates (node);
}

static void
settle_node (SondeSysNode *node)
{
  for (guint i = 0; i < SONDE_SYS_N_COUNTERS; i++)
    if (node->live)
      settle_counter (node, &node->counters[i]);
    else
      settle_retained (&node->counters[i]);

  update_facts (node);
  if (node->uptime)
    node->uptime_before = node->values[SONDE_SYS_UPTIME];
  node->began = 0;
  node->live = node->uptime = FALSE;
}

static gboolean
is_over (const SondeSysNode *node,
         gint64              now)
{
  /* A clock that was set back ends it too. */
  return now < node->last || now - node->last >= SONDE_SYS_QUIET || now - node->began >= SONDE_SYS_LONGEST_ROUND;
}

gint64
sonde_sys_sum (gint64 a,
               gint64 b)
{
  if (a < 0 || b < 0)
    return MAX (a, b);

  return a <= G_MAXINT64 - b ? a + b : -1;
}

/* @dialect is that of one topic: where several brokers have it, it tells nothing. */
static void
learn_dialect (SondeSysNode   *node,
               SondeSysDialect dialect)
{
  if (dialect != SONDE_SYS_OTHER)
    node->dialect = dialect;
}

static void
take_count (SondeSysNode        *node,
            const SondeSysTopic *topic,
            gint64               count)
{
  Counter *counter;

  if (topic->rank > node->ranks[topic->field])
    return;

  node->ranks[topic->field] = topic->rank;
  if (topic->field < SONDE_SYS_FIRST_COUNTER)
    {
      node->values[topic->field] = count;
      return;
    }

  /* VerneMQ counts by version of MQTT, 3.1.1 and 5, and publishes both to the same topic. */
  counter = &node->counters[topic->field - SONDE_SYS_FIRST_COUNTER];
  if (node->dialect == SONDE_SYS_VERNEMQ)
    counter->coming = sonde_sys_sum (counter->coming, count);
  else
    counter->coming = count;
}

static gboolean
take (SondeSysNode        *node,
      const SondeSysTopic *topic,
      const char          *payload,
      gsize                size)
{
  gint64 count;
  double load;
  char  *version;

  if (topic->field == SONDE_SYS_VERSION)
    {
      version = sonde_sys_dup_version (payload, size);
      if (version == NULL)
        return FALSE;
      if (size >= strlen ("mosquitto") && g_ascii_strncasecmp (payload, "mosquitto", strlen ("mosquitto")) == 0)
        learn_dialect (node, SONDE_SYS_MOSQUITTO);
      g_free (node->version);
      node->version = version;
      return TRUE;
    }

  if (topic->field >= SONDE_SYS_FIRST_LOAD)
    {
      if (!sonde_sys_read_number (payload, size, &load))
        return FALSE;
      node->loads[topic->field - SONDE_SYS_FIRST_LOAD] = load;
      return TRUE;
    }

  if (topic->field == SONDE_SYS_UPTIME ? !sonde_sys_read_uptime (topic->dialect, payload, size, &count)
                                       : !sonde_sys_read_count (payload, size, &count))
    return FALSE;

  take_count (node, topic, count);
  return TRUE;
}

gboolean
sonde_sys_node_is_named (const SondeSysNode *node,
                         const char         *name,
                         gsize               length)
{
  g_return_val_if_fail (node != NULL, FALSE);

  return strlen (node->name) == length && memcmp (node->name, name, length) == 0;
}

const SondeSysFacts *
sonde_sys_node_get_facts (const SondeSysNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return &node->facts;
}

gboolean
sonde_sys_node_is_settled (const SondeSysNode *node)
{
  g_return_val_if_fail (node != NULL, TRUE);

  return node->began == 0;
}

gboolean
sonde_sys_node_settle (SondeSysNode *node,
                       gint64        now)
{
  g_return_val_if_fail (node != NULL, FALSE);

  if (node->began == 0 || !is_over (node, now))
    return FALSE;

  settle_node (node);
  return TRUE;
}

gboolean
sonde_sys_node_begin (SondeSysNode *node,
                      gboolean      retained,
                      gint64        at)
{
  g_return_val_if_fail (node != NULL, FALSE);

  if (sonde_sys_node_settle (node, at))
    return TRUE;

  /* What was retained is a round of its own: what comes live right after it is of the next. */
  if (node->began == 0 || node->live || retained)
    return FALSE;

  settle_node (node);
  return TRUE;
}

gboolean
sonde_sys_node_take (SondeSysNode        *node,
                     const SondeSysTopic *topic,
                     const char          *payload,
                     gsize                size,
                     gboolean             retained,
                     gint64               at)
{
  g_return_val_if_fail (node != NULL, FALSE);
  g_return_val_if_fail (topic != NULL, FALSE);

  learn_dialect (node, topic->dialect);
  if (!take (node, topic, payload, size))
    return FALSE;

  if (node->began == 0)
    node->began = at;
  node->last = at;
  node->live |= !retained;
  node->uptime |= topic->field == SONDE_SYS_UPTIME;
  return TRUE;
}
