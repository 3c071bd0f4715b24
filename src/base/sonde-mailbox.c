/* sonde-mailbox.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-mailbox"

#include "sonde-mailbox.h"

/* Below GDK's redraw, which is 120. */
#define PRIORITY_SLICE 150

#define SLICE_US 1000

/* A letter that has waited this long is delivered at normal priority … */
#define PATIENCE_US (100 * 1000)

/* … with a pause between slices, so that a lasting backlog leaves drawing its turn. */
#define RESCUE_PAUSE_US (4 * 1000)

typedef struct _Letter Letter;

struct _Letter
{
  Letter  *next;
  gpointer content;
  gint64   posted_at;
};

struct _SondeMailbox
{
  gatomicrefcount  refs;
  SondeMailboxFunc deliver;
  gpointer         user_data;
  GDestroyNotify   free_letter;

  /* Each holds a reference until the mailbox is closed. */
  GSource *slice;
  GSource *rescue;

  GMutex   lock; /* of what follows */
  Letter  *first;
  Letter  *last;
  gboolean closed;
};

static void
letter_free (SondeMailbox *self,
             Letter       *letter)
{
  if (self->free_letter != NULL)
    self->free_letter (letter->content);
  g_free (letter);
}

/* Under the lock: wakes the reader for what waits, or lets it sleep. */
static void
arm (SondeMailbox *self,
     gint64        earliest_rescue)
{
  if (self->closed)
    return;

  if (self->first == NULL)
    {
      g_source_set_ready_time (self->slice, -1);
      g_source_set_ready_time (self->rescue, -1);
    }
  else
    {
      g_source_set_ready_time (self->slice, 0);
      g_source_set_ready_time (self->rescue, MAX (self->first->posted_at + PATIENCE_US, earliest_rescue));
    }
}

static Letter *
take_first (SondeMailbox *self)
{
  Letter *letter;

  g_mutex_lock (&self->lock);
  letter = self->first;
  if (letter != NULL)
    {
      self->first = letter->next;
      if (self->first == NULL)
        self->last = NULL;
    }
  g_mutex_unlock (&self->lock);

  return letter;
}

static gboolean
deliver_slice (gpointer user_data)
{
  g_autoptr (SondeMailbox) self = sonde_mailbox_ref (user_data);
  gint64  deadline = g_get_monotonic_time () + SLICE_US;
  Letter *letter;

  /* Closing, which a delivery may do, leaves nothing to take. */
  while ((letter = take_first (self)) != NULL)
    {
      self->deliver (letter->content, self->user_data);
      letter_free (self, letter);
      if (g_get_monotonic_time () >= deadline)
        break;
    }

  g_mutex_lock (&self->lock);
  arm (self, g_get_monotonic_time () + RESCUE_PAUSE_US);
  g_mutex_unlock (&self->lock);

  return G_SOURCE_CONTINUE;
}

static gboolean
mailbox_source_dispatch (GSource    *source,
                         GSourceFunc callback,
                         gpointer    user_data)
{
  return callback (user_data);
}

static GSourceFuncs mailbox_source_funcs = {
  .dispatch = mailbox_source_dispatch,
};

static GSource *
attach_source (SondeMailbox *self,
               GMainContext *reader,
               int           priority,
               const char   *name)
{
  GSource *source = g_source_new (&mailbox_source_funcs, sizeof (GSource));

  g_source_set_static_name (source, name);
  g_source_set_priority (source, priority);
  g_source_set_callback (source, deliver_slice, sonde_mailbox_ref (self), (GDestroyNotify) sonde_mailbox_unref);
  g_source_attach (source, reader);

  return source;
}

SondeMailbox *
sonde_mailbox_new (GMainContext    *reader,
                   SondeMailboxFunc deliver,
                   gpointer         user_data,
                   GDestroyNotify   free_letter)
{
  SondeMailbox *self;

  g_return_val_if_fail (deliver != NULL, NULL);

  self = g_new0 (SondeMailbox, 1);
  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  self->deliver = deliver;
  self->user_data = user_data;
  self->free_letter = free_letter;
  self->slice = attach_source (self, reader, PRIORITY_SLICE, "[sonde] mailbox");
  self->rescue = attach_source (self, reader, G_PRIORITY_DEFAULT, "[sonde] mailbox rescue");

  return self;
}

SondeMailbox *
sonde_mailbox_ref (SondeMailbox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
sonde_mailbox_unref (SondeMailbox *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_assert (self->closed && self->first == NULL);
  g_source_unref (self->slice);
  g_source_unref (self->rescue);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
sonde_mailbox_post (SondeMailbox *self,
                    gpointer      content)
{
  Letter  *letter;
  gboolean closed;

  g_return_if_fail (self != NULL);

  letter = g_new0 (Letter, 1);
  letter->content = content;
  letter->posted_at = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  closed = self->closed;
  if (!closed)
    {
      if (self->last != NULL)
        self->last->next = letter;
      else
        self->first = letter;
      self->last = letter;

      if (self->first == letter)
        arm (self, 0);
    }
  g_mutex_unlock (&self->lock);

  if (closed)
    letter_free (self, letter);
}

void
sonde_mailbox_close (SondeMailbox *self)
{
  g_autoptr (SondeMailbox) guard = NULL;
  Letter *rest, *next;

  g_return_if_fail (self != NULL);

  /* The sources' references may be the last ones. */
  guard = sonde_mailbox_ref (self);

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  rest = self->first;
  self->first = self->last = NULL;
  g_mutex_unlock (&self->lock);

  g_source_destroy (self->slice);
  g_source_destroy (self->rescue);

  for (; rest != NULL; rest = next)
    {
      next = rest->next;
      letter_free (self, rest);
    }
}
