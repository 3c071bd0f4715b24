/* sonde-topic-list.h: the topics of a connection as a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>
#include <sonde-topic-rows.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties (notify): connection (SondeConnection or NULL), topic (GBytes boxed, NUL after it: of the
 * level that is selected, or NULL).
 * Signal: "updated" when it has looked at the tree, a few times a second while it is shown and
 * something came. */
#define SONDE_TYPE_TOPIC_LIST (sonde_topic_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicList, sonde_topic_list, SONDE, TOPIC_LIST, AdwBin)

/* The rows of @connection, borrowed from it: each connection comes back as it was left. */
SondeTopicRows *sonde_topic_list_get_rows_for (SondeConnection *connection);

/* After something was asked of the rows. */
void sonde_topic_list_update (SondeTopicList *self);

/* What keys are typed into to search. */
GtkWidget *sonde_topic_list_get_view (SondeTopicList *self);
void       sonde_topic_list_focus_rows (SondeTopicList *self);

/* Selects it, where there is such a level, expands what is above it and gives it the focus. */
void sonde_topic_list_show_topic (SondeTopicList *self,
                                  const char     *topic);

G_END_DECLS
