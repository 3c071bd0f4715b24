/* sonde-http-exchange.h: a request and the head of its answer, on a stream that goes on after it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For what begins as HTTP and becomes something else: the WebSocket's upgrade.
 */

#pragma once

#include "sonde-http-head.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What came, but for interim answers. Without a head it is no HTTP, has ended early, or has no end. */
typedef struct
{
  GByteArray    *received;
  SondeHttpHead *head; /* or %NULL */
  GBytes        *rest; /* what followed the head: the stream's first bytes; or %NULL */
} SondeHttpAnswer;

/**
 * sonde_http_exchange_async:
 * @stream: with pollable streams
 *
 * Reads no further than it must, but a peer may have sent more: see .rest. In
 * the thread-default context of its caller; no timeout of its own.
 */
void             sonde_http_exchange_async (GIOStream          *stream,
                                            const char         *request,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
SondeHttpAnswer *sonde_http_exchange_finish (GAsyncResult *result,
                                             GError      **error);

void sonde_http_answer_free (SondeHttpAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeHttpAnswer, sonde_http_answer_free)

G_END_DECLS
