/* sonde-connection-repeats.c: variables and repeats of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include "sonde-form-variables.h"

SondeRepeats *
sonde_connection_get_repeats (SondeConnection *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  return self->repeats;
}

void
sonde_connection_init_variables (SondeConnection *self,
                                 SondeVariables  *variables)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (variables != NULL);

  sonde_form_variables_init (variables, self->profile->variables, self->n_filled + 1);
}

void
sonde_connection_count_filled (SondeConnection *self)
{
  g_return_if_fail (SONDE_IS_CONNECTION (self));

  self->n_filled++;
}
