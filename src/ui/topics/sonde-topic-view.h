/* sonde-topic-view.h: the rows that a list view of topics has at hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * @view shows SondeTopicRows through a GtkSingleSelection.
 */

#pragma once

#include "sonde-topic-row.h"

G_BEGIN_DECLS

/* Of guint, ascending: positions of the rows in view, of the one in focus and of the selected one,
 * which GTK holds on to as the list changes. */
GArray *sonde_topic_view_list_kept (GtkListView *view);

/* Writes the rows in view anew; @all: the others at hand too, which a screen reader may ask for. */
void sonde_topic_view_refresh (GtkListView *view,
                               gboolean     all);

/* The row at a point, or %NULL; whether the point is on its arrow */
SondeTopicRow *sonde_topic_view_find_row (GtkListView *view,
                                          double       x,
                                          double       y,
                                          gboolean    *is_arrow);

/* Gives the focus to the selected row, or to one in view. */
void sonde_topic_view_focus (GtkListView *view);

/* Selects the row, and brings it into view and the focus to it as soon as the view has its size. */
void sonde_topic_view_go_to (GtkListView *view,
                             guint        position);

G_END_DECLS
