/* sonde-probe.h: what the window has drawn, for measurements
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Development builds only: callers stand between #if SONDE_DEVELOPMENT and #endif.
 * Where the environment has SONDE_PROBE=FILE, a JSON line is appended to FILE after
 * a frame that drew new numbers, at most every 50 ms, and each second where nothing is
 * new; the first marks the window usable:
 *
 *   {"t": 1795417133123.456, "count": 3, "kept": 3, "discarded": 0, "last_seq": 2,
 *    "distinct": 3, "unordered": 0, "max_gap_ms": 16.9, "gaps_ms": [16.7, 16.9],
 *    "max_stall_ms": 1.2}
 *
 * t: ms since the epoch. count, kept, discarded: of the log that is shown. last_seq,
 * distinct: of the numbers after "seq": in payloads received, -1 and 0 when there
 * are none. gaps_ms: times between the frames since the line before, max_gap_ms the
 * longest of them; max_stall_ms: longest turn of the main loop since then.
 */

#pragma once

#include <sonde-message-log.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PROBE (sonde_probe_get_type ())
G_DECLARE_FINAL_TYPE (SondeProbe, sonde_probe, SONDE, PROBE, GObject)

/* Keeps frames coming as long as @window is realized.
 * Returns: (transfer full) (nullable): %NULL where nobody asked for one */
SondeProbe *sonde_probe_new (GtkWindow *window);

/* The log that @window shows now. */
void sonde_probe_set_log (SondeProbe      *self,
                          SondeMessageLog *log); /* may be %NULL */

G_END_DECLS
