/* test-diff.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-diff.h"

#include <string.h>

static void
append_lines (GString          *text,
              const char       *sign,
              const SondeLines *lines,
              guint             first,
              guint             n)
{
  for (guint i = first; i < first + n; i++)
    {
      gsize       length;
      const char *line = sonde_lines_get (lines, i, &length);

      g_string_append_printf (text, "%s%.*s\n", sign, (int) length, line);
    }
}

/* The diff as text; and checks that removing and adding what it says makes one of the other. */
static char *
check (const char *old_text,
       const char *new_text,
       guint      *n_edits)
{
  g_autoptr (SondeLines) old = sonde_lines_new (old_text);
  g_autoptr (SondeLines) new = sonde_lines_new (new_text);
  g_autoptr (GArray) runs = sonde_diff_new (old, new);
  g_autoptr (GString) patched = g_string_new (NULL);
  g_autoptr (GString) reverted = g_string_new (NULL);
  GString *told = g_string_new (NULL);

  *n_edits = 0;
  for (guint i = 0; i < runs->len; i++)
    {
      const SondeDiffRun *run = &g_array_index (runs, SondeDiffRun, i);

      g_assert_cmpuint (run->n, >, 0);
      if (i > 0)
        {
          g_assert_cmpint (run->kind, !=, run[-1].kind);
          g_assert_false (run->kind == SONDE_DIFF_REMOVED && run[-1].kind == SONDE_DIFF_ADDED);
        }
      if (run->kind != SONDE_DIFF_SAME)
        *n_edits += run->n;

      switch (run->kind)
        {
        case SONDE_DIFF_SAME:
          append_lines (patched, "", old, run->old_line, run->n);
          append_lines (reverted, "", new, run->new_line, run->n);
          append_lines (told, " ", old, run->old_line, run->n);
          break;
        case SONDE_DIFF_REMOVED:
          append_lines (reverted, "", old, run->old_line, run->n);
          append_lines (told, "-", old, run->old_line, run->n);
          break;
        case SONDE_DIFF_ADDED:
          append_lines (patched, "", new, run->new_line, run->n);
          append_lines (told, "+", new, run->new_line, run->n);
          break;
        default:
          g_assert_not_reached ();
        }
    }

  g_assert_cmpuint (patched->len, ==, strlen (new_text) + 1);
  g_assert_cmpmem (patched->str, patched->len - 1, new_text, strlen (new_text));
  g_assert_cmpuint (reverted->len, ==, strlen (old_text) + 1);
  g_assert_cmpmem (reverted->str, reverted->len - 1, old_text, strlen (old_text));
  return g_string_free (told, FALSE);
}

static void
test_cases (void)
{
  /* clang-format off */
  static const struct
  {
    const char *old, *new, *diff;
  } cases[] = {
    { "",            "",            " \n" },
    { "a",           "a",           " a\n" },
    { "a",           "b",           "-a\n+b\n" },
    { "a\nb\nc",     "a\nx\nc",     " a\n-b\n+x\n c\n" },
    { "a\nb",        "a\nb\n",      " a\n b\n+\n" },
    { "a\nb\nc",     "b\nc",        "-a\n b\n c\n" },
    { "a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc", NULL },
    { "x\nx\nx",     "x\nx",        NULL },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint            n_edits;
      g_autofree char *diff = check (cases[i].old, cases[i].new, &n_edits);

      if (cases[i].diff != NULL)
        g_assert_cmpstr (diff, ==, cases[i].diff);
    }
}

/* By the longest common subsequence, as the book has it. */
static guint
count_edits (const char *a,
             const char *b)
{
  g_auto (GStrv) old = g_strsplit (a, "\n", -1);
  g_auto (GStrv) new = g_strsplit (b, "\n", -1);
  guint             n = MAX (g_strv_length (old), 1), m = MAX (g_strv_length (new), 1);
  g_autofree guint *table = g_new0 (guint, (n + 1) * (m + 1));

  for (guint i = n; i-- > 0;)
    for (guint j = m; j-- > 0;)
      table[i * (m + 1) + j] = g_strcmp0 (old[i], new[j]) == 0 ? table[(i + 1) * (m + 1) + j + 1] + 1
                                                               : MAX (table[(i + 1) * (m + 1) + j], table[i * (m + 1) + j + 1]);

  return n + m - 2 * table[0];
}

static char *
make_text (guint n_kinds)
{
  GString *text = g_string_new ("a");

  for (guint i = g_test_rand_int_range (0, 30); i > 0; i--)
    g_string_append_printf (text, "\n%c", 'a' + g_test_rand_int_range (0, n_kinds));

  return g_string_free (text, FALSE);
}

static void
test_random (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      g_autofree char *old = make_text (1 + round % 5);
      g_autofree char *new = make_text (1 + round % 5);
      guint            n_edits;
      g_autofree char *diff = check (old, new, &n_edits);

      g_assert_cmpuint (n_edits, ==, count_edits (old, new));
    }
}

/* Too different for the shortest script: replaced, and soon. */
static void
test_bounded (void)
{
  g_autoptr (GString) old = g_string_new ("same");
  g_autoptr (GString) new = g_string_new ("same");
  g_autofree char *diff = NULL;
  guint            n_edits;

  for (guint i = 0; i < 100000; i++)
    {
      g_string_append_printf (old, "\no%u", i);
      g_string_append_printf (new, "\nn%u", i);
    }
  g_string_append (old, "\nend");
  g_string_append (new, "\nend");
  diff = check (old->str, new->str, &n_edits);
  g_assert_cmpuint (n_edits, ==, 200000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/cases", test_cases);
  g_test_add_func ("/diff/applied-it-gives-the-other-and-is-the-shortest", test_random);
  g_test_add_func ("/diff/bounded", test_bounded);
  return g_test_run ();
}
