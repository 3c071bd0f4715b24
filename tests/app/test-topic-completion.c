/* test-topic-completion.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-topic-completion.h>
#include <sonde-topic-set.h>

#include <sonde-topic.h>

#include <string.h>

#define MOST 100
#define ROUNDS 300

static const char *const plant[] = {
  "$SYS/broker/uptime",
  "/slash/first",
  "Tyler-1/motor/1/speed",
  "Tyler-1/motor/1/temp",
  "Tyler-1/motor/2/speed",
  "Tyler-1/motor",
  "Tyler-1/Mode",
  "lamp",
  "test",
  "test_2",
  "温度/室内",
};

static const char *const used[] = { "lamp/#", "Tyler-1/motor/+/speed", "test" };

/* clang-format off */

/* Labels, each followed by a bar; ~ before a recent one, and the number of topics after the others. */
static const struct
{
  const char *typed;
  gboolean    filters;
  const char *wanted;
} cases[] = {
  { "", FALSE, "~lamp/#|~Tyler-1/motor/+/speed|~test|$SYS/ 1|/ 1|Tyler-1/ 5|lamp 1|test_2 1|温度/ 1|" },
  { "", TRUE, "~lamp/#|~Tyler-1/motor/+/speed|~test|$SYS/ 1|/ 1|Tyler-1/ 5|lamp 1|test_2 1|温度/ 1|+ 3|+/ 7|# 10|" },
  { "t", FALSE, "~Tyler-1/motor/+/speed|~test|Tyler-1/ 5|test_2 1|" },
  { "test", FALSE, "test_2 1|" },
  { "lamp", TRUE, "~lamp/#|" },
  { "lamp/", TRUE, "~lamp/#|" },
  { "nothing", TRUE, "" },
  { "Tyler-1/", FALSE, "~Tyler-1/motor/+/speed|Mode 1|motor 1|motor/ 3|" },
  { "Tyler-1/", TRUE, "~Tyler-1/motor/+/speed|Mode 1|motor 1|motor/ 3|+ 2|+/ 3|# 5|" },
  { "Tyler-1/mo", TRUE, "~Tyler-1/motor/+/speed|Mode 1|motor 1|motor/ 3|" },
  { "Tyler-1/motor", TRUE, "~Tyler-1/motor/+/speed|motor/ 3|" },
  { "Tyler-1/motor/", TRUE, "~Tyler-1/motor/+/speed|1/ 2|2/ 1|+/ 3|# 3|" },
  { "Tyler-1/motor/+", TRUE, "~Tyler-1/motor/+/speed|+/ 3|" },
  { "Tyler-1/motor/+/", TRUE, "~Tyler-1/motor/+/speed|temp 1|+ 3|# 3|" },
  { "Tyler-1/motor/+/s", TRUE, "~Tyler-1/motor/+/speed|" },
  { "Tyler-1/motor/+/s", FALSE, "~Tyler-1/motor/+/speed|" },
  { "tyler-1/motor/", TRUE, "~Tyler-1/motor/+/speed|" },
  { "+/", TRUE, "Mode 1|motor 1|motor/ 3|slash/ 1|室内 1|+ 3|+/ 4|# 7|" },
  { "+/broker/", TRUE, "" },
  { "$SYS/", TRUE, "broker/ 1|+/ 1|# 1|" },
  { "/", FALSE, "slash/ 1|" },
  { "#", TRUE, "" },
  { "Tyler-1/#", TRUE, "" },
  { "Tyler-1/#/", TRUE, "" },
  { "温", TRUE, "温度/ 1|" },
  { "温度/", FALSE, "室内 1|" },
  { "$share/workers/Ty", TRUE, "Tyler-1/ 5|" },
  { "$share/workers/", TRUE, "$SYS/ 1|/ 1|Tyler-1/ 5|lamp 1|test 1|test_2 1|温度/ 1|+ 3|+/ 7|# 10|" },
  { "$share/workers", TRUE, "" },
  { "$share/workers/Ty", FALSE, "" },
};

/* clang-format on */

static GPtrArray *
make_list (const char *const *texts,
           gsize              n)
{
  GPtrArray *list = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (list, (gpointer) texts[i]);

  return list;
}

