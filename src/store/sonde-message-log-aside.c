/* sonde-message-log-aside.c: a log that was cleared and may come back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-log"

#include "sonde-budget-private.h"
#include "sonde-message-log-private.h"

/* The segments of which the model shows nothing. */
static void
drop_hidden (SondeMessageLog *self)
{
  guint             n = 0;
  SondeSegmentSlot *slot;

  while ((slot = sonde_segment_ring_get (&self->ring, n)) != NULL && slot->first + slot->count <= self->first_kept)
    n++;
  sonde_message_log_drop_segments (self, n);
}

guint
sonde_message_log_set_aside (SondeMessageLog *self)
{
  guint removed;

  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), 0);

  removed = sonde_message_log_get_kept (self);
  if (removed == 0)
    return 0;

  sonde_message_log_let_go (self, self->aside.ticket);
  self->aside.ticket = ++self->last_ticket;
  self->aside.first = self->first_kept;
  self->aside.end = self->received;
  self->aside.began = self->began;

  self->first_kept = self->received;
  self->began = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, 0);
  g_object_notify (G_OBJECT (self), "kept");

  return self->last_ticket;
}

void
sonde_message_log_bring_back (SondeMessageLog *self,
                              guint            ticket)
{
  SondeSegmentSlot *oldest;
  guint64           first;

  g_return_if_fail (SONDE_IS_MESSAGE_LOG (self));

  if (ticket == 0 || ticket != self->aside.ticket)
    return;

  self->aside.ticket = 0;
  self->began = self->aside.began;
  oldest = sonde_segment_ring_get (&self->ring, 0);
  first = CLAMP (oldest->first, self->aside.first, self->aside.end);

  /* Nothing of it is left once a row that came later was discarded. */
  g_object_freeze_notify (G_OBJECT (self));
  if (first < self->aside.end)
    {
      self->first_kept = first;
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->aside.end - first);
      g_object_notify (G_OBJECT (self), "kept");
    }
  if (first > self->aside.first)
    {
      self->discarded += first - self->aside.first;
      g_object_notify (G_OBJECT (self), "discarded");
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
sonde_message_log_let_go (SondeMessageLog *self,
                          guint            ticket)
{
  g_return_if_fail (SONDE_IS_MESSAGE_LOG (self));

  if (ticket == 0 || ticket != self->aside.ticket)
    return;

  self->aside.ticket = 0;
  drop_hidden (self);
}
