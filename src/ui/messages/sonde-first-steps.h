/* sonde-first-steps.h: how far one came with connect, subscribe, publish
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_FIRST_STEP_CONNECT,
  SONDE_FIRST_STEP_SUBSCRIBE,
  SONDE_FIRST_STEP_PUBLISH,
} SondeFirstStep;

/* Signal: "closed" when the user has seen enough of it. */
#define SONDE_TYPE_FIRST_STEPS (sonde_first_steps_get_type ())
G_DECLARE_FINAL_TYPE (SondeFirstSteps, sonde_first_steps, SONDE, FIRST_STEPS, AdwBin)

/* Those before it are done. */
void sonde_first_steps_set_step (SondeFirstSteps *self,
                                 SondeFirstStep   step);

G_END_DECLS
