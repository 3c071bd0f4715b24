/* sonde-plot-scan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-scan"

#include "sonde-plot-scan.h"

#include <sonde-payload-numbers.h>
#include <sonde-series.h>

#include <math.h>
#include <string.h>

/* Between two letters; so many samples are taken from one in less than a millisecond. */
#define FRAME_US (16 * 1000)
#define SAMPLES_MAX 16384

/* Records between two looks at the cancellable and the clock */
#define SLICE 256

struct _SondePlotScan
{
  gatomicrefcount refs;

  GCancellable *cancellable;
  SondeMailbox *mailbox;
  GPtrArray    *wanted;

  /* The worker's */
  char         *topic;
  gsize         topic_length;
  GArray       *stretches;
  GHashTable   *known;
  GHashTable   *indexes; /* of the wanted paths, from 1 */
  guint         newest;
  SondeNumbers *numbers;
  GPtrArray    *paths; /* what the next letter holds */
  GPtrArray    *samples;
  guint         n_samples;
  guint         n_messages;
  gint64        next_letter_at;
};

void
sonde_plot_letter_free (SondePlotLetter *self)
{
  sonde_plot_scan_unref (self->scan);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->samples);
  g_free (self);
}

static void
begin_letter (SondePlotScan *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < self->wanted->len; i++)
    g_ptr_array_add (self->samples, g_array_new (FALSE, FALSE, sizeof (SondeSample)));
  self->n_samples = 0;
  self->next_letter_at = g_get_monotonic_time () + FRAME_US;
}

static void
post (SondePlotScan *self,
      gboolean       is_last)
{
  SondePlotLetter *letter = g_new (SondePlotLetter, 1);

  *letter = (SondePlotLetter){ sonde_plot_scan_ref (self), self->paths, self->samples, is_last };
  sonde_mailbox_post (self->mailbox, letter);
  begin_letter (self);
}

static void
post_if_due (SondePlotScan *self)
{
  if (self->n_samples == 0 && self->paths->len == 0)
    return;

  if (self->n_samples >= SAMPLES_MAX || g_get_monotonic_time () >= self->next_letter_at)
    post (self, FALSE);
}

static void
note_path (SondePlotScan *self,
           const char    *path)
{
  if (g_hash_table_size (self->known) >= SONDE_PLOT_PATHS_MAX || g_hash_table_contains (self->known, path))
    return;

  g_hash_table_add (self->known, g_strdup (path));
  g_ptr_array_add (self->paths, g_strdup (path));
}

/* Of a key that is there twice the last counts. @n_before: how many samples of the path there were
 * before this message */
static void
add_sample (SondePlotScan *self,
            guint          index,
            gint64         time,
            double         value,
            guint         *n_before)
{
  GArray     *samples = g_ptr_array_index (self->samples, index);
  SondeSample sample = { time, value };

  if (samples->len > n_before[index])
    {
      g_array_index (samples, SondeSample, samples->len - 1) = sample;
      return;
    }

  g_array_append_val (samples, sample);
  self->n_samples++;
}

static void
read_record (SondePlotScan      *self,
             const SondeSegment *segment,
             const SondeRecord  *record)
{
  gint64            time = segment->began_at + record->time;
  g_autofree guint *n_before = g_new (guint, self->wanted->len);
  guint             n;

  for (guint i = 0; i < self->wanted->len; i++)
    n_before[i] = ((GArray *) g_ptr_array_index (self->samples, i))->len;

  n = sonde_numbers_read (self->numbers, sonde_segment_get_payload (segment, record), record->payload_size);
  for (guint i = 0; i < n; i++)
    {
      double      value;
      const char *path = sonde_numbers_get (self->numbers, i, &value);
      guint       index = GPOINTER_TO_UINT (g_hash_table_lookup (self->indexes, path));

      if (index > 0)
        add_sample (self, index - 1, time, value, n_before);
      if (!isnan (value))
        note_path (self, path);
    }
  self->n_messages++;
}

static gboolean
is_of_topic (SondePlotScan      *self,
             const SondeSegment *segment,
             const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);

  return sonde_record_get_kind (record) == SONDE_MESSAGE_RECEIVED && topic->length == self->topic_length &&
         memcmp (topic->name, self->topic, topic->length) == 0;
}

/* Returns: %FALSE where no more is wanted */
static gboolean
scan_stretch (SondePlotScan      *self,
              const SondeStretch *stretch)
{
  guint n = stretch->end - stretch->first;

  for (guint i = 0; i < n; i++)
    {
      guint              at = self->newest > 0 ? stretch->end - 1 - i : stretch->first + i;
      const SondeRecord *record = sonde_segment_get_record (stretch->segment, at);

      if (is_of_topic (self, stretch->segment, record))
        read_record (self, stretch->segment, record);
      if (self->newest > 0 && self->n_messages >= self->newest)
        return FALSE;
      if (i % SLICE != 0)
        continue;
      if (g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      post_if_due (self);
    }

  return TRUE;
}

static void
scan_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  SondePlotScan *self = task_data;
  guint          n = self->stretches->len;
  gboolean       goes_on = TRUE;

  begin_letter (self);
  for (guint i = 0; i < n && goes_on; i++)
    {
      SondeStretch *stretch = &g_array_index (self->stretches, SondeStretch, self->newest > 0 ? n - 1 - i : i);

      goes_on = scan_stretch (self, stretch);
      sonde_stretch_clear (stretch);
    }

  if (!g_cancellable_is_cancelled (self->cancellable))
    post (self, TRUE);

  g_task_return_boolean (task, TRUE);
}

SondePlotScan *
sonde_plot_scan_start (const char   *topic,
                       GArray       *stretches,
                       GPtrArray    *wanted,
                       GHashTable   *known,
                       guint         newest,
                       SondeMailbox *mailbox)
{
  SondePlotScan *self = g_new0 (SondePlotScan, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_atomic_ref_count_init (&self->refs);
  self->cancellable = g_cancellable_new ();
  self->mailbox = sonde_mailbox_ref (mailbox);
  self->wanted = wanted;
  self->topic = g_strdup (topic);
  self->topic_length = strlen (topic);
  self->stretches = stretches;
  self->known = known;
  self->newest = newest;
  self->numbers = sonde_numbers_new ();
  self->indexes = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_insert (self->indexes, g_ptr_array_index (wanted, i), GUINT_TO_POINTER (i + 1));

  g_task_set_source_tag (task, sonde_plot_scan_start);
  g_task_set_task_data (task, sonde_plot_scan_ref (self), (GDestroyNotify) sonde_plot_scan_unref);
  g_task_run_in_thread (task, scan_worker);

  return self;
}

SondePlotScan *
sonde_plot_scan_ref (SondePlotScan *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
sonde_plot_scan_unref (SondePlotScan *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_object_unref (self->cancellable);
  sonde_mailbox_unref (self->mailbox);
  g_hash_table_unref (self->indexes);
  g_ptr_array_unref (self->wanted);
  g_free (self->topic);
  g_array_unref (self->stretches);
  g_hash_table_unref (self->known);
  sonde_numbers_free (self->numbers);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->samples, g_ptr_array_unref);
  g_free (self);
}

void
sonde_plot_scan_cancel (SondePlotScan *self)
{
  g_cancellable_cancel (self->cancellable);
}
