/* sonde-connection-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-search"

#include "sonde-connection-search.h"

#include <string.h>

/* "É" typed as one character or as two is the same. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

GStrv
sonde_connection_search_parse (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *folded = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  folded = fold (text);
  parts = g_strsplit_set (folded, " \t\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

gboolean
sonde_connection_search_matches (const char *const  *words,
                                 const SondeProfile *profile)
{
  g_autofree char *address = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (words != NULL && profile != NULL, FALSE);

  if (words[0] == NULL)
    return TRUE;

  /* A line each, which no word can span. */
  address = sonde_profile_dup_address (profile);
  all = g_strjoin ("\n", profile->name, address, profile->group, profile->client_id, NULL);
  text = fold (all);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