static char *
describe (const GPtrArray *candidates)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      const SondeCandidate *candidate = g_ptr_array_index (candidates, i);

      if (candidate->kind == SONDE_CANDIDATE_RECENT)
        g_string_append_printf (text, "~%s|", candidate->label);
      else
        g_string_append_printf (text, "%s %u|", candidate->label, candidate->n_topics);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_table (void)
{
  g_autoptr (SondeTopicSet) set = sonde_topic_set_new ();
  g_autoptr (GPtrArray) recent = make_list (used, G_N_ELEMENTS (used));

  for (gsize i = 0; i < G_N_ELEMENTS (plant); i++)
    sonde_topic_set_add (set, plant[i], strlen (plant[i]));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = NULL;
      g_autofree char *text = NULL;

      found = sonde_topic_completion_list (sonde_topic_set_list (set), recent, cases[i].typed, cases[i].filters, MOST);
      text = describe (found);
      g_test_message ("“%s”", cases[i].typed);
      g_assert_cmpstr (text, ==, cases[i].wanted);
    }
}

static void
test_most (void)
{
  g_autoptr (GPtrArray) topics = make_list (plant, G_N_ELEMENTS (plant));
  g_autoptr (GPtrArray) found = sonde_topic_completion_list (topics, NULL, "", TRUE, 3);

  g_assert_cmpuint (found->len, ==, 3);
}

/* ---- Properties, of topics made by chance ---- */

static char *
make_topic (void)
{
  static const char *const levels[] = { "", "a", "b", "A", "ab", "é", "$x" };
  g_autoptr (GString) topic = g_string_new (levels[g_test_rand_int_range (1, G_N_ELEMENTS (levels))]);

  for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
    g_string_append_printf (topic, "/%s", levels[g_test_rand_int_range (0, G_N_ELEMENTS (levels))]);

  return g_string_free (g_steal_pointer (&topic), FALSE);
}

static gboolean
is_offered (const GPtrArray *candidates,
            const char      *text)
{
  for (guint i = 0; i < candidates->len; i++)
    if (strcmp (((const SondeCandidate *) g_ptr_array_index (candidates, i))->text, text) == 0)
      return TRUE;

  return FALSE;
}

/* How many topics a candidate leads to, asked of the rule itself. */
static guint
count_matches (const GPtrArray *topics,
               const char      *text)
{
  g_autofree char *filter = g_str_has_suffix (text, "/") ? g_strconcat (text, "#", NULL) : g_strdup (text);
  guint            n = 0;

  for (guint i = 0; i < topics->len; i++)
    {
      const char *topic = g_ptr_array_index (topics, i);

      n += sonde_topic_filter_matches (filter, topic, strlen (topic));
    }

  return n;
}

static void
check_candidates (const GPtrArray *topics,
                  const GPtrArray *candidates,
                  const char      *typed)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < candidates->len; i++)
    {
      const SondeCandidate *candidate = g_ptr_array_index (candidates, i);

      g_assert_true (g_hash_table_add (texts, candidate->text));
      g_assert_true (g_str_has_suffix (candidate->text, candidate->label));
      g_assert_cmpstr (candidate->text, !=, typed);
      g_assert_true (g_ascii_strncasecmp (candidate->text, typed, strlen (typed)) == 0);
      g_assert_cmpint (sonde_topic_filter_check (candidate->text, strlen (candidate->text)), ==, SONDE_TOPIC_FAULT_NONE);
      g_assert_cmpuint (candidate->n_topics, >, 0);
      g_assert_cmpuint (candidate->n_topics, <=, count_matches (topics, candidate->text));
    }
}

/* Whoever takes one level after the other comes to each topic. */
static void
check_leads_to (const GPtrArray *topics,
                const char      *topic)
{
  g_autoptr (GString) typed = g_string_new (NULL);

  while (strcmp (typed->str, topic) != 0)
    {
      g_autoptr (GPtrArray) candidates = sonde_topic_completion_list (topics, NULL, typed->str, TRUE, MOST);
      const char *rest = topic + typed->len;
      gsize       length = strcspn (rest, "/");

      check_candidates (topics, candidates, typed->str);
      g_string_append_len (typed, rest, rest[length] == '/' ? length + 1 : length);
      g_assert_true (is_offered (candidates, typed->str));
    }
}

static void
test_properties (void)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (SondeTopicSet) set = sonde_topic_set_new ();
      const GPtrArray *topics;

      for (int i = g_test_rand_int_range (1, 20); i > 0; i--)
        {
          g_autofree char *topic = make_topic ();

          sonde_topic_set_add (set, topic, strlen (topic));
        }

      topics = sonde_topic_set_list (set);
      for (guint i = 0; i < topics->len; i++)
        check_leads_to (topics, g_ptr_array_index (topics, i));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/topic-completion/table", test_table);
  g_test_add_func ("/topic-completion/most", test_most);
  g_test_add_func ("/topic-completion/properties", test_properties);

  return g_test_run ();
}
