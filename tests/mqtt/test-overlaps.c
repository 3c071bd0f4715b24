/* test-overlaps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-overlaps.h"
#include "sonde-topic.h"

/* clang-format off */
static const struct
{
  const char *plain, *asked;
  const char *chosen; /* one character for each of asked */
} cases[] = {
  { "", "", "" },
  { "", "a/#", "-" },
  { "", "a/# b/#", "--" },
  { "", "a/# a/+", "-x" },
  { "", "a/+ a/#", "-x" },
  { "", "# a b c", "x---" },
  { "", "a # b +/c", "-x--" },
  { "", "# + a/+", "-xx" },
  { "", "a/# $SYS/# +/b", "--x" },
  { "a/#", "a b", "x-" },
  { "a/#", "b/# +/b", "-x" },
  { "a", "#", "x" },
  { "a b", "c d", "--" },
  { "a/+", "$share/g/a/# $share/h/b", "x-" },
};
/* clang-format on */

static GPtrArray *
list_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (list, g_strdup (words[i]));

  return list;
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) plain = list_words (cases[i].plain);
      g_autoptr (GPtrArray) asked = list_words (cases[i].asked);
      g_autofree gboolean *chosen = sonde_overlaps_choose (plain, asked);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = 0; j < asked->len; j++)
        g_string_append_c (text, chosen[j] ? 'x' : '-');
      g_test_message ("%s | %s", cases[i].plain, cases[i].asked);
      g_assert_cmpstr (text->str, ==, cases[i].chosen);
    }
}

/* Whatever there is: no two without an identifier overlap. */
static void
test_all_are_told_apart (void)
{
  static const char *const words[] = { "a", "b", "+" };

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GPtrArray) plain = g_ptr_array_new ();
      g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
      g_autofree gboolean *chosen = NULL;

      for (guint i = 0; i < 12; i++)
        {
          char *filter = g_strdup_printf ("%s/%s/%s", words[g_test_rand_int_range (0, 3)], words[g_test_rand_int_range (0, 3)],
                                          g_test_rand_bit () ? "#" : words[g_test_rand_int_range (0, 3)]);

          if (g_hash_table_contains (seen, filter))
            {
              g_free (filter);
              continue;
            }
          g_hash_table_add (seen, filter);
          g_ptr_array_add (asked, filter);
        }

      chosen = sonde_overlaps_choose (plain, asked);
      for (guint i = 0; i < asked->len; i++)
        for (guint j = 0; j < i; j++)
          g_assert_false (!chosen[i] && !chosen[j] && sonde_topic_filters_overlap (asked->pdata[i], asked->pdata[j]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/overlaps/cases", test_cases);
  g_test_add_func ("/overlaps/all-are-told-apart", test_all_are_told_apart);

  return g_test_run ();
}
