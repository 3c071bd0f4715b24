/* sonde-match-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-match-list"

#include "sonde-match-list.h"

typedef struct
{
  SondeMatches matches;
  gint64       ordinal; /* of its first one */
} Chunk;

typedef gboolean (*ChunkFunc) (const Chunk  *chunk,
                               gconstpointer key);

static void
matches_clear (gpointer data)
{
  SondeMatches *matches = data;

  g_clear_pointer (&matches->indexes, g_array_unref);
}

GArray *
sonde_matches_array_new (void)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (SondeMatches));

  g_array_set_clear_func (array, matches_clear);

  return array;
}

static guint64
get_last_serial (const SondeMatches *matches)
{
  return matches->first_serial + g_array_index (matches->indexes, guint32, matches->indexes->len - 1);
}

static void
chunk_clear (gpointer data)
{
  Chunk *chunk = data;

  matches_clear (&chunk->matches);
}

static Chunk *
get_chunk (const SondeMatchList *self,
           guint                 n)
{
  return &g_array_index (self->chunks, Chunk, n);
}

static guint64
chunk_get_serial (const Chunk *chunk,
                  guint        n)
{
  return chunk->matches.first_serial + g_array_index (chunk->matches.indexes, guint32, n);
}

static gint64
get_first_ordinal (const SondeMatchList *self)
{
  return self->chunks->len > 0 ? get_chunk (self, 0)->ordinal : 0;
}

static gint64
get_end_ordinal (const SondeMatchList *self)
{
  const Chunk *last;

  if (self->chunks->len == 0)
    return 0;

  last = get_chunk (self, self->chunks->len - 1);

  return last->ordinal + last->matches.indexes->len;
}

/* The last chunk that is not after @key, as the first one must not be. */
static const Chunk *
find_chunk (const SondeMatchList *self,
            ChunkFunc             is_after,
            gconstpointer         key)
{
  guint low = 0, high = self->chunks->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (is_after (get_chunk (self, middle), key))
        high = middle;
      else
        low = middle;
    }

  return get_chunk (self, low);
}

static gboolean
is_after_ordinal (const Chunk  *chunk,
                  gconstpointer key)
{
  return chunk->ordinal > *(const gint64 *) key;
}

static gboolean
is_after_serial (const Chunk  *chunk,
                 gconstpointer key)
{
  return chunk_get_serial (chunk, 0) > *(const guint64 *) key;
}

void
sonde_match_list_init (SondeMatchList *self)
{
  self->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  g_array_set_clear_func (self->chunks, chunk_clear);
}

void
sonde_match_list_destroy (SondeMatchList *self)
{
  g_clear_pointer (&self->chunks, g_array_unref);
}

guint
sonde_match_list_get_length (const SondeMatchList *self)
{
  return get_end_ordinal (self) - get_first_ordinal (self);
}

guint64
sonde_match_list_get_serial (const SondeMatchList *self,
                             guint                 position)
{
  gint64       ordinal = get_first_ordinal (self) + position;
  const Chunk *chunk;

  g_assert (ordinal < get_end_ordinal (self));

  chunk = find_chunk (self, is_after_ordinal, &ordinal);

  return chunk_get_serial (chunk, ordinal - chunk->ordinal);
}

static int
compare_index (gconstpointer a,
               gconstpointer b)
{
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

gboolean
sonde_match_list_find (const SondeMatchList *self,
                       guint64               serial,
                       guint                *position)
{
  const Chunk *chunk;
  guint32      index;
  guint        n;

  if (self->chunks->len == 0 || is_after_serial (get_chunk (self, 0), &serial))
    return FALSE;

  chunk = find_chunk (self, is_after_serial, &serial);
  if (serial > get_last_serial (&chunk->matches))
    return FALSE;

  index = serial - chunk->matches.first_serial;
  if (!g_array_binary_search (chunk->matches.indexes, &index, compare_index, &n))
    return FALSE;

  *position = chunk->ordinal - get_first_ordinal (self) + n;

  return TRUE;
}

guint
sonde_match_list_count_before (const SondeMatchList *self,
                               guint64               serial)
{
  const Chunk *chunk;
  guint        low = 0, high;

  if (self->chunks->len == 0 || is_after_serial (get_chunk (self, 0), &serial))
    return 0;

  chunk = find_chunk (self, is_after_serial, &serial);
  high = chunk->matches.indexes->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (chunk_get_serial (chunk, middle) < serial)
        low = middle + 1;
      else
        high = middle;
    }

  return chunk->ordinal - get_first_ordinal (self) + low;
}

guint
sonde_match_list_prepend (SondeMatchList *self,
                          const GArray   *found,
                          guint64         first_kept)
{
  g_autoptr (GArray) chunks = g_array_sized_new (FALSE, FALSE, sizeof (Chunk), found->len);
  gint64 first = get_first_ordinal (self);
  gint64 ordinal = first;

  g_array_set_size (chunks, found->len);

  for (guint i = 0; i < found->len; i++)
    {
      const SondeMatches *matches = &g_array_index (found, SondeMatches, i);
      Chunk              *chunk = &g_array_index (chunks, Chunk, found->len - 1 - i);

      /* All that follow are older. */
      if (get_last_serial (matches) < first_kept)
        {
          g_array_remove_range (chunks, 0, found->len - i);
          break;
        }

      ordinal -= matches->indexes->len;
      *chunk = (Chunk){ .matches = *matches, .ordinal = ordinal };
      g_array_ref (matches->indexes);
    }

  g_array_prepend_vals (self->chunks, chunks->data, chunks->len);

  return first - ordinal;
}

/* One message at a time is the rule at the tail: they make no chunk each. */
static gboolean
extend_last (SondeMatchList     *self,
             const SondeMatches *matches)
{
  Chunk *last = self->chunks->len > 0 ? get_chunk (self, self->chunks->len - 1) : NULL;

  if (last == NULL || last->matches.first_serial != matches->first_serial)
    return FALSE;

  g_array_append_vals (last->matches.indexes, matches->indexes->data, matches->indexes->len);

  return TRUE;
}

guint
sonde_match_list_append (SondeMatchList *self,
                         const GArray   *found,
                         guint64         first_kept)
{
  guint before = sonde_match_list_get_length (self);

  for (guint i = 0; i < found->len; i++)
    {
      const SondeMatches *matches = &g_array_index (found, SondeMatches, i);
      Chunk               chunk = { .matches = *matches, .ordinal = get_end_ordinal (self) };

      if (get_last_serial (matches) < first_kept || extend_last (self, matches))
        continue;

      g_array_ref (matches->indexes);
      g_array_append_val (self->chunks, chunk);
    }

  return sonde_match_list_get_length (self) - before;
}

guint
sonde_match_list_drop (SondeMatchList *self,
                       guint64         first_kept)
{
  guint before = sonde_match_list_get_length (self);
  guint n = 0;

  while (n < self->chunks->len && get_last_serial (&get_chunk (self, n)->matches) < first_kept)
    n++;
  g_array_remove_range (self->chunks, 0, n);

  return before - sonde_match_list_get_length (self);
}
