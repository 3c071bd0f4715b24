/* sonde-statistics.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-statistics"

#include "sonde-statistics.h"

#include <string.h>

#define N_SLOTS (SONDE_STATISTICS_SECONDS + 1)

/* Empties the slots between the newest second and @second, which becomes the newest. */
static void
advance (SondeStatistics *self,
         gint64           second)
{
  gint64 first = MAX (self->second + 1, second - N_SLOTS + 1);

  for (gint64 i = first; i <= second; i++)
    {
      for (guint way = 0; way < SONDE_N_TRAFFICS; way++)
        memset (&self->seconds[way][i % N_SLOTS], 0, sizeof (SondeTraffic));
    }

  self->second = MAX (self->second, second);
}

static void
add (SondeTraffic       *to,
     const SondeTraffic *what)
{
  to->messages += what->messages;
  to->bytes += what->bytes;
}

SondeTraffic
sonde_statistics_add (SondeStatistics    *self,
                      const SondeSegment *segment,
                      guint               first,
                      guint               end,
                      gint64              now)
{
  SondeTraffic counts[SONDE_MESSAGE_EVENT + 1] = { 0 };

  for (guint i = first; i < end; i++)
    {
      const SondeRecord *record = sonde_segment_get_record (segment, i);
      SondeTraffic      *count = &counts[sonde_record_get_kind (record)];

      count->messages++;
      count->bytes += record->payload_size;
    }

  advance (self, now / G_USEC_PER_SEC);
  add (&self->total[SONDE_TRAFFIC_IN], &counts[SONDE_MESSAGE_RECEIVED]);
  add (&self->total[SONDE_TRAFFIC_OUT], &counts[SONDE_MESSAGE_SENT]);
  add (&self->seconds[SONDE_TRAFFIC_IN][self->second % N_SLOTS], &counts[SONDE_MESSAGE_RECEIVED]);
  add (&self->seconds[SONDE_TRAFFIC_OUT][self->second % N_SLOTS], &counts[SONDE_MESSAGE_SENT]);

  return counts[SONDE_MESSAGE_RECEIVED];
}

SondeTraffic
sonde_statistics_get_second (const SondeStatistics *self,
                             SondeTrafficWay        way,
                             guint                  ago,
                             gint64                 now)
{
  static const SondeTraffic nothing = { 0 };
  gint64                    second = now / G_USEC_PER_SEC - 1 - ago;

  g_return_val_if_fail (ago < SONDE_STATISTICS_SECONDS, nothing);

  if (second > self->second || second <= self->second - N_SLOTS || second < 0)
    return nothing;

  return self->seconds[way][second % N_SLOTS];
}
