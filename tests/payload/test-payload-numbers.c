/* test-payload-numbers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-json-tree.h"
#include "sonde-payload-numbers.h"

#include <math.h>
#include <string.h>

/* clang-format off */

static const struct
{
  const char *payload;
  const char *numbers; /* "" for none */
} payloads[] = {
  { "", "" },
  { "hello", "" },
  { "21.5", "$=21.5" },
  { " -3e2\n", "$=-300" },
  { "+5", "$=5" },
  { ".5", "$=0.5" },
  { "5.", "$=5" },
  { "007", "$=7" },
  { "21.5 °C", "" },
  { "0x10", "" },
  { "nan", "" },
  { "inf", "" },
  { "1e999", "" },
  { "1,5", "" },
  { "1 2", "" },
  { "-", "" },
  { ".", "" },
  { "1e", "" },
  { "true", "$=1" },
  { "\"4\"", "$=4" },
  { "null", "$=nan" },
  { "{\"rpm\":1420,\"pos\":{\"x\":1}}", "$.rpm=1420 $.pos.x=1" },
  { "[1,[2,{\"a\":3}],4]", "$[0]=1 $[1][0]=2 $[1][1].a=3 $[2]=4" },
  { "{\"a\":[],\"b\":{},\"c\":[{}],\"d\":9}", "$.d=9" },
  { "{\"a\":[{\"x\":1},{\"x\":2}],\"b\":true,\"c\":false,\"d\":null,\"e\":\"t\",\"f\":\" 7 \"}",
    "$.a[0].x=1 $.a[1].x=2 $.b=1 $.c=0 $.d=nan $.f=7" },
  { "{\"a b\":1,\"2\":2,\"\":3,\"\xe6\xb8\xa9\":4}", "$[\"a b\"]=1 $[\"2\"]=2 $[\"\"]=3 $[\"\xe6\xb8\xa9\"]=4" },
  { "{\"a\":1,\"a\":2}", "$.a=1 $.a=2" },
  { "{\"a\":1e999,\"b\":2}", "$.b=2" },

  /* What is not whole is nothing, and what is no text is no name. */
  { "{\"a\":1", "" },
  { "{\"a\":1}x", "" },
  { "[1,2,]", "" },
  { "{\"a\xff\":1,\"b\":2}", "$.b=2" },
};

static const struct
{
  const char *path, *name;
} names[] = {
  { "$", "Value" },
  { "$.rpm", "rpm" },
  { "$.motor[3].rpm", "motor[3].rpm" },
  { "$[0]", "[0]" },
  { "$[\"a b\"].c", "[\"a b\"].c" },
};

/* clang-format on */

static char *
list_numbers (const char *payload,
              gsize       size)
{
  g_autoptr (SondeNumbers) numbers = sonde_numbers_new ();
  GString *text = g_string_new (NULL);
  guint    n;

  /* Nothing of the one before stays. */
  sonde_numbers_read (numbers, "{\"left\":[1,2,{\"over\":3}]}", 25);
  n = sonde_numbers_read (numbers, payload, size);
  for (guint i = 0; i < n; i++)
    {
      double      value;
      const char *path = sonde_numbers_get (numbers, i, &value);

      g_string_append_printf (text, "%s%s=%g", i > 0 ? " " : "", path, value);
    }

  return g_string_free (text, FALSE);
}

static void
test_payloads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *text = list_numbers (payloads[i].payload, strlen (payloads[i].payload));

      if (strstr (payloads[i].payload, "\xff") != NULL && *text == '\0')
        continue;
      g_assert_cmpstr (text, ==, payloads[i].numbers);
    }
}

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (sonde_numbers_path_to_name (names[i].path), ==, names[i].name);
}

static void
repeat (GString    *text,
        const char *part,
        guint       n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
}

