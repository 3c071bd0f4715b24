/* sonde-topic-sort.h: in which order levels are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_TOPIC_SORT_NAME,   /* numbers in names as numbers: m2 before m10 */
  SONDE_TOPIC_SORT_COUNT,  /* most messages first */
  SONDE_TOPIC_SORT_RECENT, /* the last to get one first */
} SondeTopicSort;

/* Byte by byte, but runs of digits by their value; 0 for equal names only. Pure. */
int sonde_topic_name_compare (const char *a,
                              gsize       a_length,
                              const char *b,
                              gsize       b_length);

G_END_DECLS
