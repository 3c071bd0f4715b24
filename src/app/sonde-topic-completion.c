/* sonde-topic-completion.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-completion"

#include "sonde-topic-completion.h"

#include <string.h>

#define SHARE_PREFIX "$share/"
#define MOST_RECENT 5

/*
 * typed:  $share/workers/ Tyler-1/+/ sp
 *         └── share ────┘ └ above ─┘ └ begun
 */
typedef struct
{
  const char *typed;
  gsize       above_at; /* offsets in typed */
  gsize       begun_at;
  char       *above;
  const char *begun;
  gboolean    filters;
} Typed;

/* What the topics have at the level that is typed. */
typedef struct
{
  GPtrArray  *levels;   /* of SondeCandidate */
  GHashTable *by_label; /* its labels → them */
  guint       n_ends;   /* topics that end there; */
  guint       n_longer; /* those that go on */
} Found;

void
sonde_candidate_free (SondeCandidate *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->label);
  g_free (self);
}

static SondeCandidate *
add (GPtrArray         *list,
     SondeCandidateKind kind,
     char              *text, /* (transfer full) */
     const char        *label,
     guint              n_topics)
{
  SondeCandidate *candidate = g_new (SondeCandidate, 1);

  *candidate = (SondeCandidate){ kind, text, g_strdup (label), n_topics };
  g_ptr_array_add (list, candidate);

  return candidate;
}

/* @typed with @level in the place of what is begun. */
static char *
replace_begun (const Typed *self,
               const char  *level)
{
  return g_strdup_printf ("%.*s%s", (int) self->begun_at, self->typed, level);
}

static gsize
find_share_end (const char *typed)
{
  const char *slash;

  if (!g_str_has_prefix (typed, SHARE_PREFIX))
    return 0;

  slash = strchr (typed + strlen (SHARE_PREFIX), '/');
  return slash != NULL ? slash + 1 - typed : 0;
}

static void
read_typed (Typed      *self,
            const char *typed,
            gboolean    filters)
{
  const char *slash = strrchr (typed, '/');

  self->typed = typed;
  self->filters = filters;
  self->above_at = filters ? find_share_end (typed) : 0;
  self->begun_at = slash != NULL ? slash + 1 - typed : 0;
  self->begun_at = MAX (self->begun_at, self->above_at);
  self->above = g_strndup (typed + self->above_at, self->begun_at - self->above_at);
  self->begun = typed + self->begun_at;
}

/* The part of @topic below the levels that are typed, or %NULL. */
static const char *
match_above (const Typed *self,
             const char  *topic)
{
  const char *above = self->above;

  /* 4.7.2: a leading wildcard does not reach $SYS and its like */
  if (*topic == '$' && *self->above == '+')
    return NULL;
  if (!self->filters)
    return g_str_has_prefix (topic, above) ? topic + strlen (above) : NULL;

  while (*above != '\0')
    {
      gsize    length = strcspn (above, "/");
      gsize    found = strcspn (topic, "/");
      gboolean any = length == 1 && *above == '+';

      if (topic[found] != '/' || (!any && (length != found || memcmp (above, topic, length) != 0)))
        return NULL;
      above += length + 1;
      topic += found + 1;
    }

  return topic;
}

static void
count_level (const Typed *self,
             Found       *found,
             char        *label, /* (transfer full) */
             guint        most)
{
  g_autofree char *level = label;
  SondeCandidate  *candidate = g_hash_table_lookup (found->by_label, level);

  if (candidate == NULL && (found->levels->len == most || strcmp (level, self->begun) == 0))
    return;

  if (candidate == NULL)
    {
      candidate = add (found->levels, SONDE_CANDIDATE_LEVEL, replace_begun (self, level), level, 0);
      g_hash_table_insert (found->by_label, candidate->label, candidate);
    }
  candidate->n_topics++;
}

static void
find_levels (const Typed     *self,
             const GPtrArray *topics,
             Found           *found,
             guint            most)
{
  gsize begun = strlen (self->begun);

  for (guint i = 0; i < topics->len; i++)
    {
      const char *rest = match_above (self, g_ptr_array_index (topics, i));
      gsize       length;
      gboolean    goes_on;

      if (rest == NULL)
        continue;

      length = strcspn (rest, "/");
      goes_on = rest[length] == '/';
      if (*rest != '$' || *self->above != '\0')
        {
          found->n_ends += !goes_on;
          found->n_longer += goes_on;
        }
      if (g_ascii_strncasecmp (rest, self->begun, begun) == 0)
        count_level (self, found, g_strndup (rest, goes_on ? length + 1 : length), most);
    }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const SondeCandidate *const *first = a;
  const SondeCandidate *const *second = b;

  return strcmp ((*first)->label, (*second)->label);
}

static void
add_recent (GPtrArray       *list,
            const Typed     *self,
            const GPtrArray *recent)
{
  gsize length = strlen (self->typed);

  for (guint i = 0; i < recent->len && list->len < MOST_RECENT; i++)
    {
      const char *text = g_ptr_array_index (recent, i);

      if (g_ascii_strncasecmp (text, self->typed, length) == 0 && strcmp (text, self->typed) != 0)
        add (list, SONDE_CANDIDATE_RECENT, g_strdup (text), text, 0);
    }
}

static void
add_wildcards (GPtrArray   *list,
               const Typed *self,
               const Found *found)
{
  gboolean begins = *self->begun == '\0';

  if (!begins && strcmp (self->begun, "+") != 0)
    return;

  if (begins && found->n_ends > 0)
    add (list, SONDE_CANDIDATE_WILDCARD, replace_begun (self, "+"), "+", found->n_ends);
  if (found->n_longer > 0)
    add (list, SONDE_CANDIDATE_WILDCARD, replace_begun (self, "+/"), "+/", found->n_longer);
  if (begins && found->n_ends + found->n_longer > 0)
    add (list, SONDE_CANDIDATE_WILDCARD, replace_begun (self, "#"), "#", found->n_ends + found->n_longer);
}

/* A recent one may be a level, or a wildcard, too. */
static void
drop_repeated (GPtrArray *list)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < list->len;)
    {
      const SondeCandidate *candidate = g_ptr_array_index (list, i);

      if (g_hash_table_contains (texts, candidate->text))
        {
          g_ptr_array_remove_index (list, i);
          continue;
        }
      g_hash_table_add (texts, candidate->text);
      i++;
    }
}

GPtrArray *
sonde_topic_completion_list (const GPtrArray *topics,
                             const GPtrArray *recent,
                             const char      *typed,
                             gboolean         filters,
                             guint            most)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_candidate_free);
  g_autoptr (GPtrArray) levels = g_ptr_array_new ();
  g_autoptr (GHashTable) by_label = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *above = NULL;
  Found            found = { levels, by_label, 0, 0 };
  Typed            self;

  g_return_val_if_fail (topics != NULL && typed != NULL, g_steal_pointer (&list));

  read_typed (&self, typed, filters);
  above = self.above;
  if (recent != NULL)
    add_recent (list, &self, recent);
  find_levels (&self, topics, &found, most);
  g_ptr_array_sort (levels, compare);
  g_ptr_array_extend_and_steal (list, g_steal_pointer (&levels));
  if (filters)
    add_wildcards (list, &self, &found);
  drop_repeated (list);
  if (list->len > most)
    g_ptr_array_set_size (list, most);

  return g_steal_pointer (&list);
}
