/* sonde-topic-row.h: a level of the topic tree, in a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-row-filler.h"

#include <gtk/gtk.h>
#include <sonde-topic-rows.h>

G_BEGIN_DECLS

#define SONDE_TYPE_TOPIC_ROW (sonde_topic_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicRow, sonde_topic_row, SONDE, TOPIC_ROW, GtkWidget)

extern const SondeRowKind sonde_topic_row_kind;

SondeTopicRow *sonde_topic_row_new (GtkListItem *list_item);

/* Shows the level of its list item in @rows; %NULL: none. */
void sonde_topic_row_bind (SondeTopicRow  *self,
                           SondeTopicRows *rows);

/* As the tree is now. What has come since is marked for a moment. */
void sonde_topic_row_refresh (SondeTopicRow *self);

guint    sonde_topic_row_get_position (SondeTopicRow *self);
gboolean sonde_topic_row_is_arrow (SondeTopicRow *self,
                                   GtkWidget     *widget);

G_END_DECLS
