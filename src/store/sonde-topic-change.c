/* sonde-topic-change.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-change"

#include "sonde-topic-change.h"

/* A row that stays: its position in both lists */
typedef struct
{
  guint before;
  guint after;
} Pin;

static const SondeTopicLine *
get_row (const GArray *rows,
         guint         position)
{
  return &g_array_index (rows, SondeTopicLine, position);
}

/* Of SondeTopicLine: it has no place when it is in the new list no more. */
static GArray *
list_pins (const GArray *before,
           const GArray *places,
           const guint  *kept,
           guint         n_kept)
{
  GArray *pins = g_array_new (FALSE, FALSE, sizeof (Pin));

  for (guint i = 0; i < n_kept && kept[i] < before->len; i++)
    {
      guint32 node = get_row (before, kept[i])->node;
      guint32 place = node < places->len ? g_array_index (places, guint32, node) : 0;
      Pin     pin = { kept[i], place - 1 };

      if (place != 0)
        g_array_append_val (pins, pin);
    }

  return pins;
}

/* The longest run of them that goes up in the new list too. They are few: as many steps as pairs. */
static void
drop_crossing (GArray *pins)
{
  g_autofree guint *lengths = g_new0 (guint, pins->len + 1); /* of the run that ends there */
  g_autofree guint *links = g_new0 (guint, pins->len + 1);   /* to the one before in it, plus 1 */
  g_autofree Pin   *run = NULL;
  guint             best = 0, n;

  if (pins->len == 0)
    return;

  for (guint i = 0; i < pins->len; i++)
    {
      for (guint j = 0; j < i; j++)
        if (g_array_index (pins, Pin, j).after < g_array_index (pins, Pin, i).after && lengths[j] > lengths[i])
          {
            lengths[i] = lengths[j];
            links[i] = j + 1;
          }
      lengths[i]++;
      if (lengths[i] > lengths[best])
        best = i;
    }

  n = lengths[best];
  run = g_new (Pin, n);
  for (guint i = n, link = best + 1; i > 0; i--, link = links[link - 1])
    run[i - 1] = g_array_index (pins, Pin, link - 1);
  g_array_set_size (pins, 0);
  g_array_append_vals (pins, run, n);
}

/* What lies between two pins, without what is the same at its begin and end. */
static void
compare_between (const GArray *before,
                 const GArray *after,
                 Pin           from,
                 Pin           to,
                 GArray       *changes)
{
  SondeTopicChange change;

  while (from.before < to.before && from.after < to.after &&
         get_row (before, from.before)->node == get_row (after, from.after)->node)
    {
      from.before++;
      from.after++;
    }
  while (from.before < to.before && from.after < to.after &&
         get_row (before, to.before - 1)->node == get_row (after, to.after - 1)->node)
    {
      to.before--;
      to.after--;
    }

  change = (SondeTopicChange){ from.before, to.before - from.before, from.after, to.after - from.after };
  if (change.removed > 0 || change.added > 0)
    g_array_append_val (changes, change);
}

GArray *
sonde_topic_changes_find (const GArray *before,
                          const GArray *after,
                          const GArray *places,
                          const guint  *kept,
                          guint         n_kept)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (SondeTopicChange));
  g_autoptr (GArray) pins = list_pins (before, places, kept, n_kept);
  Pin from = { 0, 0 };

  drop_crossing (pins);
  for (guint i = 0; i < pins->len; i++)
    {
      Pin pin = g_array_index (pins, Pin, i);

      compare_between (before, after, from, pin, changes);
      from = (Pin){ pin.before + 1, pin.after + 1 };
    }
  compare_between (before, after, from, (Pin){ before->len, after->len }, changes);

  return changes;
}
