/* sonde-sys-watch.h: what the broker of a connection tells of itself below $SYS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"
#include "sonde-sys-reader.h"

#include <sonde-series.h>

G_BEGIN_DECLS

/**
 * SondeSysWatch:
 *
 * Reads while someone looks and the connection is online, over a second connection: the user's
 * session and log have no part in it. What was read stays until the connection is online anew; the
 * series stay longer, with a gap, as long as it is the same broker.
 *
 * Signals:
 *   changed: state, facts or topics left out; at most once a round
 */
#define SONDE_TYPE_SYS_WATCH (sonde_sys_watch_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysWatch, sonde_sys_watch, SONDE, SYS_WATCH, GObject)

/* The one of @connection, made when first asked for. Returns: (transfer none): as long as the connection */
SondeSysWatch *sonde_sys_watch_get_for (SondeConnection *connection);

/* Who looks; in pairs. */
void sonde_sys_watch_hold (SondeSysWatch *self);
void sonde_sys_watch_release (SondeSysWatch *self);

/* Once more, after it was refused. */
void sonde_sys_watch_retry (SondeSysWatch *self);

SondeSysState sonde_sys_watch_get_state (SondeSysWatch *self);
const char   *sonde_sys_watch_get_reason (SondeSysWatch *self); /* as of the reader */
const char   *sonde_sys_watch_get_advice (SondeSysWatch *self);

/* A node, or all of them together. Facts are borrowed until the next change. */
#define SONDE_SYS_ALL_NODES -1

guint                sonde_sys_watch_get_n_nodes (SondeSysWatch *self);
const SondeSysFacts *sonde_sys_watch_get_facts (SondeSysWatch *self,
                                                int            node);
SondeSeries         *sonde_sys_watch_get_series (SondeSysWatch *self,
                                                 int            node,
                                                 SondeSysRate   rate);

SondeSysTopics *sonde_sys_watch_get_topics (SondeSysWatch *self);

G_END_DECLS
