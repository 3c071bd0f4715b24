/* sonde-sys.h: a broker's figures, from what it publishes below $SYS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages go in as they come, facts come out. Knows no network and no clock: times are those
 * the messages came at, µs of a clock that the caller chooses.
 *
 * A broker publishes its figures in rounds, some seconds or a minute apart, a message each; only
 * when a round is over do they belong together. So what comes is held until it has been quiet for
 * a moment, and sonde_sys_settle() makes facts of it.
 */

#pragma once

#include "sonde-sys-dialect.h"

G_BEGIN_DECLS

/* It is quiet once nothing of a round came for so long, µs; and a round is over after so long anyway */
#define SONDE_SYS_QUIET (400 * G_TIME_SPAN_MILLISECOND)
#define SONDE_SYS_LONGEST_ROUND (2 * G_TIME_SPAN_SECOND)

typedef enum
{
  SONDE_SYS_RATE_MESSAGES_IN,
  SONDE_SYS_RATE_MESSAGES_OUT,
  SONDE_SYS_RATE_BYTES_IN,
  SONDE_SYS_RATE_BYTES_OUT,
  SONDE_SYS_N_RATES
} SondeSysRate;

/* What is negative is not known. */
typedef struct
{
  SondeSysDialect dialect;
  const char     *node;                                     /* of a cluster; "" where the broker names none, or of all nodes */
  char            version[4 * SONDE_SYS_VERSION_CHARS + 1]; /* "": not known */
  gint64          uptime;                                   /* ms */
  gint64          clients;                                  /* connected */
  gint64          clients_total;
  gint64          clients_maximum;
  gint64          subscriptions;
  gint64          retained;
  gint64          totals[SONDE_SYS_N_RATES]; /* since the broker started */
  double          rates[SONDE_SYS_N_RATES];  /* a second */
  gboolean        packets;                   /* “messages” are MQTT packets of any type: it tells of no others */
  gboolean        averaged;                  /* some rates are means of the last minute, as the broker tells them */
  gint64          at;                        /* of the last round */
} SondeSysFacts;

typedef struct _SondeSys SondeSys;

SondeSys *sonde_sys_new (void);
void      sonde_sys_free (SondeSys *self);

/* @topic: UTF-8; @retained: it was kept by the broker, and is as old as its last round; @at > 0
 * Returns: whether it was one of the figures */
gboolean sonde_sys_add (SondeSys   *self,
                        const char *topic,
                        const void *payload,
                        gsize       size,
                        gboolean    retained,
                        gint64      at);

/* Whether nothing is held back. */
gboolean sonde_sys_is_settled (SondeSys *self);

/* Returns: whether facts changed: a round is over */
gboolean sonde_sys_settle (SondeSys *self,
                           gint64    now);

/* The nodes, in the order they were first heard of. Borrowed until the next change. */
guint                sonde_sys_get_n_nodes (SondeSys *self);
const SondeSysFacts *sonde_sys_get_facts (SondeSys *self,
                                          guint     node);

/* All nodes together; of one node, its own. */
const SondeSysFacts *sonde_sys_get_total (SondeSys *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSys, sonde_sys_free)

G_END_DECLS
