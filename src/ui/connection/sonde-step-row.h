/* sonde-step-row.h: one step of an attempt to connect: how it went, and how long it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-report.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: last (gboolean): no line leads on from it. */
#define SONDE_TYPE_STEP_ROW (sonde_step_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeStepRow, sonde_step_row, SONDE, STEP_ROW, AdwBin)

void sonde_step_row_set_step (SondeStepRow    *self,
                              const SondeStep *step);

G_END_DECLS
