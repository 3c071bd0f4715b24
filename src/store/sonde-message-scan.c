/* sonde-message-scan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-scan"

#include "sonde-message-scan.h"

#include "sonde-match-list.h"
#include "sonde-message-log.h"

/* Records tested at once: about 0.1 ms for a word. */
#define SLICE_LENGTH 2048

#define FIRST_LETTER_US (8 * 1000)
#define FRAME_US (16 * 1000)

struct _SondeMessageScan
{
  gatomicrefcount refs;

  SondeQuery    *query;
  SondeScanOrder order;
  SondeMailbox  *mailbox;
  GCancellable  *cancellable;
  guint64        first_serial; /* atomic */

  /* The worker's */
  GArray  *stretches; /* SondeStretch */
  guint    first;     /* of those that are left, up to @end */
  guint    end;
  GArray  *found;
  gint64   next_letter_at;
  gboolean has_written;
};

void
sonde_scan_letter_free (SondeScanLetter *self)
{
  sonde_message_scan_unref (self->scan);
  g_array_unref (self->found);
  g_free (self);
}

static void
post (SondeMessageScan *self,
      gboolean          is_last)
{
  SondeScanLetter *letter = g_new (SondeScanLetter, 1);

  letter->scan = sonde_message_scan_ref (self);
  letter->found = g_steal_pointer (&self->found);
  letter->is_last = is_last;
  sonde_mailbox_post (self->mailbox, letter);

  self->found = sonde_matches_array_new ();
  self->has_written = TRUE;
  self->next_letter_at = g_get_monotonic_time () + FRAME_US;
}

static void
post_if_due (SondeMessageScan *self)
{
  gboolean has_found = self->found->len > 0;

  if (self->has_written ? has_found && g_get_monotonic_time () >= self->next_letter_at
                        : has_found || g_get_monotonic_time () >= self->next_letter_at)
    post (self, FALSE);
}

static void
scan_slice (SondeMessageScan *self,
            SondeSegment     *segment,
            guint             first,
            guint             end)
{
  SondeMatches matches = {
    .first_serial = segment->first_serial,
    .indexes = g_array_new (FALSE, FALSE, sizeof (guint32)),
  };

  sonde_query_scan (self->query, segment, first, end, self->cancellable, matches.indexes);

  if (matches.indexes->len > 0)
    g_array_append_val (self->found, matches);
  else
    g_array_unref (matches.indexes);

  post_if_due (self);
}

static gboolean
is_forgotten (SondeMessageScan   *self,
              const SondeStretch *stretch)
{
  return stretch->segment->first_serial + stretch->end <= __atomic_load_n (&self->first_serial, __ATOMIC_RELAXED);
}

static void
scan_stretch (SondeMessageScan   *self,
              const SondeStretch *stretch)
{
  guint n_slices = (stretch->end - stretch->first + SLICE_LENGTH - 1) / SLICE_LENGTH;

  for (guint i = 0; i < n_slices && !is_forgotten (self, stretch); i++)
    {
      guint slice = self->order == SONDE_SCAN_OLDEST_FIRST ? i : n_slices - 1 - i;
      guint first = stretch->first + slice * SLICE_LENGTH;

      scan_slice (self, stretch->segment, first, MIN (first + SLICE_LENGTH, stretch->end));
    }
}

/* Memory of what has left the log is not held until its turn would come. */
static void
drop_forgotten (SondeMessageScan *self)
{
  while (self->first < self->end)
    {
      SondeStretch *oldest = &g_array_index (self->stretches, SondeStretch, self->first);

      if (!is_forgotten (self, oldest))
        return;

      sonde_stretch_clear (oldest);
      self->first++;
    }
}

static void
scan_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  SondeMessageScan *self = task_data;

  self->next_letter_at = g_get_monotonic_time () + FIRST_LETTER_US;

  for (drop_forgotten (self); self->first < self->end; drop_forgotten (self))
    {
      guint         n = self->order == SONDE_SCAN_OLDEST_FIRST ? self->first++ : --self->end;
      SondeStretch *stretch = &g_array_index (self->stretches, SondeStretch, n);

      if (g_cancellable_is_cancelled (self->cancellable))
        break;

      scan_stretch (self, stretch);
      sonde_stretch_clear (stretch);
    }

  if (!g_cancellable_is_cancelled (self->cancellable))
    post (self, TRUE);

  g_task_return_boolean (task, TRUE);
}

SondeMessageScan *
sonde_message_scan_start (SondeQuery    *query,
                          GArray        *stretches,
                          SondeScanOrder order,
                          SondeMailbox  *mailbox)
{
  SondeMessageScan *self = g_new0 (SondeMessageScan, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_atomic_ref_count_init (&self->refs);
  self->query = sonde_query_ref (query);
  self->order = order;
  self->mailbox = sonde_mailbox_ref (mailbox);
  self->cancellable = g_cancellable_new ();
  self->stretches = stretches;
  self->end = stretches->len;
  self->found = sonde_matches_array_new ();

  g_task_set_source_tag (task, sonde_message_scan_start);
  g_task_set_task_data (task, sonde_message_scan_ref (self), (GDestroyNotify) sonde_message_scan_unref);
  g_task_run_in_thread (task, scan_worker);

  return self;
}

SondeMessageScan *
sonde_message_scan_ref (SondeMessageScan *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
sonde_message_scan_unref (SondeMessageScan *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  sonde_query_unref (self->query);
  sonde_mailbox_unref (self->mailbox);
  g_object_unref (self->cancellable);
  g_array_unref (self->stretches);
  g_array_unref (self->found);
  g_free (self);
}

void
sonde_message_scan_cancel (SondeMessageScan *self)
{
  g_cancellable_cancel (self->cancellable);
}

void
sonde_message_scan_forget (SondeMessageScan *self,
                           guint64           first_serial)
{
  __atomic_store_n (&self->first_serial, first_serial, __ATOMIC_RELAXED);
}
