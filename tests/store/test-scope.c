/* test-scope.c: what mute and solo leave in view, against a naive reference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-query.h"

#include <string.h>

#define N_ROUNDS 400
#define N_MESSAGES 60
#define MAX_FILTERS 6

/* ---- Segments ---- */

static void
take_segment (SondeSegment *segment,
              guint         count,
              gpointer      user_data)
{
  SondeSegment **taken = user_data;

  g_assert_null (*taken);
  *taken = sonde_segment_ref (segment);
}

static SondeSegment *
make_segment (const SondeMessage *messages,
              guint               n)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  SondeSegment *segment = NULL;

  for (guint i = 0; i < n; i++)
    sonde_segment_writer_append (writer, &messages[i]);
  sonde_segment_writer_flush (writer, take_segment, &segment);

  return segment;
}

/* ---- Tables ---- */

typedef struct
{
  const char *solo; /* filters with spaces between */
  const char *muted;
  const char *heard;
  const char *topic;
  gboolean    shows;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "", "test", "", "test", FALSE },
  { "", "test", "", "other", TRUE },
  { "", "a/#", "a/b", "a/b", TRUE }, /* of a subscription that is heard, too */
  { "", "a/#", "a/b", "a/c", FALSE },
  { "", "a/# a/b", "", "a/b", FALSE },
  { "", "#", "", "$SYS/load", TRUE }, /* did not bring it (4.7.2) */
  { "", "$SYS/#", "#", "$SYS/load", FALSE },
  { "", "$share/g/a/+", "", "a/b", FALSE },
  { "", "a/+", "$share/g/a/b", "a/b", TRUE },
  { "a/b", "", "", "a/b", TRUE },
  { "a/b", "", "a/#", "a/c", FALSE },
  { "a/b", "", "", "unknown", FALSE },
  { "a/b c", "", "", "c", TRUE },
  { "a/b", "a/b", "", "a/b", TRUE }, /* alone in view, though muted */
  { "a/b", "c", "", "c", FALSE },
};
/* clang-format on */

static SondeScope *
make_scope (const char *solo,
            const char *muted,
            const char *heard)
{
  g_auto (GStrv) solos = g_strsplit (solo, " ", -1);
  g_auto (GStrv) mutes = g_strsplit (muted, " ", -1);
  g_auto (GStrv) others = g_strsplit (heard, " ", -1);

  return sonde_scope_new ((const char *const *) solos, (const char *const *) mutes, (const char *const *) others);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeScope) scope = make_scope (cases[i].solo, cases[i].muted, cases[i].heard);

      if (sonde_scope_shows (scope, cases[i].topic, strlen (cases[i].topic)) != cases[i].shows)
        g_error ("case %u: %s", i, cases[i].topic);
    }
}

static void
test_values (void)
{
  g_autoptr (SondeScope) scope = make_scope ("a b", "c", "d");
  g_autoptr (SondeScope) same = make_scope ("a b", "c", "d");
  g_autoptr (SondeScope) other = make_scope ("a b", "c", "e");

  /* With nothing hidden there is no scope. */
  g_assert_null (make_scope ("", "", "a"));

  g_assert_true (sonde_scope_equal (scope, same));
  g_assert_false (sonde_scope_equal (scope, other));
  g_assert_false (sonde_scope_equal (scope, NULL));
  g_assert_true (sonde_scope_equal (NULL, NULL));
  g_assert_true (sonde_scope_is_solo (scope));
  g_assert_cmpstr (sonde_scope_get_solo (scope)[1], ==, "b");
  g_assert_cmpstr (sonde_scope_get_muted (scope)[0], ==, "c");
}

/* ---- Queries ---- */

