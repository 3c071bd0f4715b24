/* test-comparison.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-comparison.h"

#include <string.h>

static SondeComparison *
compare (const char *old_text,
         gsize       old_size,
         const char *new_text,
         gsize       new_size)
{
  g_autoptr (GBytes) old = g_bytes_new_static (old_text, old_size);
  g_autoptr (GBytes) new = g_bytes_new_static (new_text, new_size);

  return sonde_comparison_new (old, new);
}

/* Every run is whole lines that begin with its sign. */
static void
assert_runs (const SondeComparison *comparison)
{
  static const char *const signs[] = { "  ", "- ", "+ " };
  gsize                    at = 0;

  for (guint i = 0; i < comparison->runs->len; i++)
    {
      const SondeComparisonRun *run = &g_array_index (comparison->runs, SondeComparisonRun, i);
      g_autofree char          *text = g_strndup (comparison->text + run->start, run->length);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      g_assert_cmpuint (run->start, >=, at);
      at = run->start + run->length;
      for (guint line = 0; lines[line] != NULL; line++)
        g_assert_true (g_str_has_prefix (lines[line], signs[run->kind]));
    }
  g_assert_cmpuint (at, <=, strlen (comparison->text));
}

static void
test_cases (void)
{
  /* clang-format off */
  static const struct
  {
    const char *old;
    gsize       old_size;
    const char *new;
    gsize       new_size;
    const char *text;
    guint       n_removed, n_added;
  } cases[] = {
#define BYTES(text) text, sizeof text - 1
    { BYTES ("{\"a\":1,\"b\":2}"), BYTES ("{\"a\":1,\"b\":3}"), "  {\n    \"a\": 1,\n-   \"b\": 2\n+   \"b\": 3\n  }", 1, 1 },
    { BYTES ("{\"a\":1}"),         BYTES ("{ \"a\": 1 }"),       "⋯ 3 equal lines", 0, 0 },
    { BYTES ("{\"a\":1}"),         BYTES ("off"),              "- {\"a\":1}\n+ off", 1, 1 },
    { BYTES ("on"),              BYTES (""),                 "- on\n+ ", 1, 1 },
    { BYTES ("on"),              BYTES ("\x01"),
      "- 00000000  6f 6e                                             |on|\n"
      "+ 00000000  01                                                |.|", 1, 1 },
    { BYTES ("1\n2\n3\n4\n5\n6\n7\n8\n9"), BYTES ("1\n2\n3\n4\n5\n6\n7\n8\nx"),
      "⋯ 5 equal lines\n  6\n  7\n  8\n- 9\n+ x", 1, 1 },
#undef BYTES
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeComparison) comparison = compare (cases[i].old, cases[i].old_size, cases[i].new, cases[i].new_size);

      g_assert_false (comparison->equal);
      g_assert_true (comparison->complete);
      g_assert_cmpstr (comparison->text, ==, cases[i].text);
      g_assert_cmpuint (comparison->n_removed, ==, cases[i].n_removed);
      g_assert_cmpuint (comparison->n_added, ==, cases[i].n_added);
      assert_runs (comparison);
    }
}

static void
test_equal (void)
{
  g_autoptr (SondeComparison) comparison = compare ("\x00\xff", 2, "\x00\xff", 2);

  g_assert_true (comparison->equal);
  g_assert_cmpstr (comparison->text, ==, "");
}

static void
test_large (void)
{
  gsize            size = SONDE_COMPARISON_BYTES_MAX + 1000;
  g_autofree char *old = g_strnfill (size, 'a');
  g_autofree char *new = g_strnfill (size, 'b');
  g_autoptr (SondeComparison) comparison = compare (old, size, new, size);

  g_assert_false (comparison->complete);
  g_assert_cmpuint (strlen (comparison->text), <=, SONDE_COMPARISON_TEXT_MAX + SONDE_DISPLAY_LINE + 16);
  assert_runs (comparison);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/cases", test_cases);
  g_test_add_func ("/comparison/equal", test_equal);
  g_test_add_func ("/comparison/large", test_large);
  return g_test_run ();
}
