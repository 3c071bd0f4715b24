/* sonde-pairs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-pairs"

#include "sonde-pairs.h"

static void
pair_free (SondePair *self)
{
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

GPtrArray *
sonde_pairs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) pair_free);
}

void
sonde_pairs_add (GPtrArray  *self,
                 const char *name,
                 const char *value)
{
  SondePair *pair = g_new0 (SondePair, 1);

  pair->name = g_strdup (name);
  pair->value = g_strdup (value);
  g_ptr_array_add (self, pair);
}

GPtrArray *
sonde_pairs_copy (const GPtrArray *self)
{
  GPtrArray *copy = sonde_pairs_new ();

  for (guint i = 0; i < self->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (self, i);

      sonde_pairs_add (copy, pair->name, pair->value);
    }

  return copy;
}

gboolean
sonde_pairs_equal (const GPtrArray *a,
                   const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const SondePair *x = g_ptr_array_index (a, i);
      const SondePair *y = g_ptr_array_index (b, i);

      if (!g_str_equal (x->name, y->name) || !g_str_equal (x->value, y->value))
        return FALSE;
    }

  return TRUE;
}
