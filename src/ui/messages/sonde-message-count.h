/* sonde-message-count.h: how many messages a log shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log counts its rows; events of the connection are rows but no messages.
 */

#pragma once

#include <sonde-message-log.h>

G_BEGIN_DECLS

/* Properties (notify): messages (guint64, read-only), label (string, read-only: "3 messages, 2 discarded"). */
#define SONDE_TYPE_MESSAGE_COUNT (sonde_message_count_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageCount, sonde_message_count, SONDE, MESSAGE_COUNT, GObject)

SondeMessageCount *sonde_message_count_new (void);

void    sonde_message_count_set_log (SondeMessageCount *self,
                                     SondeMessageLog   *log); /* may be %NULL */
guint64 sonde_message_count_get_messages (SondeMessageCount *self);

G_END_DECLS
