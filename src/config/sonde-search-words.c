/* sonde-search-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-search-words"

#include "sonde-search-words.h"

#include <string.h>

char *
sonde_search_fold (const char *text,
                   gsize       max_bytes)
{
  g_autofree char *valid = NULL;
  g_autofree char *normal = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, max_bytes > 0 ? (gssize) strnlen (text, max_bytes) : -1);
  normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  return g_utf8_casefold (normal, -1);
}

GStrv
sonde_search_words (const char *typed)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *folded = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  folded = sonde_search_fold (typed, 0);
  parts = g_strsplit_set (folded, " \t\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

gboolean
sonde_search_matches (const char        *folded,
                      const char *const *words)
{
  g_return_val_if_fail (folded != NULL && words != NULL, FALSE);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
