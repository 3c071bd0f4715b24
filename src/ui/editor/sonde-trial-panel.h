/* sonde-trial-panel.h: a test of what is typed, step by step as it goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-trial.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Hidden until something is tested.
 * Signal: trusted (SondeChain *chain): the user trusts what the broker presented. */
#define SONDE_TYPE_TRIAL_PANEL (sonde_trial_panel_get_type ())
G_DECLARE_FINAL_TYPE (SondeTrialPanel, sonde_trial_panel, SONDE, TRIAL_PANEL, AdwBin)

/* Runs @trial and shows it; one that still ran is stopped. */
void sonde_trial_panel_run (SondeTrialPanel *self,
                            SondeTrial      *trial);

/* Something was typed since: what is shown is of what stood there before. */
void sonde_trial_panel_mark_stale (SondeTrialPanel *self);

G_END_DECLS