static guint
count_matches (const char   *text,
               SondeScope   *scope,
               SondeSegment *segment)
{
  g_autoptr (SondeQuery) typed = text != NULL ? sonde_query_parse (text, NULL, NULL) : NULL;
  g_autoptr (SondeQuery) query = sonde_query_new_scoped (typed, scope);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_clear_pointer (&typed, sonde_query_unref); /* lives on in the other */
  sonde_query_scan (query, segment, 0, sonde_segment_get_count (segment), NULL, matches);

  return matches->len;
}

/* What was sent, and what happened, is nobody's subscription. */
static void
test_kinds (void)
{
  const SondeMessage messages[] = {
    { .topic = "test", .topic_length = 4, .payload = "x", .payload_size = 1, .kind = SONDE_MESSAGE_RECEIVED },
    { .topic = "test", .topic_length = 4, .payload = "x", .payload_size = 1, .kind = SONDE_MESSAGE_SENT },
    { .topic = "", .topic_length = 0, .payload = "", .payload_size = 0, .kind = SONDE_MESSAGE_EVENT },
    { .topic = "other", .topic_length = 5, .payload = "xy", .payload_size = 2, .kind = SONDE_MESSAGE_RECEIVED },
  };
  g_autoptr (SondeSegment) segment = make_segment (messages, G_N_ELEMENTS (messages));
  g_autoptr (SondeScope) mute = make_scope ("", "test", "");
  g_autoptr (SondeScope) mute_all = make_scope ("", "#", "");
  g_autoptr (SondeScope) solo = make_scope ("test", "", "other");

  g_assert_cmpuint (count_matches (NULL, mute, segment), ==, 3);
  g_assert_cmpuint (count_matches ("x", mute, segment), ==, 2);
  g_assert_cmpuint (count_matches ("topic:test", mute, segment), ==, 1);
  g_assert_cmpuint (count_matches (NULL, mute_all, segment), ==, 2);
  g_assert_cmpuint (count_matches (NULL, solo, segment), ==, 1);
  g_assert_cmpuint (count_matches ("y", solo, segment), ==, 0);
  g_assert_cmpuint (count_matches ("sent", solo, segment), ==, 0);
}

/* ---- The reference ---- */

static gboolean
naive_match_levels (char **filter,
                    char **topic)
{
  if (*filter == NULL)
    return *topic == NULL;
  if (strcmp (*filter, "#") == 0)
    return TRUE;
  if (*topic == NULL)
    return FALSE;

  return (strcmp (*filter, "+") == 0 || strcmp (*filter, *topic) == 0) && naive_match_levels (filter + 1, topic + 1);
}

static gboolean
naive_match (const char *filter,
             const char *topic)
{
  g_auto (GStrv) levels = g_strsplit (filter, "/", -1);
  g_auto (GStrv) names = g_strsplit (topic, "/", -1);

  if (topic[0] == '$' && (filter[0] == '+' || filter[0] == '#'))
    return FALSE;

  return naive_match_levels (levels, names);
}

typedef struct
{
  char    *filter;
  gboolean muted;
  gboolean solo;
} Subscription;

static gboolean
naive_shows (const Subscription *subscriptions,
             guint               n,
             SondeMessageKind    kind,
             const char         *topic)
{
  gboolean any_solo = FALSE;
  guint    n_solo = 0, n_muted = 0, n_heard = 0;

  for (guint i = 0; i < n; i++)
    {
      gboolean matches = naive_match (subscriptions[i].filter, topic);

      any_solo |= subscriptions[i].solo;
      n_solo += matches && subscriptions[i].solo;
      n_muted += matches && subscriptions[i].muted;
      n_heard += matches && !subscriptions[i].muted;
    }

  if (any_solo)
    return kind == SONDE_MESSAGE_RECEIVED && n_solo > 0;

  return kind != SONDE_MESSAGE_RECEIVED || n_muted == 0 || n_heard > 0;
}

/* ---- Random ---- */

