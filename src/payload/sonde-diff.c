/* sonde-diff.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-diff.h"

#include <string.h>

SondeLines *
sonde_lines_new (const char *text)
{
  SondeLines *self = g_new0 (SondeLines, 1);
  const char *at = text;
  gsize       start = 0;

  self->text = text;
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_val (self->starts, start);
  while ((at = strchr (at, '\n')) != NULL)
    {
      start = ++at - text;
      g_array_append_val (self->starts, start);
    }
  start += strlen (text + start) + 1;
  g_array_append_val (self->starts, start);

  return self;
}

void
sonde_lines_free (SondeLines *self)
{
  g_array_unref (self->starts);
  g_free (self);
}

guint
sonde_lines_get_n (const SondeLines *self)
{
  return self->starts->len - 1;
}

const char *
sonde_lines_get (const SondeLines *self,
                 guint             line,
                 gsize            *length)
{
  gsize start = g_array_index (self->starts, gsize, line);

  *length = g_array_index (self->starts, gsize, line + 1) - start - 1;
  return self->text + start;
}

/* ---- Lines as numbers: two are equal when their lines are ---- */

typedef struct
{
  const char *start;
  gsize       length;
} Line;

static guint
line_hash (gconstpointer key)
{
  const Line *line = key;
  guint       hash = 5381;

  for (gsize i = 0; i < line->length; i++)
    hash = hash * 33 + (guchar) line->start[i];

  return hash;
}

static gboolean
line_equal (gconstpointer a,
            gconstpointer b)
{
  const Line *one = a;
  const Line *other = b;

  return one->length == other->length && memcmp (one->start, other->start, one->length) == 0;
}

static guint *
number_lines (const SondeLines *lines,
              GHashTable       *numbers)
{
  guint  n = sonde_lines_get_n (lines);
  guint *all = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    {
      Line     line;
      gpointer number;

      line.start = sonde_lines_get (lines, i, &line.length);
      if (!g_hash_table_lookup_extended (numbers, &line, NULL, &number))
        {
          number = GUINT_TO_POINTER (g_hash_table_size (numbers));
          g_hash_table_insert (numbers, g_memdup2 (&line, sizeof line), number);
        }
      all[i] = GPOINTER_TO_UINT (number);
    }

  return all;
}

/* ---- The shortest script ---- */

typedef struct
{
  const guint *old, *new;
  int          n_old, n_new;

  /* Per number of edits d, the furthest old line on each diagonal from -d to d, every second
   * one: 4 MB at most, where keeping whole rows takes 32. */
  GPtrArray *trace;
} Search;

static int
get_furthest (const int *row,
              int        d,
              int        k)
{
  return row[(k + d) / 2];
}

static int
slide (const Search *self,
       int           x,
       int           k)
{
  while (x < self->n_old && x - k < self->n_new && self->old[x] == self->new[x - k])
    x++;

  return x;
}

/* Whether the step to diagonal @k came from the one above: a line added. */
static gboolean
came_by_adding (const int *before,
                int        d,
                int        k)
{
  return k == -d || (k != d && get_furthest (before, d - 1, k - 1) < get_furthest (before, d - 1, k + 1));
}

/* Returns: the number of edits, or -1 when they are too many */
static int
search (Search *self)
{
  for (int d = 0; d <= SONDE_DIFF_MAX_EDITS; d++)
    {
      int       *row = g_new (int, d + 1);
      const int *before = d > 0 ? g_ptr_array_index (self->trace, d - 1) : NULL;

      g_ptr_array_add (self->trace, row);
      for (int k = -d; k <= d; k += 2)
        {
          int x = 0;

          if (d > 0)
            x = came_by_adding (before, d, k) ? get_furthest (before, d - 1, k + 1)
                                              : get_furthest (before, d - 1, k - 1) + 1;
          /* Beyond the end of a text there is nothing; such a diagonal never wins. */
          if (x <= self->n_old && x - k <= self->n_new && x - k >= 0)
            x = slide (self, x, k);
          row[(k + d) / 2] = x;
          if (x >= self->n_old && x - k >= self->n_new && x == self->n_old && x - k == self->n_new)
            return d;
        }
    }

  return -1;
}

