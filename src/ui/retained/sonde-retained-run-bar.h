/* sonde-retained-run-bar.h: where clearing stands, to be stopped, resumed, undone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-retained-job.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Not visible without a job. */
#define SONDE_TYPE_RETAINED_RUN_BAR (sonde_retained_run_bar_get_type ())
G_DECLARE_FINAL_TYPE (SondeRetainedRunBar, sonde_retained_run_bar, SONDE, RETAINED_RUN_BAR, AdwBin)

/* @job: (nullable) */
void sonde_retained_run_bar_set_job (SondeRetainedRunBar *self,
                                     SondeRetainedJob    *job);

/* Of those before that can still be undone: a button brings the next of them, signal "earlier". */
void sonde_retained_run_bar_set_n_earlier (SondeRetainedRunBar *self,
                                           guint                n);

G_END_DECLS
