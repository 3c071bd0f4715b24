/* sonde-topic-pane.h: everything about the topic that is selected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties (notify): connection (SondeConnection or NULL), topic (GBytes boxed, NUL after it, or
 * NULL). */
#define SONDE_TYPE_TOPIC_PANE (sonde_topic_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicPane, sonde_topic_pane, SONDE, TOPIC_PANE, AdwBin)

/* Shows what has come on it since. */
void sonde_topic_pane_update (SondeTopicPane *self);

G_END_DECLS
