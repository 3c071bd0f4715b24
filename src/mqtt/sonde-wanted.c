/* sonde-wanted.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-wanted"

#include "sonde-wanted.h"

SondeWanted *
sonde_wanted_new (const char *filter,
                  guint8      qos,
                  guint8      color)
{
  SondeWanted *self = g_new0 (SondeWanted, 1);

  self->filter = g_strdup (filter);
  self->alias = g_strdup ("");
  self->color = color;
  sonde_subscribe_options_init (&self->options, qos);

  return self;
}

SondeWanted *
sonde_wanted_copy (const SondeWanted *self)
{
  SondeWanted *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->filter = g_strdup (self->filter);
  copy->alias = g_strdup (self->alias);
  copy->options.user_properties = sonde_pairs_copy (self->options.user_properties);

  return copy;
}

void
sonde_wanted_free (SondeWanted *self)
{
  if (self == NULL)
    return;

  g_free (self->filter);
  g_free (self->alias);
  sonde_subscribe_options_clear (&self->options);
  g_free (self);
}

gboolean
sonde_wanted_equal (const SondeWanted *a,
                    const SondeWanted *b)
{
  return g_str_equal (a->filter, b->filter) &&
         g_str_equal (a->alias, b->alias) &&
         a->color == b->color &&
         !a->muted == !b->muted &&
         !a->by_hand == !b->by_hand &&
         sonde_subscribe_options_equal (&a->options, &b->options);
}
