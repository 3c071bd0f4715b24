/* sonde-connection-topics.h: the tree of the topics that a connection received
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-connection.h"

#include <sonde-topic-tree.h>

G_BEGIN_DECLS

/* Borrowed. It has taken in a message before the log tells of it. */
SondeTopicTree *sonde_connection_get_topics (SondeConnection *self);

G_END_DECLS
