/* sonde-probe.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-probe"

#include "sonde-probe.h"

#include <stdio.h>
#include <string.h>

#define LINE_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)
#define REST_INTERVAL G_TIME_SPAN_SECOND /* when there is nothing new */
#define SEQ_WITHIN 4096                  /* bytes: to look through 256 MB would be a stall of its own */
#define SEQ_MAX (64 * 1024 * 1024)       /* bounds the bitmap to 8 MiB */

/*
 * Frames are asked for without end, so that a gap between two is one that a user
 * would see. The stall source has the highest priority: GLib then prepares and
 * checks it in every turn of the main loop, right after and right before the poll.
 */

struct _SondeProbe
{
  GObject parent_instance;

  FILE            *file;
  GtkWindow       *window; /* not owned: it owns us */
  GdkFrameClock   *clock;
  SondeMessageLog *log;
  GSource         *stall_source;

  guint64     count; /* as in the last line */
  gint64      written_at;
  gint64      painted_at;
  gint64      polled_at;
  GArray     *gaps; /* gint64: µs between frames, since the last line */
  gint64      max_stall;
  gint64      last_seq;
  guint64     n_events; /* rows that are no messages */
  guint64     n_distinct;
  guint64     n_unordered; /* those not above the one before */
  GByteArray *seen;        /* a bit for each seq */
};

G_DEFINE_FINAL_TYPE (SondeProbe, sonde_probe, G_TYPE_OBJECT)

typedef struct
{
  GSource     source;
  SondeProbe *probe;
} StallSource;

static gboolean
stall_prepare (GSource *source,
               int     *timeout)
{
  SondeProbe *self = ((StallSource *) source)->probe;

  if (self->polled_at != 0)
    self->max_stall = MAX (self->max_stall, g_get_monotonic_time () - self->polled_at);
  *timeout = -1;
  return FALSE;
}

static gboolean
stall_check (GSource *source)
{
  ((StallSource *) source)->probe->polled_at = g_get_monotonic_time ();
  return FALSE;
}

static gboolean
stall_dispatch (GSource    *source,
                GSourceFunc callback,
                gpointer    user_data)
{
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs stall_funcs = { stall_prepare, stall_check, stall_dispatch, NULL, NULL, NULL };

/* The number after "seq": in the beginning of a payload, or -1. */
static gint64
find_seq (const guint8 *payload,
          gsize         size)
{
  static const char key[] = "\"seq\":";
  const guint8     *end = payload + MIN (size, SEQ_WITHIN);
  const guint8     *at = size > 0 ? memmem (payload, end - payload, key, strlen (key)) : NULL;
  gint64            seq = -1;

  if (at == NULL)
    return -1;
  at += strlen (key);
  while (at < end && *at == ' ')
    at++;
  for (; at < end && g_ascii_isdigit (*at) && seq < SEQ_MAX; at++)
    seq = MAX (seq, 0) * 10 + (*at - '0');
  return seq;
}

static void
note_seq (SondeProbe *self,
          gint64      seq)
{
  guint  byte = seq / 8;
  guint8 bit = 1 << seq % 8;

  if (seq <= self->last_seq)
    self->n_unordered++;
  self->last_seq = seq;
  if (seq >= SEQ_MAX)
    return;
  if (byte >= self->seen->len)
    {
      guint old = self->seen->len;

      g_byte_array_set_size (self->seen, MAX (byte + 1, old * 2));
      memset (self->seen->data + old, 0, self->seen->len - old);
    }
  if ((self->seen->data[byte] & bit) == 0)
    self->n_distinct++;
  self->seen->data[byte] |= bit;
}

/* One item leads to its segment; what follows is read there, without an object a row. */
static void
read_rows (SondeProbe *self,
           guint       position,
           guint       n_rows)
{
  while (n_rows > 0)
    {
      g_autoptr (SondeMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->log), position);
      SondeSegment *segment = sonde_message_item_get_segment (item);
      guint         first = sonde_message_item_get_record (item) - sonde_segment_get_record (segment, 0);
      guint         end = first + MIN (n_rows, sonde_segment_get_count (segment) - first);

      for (guint i = first; i < end; i++)
        {
          const SondeRecord *record = sonde_segment_get_record (segment, i);
          gint64             seq = -1;

          if (sonde_record_get_kind (record) == SONDE_MESSAGE_EVENT)
            self->n_events++;
          if (sonde_record_get_kind (record) == SONDE_MESSAGE_RECEIVED)
            seq = find_seq (sonde_segment_get_payload (segment, record), record->payload_size);
          if (seq >= 0)
            note_seq (self, seq);
        }
      position += end - first;
      n_rows -= end - first;
    }
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  SondeProbe *self)
{
  read_rows (self, position, added);
}

static void
write_milliseconds (SondeProbe *self,
                    gint64      microseconds)
{
  fprintf (self->file, "%d.%d", (int) (microseconds / 1000), (int) (microseconds % 1000 / 100));
}

/* The longest, and all of them. */
static void
write_gaps (SondeProbe *self)
{
  gint64 longest = 0;

  for (guint i = 0; i < self->gaps->len; i++)
    longest = MAX (longest, g_array_index (self->gaps, gint64, i));

  fputs (", \"max_gap_ms\": ", self->file);
  write_milliseconds (self, longest);
  fputs (", \"gaps_ms\": [", self->file);
  for (guint i = 0; i < self->gaps->len; i++)
    {
      fputs (i > 0 ? ", " : "", self->file);
      write_milliseconds (self, g_array_index (self->gaps, gint64, i));
    }
  fputc (']', self->file);
}

