/* sonde-relay-buffer.h: bytes on their way through a relay
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_RELAY_BUFFER_SIZE (64 * 1024)

typedef struct
{
  guint8 *bytes;
  gsize   begin, end;
  GArray *insertions;
} SondeRelayBuffer;

void sonde_relay_buffer_init (SondeRelayBuffer *self);
void sonde_relay_buffer_clear (SondeRelayBuffer *self);

gsize sonde_relay_buffer_get_length (const SondeRelayBuffer *self);

/* They have gone on. */
void sonde_relay_buffer_skip (SondeRelayBuffer *self,
                              gsize             length);

/* All of @bytes, whatever room that takes. */
void sonde_relay_buffer_append (SondeRelayBuffer *self,
                                const guint8     *bytes,
                                gsize             size);

/* Notes what is to stand at @at, in ascending order. Returns: %FALSE where that cannot be */
gboolean sonde_relay_buffer_insert (SondeRelayBuffer *self,
                                    gsize             at,
                                    const guint8     *bytes,
                                    gsize             size);
/* Puts it there. */
void sonde_relay_buffer_apply (SondeRelayBuffer *self);

G_END_DECLS
