/* sonde-topic-rows.h: the tree of topics as a list of rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-topic-sort.h"
#include "sonde-topic-tree.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A level that is in the list, while a view shows it. */
#define SONDE_TYPE_TOPIC_ITEM (sonde_topic_item_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicItem, sonde_topic_item, SONDE, TOPIC_ITEM, GObject)

guint sonde_topic_item_get_node (SondeTopicItem *self);
guint sonde_topic_item_get_depth (SondeTopicItem *self); /* 0 for a first level */

/**
 * SondeTopicRows:
 *
 * A GListModel of #SondeTopicItem: the levels that are in view, each below its parent where that is
 * expanded, sorted, and where something is looked for only those that have it, what is above them,
 * and what is below. One flat array, and not a GtkTreeListModel, which makes an object for each
 * child of what is expanded.
 *
 * It changes in sonde_topic_rows_update() only, so that a view follows the tree as often as it
 * wishes, and costs nothing while nobody looks. The first hundred levels are expanded as they come.
 */
#define SONDE_TYPE_TOPIC_ROWS (sonde_topic_rows_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicRows, sonde_topic_rows, SONDE, TOPIC_ROWS, GObject)

SondeTopicRows *sonde_topic_rows_new (SondeTopicTree *tree);
SondeTopicTree *sonde_topic_rows_get_tree (SondeTopicRows *self); /* borrowed */

/**
 * sonde_topic_rows_update:
 * @kept: (nullable): positions of rows that a view shows or has selected, ascending
 * @n_kept: how many there are; few
 *
 * Brings the list up to date with the tree and with what was asked for since, in few changes: none
 * takes away a row in @kept that stays between the others of them. (What GTK follows, such as the
 * row in focus, it looks for by asking for each row of a change.)
 *
 * Returns: whether something changed
 */
gboolean sonde_topic_rows_update (SondeTopicRows *self,
                                  const guint    *kept,
                                  guint           n_kept);

/* What follows holds from the next update on. */

SondeTopicSort sonde_topic_rows_get_sort (SondeTopicRows *self);
void           sonde_topic_rows_set_sort (SondeTopicRows *self,
                                          SondeTopicSort  sort);

/* A level is found when @text, as in a filter of the log, occurs in its topic and ends in its name
 * or in the / before it; empty: all are. What is above a level that is found is expanded. */
const char *sonde_topic_rows_get_search (SondeTopicRows *self);
void        sonde_topic_rows_set_search (SondeTopicRows *self,
                                         const char     *text);
guint       sonde_topic_rows_get_n_found (SondeTopicRows *self);

gboolean sonde_topic_rows_is_expanded (SondeTopicRows *self,
                                       guint           node);
void     sonde_topic_rows_set_expanded (SondeTopicRows *self,
                                        guint           node,
                                        gboolean        expanded);

/* Those that come later too. */
void sonde_topic_rows_expand_all (SondeTopicRows *self,
                                  gboolean        expanded);

/* Expands what is above @node. */
void sonde_topic_rows_reveal (SondeTopicRows *self,
                              guint           node);

/* As of the last update. */
gboolean sonde_topic_rows_get_position (SondeTopicRows *self,
                                        guint           node,
                                        guint          *position);
guint    sonde_topic_rows_get_node (SondeTopicRows *self,
                                    guint           position);

G_END_DECLS
