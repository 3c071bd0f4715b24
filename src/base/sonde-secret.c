/* sonde-secret.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-secret"

#include "sonde-secret.h"

#include <string.h>

void
sonde_secret_free (char *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
sonde_secret_set (char      **field,
                  const char *value)
{
  char *copy = g_strdup (value); /* it may be the same text */

  g_return_if_fail (field != NULL);

  sonde_secret_free (*field);
  *field = copy;
}
