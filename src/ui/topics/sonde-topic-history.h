/* sonde-topic-history.h: what came on one topic, as far as the log has it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: connection (SondeConnection or NULL), topic (GBytes boxed or NULL); selected-item
 * (SondeMessageItem or NULL, read-only, notifies). It looks for messages only while it is shown. */
#define SONDE_TYPE_TOPIC_HISTORY (sonde_topic_history_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicHistory, sonde_topic_history, SONDE, TOPIC_HISTORY, AdwBin)

void sonde_topic_history_unselect (SondeTopicHistory *self);

G_END_DECLS
