/* sonde-connection-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-search"

#include "sonde-connection-search.h"

#include <sonde-search-words.h>

GStrv
sonde_connection_search_parse (const char *text)
{
  return sonde_search_words (text);
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
  text = sonde_search_fold (all, 0);
  return sonde_search_matches (text, words);
}
