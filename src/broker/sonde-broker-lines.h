/* sonde-broker-lines.h: the last lines of the local broker's log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* More than these are dropped, the oldest first. */
#define SONDE_BROKER_LINES_MAX 5000

/* Lines are numbered from 0 on, and keep their number. Signal: "changed": one came, or all went. */
#define SONDE_TYPE_BROKER_LINES (sonde_broker_lines_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerLines, sonde_broker_lines, SONDE, BROKER_LINES, GObject)

SondeBrokerLines *sonde_broker_lines_new (void);

/* @time: µs since the epoch */
void sonde_broker_lines_append (SondeBrokerLines *self,
                                gint64            time,
                                const char       *line);
void sonde_broker_lines_clear (SondeBrokerLines *self);

/* The number of the oldest that is kept, and one more than that of the newest. */
guint64 sonde_broker_lines_get_first (SondeBrokerLines *self);
guint64 sonde_broker_lines_get_end (SondeBrokerLines *self);

/* Borrowed until the next line comes. */
const char *sonde_broker_lines_get (SondeBrokerLines *self,
                                    guint64           number,
                                    gint64           *time);

G_END_DECLS
