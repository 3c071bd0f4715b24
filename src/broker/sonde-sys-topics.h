/* sonde-sys-topics.h: every topic below $SYS with its last value, as a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SondeSysValue:
 *
 * A topic and its last payload. Properties (read-only, UTF-8): topic, value (notifies; one line, of a long
 * one the beginning)
 */
#define SONDE_TYPE_SYS_VALUE (sonde_sys_value_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysValue, sonde_sys_value, SONDE, SYS_VALUE, GObject)

const char *sonde_sys_value_get_topic (SondeSysValue *self);
const char *sonde_sys_value_get_text (SondeSysValue *self);

/* Bounded: a broker may tell of each client below $SYS. */
#define SONDE_SYS_TOPICS_MAX 2000

/**
 * SondeSysTopics:
 *
 * A GListModel of SondeSysValue, in the order the topics were first heard of.
 */
#define SONDE_TYPE_SYS_TOPICS (sonde_sys_topics_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysTopics, sonde_sys_topics, SONDE, SYS_TOPICS, GObject)

SondeSysTopics *sonde_sys_topics_new (void);

/* @topic: UTF-8. New ones are in the list after sonde_sys_topics_flush(). */
void sonde_sys_topics_add (SondeSysTopics *self,
                           const char     *topic,
                           const void     *payload,
                           gsize           size);
void sonde_sys_topics_flush (SondeSysTopics *self);
void sonde_sys_topics_clear (SondeSysTopics *self);

/* Messages on topics that there was no room for. */
guint64 sonde_sys_topics_get_left_out (SondeSysTopics *self);

G_END_DECLS
