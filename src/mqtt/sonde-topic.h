/* sonde-topic.h: topic names and topic filters (MQTT 5.0 and 3.1.1, 4.7)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_TOPIC_MAX_BYTES 65535

typedef enum
{
  SONDE_TOPIC_FAULT_NONE,
  SONDE_TOPIC_FAULT_EMPTY,         /* 4.7.3: at least one character */
  SONDE_TOPIC_FAULT_TOO_LONG,      /* 4.7.3: more than 65,535 bytes */
  SONDE_TOPIC_FAULT_NOT_UTF8,      /* 1.5.4: not UTF-8, or a surrogate */
  SONDE_TOPIC_FAULT_NUL,           /* 4.7.3: holds U+0000 */
  SONDE_TOPIC_FAULT_CONTROL,       /* 1.5.4: holds a control character or a non-character */
  SONDE_TOPIC_FAULT_WILDCARD,      /* 3.3.2.1: a name holds + or # */
  SONDE_TOPIC_FAULT_PLUS,          /* 4.7.1.3: + does not fill its level */
  SONDE_TOPIC_FAULT_HASH,          /* 4.7.1.2: # does not fill its level */
  SONDE_TOPIC_FAULT_HASH_NOT_LAST, /* 4.7.1.2: # is not the last level */
  SONDE_TOPIC_FAULT_SHARE_NAME,    /* 4.8.2: $share/NAME/FILTER, name empty or with a wildcard */
  SONDE_TOPIC_FAULT_SHARE_FILTER,  /* 4.8.2: $share/NAME without a filter */
} SondeTopicFault;

/* What every string of MQTT keeps to (1.5.4): TOO_LONG, NOT_UTF8, NUL or CONTROL; it may be empty. */
SondeTopicFault sonde_mqtt_string_check (const char *text,
                                         gsize       length);

SondeTopicFault sonde_topic_name_check (const char *name,
                                        gsize       length);
SondeTopicFault sonde_topic_filter_check (const char *filter,
                                          gsize       length);

/* One translated sentence that says what is wrong and what to do; %NULL for NONE. */
const char *sonde_topic_fault_to_string (SondeTopicFault fault);

/* "$share/NAME/FILTER" (5.0, 4.8.2) */
gboolean sonde_topic_filter_is_shared (const char *filter);

/* The filter that a shared subscription shares (4.8.2), or @filter itself. */
const char *sonde_topic_filter_skip_share (const char *filter);

/**
 * sonde_topic_filter_matches:
 * @filter: a valid topic filter; `$share/NAME/` is looked through (4.8.2)
 * @topic: a topic name of @topic_length bytes, any bytes
 *
 * Returns: %TRUE if a subscription to @filter receives @topic (4.7.1, 4.7.2:
 *   a leading wildcard does not reach a topic that begins with $)
 */
gboolean sonde_topic_filter_matches (const char *filter,
                                     const char *topic,
                                     gsize       topic_length);

/* Whether there is a topic that both valid filters match; `$share/NAME/` is looked through. */
gboolean sonde_topic_filters_overlap (const char *a,
                                      const char *b);

G_END_DECLS
