/* sonde-series.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-series"

#include "sonde-series.h"

#include <math.h>

/* Samples that are summed up together */
#define CHUNK 64
#define CHUNK_SHIFT 6

/* Chunks of the largest block, as a power of two */
#define CHUNKS_SHIFT_MAX 6

#define MAX_MIN (2 * CHUNK)

/* So far from the ends that no difference of two times overflows */
#define TIME_MAX (G_MAXINT64 / 4)

/*
 * blocks │ block 0 (full) │ block 1 (full) │ … │ newest │
 *        └ samples │ a SondeExtent for each CHUNK of them │ one for all
 *
 * All but the newest are full and the oldest leaves as a whole, so that a sample is found by
 * its index with a shift and a mask.
 */
typedef struct
{
  SondeExtent  whole;
  SondeExtent *chunks; /* behind the samples */
  SondeSample  samples[];
} Block;

struct _SondeSeries
{
  GObject parent_instance;

  char      *name;
  guint      max;
  guint      shift; /* a block holds 1 << shift samples */
  GPtrArray *blocks;
  guint      length;
  guint64    discarded;
};

G_DEFINE_FINAL_TYPE (SondeSeries, sonde_series, G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  PROP_MAX,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- Extents ---- */

static void
extend (SondeExtent       *self,
        const SondeSample *sample)
{
  double value = sample->value;

  if (isnan (value))
    {
      self->n_gaps++;
      return;
    }

  if (self->n == 0)
    {
      self->first = self->min = self->max = value;
      self->first_at = sample->time;
    }
  self->n++;
  self->min = MIN (self->min, value);
  self->max = MAX (self->max, value);
  self->sum += value;
  self->last = value;
  self->last_at = sample->time;
}

/* @next lies after it. */
static void
extend_by (SondeExtent       *self,
           const SondeExtent *next)
{
  guint n_gaps = self->n_gaps + next->n_gaps;

  if (self->n == 0)
    *self = *next;
  else if (next->n > 0)
    {
      self->n += next->n;
      self->min = MIN (self->min, next->min);
      self->max = MAX (self->max, next->max);
      self->sum += next->sum;
      self->last = next->last;
      self->last_at = next->last_at;
    }
  self->n_gaps = n_gaps;
}

/* ---- Blocks ---- */

static guint
get_block_length (SondeSeries *self)
{
  return 1u << self->shift;
}

static Block *
get_block (SondeSeries *self,
           guint        index)
{
  return g_ptr_array_index (self->blocks, index >> self->shift);
}

static const SondeSample *
get_sample (SondeSeries *self,
            guint        index)
{
  return &get_block (self, index)->samples[index & (get_block_length (self) - 1)];
}

static void
add_block (SondeSeries *self)
{
  guint  n = get_block_length (self);
  Block *block = g_malloc (sizeof (Block) + n * sizeof (SondeSample) + (n >> CHUNK_SHIFT) * sizeof (SondeExtent));

  block->whole = (SondeExtent){ 0 };
  block->chunks = (SondeExtent *) (gpointer) &block->samples[n];
  g_ptr_array_add (self->blocks, block);
}

static void
append (SondeSeries *self,
        gint64       time,
        double       value)
{
  gboolean    is_gap = !isfinite (value);
  SondeSample sample = { CLAMP (time, -TIME_MAX, TIME_MAX), is_gap ? NAN : value };
  guint       at = self->length & (get_block_length (self) - 1);
  Block      *block;

  if (self->length > 0)
    {
      const SondeSample *last = get_sample (self, self->length - 1);

      sample.time = MAX (sample.time, last->time);
      if (is_gap && isnan (last->value))
        return;
    }
  else if (is_gap)
    return;

  if (self->length == self->max)
    {
      g_ptr_array_remove_index (self->blocks, 0);
      self->length -= get_block_length (self);
      self->discarded += get_block_length (self);
    }
  if (self->length >> self->shift == self->blocks->len)
    add_block (self);

  block = get_block (self, self->length);
  if (at % CHUNK == 0)
    block->chunks[at >> CHUNK_SHIFT] = (SondeExtent){ 0 };
  block->samples[at] = sample;
  extend (&block->chunks[at >> CHUNK_SHIFT], &sample);
  extend (&block->whole, &sample);
  self->length++;
}

/* Samples from index @first up to @end */
static void
measure (SondeSeries *self,
         guint        first,
         guint        end,
         SondeExtent *extent)
{
  guint block_length = get_block_length (self);

  *extent = (SondeExtent){ 0 };
  while (first < end)
    {
      const Block *block = get_block (self, first);
      guint        at = first & (block_length - 1);

      if (at == 0 && end - first >= block_length)
        {
          extend_by (extent, &block->whole);
          first += block_length;
        }
      else if (at % CHUNK == 0 && end - first >= CHUNK)
        {
          extend_by (extent, &block->chunks[at >> CHUNK_SHIFT]);
          first += CHUNK;
        }
      else
        {
          extend (extent, &block->samples[at]);
          first++;
        }
    }
}

/* ---- Class ---- */

static void
sonde_series_constructed (GObject *object)
{
  SondeSeries *self = SONDE_SERIES (object);

  G_OBJECT_CLASS (sonde_series_parent_class)->constructed (object);

  /* Of few samples few leave at once: about an eighth. */
  self->shift = CHUNK_SHIFT;
  while (self->shift < CHUNK_SHIFT + CHUNKS_SHIFT_MAX && (16u << self->shift) <= self->max)
    self->shift++;
}

static void
sonde_series_finalize (GObject *object)
{
  SondeSeries *self = SONDE_SERIES (object);

  g_free (self->name);
  g_ptr_array_unref (self->blocks);

  G_OBJECT_CLASS (sonde_series_parent_class)->finalize (object);
}

static void
sonde_series_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SondeSeries *self = SONDE_SERIES (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_series_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SondeSeries *self = SONDE_SERIES (object);

  switch (prop_id)
    {
    case PROP_NAME:
      sonde_series_set_name (self, g_value_get_string (value));
      break;

    case PROP_MAX:
      self->max = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_series_class_init (SondeSeriesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sonde_series_constructed;
  object_class->finalize = sonde_series_finalize;
  object_class->get_property = sonde_series_get_property;
  object_class->set_property = sonde_series_set_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX] =
    g_param_spec_uint ("max", NULL, NULL, MAX_MIN, G_MAXINT, SONDE_SERIES_MAX,
                       G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", SONDE_TYPE_SERIES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_series_init (SondeSeries *self)
{
  self->name = g_strdup ("");
  self->blocks = g_ptr_array_new_with_free_func (g_free);
}

SondeSeries *
sonde_series_new (const char *name,
                  guint       max)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_object_new (SONDE_TYPE_SERIES,
                       "name", name,
                       "max", max > 0 ? MAX (max, MAX_MIN) : SONDE_SERIES_MAX,
                       NULL);
}

const char *
sonde_series_get_name (SondeSeries *self)
{
  g_return_val_if_fail (SONDE_IS_SERIES (self), "");

  return self->name;
}

void
sonde_series_set_name (SondeSeries *self,
                       const char  *name)
{
  g_return_if_fail (SONDE_IS_SERIES (self));
  g_return_if_fail (name != NULL);

  if (g_str_equal (self->name, name))
    return;

  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
sonde_series_append (SondeSeries *self,
                     gint64       time,
                     double       value)
{
  g_return_if_fail (SONDE_IS_SERIES (self));

  append (self, time, value);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
sonde_series_append_many (SondeSeries       *self,
                          const SondeSample *samples,
                          guint              n)
{
  g_return_if_fail (SONDE_IS_SERIES (self));
  g_return_if_fail (samples != NULL || n == 0);

  if (n == 0)
    return;

  for (guint i = 0; i < n; i++)
    append (self, samples[i].time, samples[i].value);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
sonde_series_clear (SondeSeries *self)
{
  g_return_if_fail (SONDE_IS_SERIES (self));

  if (self->length == 0)
    return;

  g_ptr_array_set_size (self->blocks, 0);
  self->length = 0;
  self->discarded = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
sonde_series_get_length (SondeSeries *self)
{
  g_return_val_if_fail (SONDE_IS_SERIES (self), 0);

  return self->length;
}

guint64
sonde_series_get_discarded (SondeSeries *self)
{
  g_return_val_if_fail (SONDE_IS_SERIES (self), 0);

  return self->discarded;
}

const SondeSample *
sonde_series_get (SondeSeries *self,
                  guint        index)
{
  g_return_val_if_fail (SONDE_IS_SERIES (self), NULL);
  g_return_val_if_fail (index < self->length, NULL);

  return get_sample (self, index);
}

gboolean
sonde_series_get_span (SondeSeries *self,
                       gint64      *from,
                       gint64      *to)
{
  g_return_val_if_fail (SONDE_IS_SERIES (self), FALSE);
  g_return_val_if_fail (from != NULL && to != NULL, FALSE);

  if (self->length == 0)
    return FALSE;

  *from = get_sample (self, 0)->time;
  *to = get_sample (self, self->length - 1)->time;
  return TRUE;
}

guint
sonde_series_find (SondeSeries *self,
                   gint64       time)
{
  guint low = 0, high;

  g_return_val_if_fail (SONDE_IS_SERIES (self), 0);

  high = self->length;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_sample (self, middle)->time < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Gaps never stand side by side, so that each loop turns twice at most. */
gboolean
sonde_series_find_nearest (SondeSeries *self,
                           gint64       time,
                           SondeSample *sample)
{
  const SondeSample *before = NULL, *after = NULL;
  guint              at;

  g_return_val_if_fail (SONDE_IS_SERIES (self), FALSE);
  g_return_val_if_fail (sample != NULL, FALSE);

  time = CLAMP (time, -TIME_MAX, TIME_MAX);
  at = sonde_series_find (self, time);
  for (guint i = at; i > 0 && before == NULL; i--)
    if (!isnan (get_sample (self, i - 1)->value))
      before = get_sample (self, i - 1);
  for (guint i = at; i < self->length && after == NULL; i++)
    if (!isnan (get_sample (self, i)->value))
      after = get_sample (self, i);

  if (after != NULL && (before == NULL || after->time - time < time - before->time))
    for (guint i = sonde_series_find (self, after->time + 1); before == NULL || before->time < after->time; i--)
      if (!isnan (get_sample (self, i - 1)->value))
        before = get_sample (self, i - 1);
  if (before == NULL)
    return FALSE;

  *sample = *before;
  return TRUE;
}

void
sonde_series_measure (SondeSeries *self,
                      gint64       from,
                      gint64       to,
                      SondeExtent *extent)
{
  g_return_if_fail (SONDE_IS_SERIES (self));
  g_return_if_fail (extent != NULL);

  measure (self, sonde_series_find (self, from), sonde_series_find (self, to), extent);
}

void
sonde_series_measure_all (SondeSeries *self,
                          SondeExtent *extent)
{
  g_return_if_fail (SONDE_IS_SERIES (self));
  g_return_if_fail (extent != NULL);

  measure (self, 0, self->length, extent);
}

void
sonde_series_reduce (SondeSeries *self,
                     gint64       from,
                     gint64       to,
                     SondeExtent *buckets,
                     guint        n)
{
  gint64 length = to - from;
  guint  first;

  g_return_if_fail (SONDE_IS_SERIES (self));
  g_return_if_fail (to > from);
  g_return_if_fail (buckets != NULL || n == 0);

  first = sonde_series_find (self, from);
  for (guint i = 0; i < n; i++)
    {
      guint end = sonde_series_find (self, from + length / n * (i + 1) + length % n * (i + 1) / n);

      measure (self, first, end, &buckets[i]);
      first = end;
    }
}
