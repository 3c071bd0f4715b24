/* sonde-topic-popover.h: topics to choose from, below a field where one is typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It opens as one types, or with Down. Down and Up choose, Enter or Tab takes what is chosen (and
 * shows the next level, where there is one), Escape closes; without a choice these keys do what
 * they do in the field. The pointer takes with one click.
 */

#pragma once

#include <sonde-connection.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property: connection (nullable): whose topics, and what was typed before. */
#define SONDE_TYPE_TOPIC_POPOVER (sonde_topic_popover_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicPopover, sonde_topic_popover, SONDE, TOPIC_POPOVER, GtkPopover)

/**
 * sonde_topic_popover_new:
 * @entry: a widget; the popover belongs to it and goes with it
 * @filters: topic filters, of which there may be several (sonde_filter_list_split()); else one topic name
 *
 * Returns: (transfer none)
 */
SondeTopicPopover *sonde_topic_popover_new (GtkEditable *entry,
                                            gboolean     filters);
void               sonde_topic_popover_set_connection (SondeTopicPopover *self,
                                                       SondeConnection   *connection);

G_END_DECLS
