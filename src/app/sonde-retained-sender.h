/* sonde-retained-sender.h: publishes many messages by a connection of Sonde's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

typedef struct
{
  /* What goes out next, with a number of its own. Returns: (transfer full) (nullable): %NULL at
   * the end */
  SondePublish *(*next) (gpointer data,
                         guint   *number);

  /* @error: %NULL when it was acknowledged; OFFLINE when it was not sent, LOST when it may have
   * been; else why it was not taken */
  void (*answered) (gpointer      data,
                    guint         number,
                    const GError *error);
} SondeRetainedSenderFuncs;

/**
 * sonde_retained_send_async:
 *
 * A bounded number is under way at once. Ends when each was answered for. When cancelled it asks
 * for no more and waits a little for the answers; what is then without one is answered LOST.
 * Fails as connecting fails, and with LOST. No function is called after @callback.
 */
void     sonde_retained_send_async (SondeConnection                *connection,
                                    const SondeRetainedSenderFuncs *funcs,
                                    gpointer                        data,
                                    GCancellable                   *cancellable,
                                    GAsyncReadyCallback             callback,
                                    gpointer                        user_data);
gboolean sonde_retained_send_finish (GAsyncResult *result,
                                     GError      **error);

G_END_DECLS
