/* sonde-message-before.h: the message before another, on the same topic and in the same direction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-message-log.h"

G_BEGIN_DECLS

/* Looks backwards from @item in a worker, in what the log keeps. */
void sonde_message_log_find_before_async (SondeMessageLog    *self,
                                          SondeMessageItem   *item,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);

/* Returns: (transfer full) (nullable): %NULL with @error unset when there is none */
SondeMessageItem *sonde_message_log_find_before_finish (SondeMessageLog *self,
                                                        GAsyncResult    *result,
                                                        GError         **error);

G_END_DECLS
