/* sonde-topic-order.h: the levels below a level, in the order to show them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside this layer only.
 */

#pragma once

#include "sonde-topic-nodes.h"
#include "sonde-topic-sort.h"

G_BEGIN_DECLS

/* The children of one node as they were sorted last. All zero is none yet. */
typedef struct
{
  guint32       *nodes;
  guint          n;
  guint          size;
  guint32        youngest; /* of those that it knows */
  SondeTopicSort sort;
} SondeTopicOrder;

void sonde_topic_order_free (SondeTopicOrder *self);

/* Takes in the children that came since: by name only these are sorted. */
void sonde_topic_order_update (SondeTopicOrder       *self,
                               const SondeTopicNodes *nodes,
                               guint                  parent,
                               SondeTopicSort         sort);

G_END_DECLS
