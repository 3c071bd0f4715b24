/* sonde-topic-titles.h: what the columns of the topic tree are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_TOPIC_TITLES (sonde_topic_titles_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicTitles, sonde_topic_titles, SONDE, TOPIC_TITLES, GtkWidget)

G_END_DECLS
