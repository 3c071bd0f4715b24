/* sonde-plot-scan.h: numbers of one topic looked for in messages, in a worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For SondePlotSource. What it finds comes by mailbox, as SondePlotLetter.
 */

#pragma once

#include <sonde-mailbox.h>
#include <sonde-message-log.h>

G_BEGIN_DECLS

/* Paths beyond are not told of. */
#define SONDE_PLOT_PATHS_MAX 200

typedef struct _SondePlotScan SondePlotScan;

typedef struct
{
  SondePlotScan *scan;
  GPtrArray     *paths;   /* that were not known */
  GPtrArray     *samples; /* of GArray of SondeSample, one for each path that is wanted */
  gboolean       is_last;
} SondePlotLetter;

void sonde_plot_letter_free (SondePlotLetter *self);

/**
 * sonde_plot_scan_start:
 * @stretches: (transfer full): of SondeStretch, oldest first
 * @wanted: (transfer full): paths whose values are wanted, as of sonde_numbers_get()
 * @known: (transfer full): paths not to tell of, a set
 * @newest: 0, or how many messages to look at, beginning with the last; their values come in no order
 * @mailbox: gets the letters: at most one a frame, the last one always
 */
SondePlotScan *sonde_plot_scan_start (const char   *topic,
                                      GArray       *stretches,
                                      GPtrArray    *wanted,
                                      GHashTable   *known,
                                      guint         newest,
                                      SondeMailbox *mailbox);
SondePlotScan *sonde_plot_scan_ref (SondePlotScan *self);
void           sonde_plot_scan_unref (SondePlotScan *self); /* any thread */

/* Letters may still come; not the last one. */
void sonde_plot_scan_cancel (SondePlotScan *self);

G_END_DECLS
