/* sonde-topic-columns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-columns"

#include "sonde-topic-columns.h"

#define GAP 10         /* px between two cells */
#define TEXT_DIGITS 36 /* that topic and value have together before another column has any */

/* In digits; the others share what is left. */
static const int digits[SONDE_TOPIC_N_COLUMNS] = {
  [SONDE_TOPIC_COLUMN_RETAINED] = 2,
  [SONDE_TOPIC_COLUMN_COUNT] = 7,
  [SONDE_TOPIC_COLUMN_RATE] = 7,
  [SONDE_TOPIC_COLUMN_LAST] = 9,
};

/* Those that are there in a narrow list come first. */
static const SondeTopicColumn by_need[] = {
  SONDE_TOPIC_COLUMN_COUNT,
  SONDE_TOPIC_COLUMN_RETAINED,
  SONDE_TOPIC_COLUMN_RATE,
  SONDE_TOPIC_COLUMN_LAST,
};

void
sonde_topic_columns_place (int            width,
                           int            digit,
                           SondeTopicCell cells[SONDE_TOPIC_N_COLUMNS])
{
  int left = width;
  int x = 0;

  for (guint i = 0; i < SONDE_TOPIC_N_COLUMNS; i++)
    cells[i] = (SondeTopicCell){ 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (by_need); i++)
    if (left - digits[by_need[i]] * digit - GAP >= TEXT_DIGITS * digit)
      {
        cells[by_need[i]].width = digits[by_need[i]] * digit;
        left -= digits[by_need[i]] * digit + GAP;
      }

  cells[SONDE_TOPIC_COLUMN_TOPIC].width = MAX (left * 45 / 100, 0);
  cells[SONDE_TOPIC_COLUMN_VALUE].width = MAX (left - left * 45 / 100 - GAP, 0);
  for (guint i = 0; i < SONDE_TOPIC_N_COLUMNS; i++)
    {
      cells[i].x = x;
      x += cells[i].width > 0 ? cells[i].width + GAP : 0;
    }
}

int
sonde_topic_columns_get_minimum (int digit)
{
  return (TEXT_DIGITS + digits[SONDE_TOPIC_COLUMN_COUNT]) * digit + GAP;
}
