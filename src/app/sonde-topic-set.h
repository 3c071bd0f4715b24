/* sonde-topic-set.h: the topics that a connection has seen, to offer while typing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bounded: the topics seen longest ago leave. Main thread only.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_TOPIC_SET_MOST 10000

/* Nobody completes a longer one, and so a broker cannot fill the memory with them. */
#define SONDE_TOPIC_SET_MOST_BYTES 512

typedef struct _SondeTopicSet SondeTopicSet;

SondeTopicSet *sonde_topic_set_new (void);
void           sonde_topic_set_free (SondeTopicSet *self);

/* @topic was seen just now; any bytes: what is no valid topic name is left out. */
void sonde_topic_set_add (SondeTopicSet *self,
                          const char    *topic,
                          gsize          length);

/* Returns: (element-type utf8): all of them, each once, in the order of strcmp(); valid until the
 * next one is added */
const GPtrArray *sonde_topic_set_list (SondeTopicSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTopicSet, sonde_topic_set_free)

G_END_DECLS
