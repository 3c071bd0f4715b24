/* test-match-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-match-list.h"

#include <stdlib.h>

/* @text: as in "100+0,3 200+1": indexes after the first serial of their segment */
static GArray *
make_found (const char *text)
{
  GArray *found = sonde_matches_array_new ();
  g_auto (GStrv) parts = g_strsplit (text, " ", 0);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (parts[i], "+", 2);
      g_auto (GStrv) numbers = NULL;
      SondeMatches matches;

      if (halves[0] == NULL)
        continue;

      matches.first_serial = g_ascii_strtoull (halves[0], NULL, 10);
      matches.indexes = g_array_new (FALSE, FALSE, sizeof (guint32));
      numbers = g_strsplit (halves[1], ",", 0);
      for (guint n = 0; numbers[n] != NULL; n++)
        {
          guint32 index = atoi (numbers[n]);

          g_array_append_val (matches.indexes, index);
        }
      g_array_append_val (found, matches);
    }

  return found;
}

static void
check (const SondeMatchList *list,
       const char           *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sonde_match_list_get_length (list); i++)
    {
      guint64 serial = sonde_match_list_get_serial (list, i);
      guint   position;

      g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", serial);
      g_assert_true (sonde_match_list_find (list, serial, &position));
      g_assert_cmpuint (position, ==, i);
    }

  g_assert_cmpstr (text->str, ==, expected);
}

typedef struct
{
  char        what; /* p(repend), a(ppend), d(rop) */
  const char *found;
  guint64     first_kept;
  guint       n; /* that came or went */
  const char *expected;
} Step;

/* clang-format off */
static const Step steps[] = {
  { 'd', NULL, G_MAXUINT64, 0, "" },
  { 'a', "", 0, 0, "" },
  { 'p', "", 0, 0, "" },
  { 'a', "100+0,3", 0, 2, "100 103" },
  { 'p', "90+1,2 80+5", 0, 3, "85 91 92 100 103" },
  { 'a', "100+4 110+0", 0, 2, "85 91 92 100 103 104 110" },
  { 'd', NULL, 85, 0, "85 91 92 100 103 104 110" },
  { 'd', NULL, 86, 1, "91 92 100 103 104 110" },
  { 'p', "80+5", 90, 0, "91 92 100 103 104 110" },
  { 'p', "80+9 70+1", 89, 1, "89 91 92 100 103 104 110" },
  { 'd', NULL, 110, 6, "110" },
  { 'd', NULL, 110, 0, "110" },
  { 'd', NULL, 111, 1, "" },
  { 'a', "100+4 110+1 110+2", 111, 2, "111 112" },
  { 'a', "110+9", 119, 1, "111 112 119" },
  { 'a', "110+9", 120, 0, "111 112 119" },
  { 'd', NULL, G_MAXUINT64, 3, "" },
  { 'p', "7+0,1", 7, 2, "7 8" },
};
/* clang-format on */

static void
test_steps (void)
{
  SondeMatchList list;

  sonde_match_list_init (&list);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const Step *step = &steps[i];
      g_autoptr (GArray) found = make_found (step->found != NULL ? step->found : "");
      guint n;

      g_test_message ("%u: %s", i, step->expected);
      if (step->what == 'p')
        n = sonde_match_list_prepend (&list, found, step->first_kept);
      else if (step->what == 'a')
        n = sonde_match_list_append (&list, found, step->first_kept);
      else
        n = sonde_match_list_drop (&list, step->first_kept);

      g_assert_cmpuint (n, ==, step->n);
      check (&list, step->expected);
    }
  sonde_match_list_destroy (&list);
}

static void
test_find (void)
{
  g_autoptr (GArray) found = make_found ("100+1,3 200+0");
  SondeMatchList list;
  guint          position;

  sonde_match_list_init (&list);
  g_assert_false (sonde_match_list_find (&list, 0, &position));

  sonde_match_list_append (&list, found, 0);
  for (guint64 serial = 99; serial < 203; serial++)
    g_assert_cmpint (sonde_match_list_find (&list, serial, &position), ==, serial == 101 || serial == 103 || serial == 200);
  g_assert_false (sonde_match_list_find (&list, G_MAXUINT64, &position));
  sonde_match_list_destroy (&list);
}

static void
test_count_before (void)
{
  g_autoptr (GArray) found = make_found ("100+1,3 200+0");
  SondeMatchList list;

  sonde_match_list_init (&list);
  g_assert_cmpuint (sonde_match_list_count_before (&list, 0), ==, 0);
  g_assert_cmpuint (sonde_match_list_count_before (&list, G_MAXUINT64), ==, 0);

  sonde_match_list_append (&list, found, 0);
  for (guint64 serial = 99; serial < 203; serial++)
    g_assert_cmpuint (sonde_match_list_count_before (&list, serial), ==, (serial > 101) + (serial > 103) + (serial > 200));
  g_assert_cmpuint (sonde_match_list_count_before (&list, G_MAXUINT64), ==, 3);

  /* Positions count from what is there, not from what was. */
  sonde_match_list_drop (&list, 150);
  g_assert_cmpuint (sonde_match_list_count_before (&list, 200), ==, 0);
  g_assert_cmpuint (sonde_match_list_count_before (&list, 201), ==, 1);
  sonde_match_list_destroy (&list);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/match-list/grows-at-both-ends", test_steps);
  g_test_add_func ("/match-list/finds-what-is-there", test_find);
  g_test_add_func ("/match-list/counts-what-stands-before", test_count_before);

  return g_test_run ();
}