static void
write_line (SondeProbe *self,
            gint64      now)
{
  gint64  real = g_get_real_time ();
  guint64 kept = self->log != NULL ? sonde_message_log_get_kept (self->log) : 0;
  guint64 discarded = self->log != NULL ? sonde_message_log_get_discarded (self->log) : 0;

  fprintf (self->file,
           "{\"t\": %" G_GINT64_FORMAT ".%03d, \"count\": %" G_GUINT64_FORMAT ", \"kept\": %" G_GUINT64_FORMAT
           ", \"discarded\": %" G_GUINT64_FORMAT ", \"last_seq\": %" G_GINT64_FORMAT ", \"distinct\": %" G_GUINT64_FORMAT
           ", \"unordered\": %" G_GUINT64_FORMAT,
           real / 1000, (int) (real % 1000), self->count, kept, discarded, self->last_seq, self->n_distinct, self->n_unordered);
  write_gaps (self);
  fputs (", \"max_stall_ms\": ", self->file);
  write_milliseconds (self, self->max_stall);
  fputs ("}\n", self->file);
  fflush (self->file);

  self->written_at = now;
  g_array_set_size (self->gaps, 0);
  self->max_stall = 0;
}

/* All that changed before this frame stands in it. */
static void
after_paint_cb (GdkFrameClock *clock,
                SondeProbe    *self)
{
  gint64  now = g_get_monotonic_time ();
  gint64  gap = now - self->painted_at;
  guint64 count = self->log != NULL ? sonde_message_log_get_received (self->log) - self->n_events : 0;

  if (self->painted_at != 0)
    g_array_append_val (self->gaps, gap);
  self->painted_at = now;

  if (self->written_at != 0 && now - self->written_at < (count == self->count ? REST_INTERVAL : LINE_INTERVAL))
    return;
  self->count = count;
  write_line (self, now);
}

static void
realize_cb (SondeProbe *self)
{
  self->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)));
  g_signal_connect_object (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self, 0);
  gdk_frame_clock_begin_updating (self->clock);
}

static void
unrealize_cb (SondeProbe *self)
{
  g_signal_handlers_disconnect_by_data (self->clock, self);
  gdk_frame_clock_end_updating (self->clock);
  g_clear_object (&self->clock);
}

static void
sonde_probe_dispose (GObject *object)
{
  SondeProbe *self = SONDE_PROBE (object);

  sonde_probe_set_log (self, NULL);
  if (self->clock != NULL)
    unrealize_cb (self);
  if (self->stall_source != NULL)
    g_source_destroy (self->stall_source);
  g_clear_pointer (&self->stall_source, g_source_unref);

  G_OBJECT_CLASS (sonde_probe_parent_class)->dispose (object);
}

static void
sonde_probe_finalize (GObject *object)
{
  SondeProbe *self = SONDE_PROBE (object);

  g_byte_array_unref (self->seen);
  g_array_unref (self->gaps);
  g_clear_pointer (&self->file, fclose);

  G_OBJECT_CLASS (sonde_probe_parent_class)->finalize (object);
}

static void
sonde_probe_class_init (SondeProbeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_probe_dispose;
  object_class->finalize = sonde_probe_finalize;
}

static void
sonde_probe_init (SondeProbe *self)
{
  self->last_seq = -1;
  self->seen = g_byte_array_new ();
  self->gaps = g_array_new (FALSE, FALSE, sizeof (gint64));
}

SondeProbe *
sonde_probe_new (GtkWindow *window)
{
  g_autoptr (SondeProbe) self = NULL;
  const char *path = g_getenv ("SONDE_PROBE");

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  if (path == NULL)
    return NULL;

  self = g_object_new (SONDE_TYPE_PROBE, NULL);
  self->file = fopen (path, "ae");
  if (self->file == NULL)
    {
      g_warning ("SONDE_PROBE: %s cannot be written", path);
      return NULL;
    }
  self->window = window;
  g_signal_connect_object (window, "realize", G_CALLBACK (realize_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "unrealize", G_CALLBACK (unrealize_cb), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realize_cb (self);

  self->stall_source = g_source_new (&stall_funcs, sizeof (StallSource));
  ((StallSource *) self->stall_source)->probe = self;
  g_source_set_priority (self->stall_source, G_MININT);
  g_source_attach (self->stall_source, NULL);
  return g_steal_pointer (&self);
}

void
sonde_probe_set_log (SondeProbe      *self,
                     SondeMessageLog *log)
{
  g_return_if_fail (SONDE_IS_PROBE (self));
  g_return_if_fail (log == NULL || SONDE_IS_MESSAGE_LOG (log));

  if (self->log == log)
    return;
  if (self->log != NULL)
    g_signal_handlers_disconnect_by_data (self->log, self);
  g_set_object (&self->log, log);
  self->n_events = 0;
  if (log == NULL)
    return;

  g_signal_connect_object (log, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  read_rows (self, 0, g_list_model_get_n_items (G_LIST_MODEL (log)));
}