static char *
make_random_topic (gboolean is_filter)
{
  const char *const names[] = { "a", "b", "", "a b", "$SYS", "温" };
  guint             n_levels = g_test_rand_int_range (1, 4);
  GString          *topic = g_string_new (NULL);

  for (guint i = 0; i < n_levels; i++)
    {
      int what = is_filter ? g_test_rand_int_range (0, 4) : 0;

      if (i > 0)
        g_string_append_c (topic, '/');
      if (what == 1 && i == n_levels - 1)
        g_string_append_c (topic, '#');
      else if (what == 2)
        g_string_append_c (topic, '+');
      else
        g_string_append (topic, names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]);
    }

  /* Neither is ever empty (4.7.3). */
  if (topic->len == 0)
    g_string_append_c (topic, 'a');

  return g_string_free (topic, FALSE);
}

static SondeScope *
make_scope_of (const Subscription *subscriptions,
               guint               n)
{
  g_autoptr (GPtrArray) solo = g_ptr_array_new ();
  g_autoptr (GPtrArray) muted = g_ptr_array_new ();
  g_autoptr (GPtrArray) heard = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    {
      if (subscriptions[i].solo)
        g_ptr_array_add (solo, subscriptions[i].filter);
      g_ptr_array_add (subscriptions[i].muted ? muted : heard, subscriptions[i].filter);
    }
  g_ptr_array_add (solo, NULL);
  g_ptr_array_add (muted, NULL);
  g_ptr_array_add (heard, NULL);

  return sonde_scope_new ((const char *const *) solo->pdata, (const char *const *) muted->pdata,
                          (const char *const *) heard->pdata);
}

static void
assert_agrees (SondeSegment       *segment,
               const SondeMessage *messages,
               const Subscription *subscriptions,
               guint               n)
{
  g_autoptr (SondeScope) scope = make_scope_of (subscriptions, n);
  g_autoptr (SondeQuery) query = scope != NULL ? sonde_query_new_scoped (NULL, scope) : NULL;
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint next = 0;

  if (query == NULL)
    return;

  sonde_query_scan (query, segment, 0, N_MESSAGES, NULL, matches);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      gboolean shows = naive_shows (subscriptions, n, messages[i].kind, messages[i].topic);
      gboolean found = next < matches->len && g_array_index (matches, guint32, next) == i;

      next += found;
      g_assert_cmpint (found, ==, shows);
      g_assert_cmpint (sonde_query_matches (query, segment, sonde_segment_get_record (segment, i)), ==, shows);
    }
  g_assert_cmpuint (next, ==, matches->len);
}

static void
test_random (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      guint        n = g_test_rand_int_range (1, MAX_FILTERS + 1);
      Subscription subscriptions[MAX_FILTERS];
      SondeMessage messages[N_MESSAGES] = { 0 };
      g_autoptr (GPtrArray) topics = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SondeSegment) segment = NULL;

      for (guint i = 0; i < n; i++)
        subscriptions[i] = (Subscription){ make_random_topic (TRUE), g_test_rand_bit (), g_test_rand_int_range (0, 8) == 0 };

      for (guint i = 0; i < N_MESSAGES; i++)
        {
          char *topic = make_random_topic (FALSE);

          g_ptr_array_add (topics, topic);
          messages[i].topic = topic;
          messages[i].topic_length = strlen (topic);
          messages[i].payload = "";
          messages[i].kind = g_test_rand_int_range (0, 4) == 0 ? SONDE_MESSAGE_SENT : SONDE_MESSAGE_RECEIVED;
        }

      segment = make_segment (messages, N_MESSAGES);
      assert_agrees (segment, messages, subscriptions, n);
      for (guint i = 0; i < n; i++)
        g_free (subscriptions[i].filter);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scope/shows", test_cases);
  g_test_add_func ("/scope/values", test_values);
  g_test_add_func ("/scope/leaves-out-what-was-received-only", test_kinds);
  g_test_add_func ("/scope/agrees-with-the-reference", test_random);

  return g_test_run ();
}
