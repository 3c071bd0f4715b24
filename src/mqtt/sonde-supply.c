/* sonde-supply.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-supply"

#include "sonde-supply.h"

SondeRepeatProgress *
sonde_repeat_progress_copy (const SondeRepeatProgress *self)
{
  SondeRepeatProgress *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->fault = g_strdup (self->fault);

  return copy;
}

void
sonde_repeat_progress_free (SondeRepeatProgress *self)
{
  if (self == NULL)
    return;

  g_free (self->fault);
  g_free (self);
}
