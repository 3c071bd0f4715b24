/* test-topic.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-topic.h"

#include <string.h>

#define OK SONDE_TOPIC_FAULT_NONE
#define FAULT(name) SONDE_TOPIC_FAULT_##name

/* A literal with its length: it may hold U+0000. */
#define T(literal) literal, sizeof literal - 1

/* clang-format off */

static const struct
{
  const char     *text;
  gsize           length;
  SondeTopicFault as_name, as_filter;
} checks[] = {
  { T ("test"), OK, OK },
  { T ("/"), OK, OK },
  { T ("//"), OK, OK },
  { T ("/finance"), OK, OK },
  { T ("a b/c d"), OK, OK },
  { T (" "), OK, OK },
  { T ("车间/温度"), OK, OK },
  { T ("\xf0\x9f\x9a\x80"), OK, OK },
  { T ("$SYS/broker/uptime"), OK, OK },
  { T ("$"), OK, OK },
  { T ("\xef\xbb\xbf" "a"), OK, OK },
  { T (""), FAULT (EMPTY), FAULT (EMPTY) },
  { T ("a\0b"), FAULT (NUL), FAULT (NUL) },
  { T ("\0"), FAULT (NUL), FAULT (NUL) },
  { T ("a\tb"), FAULT (CONTROL), FAULT (CONTROL) },
  { T ("a/+\n"), FAULT (CONTROL), FAULT (CONTROL) },
  { T ("\x7f"), FAULT (CONTROL), FAULT (CONTROL) },
  { T ("a\xc2\x85"), FAULT (CONTROL), FAULT (CONTROL) },
  { T ("\xef\xb7\x90"), FAULT (CONTROL), FAULT (CONTROL) },
  { T ("\xf0\x9f\xbf\xbe"), FAULT (CONTROL), FAULT (CONTROL) },
  { T ("\xef\xbf\xbd \xe2\x80\x8b"), OK, OK },
  { T ("a\xff"), FAULT (NOT_UTF8), FAULT (NOT_UTF8) },
  { T ("\xc0\x80"), FAULT (NOT_UTF8), FAULT (NOT_UTF8) },
  { T ("\xed\xa0\x80"), FAULT (NOT_UTF8), FAULT (NOT_UTF8) },
  { T ("\xe8\xbd"), FAULT (NOT_UTF8), FAULT (NOT_UTF8) },
  { T ("+"), FAULT (WILDCARD), OK },
  { T ("#"), FAULT (WILDCARD), OK },
  { T ("+/+"), FAULT (WILDCARD), OK },
  { T ("/+"), FAULT (WILDCARD), OK },
  { T ("+/"), FAULT (WILDCARD), OK },
  { T ("/#"), FAULT (WILDCARD), OK },
  { T ("+/#"), FAULT (WILDCARD), OK },
  { T ("Tyler-1/motor/+/speed"), FAULT (WILDCARD), OK },
  { T ("Tyler-1/motor/#"), FAULT (WILDCARD), OK },
  { T ("$SYS/#"), FAULT (WILDCARD), OK },
  { T ("sport+"), FAULT (WILDCARD), FAULT (PLUS) },
  { T ("+sport"), FAULT (WILDCARD), FAULT (PLUS) },
  { T ("++"), FAULT (WILDCARD), FAULT (PLUS) },
  { T ("a/+b/c"), FAULT (WILDCARD), FAULT (PLUS) },
  { T ("a/b+/c"), FAULT (WILDCARD), FAULT (PLUS) },
  { T ("+#"), FAULT (WILDCARD), FAULT (PLUS) },
  { T ("sport#"), FAULT (WILDCARD), FAULT (HASH) },
  { T ("#sport"), FAULT (WILDCARD), FAULT (HASH) },
  { T ("sport/tennis#"), FAULT (WILDCARD), FAULT (HASH) },
  { T ("##"), FAULT (WILDCARD), FAULT (HASH) },
  { T ("sport/#/ranking"), FAULT (WILDCARD), FAULT (HASH_NOT_LAST) },
  { T ("#/"), FAULT (WILDCARD), FAULT (HASH_NOT_LAST) },
  { T ("$share/group/a/+"), FAULT (WILDCARD), OK },
  { T ("$share/group/#"), FAULT (WILDCARD), OK },
  { T ("$share/group/a"), OK, OK },
  { T ("$share/group//"), OK, OK },
  { T ("$share"), OK, OK },
  { T ("$shared/x"), OK, OK },
  { T ("$share/"), OK, FAULT (SHARE_NAME) },
  { T ("$share//a"), OK, FAULT (SHARE_NAME) },
  { T ("$share/+/a"), FAULT (WILDCARD), FAULT (SHARE_NAME) },
  { T ("$share/a#/b"), FAULT (WILDCARD), FAULT (SHARE_NAME) },
  { T ("$share/#"), FAULT (WILDCARD), FAULT (SHARE_NAME) },
  { T ("$share/group"), OK, FAULT (SHARE_FILTER) },
  { T ("$share/group/"), OK, FAULT (SHARE_FILTER) },
  { T ("$share/group/a#"), FAULT (WILDCARD), FAULT (HASH) },
  { T ("$share/group/a/#/b"), FAULT (WILDCARD), FAULT (HASH_NOT_LAST) },
};

