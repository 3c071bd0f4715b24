/* sonde-overlaps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-overlaps"

#include "sonde-overlaps.h"

#include "sonde-topic.h"

#include <string.h>

static gboolean
has_wildcard (const char *filter)
{
  return strpbrk (filter, "+#") != NULL;
}

static gboolean
overlaps_any (const char      *filter,
              const GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    if (sonde_topic_filters_overlap (filter, others->pdata[i]))
      return TRUE;

  return FALSE;
}

/* Topic names overlap with filters that have wildcards only: the others are not looked at. */
gboolean *
sonde_overlaps_choose (const GPtrArray *plain,
                       const GPtrArray *asked)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) wildcards = g_ptr_array_new ();
  gboolean *chosen;

  g_return_val_if_fail (plain != NULL && asked != NULL, NULL);

  chosen = g_new0 (gboolean, asked->len);
  for (guint i = 0; i < plain->len; i++)
    g_ptr_array_add (has_wildcard (plain->pdata[i]) ? wildcards : names, plain->pdata[i]);

  for (guint i = 0; i < asked->len; i++)
    if (!has_wildcard (asked->pdata[i]))
      {
        chosen[i] = overlaps_any (asked->pdata[i], wildcards);
        if (!chosen[i])
          g_ptr_array_add (names, asked->pdata[i]);
      }
  for (guint i = 0; i < asked->len; i++)
    if (has_wildcard (asked->pdata[i]))
      {
        chosen[i] = overlaps_any (asked->pdata[i], names) || overlaps_any (asked->pdata[i], wildcards);
        if (!chosen[i])
          g_ptr_array_add (wildcards, asked->pdata[i]);
      }

  return chosen;
}
