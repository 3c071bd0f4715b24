/* sonde-trial-panel.h: a test of what is typed, step by step as it goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-trial.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Hidden until something is tested. */
#define SONDE_TYPE_TRIAL_PANEL (sonde_trial_panel_get_type ())
G_DECLARE_FINAL_TYPE (SondeTrialPanel, sonde_trial_panel, SONDE, TRIAL_PANEL, AdwBin)

/* Runs @trial and shows it; one that still ran is stopped. */
void sonde_trial_panel_run (SondeTrialPanel *self,
                            SondeTrial      *trial);

G_END_DECLS
