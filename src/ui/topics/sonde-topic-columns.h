/* sonde-topic-columns.h: where the cells of the topic tree stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_TOPIC_COLUMN_TOPIC,
  SONDE_TOPIC_COLUMN_VALUE,
  SONDE_TOPIC_COLUMN_RETAINED,
  SONDE_TOPIC_COLUMN_COUNT,
  SONDE_TOPIC_COLUMN_RATE,
  SONDE_TOPIC_COLUMN_LAST,
  SONDE_TOPIC_N_COLUMNS,
} SondeTopicColumn;

typedef struct
{
  int x;
  int width; /* 0: there is no room for it */
} SondeTopicCell;

/* @digit: the width of a digit in pixels */
void sonde_topic_columns_place (int            width,
                                int            digit,
                                SondeTopicCell cells[SONDE_TOPIC_N_COLUMNS]);

/* Wide enough for the topic, what came on it and how often. */
int sonde_topic_columns_get_minimum (int digit);

G_END_DECLS