static const struct
{
  const char *filter;
  const char *topic;
  gsize       length;
  gboolean    matches;
} matches[] = {
  /* names */
  { "test", T ("test"), TRUE },
  { "test", T ("Test"), FALSE },
  { "test", T ("tes"), FALSE },
  { "test", T ("test_2"), FALSE },
  { "test", T ("test/"), FALSE },
  { "test", T ("/test"), FALSE },
  { "test", T (""), FALSE },
  { "a b/c", T ("a b/c"), TRUE },
  { "车间/温度", T ("车间/温度"), TRUE },
  { "/", T ("/"), TRUE },
  { "/", T ("//"), FALSE },
  { "//", T ("//"), TRUE },
  { "a//b", T ("a//b"), TRUE },
  { "a//b", T ("a/b"), FALSE },
  /* 4.7.1.2: multi-level */
  { "#", T ("a"), TRUE },
  { "#", T ("a/b/c"), TRUE },
  { "#", T ("/"), TRUE },
  { "sport/tennis/player1/#", T ("sport/tennis/player1"), TRUE },
  { "sport/tennis/player1/#", T ("sport/tennis/player1/ranking"), TRUE },
  { "sport/tennis/player1/#", T ("sport/tennis/player1/score/wimbledon"), TRUE },
  { "sport/tennis/player1/#", T ("sport/tennis/player10"), FALSE },
  { "sport/#", T ("sport"), TRUE },
  { "sport/#", T ("sport/"), TRUE },
  { "sport/#", T ("sports"), FALSE },
  { "sport/#", T ("spor"), FALSE },
  { "/#", T ("/"), TRUE },
  { "/#", T ("/a"), TRUE },
  { "/#", T ("a"), FALSE },
  { "Tyler-1/motor/#", T ("Tyler-1/motor"), TRUE },
  { "Tyler-1/motor/#", T ("Tyler-1/motor/3/speed"), TRUE },
  { "Tyler-1/motor/#", T ("Tyler-1/motors/3"), FALSE },
  /* 4.7.1.3: single-level */
  { "+", T ("finance"), TRUE },
  { "+", T ("/finance"), FALSE },
  { "+", T ("finance/"), FALSE },
  { "+/+", T ("/finance"), TRUE },
  { "+/+", T ("/"), TRUE },
  { "+/+", T ("a"), FALSE },
  { "+/+", T ("a/b/c"), FALSE },
  { "+/+", T ("//"), FALSE },
  { "/+", T ("/finance"), TRUE },
  { "/+", T ("finance"), FALSE },
  { "sport/+", T ("sport"), FALSE },
  { "sport/+", T ("sport/"), TRUE },
  { "sport/+", T ("sport/a/b"), FALSE },
  { "sport/tennis/+", T ("sport/tennis/player1"), TRUE },
  { "sport/tennis/+", T ("sport/tennis/player1/ranking"), FALSE },
  { "Tyler-1/motor/+/speed", T ("Tyler-1/motor/3/speed"), TRUE },
  { "Tyler-1/motor/+/speed", T ("Tyler-1/motor//speed"), TRUE },
  { "Tyler-1/motor/+/speed", T ("Tyler-1/motor/3/4/speed"), FALSE },
  { "Tyler-1/motor/+/speed", T ("Tyler-1/motor/3/speed/rpm"), FALSE },
  { "Tyler-1/motor/+/speed", T ("Tyler-1/motor/3"), FALSE },
  { "+/b/+", T ("a/b/c"), TRUE },
  { "+/b/+", T ("a/c/c"), FALSE },
  { "+/tennis/#", T ("sport/tennis"), TRUE },
  { "+/tennis/#", T ("sport/tennis/a/b"), TRUE },
  { "+/#", T ("a"), TRUE },
  { "+/#", T ("/"), TRUE },
  { "a/+/#", T ("a"), FALSE },
  { "a/+/#", T ("a/b"), TRUE },
  /* 4.7.2: topics that begin with $ */
  { "#", T ("$SYS/broker/uptime"), FALSE },
  { "+/broker/uptime", T ("$SYS/broker/uptime"), FALSE },
  { "+/monitor/Clients", T ("$SYS/monitor/Clients"), FALSE },
  { "$SYS/#", T ("$SYS/broker/uptime"), TRUE },
  { "$SYS/#", T ("$SYS"), TRUE },
  { "$SYS/monitor/+", T ("$SYS/monitor/Clients"), TRUE },
  { "$SYS/#", T ("SYS/broker"), FALSE },
  { "a/#", T ("a/$SYS"), TRUE },
  { "+/+", T ("a/$SYS"), TRUE },
  /* 4.8.2: shared */
  { "$share/group/a/+", T ("a/b"), TRUE },
  { "$share/group/a/+", T ("a/b/c"), FALSE },
  { "$share/group/#", T ("a"), TRUE },
  { "$share/group/#", T ("$SYS/a"), FALSE },
  { "$share/group/$SYS/#", T ("$SYS/a"), TRUE },
  { "$share/group//", T ("/"), TRUE },
  { "$share/group/a", T ("$share/group/a"), FALSE },
  { "$share", T ("$share"), TRUE },
  /* any bytes */
  { "#", T ("\xff\0\xfe"), TRUE },
  { "a/+", T ("a/\0\xff"), TRUE },
  { "a", T ("a\0"), FALSE },
  { "a/b", T ("a\0b"), FALSE },
  { "+", T ("a+#"), TRUE },
  { "a", T ("+"), FALSE },
  { "a", T ("#"), FALSE },
};

