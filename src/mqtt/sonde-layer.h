/* sonde-layer.h: a GIOStream that stands on another: TLS, WebSocket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   reader ⇄ layer ⇄ base (any GIOStream with pollable streams, a layer too)
 *
 * Non-blocking: both streams are pollable, and GIO's asynchronous functions
 * work on them; a blocking read or write is not supported. One thread.
 * The base never stops a layer in the middle of a write: what it does not take
 * at once waits here, and nothing new is accepted until that is gone.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_TYPE_LAYER (sonde_layer_get_type ())
G_DECLARE_DERIVABLE_TYPE (SondeLayer, sonde_layer, SONDE, LAYER, GIOStream)

struct _SondeLayerClass
{
  GIOStreamClass parent_class;

  /* As g_pollable_input_stream_read_nonblocking(). */
  gssize (*read) (SondeLayer *self,
                  void       *buffer,
                  gsize       count,
                  GError    **error);

  /* As g_pollable_output_stream_write_nonblocking(); called without a backlog. */
  gssize (*write) (SondeLayer *self,
                   const void *buffer,
                   gsize       count,
                   GError    **error);

  /* Whether read (write) has anything better to say than WOULD_BLOCK, though
   * the base brings nothing new. */
  gboolean (*is_readable) (SondeLayer *self);
  gboolean (*is_writable) (SondeLayer *self);

  /* Writes the mark that ends our side; once, and without waiting. */
  void (*end) (SondeLayer *self);
};

/* Another stream, of the same sides, to watch them: for a task of the layer's own. */
GSource *sonde_layer_create_source (SondeLayer   *self,
                                    GIOCondition  side,
                                    GCancellable *cancellable);

/* ---- For subclasses ---- */

/* A constructor's first act. */
void sonde_layer_set_base (SondeLayer *self,
                           GIOStream  *base);

gssize sonde_layer_read_base (SondeLayer *self,
                              void       *buffer,
                              gsize       count,
                              GError    **error);

/* Takes all. An error is kept for the next writer: what the other side said
 * before it hung up can still be read. */
void sonde_layer_write_base (SondeLayer *self,
                             const void *data,
                             gsize       count);

/* Whether some of what was written still waits for the base. */
gboolean sonde_layer_has_backlog (SondeLayer *self);

/* Returns: -1, with %G_IO_ERROR_WOULD_BLOCK */
gssize sonde_layer_fail_would_block (GError **error);

G_END_DECLS
