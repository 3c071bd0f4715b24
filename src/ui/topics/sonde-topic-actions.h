/* sonde-topic-actions.h: what one can do with a topic
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds topics.copy, topics.subscribe, topics.show-messages and topics.publish to a class that has the
 * properties "connection" (SondeConnection) and "topic" (GBytes). */
void sonde_topic_actions_install (GtkWidgetClass *widget_class);

/* @topic is the one that they are about; %NULL: none. */
void sonde_topic_actions_update (GtkWidget *widget,
                                 GBytes    *topic);

/* A term of the log's filter that matches @topic_filter: topic:"a/b c/#" */
char *sonde_topic_dup_filter_term (const char *topic_filter);

/* Subscribes, with the QoS chosen in the subscribe pane, and says so in a toast of the window. */
void sonde_topic_subscribe (GtkWidget       *widget,
                            SondeConnection *connection,
                            const char      *filter);

G_END_DECLS