static const struct
{
  const char *a, *b;
  gboolean    overlap;
} overlaps[] = {
  { "a", "a", TRUE },
  { "a", "b", FALSE },
  { "a", "ab", FALSE },
  { "a", "a/", FALSE },
  { "a/b", "a/b", TRUE },
  { "a/b", "a/bc", FALSE },
  { "a/b", "a/b/c", FALSE },
  { "a/#", "a/+", TRUE },
  { "a/#", "a", TRUE },
  { "a/#", "a/b/c", TRUE },
  { "a/#", "ab", FALSE },
  { "a/#", "b/#", FALSE },
  { "a/#", "#", TRUE },
  { "#", "#", TRUE },
  { "#", "/", TRUE },
  { "+", "a", TRUE },
  { "+", "a/b", FALSE },
  { "+", "+/+", FALSE },
  { "+/+", "a/#", TRUE },
  { "+/b", "a/+", TRUE },
  { "+/b", "a/+/c", FALSE },
  { "+/b", "a/c", FALSE },
  { "a/+/c", "+/b/+", TRUE },
  { "a/+/c", "+/b/d", FALSE },
  { "a/+/#", "a/b", TRUE },
  { "a/+/#", "a", FALSE },
  { "a/+/#", "a/#", TRUE },
  { "a//b", "a/+/b", TRUE },
  { "/a", "+/a", TRUE },
  { "/a", "a", FALSE },
  { "+/#", "+", TRUE },
  { "/+", "+/+", TRUE },
  { "/#", "+/a", TRUE },
  /* all that these share is a topic without a character */
  { "/#", "+", FALSE },
  { "/#", "/", TRUE },
  /* 4.7.2 */
  { "#", "$SYS/#", FALSE },
  { "+/a", "$SYS/a", FALSE },
  { "+/#", "$SYS", FALSE },
  { "$SYS/#", "$SYS/+", TRUE },
  { "$SYS/#", "$other/#", FALSE },
  { "a/+", "a/$b", TRUE },
  /* 4.8.2 */
  { "$share/g/a/#", "a/b", TRUE },
  { "$share/g/a/#", "$share/h/a/+", TRUE },
  { "$share/g/a", "$share/g/b", FALSE },
  { "$share/g/#", "$SYS/a", FALSE },
  { "$share/g/$SYS/a", "$SYS/#", TRUE },
};