/* ---- Runs ---- */

static void
add_run (GArray       *runs,
         SondeDiffKind kind,
         guint         old_line,
         guint         new_line,
         guint         n)
{
  SondeDiffRun *last = runs->len > 0 ? &g_array_index (runs, SondeDiffRun, runs->len - 1) : NULL;
  SondeDiffRun  run = { kind, old_line, new_line, n };

  if (n == 0)
    return;
  if (last != NULL && last->kind == kind)
    last->n += n;
  else
    g_array_append_val (runs, run);
}

/* What changed between two stretches that are the same: removed first, then added. */
static void
add_change (GArray *runs,
            guint   old_line,
            guint   new_line,
            guint   n_removed,
            guint   n_added)
{
  add_run (runs, SONDE_DIFF_REMOVED, old_line, new_line, n_removed);
  add_run (runs, SONDE_DIFF_ADDED, old_line + n_removed, new_line, n_added);
}

typedef struct
{
  int x, y, n; /* lines that are the same */
} Match;

/* The path backwards, as the stretches that are the same, the last one first. */
static GArray *
trace_back (const Search *self,
            int           d)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (Match));
  int     x = self->n_old, k = self->n_old - self->n_new;

  for (; d >= 0; d--)
    {
      const int *before = d > 0 ? g_ptr_array_index (self->trace, d - 1) : NULL;
      gboolean   adding = d > 0 && came_by_adding (before, d, k);
      int        from = 0;
      Match      match;

      if (d > 0)
        from = adding ? get_furthest (before, d - 1, k + 1) : get_furthest (before, d - 1, k - 1) + 1;
      match = (Match){ from, from - k, x - from };
      if (match.n > 0)
        g_array_append_val (matches, match);
      x = adding ? from : from - 1;
      k += adding ? 1 : -1;
    }

  return matches;
}

static void
add_middle (GArray *runs,
            Search *self,
            guint   offset)
{
  int   d = search (self);
  guint x = 0, y = 0;

  if (d >= 0)
    {
      g_autoptr (GArray) matches = trace_back (self, d);

      for (guint i = matches->len; i > 0; i--)
        {
          Match match = g_array_index (matches, Match, i - 1);

          add_change (runs, offset + x, offset + y, match.x - x, match.y - y);
          add_run (runs, SONDE_DIFF_SAME, offset + match.x, offset + match.y, match.n);
          x = match.x + match.n;
          y = match.y + match.n;
        }
    }
  add_change (runs, offset + x, offset + y, self->n_old - x, self->n_new - y);
}

GArray *
sonde_diff_new (const SondeLines *old,
                const SondeLines *new)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (SondeDiffRun));
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (line_hash, line_equal, g_free, NULL);
  g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint *old_numbers = number_lines (old, numbers);
  g_autofree guint *new_numbers = number_lines (new, numbers);
  guint             n_old = sonde_lines_get_n (old), n_new = sonde_lines_get_n (new);
  guint             head = 0, tail = 0;
  Search            middle;

  while (head < MIN (n_old, n_new) && old_numbers[head] == new_numbers[head])
    head++;
  while (tail < MIN (n_old, n_new) - head && old_numbers[n_old - 1 - tail] == new_numbers[n_new - 1 - tail])
    tail++;

  middle = (Search){
    .old = old_numbers + head,
    .new = new_numbers + head,
    .n_old = n_old - head - tail,
    .n_new = n_new - head - tail,
    .trace = trace,
  };
  add_run (runs, SONDE_DIFF_SAME, 0, 0, head);
  add_middle (runs, &middle, head);
  add_run (runs, SONDE_DIFF_SAME, n_old - tail, n_new - tail, tail);

  return runs;
}
