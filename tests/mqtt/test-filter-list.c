/* test-filter-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-filter-list.h"

#include <string.h>

/* clang-format off */

/* Each filter followed by a bar. */
static const struct
{
  const char *text;
  const char *filters;
} splits[] = {
  { "", "" },
  { "test", "test|" },
  { " a b ", " a b |" },
  { "a\tb", "a\tb|" },
  { "a,b", "a|b|" },
  { "a, b/+ ,#", "a|b/+|#|" },
  { ",a,,b,", "a|b|" },
  { ",", "" },
  { " , ", "" },
  { "a,a,b,a", "a|b|" },
  { "温度/#,温度/室内", "温度/#|温度/室内|" },
  { "a\nb", "a|b|" },
  { "a\r\nb\r\n", "a|b|" },
  { "  a\n\tb c\n\n", "a|b c|" },
  { "a,b\nc", "a,b|c|" },
  { "a,b\n", "a,b|" },
  { "\n", "" },
  { "\n a", "a|" },
};

/* The filter at a caret, which stands for the offset. */
static const struct
{
  const char *text;
  const char *filter;
} places[] = {
  { "^", "" },
  { "te^st", "test" },
  { "test^", "test" },
  { "a,b^", "b" },
  { "a^,b", "a" },
  { "a,^b", "b" },
  { "a, b/^", "b/" },
  { "a,^", "" },
  { "a,b\nc^", "c" },
  { "a,b^\nc", "a,b" },
  { " a^", " a" },
};

/* clang-format on */

static char *
join_with_bars (GStrv filters)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; filters[i] != NULL; i++)
    g_string_append_printf (text, "%s|", filters[i]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_split (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_auto (GStrv) filters = sonde_filter_list_split (splits[i].text);
      g_autofree char *text = join_with_bars (filters);

      g_assert_cmpstr (text, ==, splits[i].filters);
    }
}

/* What is joined is split into the same again, also where filters hold commas. */
static void
test_join (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_auto (GStrv) filters = sonde_filter_list_split (splits[i].text);
      g_autofree char *joined = sonde_filter_list_join ((const char *const *) filters);
      g_auto (GStrv) again = sonde_filter_list_split (joined);

      g_assert_cmpstrv (again, filters);
    }
}

static void
test_find (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_auto (GStrv) parts = g_strsplit (places[i].text, "^", 2);
      g_autofree char *text = g_strconcat (parts[0], parts[1], NULL);
      g_autofree char *filter = NULL;
      gsize            begin, end;

      sonde_filter_list_find (text, strlen (parts[0]), &begin, &end);
      g_assert_cmpuint (begin, <=, end);
      filter = g_strndup (text + begin, end - begin);
      g_assert_cmpstr (filter, ==, places[i].filter);
    }
}

static void
test_commas (void)
{
  g_assert_true (sonde_filter_list_has_commas ("a,b"));
  g_assert_false (sonde_filter_list_has_commas ("a"));
  g_assert_false (sonde_filter_list_has_commas ("a,b\n"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filter-list/split", test_split);
  g_test_add_func ("/filter-list/join", test_join);
  g_test_add_func ("/filter-list/find", test_find);
  g_test_add_func ("/filter-list/commas", test_commas);

  return g_test_run ();
}