/* clang-format on */

static void
test_checks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_test_message ("check %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (sonde_topic_name_check (checks[i].text, checks[i].length), ==, checks[i].as_name);
      g_assert_cmpint (sonde_topic_filter_check (checks[i].text, checks[i].length), ==, checks[i].as_filter);
    }
}

static void
test_matches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (matches); i++)
    {
      /* a buffer of its own, so that a sanitizer sees a read beyond it */
      g_autofree char *topic = g_memdup2 (matches[i].topic, matches[i].length);

      g_test_message ("match %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (sonde_topic_filter_matches (matches[i].filter, topic, matches[i].length),
                       ==,
                       matches[i].matches);
    }
}

static void
test_overlaps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (overlaps); i++)
    {
      g_test_message ("%s %s", overlaps[i].a, overlaps[i].b);
      g_assert_cmpint (sonde_topic_filters_overlap (overlaps[i].a, overlaps[i].b), ==, overlaps[i].overlap);
      g_assert_cmpint (sonde_topic_filters_overlap (overlaps[i].b, overlaps[i].a), ==, overlaps[i].overlap);
    }
}

/* All texts of @n_levels levels, each of @words */
static void
add_texts (GPtrArray         *texts,
           const char        *begin,
           const char *const *words,
           guint              n_levels)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *text = g_strconcat (begin, words[i], NULL);
      g_autofree char *next = g_strconcat (text, "/", NULL);

      if (sonde_topic_filter_check (text, strlen (text)) == OK)
        g_ptr_array_add (texts, g_strdup (text));
      if (n_levels > 1)
        add_texts (texts, next, words, n_levels - 1);
    }
}

/* Two filters overlap where one of all small topics is matched by both. */
static void
test_overlaps_as_matched (void)
{
  static const char *const words[] = { "", "a", "$b", "+", "#", NULL };
  static const char *const names[] = { "", "a", "$b", "c", NULL };
  g_autoptr (GPtrArray) filters = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) topics = g_ptr_array_new_with_free_func (g_free);

  add_texts (filters, "", words, 3);
  add_texts (topics, "", names, 4);
  for (guint i = 0; i < filters->len; i++)
    for (guint j = 0; j < filters->len; j++)
      {
        const char *a = filters->pdata[i], *b = filters->pdata[j];
        gboolean    any = FALSE;

        for (guint k = 0; k < topics->len && !any; k++)
          any = sonde_topic_filter_matches (a, topics->pdata[k], strlen (topics->pdata[k])) &&
                sonde_topic_filter_matches (b, topics->pdata[k], strlen (topics->pdata[k]));
        if (sonde_topic_filters_overlap (a, b) != any)
          g_error ("%s and %s", a, b);
      }
}

static void
test_length_is_bounded (void)
{
  g_autofree char *longest = g_strnfill (SONDE_TOPIC_MAX_BYTES + 1, 'a');

  g_assert_cmpint (sonde_topic_name_check (longest, SONDE_TOPIC_MAX_BYTES), ==, OK);
  g_assert_cmpint (sonde_topic_filter_check (longest, SONDE_TOPIC_MAX_BYTES), ==, OK);
  g_assert_cmpint (sonde_topic_name_check (longest, SONDE_TOPIC_MAX_BYTES + 1), ==, FAULT (TOO_LONG));
  g_assert_cmpint (sonde_topic_filter_check (longest, SONDE_TOPIC_MAX_BYTES + 1), ==, FAULT (TOO_LONG));
}

static void
test_each_fault_has_its_sentence (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_null (sonde_topic_fault_to_string (OK));
  for (int fault = FAULT (EMPTY); fault <= FAULT (SHARE_FILTER); fault++)
    {
      const char *sentence = sonde_topic_fault_to_string (fault);

      g_assert_nonnull (sentence);
      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_true (g_hash_table_add (seen, (gpointer) sentence));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/topic/checks", test_checks);
  g_test_add_func ("/topic/matches", test_matches);
  g_test_add_func ("/topic/overlaps", test_overlaps);
  g_test_add_func ("/topic/overlaps-as-matched", test_overlaps_as_matched);
  g_test_add_func ("/topic/length-is-bounded", test_length_is_bounded);
  g_test_add_func ("/topic/each-fault-has-its-sentence", test_each_fault_has_its_sentence);

  return g_test_run ();
}
