/* sonde-sys-dialect.h: what brokers publish of themselves below $SYS, and what it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No standard says what is there: each broker has topics of its own. Pure functions. Nothing
 * here is trusted: what is no number of its kind is not read.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_SYS_OTHER, /* not known, or one that does as mosquitto does */
  SONDE_SYS_MOSQUITTO,
  SONDE_SYS_EMQX,
  SONDE_SYS_HIVEMQ,
  SONDE_SYS_VERNEMQ,
} SondeSysDialect;

/* "mosquitto", "EMQX"; %NULL for another. Not translated */
const char *sonde_sys_dialect_to_string (SondeSysDialect dialect);

typedef enum
{
  SONDE_SYS_VERSION, /* text */

  SONDE_SYS_UPTIME,          /* ms; the payload: see sonde_sys_read_uptime() */
  SONDE_SYS_CLIENTS,         /* connected */
  SONDE_SYS_CLIENTS_TOTAL,   /* and those whose session is kept */
  SONDE_SYS_CLIENTS_MAXIMUM, /* connected at once */
  SONDE_SYS_SUBSCRIPTIONS,
  SONDE_SYS_RETAINED,
  SONDE_SYS_SOCKETS_OPENED,
  SONDE_SYS_SOCKETS_CLOSED,

  /* Since the start of the broker. Messages are PUBLISH packets, packets are of any type. */
  SONDE_SYS_MESSAGES_IN,
  SONDE_SYS_MESSAGES_OUT,
  SONDE_SYS_PACKETS_IN,
  SONDE_SYS_PACKETS_OUT,
  SONDE_SYS_BYTES_IN,
  SONDE_SYS_BYTES_OUT,

  /* The same a minute, as a mean of the last one */
  SONDE_SYS_LOAD_MESSAGES_IN,
  SONDE_SYS_LOAD_MESSAGES_OUT,
  SONDE_SYS_LOAD_PACKETS_IN,
  SONDE_SYS_LOAD_PACKETS_OUT,
  SONDE_SYS_LOAD_BYTES_IN,
  SONDE_SYS_LOAD_BYTES_OUT,

  SONDE_SYS_N_FIELDS
} SondeSysField;

#define SONDE_SYS_FIRST_COUNTER SONDE_SYS_MESSAGES_IN
#define SONDE_SYS_FIRST_LOAD SONDE_SYS_LOAD_MESSAGES_IN
#define SONDE_SYS_N_COUNTERS (SONDE_SYS_FIRST_LOAD - SONDE_SYS_FIRST_COUNTER)

typedef struct
{
  const char     *node; /* in the topic, not terminated; of no length where the broker names none */
  gsize           node_length;
  SondeSysField   field;
  guint           rank;    /* of topics for one field the least is the best */
  SondeSysDialect dialect; /* whose topic it is, or OTHER where several have it */
} SondeSysTopic;

/* Returns: whether @topic is one that we know; @known borrows of it */
gboolean sonde_sys_topic_read (const char    *topic,
                               SondeSysTopic *known);

/* "12", " 12.75 " → 12. Returns: %FALSE for what is no number, is negative or beyond a gint64 */
gboolean sonde_sys_read_count (const char *payload,
                               gsize       size,
                               gint64     *count);

/* Returns: likewise %FALSE for what is not finite */
gboolean sonde_sys_read_number (const char *payload,
                                gsize       size,
                                double     *number);

/* "123 seconds", "2 days,3 hours, 4 minutes, 5 seconds"; a mere "123" has a unit that depends on
 * the @dialect */
gboolean sonde_sys_read_uptime (SondeSysDialect dialect,
                                const char     *payload,
                                gsize           size,
                                gint64         *ms);

#define SONDE_SYS_VERSION_CHARS 40 /* at most */

/* "mosquitto version 2.0.11" → "2.0.11"; %NULL where it is no text */
char *sonde_sys_dup_version (const char *payload,
                             gsize       size);

G_END_DECLS
