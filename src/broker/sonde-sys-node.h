/* sonde-sys-node.h: what one node of a broker tells of itself; see sonde-sys.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-sys.h"

G_BEGIN_DECLS

/* All unknown. */
void sonde_sys_facts_init (SondeSysFacts *facts);

/* Of what may be unknown, or too large to add up */
gint64 sonde_sys_sum (gint64 a,
                      gint64 b);

typedef struct _SondeSysNode SondeSysNode;

SondeSysNode *sonde_sys_node_new (const char *name,
                                  gsize       length);
void          sonde_sys_node_free (SondeSysNode *node);

gboolean             sonde_sys_node_is_named (const SondeSysNode *node,
                                              const char         *name,
                                              gsize               length);
const SondeSysFacts *sonde_sys_node_get_facts (const SondeSysNode *node);

/* A message comes @at: ends the present round where it is not of it. Returns: whether facts changed */
gboolean sonde_sys_node_begin (SondeSysNode *node,
                               gboolean      retained,
                               gint64        at);
/* … and is read. Returns: whether it says what its @topic is for */
gboolean sonde_sys_node_take (SondeSysNode        *node,
                              const SondeSysTopic *topic,
                              const char          *payload,
                              gsize                size,
                              gboolean             retained,
                              gint64               at);

gboolean sonde_sys_node_is_settled (const SondeSysNode *node);

/* Returns: whether the round was over, and facts changed */
gboolean sonde_sys_node_settle (SondeSysNode *node,
                                gint64        now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSysNode, sonde_sys_node_free)

G_END_DECLS
