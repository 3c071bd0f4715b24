/* sonde-message-watch.h: tells of messages to come that match a query
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only; the testing is done in a worker.
 */

#pragma once

#include "sonde-message-log.h"
#include "sonde-query.h"

G_BEGIN_DECLS

/**
 * SondeMessageWatch:
 *
 * Looks at what is appended to a log from now on; not at what was cleared and is brought back.
 *
 * Signal: "found" (guint how many, guint64 serial of the newest of them), at most once a frame.
 */
#define SONDE_TYPE_MESSAGE_WATCH (sonde_message_watch_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageWatch, sonde_message_watch, SONDE, MESSAGE_WATCH, GObject)

SondeMessageWatch *sonde_message_watch_new (SondeMessageLog *log,
                                            SondeQuery      *query);

G_END_DECLS
