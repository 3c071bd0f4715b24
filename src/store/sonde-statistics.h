/* sonde-statistics.h: what went in and out, in all and in each of the last seconds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value; pure. Times are monotonic µs. Bytes are those of payloads.
 */

#pragma once

#include <sonde-segment.h>

G_BEGIN_DECLS

#define SONDE_STATISTICS_SECONDS 300

typedef enum
{
  SONDE_TRAFFIC_IN,
  SONDE_TRAFFIC_OUT,
  SONDE_N_TRAFFICS
} SondeTrafficWay;

typedef struct
{
  guint64 messages;
  guint64 bytes;
} SondeTraffic;

/* All zero is empty. */
typedef struct
{
  SondeTraffic total[SONDE_N_TRAFFICS];

  /* The present second, which is not over, and those before it */
  SondeTraffic seconds[SONDE_N_TRAFFICS][SONDE_STATISTICS_SECONDS + 1];
  gint64       second; /* of the newest */
} SondeStatistics;

/* Counts the records of @segment from @first up to @end. Returns: what of them came in */
SondeTraffic sonde_statistics_add (SondeStatistics    *self,
                                   const SondeSegment *segment,
                                   guint               first,
                                   guint               end,
                                   gint64              now);

/* Of the second that ended @ago whole seconds before @now's began; 0 is the last one, and
 * SONDE_STATISTICS_SECONDS - 1 the oldest that is known. */
SondeTraffic sonde_statistics_get_second (const SondeStatistics *self,
                                          SondeTrafficWay        way,
                                          guint                  ago,
                                          gint64                 now);

G_END_DECLS
