/* test-ranking.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-ranking.h"

#include <sonde-search-words.h>

static guint
score (const char *text,
       const char *typed)
{
  g_autofree char *folded = sonde_search_fold (text, 0);
  g_auto (GStrv) words = sonde_search_words (typed);

  return sonde_ranking_score (folded, (const char *const *) words);
}

/* What is typed, and texts: each answers better than the next. */
/* clang-format off */
static const char *const better[][9] = {
  { "clear", "Clear", "Clear log", "Do not clear", "c l e a r", "Unclear log", "collect ear", "Messages" },
  { "log", "Log", "Logs", "Clear log", "List of groups", "analogue", "slow gear", "go" },
  { "nc", "NC", "ncurses", "the ncurses", "New connection", "once", "inactive" },
  { "expcon", "Expcon", "Export connections", "Import connections" },
  { "NEW", "new", "Newer", "A new one", "n.e.w", "renewed", "old" },
  { "motor/3", "motor/3", "motor/3/speed", "hall/motor/3", "emotor/3", "motor" },
  { "speed 3", "speed 3", "a/speed/3", "overspeed/3", "overspeed" },
  { "连接", "连接", "连接到代理", "新建连接", "连断接", "断开" },
  { "发布", "发布", "发布消息", "消息发布", "出发散布", "消息" },
  { "温", "温", "温度/一号", "室内温度", "湿度" },
};
/* clang-format on */

static void
test_better (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (better); i++)
    for (guint j = 2; j < G_N_ELEMENTS (better[i]) && better[i][j] != NULL; j++)
      {
        g_test_message ("%s: “%s”, “%s”", better[i][0], better[i][j - 1], better[i][j]);
        g_assert_cmpuint (score (better[i][j - 1], better[i][0]), >, score (better[i][j], better[i][0]));
      }
}

/* clang-format off */
static const struct
{
  const char *typed;
  const char *text;
  gboolean    is_found;
} found[] = {
  { "c", "Connect", TRUE },
  { "z", "Connect", FALSE },
  { "ct", "Sect of", TRUE },
  { "te", "Quit Sonde", FALSE }, /* two letters are in anything */
  { "cnct", "Connect", TRUE },
  { "tcennoc", "Connect", FALSE },
  { "connect now", "Connect", FALSE },
  { "now retry", "Retry now", TRUE }, /* in any order */
  { "CLEAR LOG", "clear log", TRUE },
  { "straße", "STRASSE", TRUE },
  { "café", "Cafe\xcc\x81", TRUE }, /* however it is composed */
  { "cnt", "caaaaaaaaaaaaaaaaant", FALSE }, /* too far from one another to be meant */
  { "新建", "新建连接", TRUE },
  { "建新", "新建连接", FALSE },
  { "新接", "新建连接", TRUE },
  { "a/+/b", "a/+/b", TRUE },
  { "/", "a/b", TRUE },
  { "a", "", FALSE },
};
/* clang-format on */

static void
test_found (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_test_message ("%s in “%s”", found[i].typed, found[i].text);
      g_assert_cmpint (score (found[i].text, found[i].typed) > 0, ==, found[i].is_found);
    }
}

/* clang-format off */
static const SondeRank in_order[] = {
  { 60, 0, 4, 90 }, /* the better answer, whatever else */
  { 40, 9, 4, 90 }, /* the one used last */
  { 40, 8, 0, 1 },
  { 40, 0, 0, 12 }, /* by kind */
  { 40, 0, 1, 3 },
  { 40, 0, 1, 4 }, /* the shorter one */
  { 10, 9, 0, 1 },
};
/* clang-format on */

static void
test_order (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (in_order); i++)
    for (guint j = 0; j < G_N_ELEMENTS (in_order); j++)
      g_assert_cmpint (sonde_rank_compare (&in_order[i], &in_order[j]), ==, i < j ? -1 : i > j);
}

/* A broker chooses the topics: none of them may take for ever. This one has a beginning at each letter. */
static void
test_hostile (void)
{
  g_autoptr (GString) topic = g_string_new (NULL);
  g_autofree char *typed = g_strnfill (40, 'a');

  for (guint i = 0; i < 30000; i++)
    g_string_append (topic, "a/");

  typed[39] = 'b';
  g_assert_cmpuint (score (topic->str, typed), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ranking/better", test_better);
  g_test_add_func ("/ranking/found", test_found);
  g_test_add_func ("/ranking/order", test_order);
  g_test_add_func ("/ranking/hostile", test_hostile);

  return g_test_run ();
}
