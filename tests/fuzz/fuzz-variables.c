/* fuzz-variables.c: what is typed, with variables; what is none stays as it stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-variables.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static double
random_cb (gpointer data)
{
  return 0.999;
}

static char *
make_uuid_cb (gpointer data)
{
  return g_strdup ("5b8e26c5-4b5b-4c1e-9c4b-2f0d8d4f6f10");
}

static const char *
find_cb (const char *name,
         gpointer    data)
{
  return *name == 'x' ? name : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const SondeVariables variables = { 0, 1, random_cb, make_uuid_cb, find_cb, NULL };
  g_autofree char     *typed = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *filled = sonde_variables_fill (&variables, typed, unknown);

  g_assert_nonnull (filled);
  if (!sonde_variables_may_be_in (typed))
    g_assert_cmpstr (filled, ==, typed);
  for (guint i = 0; i < unknown->len; i++)
    g_assert_nonnull (strstr (typed, g_ptr_array_index (unknown, i)));

  return 0;
}
