/* sonde-message-log-private.h: the log as the budget sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-message-log.h"

G_BEGIN_DECLS

/* The segment after the @n oldest, unless it is the newest, which stays. */
gboolean sonde_message_log_get_discardable (SondeMessageLog *self,
                                            guint            n,
                                            gint64          *began_at,
                                            gsize           *cost);

/* Lets the @n oldest segments go, as one removal. The newest stays. */
void sonde_message_log_discard (SondeMessageLog *self,
                                guint            n);

G_END_DECLS
