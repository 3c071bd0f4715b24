/* sonde-relay-buffer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-relay-buffer"

#include "sonde-relay-buffer.h"

#include "sonde-relay.h"

#include <string.h>

/* Beyond the size, for what is inserted into one read. */
#define INSERT_ROOM (8 * 1024)

typedef struct
{
  gsize  at;
  guint8 bytes[SONDE_RELAY_INSERT_MAX];
  gsize  size;
} Insertion;

void
sonde_relay_buffer_init (SondeRelayBuffer *self)
{
  *self = (SondeRelayBuffer){ 0 };
  self->bytes = g_malloc (SONDE_RELAY_BUFFER_SIZE + INSERT_ROOM);
  self->insertions = g_array_new (FALSE, FALSE, sizeof (Insertion));
}

void
sonde_relay_buffer_clear (SondeRelayBuffer *self)
{
  g_array_unref (self->insertions);
  g_free (self->bytes);
}

gsize
sonde_relay_buffer_get_length (const SondeRelayBuffer *self)
{
  return self->end - self->begin;
}

void
sonde_relay_buffer_skip (SondeRelayBuffer *self,
                         gsize             length)
{
  self->begin += length;
  if (self->begin == self->end)
    self->begin = self->end = 0;
}

void
sonde_relay_buffer_append (SondeRelayBuffer *self,
                           const guint8     *bytes,
                           gsize             size)
{
  if (self->end + size > SONDE_RELAY_BUFFER_SIZE + INSERT_ROOM)
    self->bytes = g_realloc (self->bytes, self->end + size);
  memcpy (self->bytes + self->end, bytes, size);
  self->end += size;
}

gboolean
sonde_relay_buffer_insert (SondeRelayBuffer *self,
                           gsize             at,
                           const guint8     *bytes,
                           gsize             size)
{
  Insertion insertion = { .at = at, .size = size };

  if (at > self->end || (self->insertions->len + 1) * SONDE_RELAY_INSERT_MAX > INSERT_ROOM)
    return FALSE;

  memcpy (insertion.bytes, bytes, size);
  g_array_append_val (self->insertions, insertion);

  return TRUE;
}

/* The last one first, so that the others stay where they are. */
void
sonde_relay_buffer_apply (SondeRelayBuffer *self)
{
  for (guint i = self->insertions->len; i > 0; i--)
    {
      const Insertion *insertion = &g_array_index (self->insertions, Insertion, i - 1);
      guint8          *place = self->bytes + insertion->at;

      memmove (place + insertion->size, place, self->end - insertion->at);
      memcpy (place, insertion->bytes, insertion->size);
      self->end += insertion->size;
    }
  g_array_set_size (self->insertions, 0);
}