/* Made to cost much: bounded, and soon done. */
static void
test_hostile (void)
{
  g_autoptr (SondeNumbers) numbers = sonde_numbers_new ();
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) wide = g_string_new ("[");
  g_autoptr (GString) name = g_string_new ("{\"");
  g_autoptr (GString) nested = g_string_new (NULL);
  g_autoptr (GString) large = g_string_new ("[");
  g_autoptr (GString) digits = g_string_new ("[");
  double value;

  repeat (deep, "[", 100000);
  g_string_append (deep, "1");
  repeat (deep, "]", 100000);
  g_assert_cmpuint (sonde_numbers_read (numbers, deep->str, deep->len), ==, 0);

  repeat (wide, "1,", 100000);
  g_string_append (wide, "1]");
  g_assert_cmpuint (sonde_numbers_read (numbers, wide->str, wide->len), ==, SONDE_NUMBERS_MAX);
  g_assert_cmpstr (sonde_numbers_get (numbers, SONDE_NUMBERS_MAX - 1, &value), ==, "$[499]");

  repeat (name, "a", 100000);
  g_string_append (name, "\":1,\"b\":2}");
  g_assert_cmpuint (sonde_numbers_read (numbers, name->str, name->len), ==, 1);
  g_assert_cmpstr (sonde_numbers_get (numbers, 0, &value), ==, "$.b");

  /* As deep as may be, and one more */
  for (guint depth = SONDE_NUMBERS_DEPTH_MAX; depth <= SONDE_NUMBERS_DEPTH_MAX + 1; depth++)
    {
      g_string_truncate (nested, 0);
      repeat (nested, "{\"a\":", depth);
      g_string_append (nested, "1");
      repeat (nested, "}", depth);
      g_assert_cmpuint (sonde_numbers_read (numbers, nested->str, nested->len), ==, depth <= SONDE_NUMBERS_DEPTH_MAX);
    }

  repeat (large, "1,", SONDE_NUMBERS_SIZE_MAX);
  g_assert_cmpuint (sonde_numbers_read (numbers, large->str, large->len), ==, 0);
  repeat (digits, "9", 100000);
  g_string_append (digits, ",1]");
  g_assert_cmpuint (sonde_numbers_read (numbers, digits->str, digits->len), ==, 1);
}

/* Any bytes: no fault. Each path of the JSON is the one that the tree gives. */
static void
test_any_bytes (void)
{
  static const char pieces[] = "{}[]:,\"\"ab10.-e \\tnu\xe6\xff";
  g_autoptr (SondeNumbers) numbers = sonde_numbers_new ();

  for (guint i = 0; i < 200000; i++)
    {
      char  payload[24];
      guint size = g_test_rand_int_range (0, sizeof payload);

      for (guint j = 0; j < size; j++)
        payload[j] = pieces[g_test_rand_int_range (0, sizeof pieces - 1)];
      sonde_numbers_read (numbers, payload, size);
    }
}

static void
test_as_tree (void)
{
  static const char json[] = "{\"a\":[1,{\"x y\":2,\"z\":[3,4]},5],\"b\":{\"c\":{\"d\":6}},\"7\":7}";
  g_autoptr (SondeNumbers) numbers = sonde_numbers_new ();
  g_autoptr (GBytes) payload = g_bytes_new_static (json, strlen (json));
  g_autoptr (SondeJsonTree) tree = sonde_json_tree_new (payload, 0);
  guint n = sonde_numbers_read (numbers, json, strlen (json));
  guint found = 0;

  for (guint node = 0; node < tree->nodes->len; node++)
    {
      g_autofree char *path = sonde_json_tree_dup_path (tree, node);
      double           value;

      if (sonde_json_tree_is_container (tree, node))
        continue;
      g_assert_cmpuint (found, <, n);
      g_assert_cmpstr (sonde_numbers_get (numbers, found, &value), ==, path);
      g_assert_cmpfloat (value, ==, ++found);
    }
  g_assert_cmpuint (found, ==, n);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/payload-numbers/payloads", test_payloads);
  g_test_add_func ("/payload-numbers/names", test_names);
  g_test_add_func ("/payload-numbers/hostile", test_hostile);
  g_test_add_func ("/payload-numbers/any-bytes", test_any_bytes);
  g_test_add_func ("/payload-numbers/paths-as-the-tree", test_as_tree);

  return g_test_run ();
}
