/* sonde-filter-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-filter-list"

#include "sonde-filter-list.h"

#include <string.h>

#define LINE_BREAKS "\r\n"
#define SPACES " \t"

/* What stands between the filters, or %NULL where there is but one. */
static const char *
find_separators (const char *text)
{
  if (strpbrk (text, LINE_BREAKS) != NULL)
    return LINE_BREAKS;

  return strchr (text, ',') != NULL ? "," : NULL;
}

static void
trim (const char *text,
      gsize      *begin,
      gsize      *end)
{
  while (*begin < *end && strchr (SPACES, text[*begin]) != NULL)
    (*begin)++;
  while (*begin < *end && strchr (SPACES, text[*end - 1]) != NULL)
    (*end)--;
}

GStrv
sonde_filter_list_split (const char *text)
{
  g_autoptr (GStrvBuilder) filters = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *separators;
  gsize       length;

  g_return_val_if_fail (text != NULL, NULL);

  separators = find_separators (text);
  length = strlen (text);
  for (gsize at = 0; at < length; at++)
    {
      gsize begin = at;
      gsize end = separators != NULL ? at + strcspn (text + at, separators) : length;
      char *filter;

      at = end;
      if (separators != NULL)
        trim (text, &begin, &end);
      filter = g_strndup (text + begin, end - begin);
      if (begin < end && !g_hash_table_contains (seen, filter))
        g_strv_builder_add (filters, filter);
      g_hash_table_add (seen, filter);
    }

  return g_strv_builder_end (filters);
}

char *
sonde_filter_list_join (const char *const *filters)
{
  gboolean commas = FALSE;

  g_return_val_if_fail (filters != NULL, NULL);

  for (guint i = 0; filters[i] != NULL; i++)
    commas |= strchr (filters[i], ',') != NULL;

  if (!commas)
    return g_strjoinv (", ", (char **) filters);
  if (filters[1] == NULL)
    return g_strconcat (filters[0], "\n", NULL);

  return g_strjoinv ("\n", (char **) filters);
}

void
sonde_filter_list_find (const char *text,
                        gsize       offset,
                        gsize      *begin,
                        gsize      *end)
{
  const char *separators;

  g_return_if_fail (text != NULL && offset <= strlen (text));
  g_return_if_fail (begin != NULL && end != NULL);

  separators = find_separators (text);
  *begin = 0;
  *end = strlen (text);
  if (separators == NULL)
    return;

  *end = offset + strcspn (text + offset, separators);
  *begin = offset;
  while (*begin > 0 && strchr (separators, text[*begin - 1]) == NULL)
    (*begin)--;
  trim (text, begin, end);
}

gboolean
sonde_filter_list_has_commas (const char *text)
{
  const char *separators;

  g_return_val_if_fail (text != NULL, FALSE);

  separators = find_separators (text);
  return separators != NULL && *separators == ',';
}
