/* sonde-series.h: numbers over time, for a plot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* 16 bytes a sample: 16 MB */
#define SONDE_SERIES_MAX (1000 * 1000)

typedef struct
{
  gint64 time;  /* µs since the epoch */
  double value; /* NaN is a gap: the line breaks there */
} SondeSample;

/* What samples of a stretch of time are like. Gaps count for nothing but @n_gaps. */
typedef struct
{
  guint  n; /* values; where there is none, what follows is 0 */
  guint  n_gaps;
  double first, min, max, last, sum;
  gint64 first_at, last_at; /* of the first and the last value */
} SondeExtent;

static inline double
sonde_extent_get_mean (const SondeExtent *self)
{
  return self->n > 0 ? self->sum / self->n : 0;
}

/**
 * SondeSeries:
 *
 * Samples in the order of time, at most so many: when more come the oldest leave, some
 * thousand at once. Properties (notify): name (string, never NULL).
 * Signals:
 *   changed: samples came or left; once a call
 */
#define SONDE_TYPE_SERIES (sonde_series_get_type ())
G_DECLARE_FINAL_TYPE (SondeSeries, sonde_series, SONDE, SERIES, GObject)

/* @name: for people, in the legend. @max: 0 for SONDE_SERIES_MAX; 128 at least */
SondeSeries *sonde_series_new (const char *name,
                               guint       max);

const char *sonde_series_get_name (SondeSeries *self);
void        sonde_series_set_name (SondeSeries *self,
                                   const char  *name);

/* A time before the last one counts as the last one: clocks are set back. A @value that is
 * not finite is a gap; one after another, or before any value, is none. */
void sonde_series_append (SondeSeries *self,
                          gint64       time,
                          double       value);
void sonde_series_append_many (SondeSeries       *self,
                               const SondeSample *samples,
                               guint              n);
void sonde_series_clear (SondeSeries *self); /* also what was counted as discarded */

guint              sonde_series_get_length (SondeSeries *self);    /* gaps included */
guint64            sonde_series_get_discarded (SondeSeries *self); /* how many left for want of room */
const SondeSample *sonde_series_get (SondeSeries *self,            /* until the next change */
                                     guint        index);

/* The first and the last time. Returns: %FALSE when it is empty */
gboolean sonde_series_get_span (SondeSeries *self,
                                gint64      *from,
                                gint64      *to);

/* The first sample at @time or after it; the length when there is none */
guint sonde_series_find (SondeSeries *self,
                         gint64       time);

/* The value nearest to @time, gaps passed over; of two as near the earlier time, the last at it.
 * Returns: %FALSE when there is none */
gboolean sonde_series_find_nearest (SondeSeries *self,
                                    gint64       time,
                                    SondeSample *sample);

/* Samples of @from <= time < @to, in as good as no time whatever their number. */
void sonde_series_measure (SondeSeries *self,
                           gint64       from,
                           gint64       to,
                           SondeExtent *extent);
void sonde_series_measure_all (SondeSeries *self,
                               SondeExtent *extent);

/* Likewise, cut into @n buckets of the same length: every extreme stays visible however many
 * samples a pixel stands for. @to > @from */
void sonde_series_reduce (SondeSeries *self,
                          gint64       from,
                          gint64       to,
                          SondeExtent *buckets,
                          guint        n);

G_END_DECLS
