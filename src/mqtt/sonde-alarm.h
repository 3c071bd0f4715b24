/* sonde-alarm.h: a source that fires at a time set by g_source_set_ready_time()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* On the thread-default context, at rest (-1), which it is again before each call of @func. */
GSource *sonde_alarm_new (const char *name,
                          GSourceFunc func,
                          gpointer    user_data);

/* Destroys it, if there is one. */
void sonde_alarm_clear (GSource **alarm);

G_END_DECLS
