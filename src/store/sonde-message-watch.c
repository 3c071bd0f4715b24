/* sonde-message-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-watch"

#include "sonde-message-watch.h"

#include "sonde-match-list.h"
#include "sonde-message-scan.h"

#include <sonde-mailbox.h>

struct _SondeMessageWatch
{
  GObject parent_instance;

  SondeMessageLog  *log;
  SondeQuery       *query;
  SondeMailbox     *mailbox;
  SondeMessageScan *scan;    /* NULL: none is at work */
  GArray           *waiting; /* SondeStretch: what the next scan will test */
  guint64           seen;    /* all before this serial was given to a scan, or is none of ours */
};

G_DEFINE_FINAL_TYPE (SondeMessageWatch, sonde_message_watch, G_TYPE_OBJECT)

enum
{
  FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
start_scan (SondeMessageWatch *self)
{
  GArray *stretches;

  if (self->scan != NULL || self->waiting->len == 0)
    return;

  stretches = g_steal_pointer (&self->waiting);
  self->waiting = sonde_stretches_new ();
  self->scan = sonde_message_scan_start (self->query, stretches, SONDE_SCAN_OLDEST_FIRST, self->mailbox);
}

static void
tell (SondeMessageWatch *self,
      const GArray      *found)
{
  guint   n = 0;
  guint64 newest = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const SondeMatches *matches = &g_array_index (found, SondeMatches, i);

      n += matches->indexes->len;
      newest = matches->first_serial + g_array_index (matches->indexes, guint32, matches->indexes->len - 1);
    }

  if (n > 0)
    g_signal_emit (self, signals[FOUND], 0, n, newest);
}

static void
deliver (gpointer data,
         gpointer user_data)
{
  SondeScanLetter *letter = data;
  g_autoptr (SondeMessageWatch) self = g_object_ref (user_data);

  if (letter->is_last)
    {
      g_clear_pointer (&self->scan, sonde_message_scan_unref);
      start_scan (self);
    }
  tell (self, letter->found);
}

static void
log_changed_cb (SondeMessageLog   *log,
                guint              position,
                guint              removed,
                guint              added,
                SondeMessageWatch *self)
{
  guint64 first_kept = sonde_message_log_get_first_serial (log);

  if (removed > 0 && self->scan != NULL)
    sonde_message_scan_forget (self->scan, first_kept);

  /* What is brought back comes in before what was seen. */
  if (added == 0 || first_kept + position < self->seen)
    return;

  sonde_message_log_list_stretches (log, position, added, self->waiting);
  self->seen = first_kept + position + added;
  start_scan (self);
}

static void
sonde_message_watch_dispose (GObject *object)
{
  SondeMessageWatch *self = SONDE_MESSAGE_WATCH (object);

  if (self->scan != NULL)
    sonde_message_scan_cancel (self->scan);
  g_clear_pointer (&self->scan, sonde_message_scan_unref);
  if (self->mailbox != NULL)
    sonde_mailbox_close (self->mailbox);
  g_clear_pointer (&self->mailbox, sonde_mailbox_unref);

  G_OBJECT_CLASS (sonde_message_watch_parent_class)->dispose (object);
}

static void
sonde_message_watch_finalize (GObject *object)
{
  SondeMessageWatch *self = SONDE_MESSAGE_WATCH (object);

  g_array_unref (self->waiting);
  sonde_query_unref (self->query);
  g_object_unref (self->log);

  G_OBJECT_CLASS (sonde_message_watch_parent_class)->finalize (object);
}

static void
sonde_message_watch_class_init (SondeMessageWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_message_watch_dispose;
  object_class->finalize = sonde_message_watch_finalize;

  signals[FOUND] = g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT64);
}

static void
sonde_message_watch_init (SondeMessageWatch *self)
{
  self->waiting = sonde_stretches_new ();
  self->mailbox = sonde_mailbox_new (NULL, deliver, self, (GDestroyNotify) sonde_scan_letter_free);
}

SondeMessageWatch *
sonde_message_watch_new (SondeMessageLog *log,
                         SondeQuery      *query)
{
  SondeMessageWatch *self;

  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (log), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  self = g_object_new (SONDE_TYPE_MESSAGE_WATCH, NULL);
  self->log = g_object_ref (log);
  self->query = sonde_query_ref (query);
  self->seen = sonde_message_log_get_first_serial (log) + g_list_model_get_n_items (G_LIST_MODEL (log));
  g_signal_connect_object (log, "items-changed", G_CALLBACK (log_changed_cb), self, 0);
  return self;
}
