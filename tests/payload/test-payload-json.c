/* test-payload-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-payload.h"

#include <string.h>

#define DATA(text) ((const guint8 *) (text))

/* clang-format off */
static const struct
{
  const char *payload;
  const char *text;
} pretty[] = {
  { "1",                               "1" },
  { " true ",                          "true" },
  { "\"x\"",                           "\"x\"" },
  { "{}",                              "{}" },
  { "[ ]",                             "[]" },
  { "{\"a\":{},\"b\":[\n]}",           "{\n  \"a\": {},\n  \"b\": []\n}" },
  { "[[],[{}]]",                       "[\n  [],\n  [\n    {}\n  ]\n]" },
  { "{\"a\" : 1,\"b\":[1,2]}",         "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ]\n}" },
  { "[18446744073709551615,0.1,-0,1E+2,1.0]",
    "[\n  18446744073709551615,\n  0.1,\n  -0,\n  1E+2,\n  1.0\n]" },
  { "{\"z\":1,\"a\":2,\"z\":3}",       "{\n  \"z\": 1,\n  \"a\": 2,\n  \"z\": 3\n}" },
  { "[\"\\ud800\",\"\\u0041\\/\"]",    "[\n  \"\\ud800\",\n  \"\\u0041\\/\"\n]" },
  { "{\"温度\":\"你好\"}",             "{\n  \"温度\": \"你好\"\n}" },
  { "[\"a  b\",\" , : { } \"]",        "[\n  \"a  b\",\n  \" , : { } \"\n]" },
};
/* clang-format on */

static void
test_pretty (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pretty); i++)
    {
      gsize size = strlen (pretty[i].payload);
      g_autoptr (SondeDisplay) display = sonde_payload_to_json (DATA (pretty[i].payload), size, SONDE_DISPLAY_FIRST);

      g_assert_null (display->fault);
      g_assert_cmpstr (display->text, ==, pretty[i].text);
      g_assert_true (display->complete);
      g_assert_cmpuint (display->shown, ==, size);
      g_assert_false (display->broken);
      g_assert_false (display->escaped);
    }
}

/* clang-format off */
static const struct
{
  const char *payload;
  const char *where; /* in the fault */
  const char *text;
} faults[] = {
  { "hello",              "line 1, column 1",  "hello" },
  { "{\"a\": 1,}",        "line 1, column 9",  "{\"a\": 1,}" },
  { "[1,\n 2,\n x]",      "line 3, column 2",  "[1,\n 2,\n x]" },
  { "{\"你\": tru}",      "line 1, column 7",  "{\"你\": tru}" },
  { "[1] [2]",            "line 1, column 5",  "[1] [2]" },
  { "[1",                 "line 1, column 3",  "[1" },
  { " ",                  "line 1, column 2",  " " },
  { "[\"\x01\"]",         "line 1, column 3",  "[\"\\x01\"]" },
};
/* clang-format on */

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      gsize size = strlen (faults[i].payload);
      g_autoptr (SondeDisplay) display = sonde_payload_to_json (DATA (faults[i].payload), size, SONDE_DISPLAY_FIRST);

      g_assert_nonnull (display->fault);
      g_test_message ("%s", display->fault);
      g_assert_nonnull (strstr (display->fault, faults[i].where));
      g_assert_cmpstr (display->text, ==, faults[i].text);
      g_assert_true (display->complete);
    }
}

/* A text that is JSON has no fault wherever it is cut, and what is shown is its beginning. */
static void
test_cut_anywhere (void)
{
  static const char payload[] = "{\"a\" : [true, false ,null,-1.5e+3,\"b\\\"\\u00e9 \\\\\"],\n"
                                " \"你好\":{\"x\":\"世界\",\"e\":[]},\"z\":0}  ";
  g_autoptr (SondeDisplay) whole = sonde_payload_to_json (DATA (payload), strlen (payload), 0);

  g_assert_null (whole->fault);
  for (gsize limit = 1; limit < strlen (payload); limit++)
    {
      g_autofree guint8 *exact = g_memdup2 (payload, strlen (payload));
      g_autoptr (SondeDisplay) display = sonde_payload_to_json (exact, strlen (payload), limit);

      g_assert_null (display->fault);
      g_assert_false (display->complete);
      g_assert_cmpuint (display->shown, <=, limit);
      g_assert_cmpuint (display->shown + 3, >, limit);
      g_assert_false (display->escaped);
      g_assert_true (g_str_has_prefix (whole->text, display->text));
    }
}

/* clang-format off */
static const struct
{
  const char *payload;
  gsize       limit;
} faults_before_the_cut[] = {
  { "hello world hello world", 12 },
  { "[1,,2,3,4,5,6]",           8 },
  { "{\"a\" 1, \"b\": 2}",     10 },
  { "[\"a\nbcdefghijk\"]",      8 },
  { "[\"\\q\", 2, 3, 4]",       9 },
  { "[truth, 2, 3, 4]",         9 },
  { "[1] [2, 3, 4, 5]",         9 },
  { "[1] \"abcdefghi\"",        9 },
  { "nul nul nul",              5 },
};
/* clang-format on */

static void
test_faults_before_the_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults_before_the_cut); i++)
    {
      const char *payload = faults_before_the_cut[i].payload;
      g_autoptr (SondeDisplay) display = sonde_payload_to_json (DATA (payload), strlen (payload), faults_before_the_cut[i].limit);

      g_assert_nonnull (display->fault);
      g_assert_false (display->complete);
    }
}

static void
test_nested (void)
{
  guint            n = 100000;
  g_autofree char *opening = g_strnfill (n, '[');
  g_autofree char *closing = g_strnfill (n, ']');
  g_autofree char *payload = g_strconcat (opening, closing, NULL);
  g_autoptr (SondeDisplay) all = sonde_payload_to_json (DATA (payload), 2 * n, 0);
  g_autoptr (SondeDisplay) first = sonde_payload_to_json (DATA (payload), 2 * n, SONDE_DISPLAY_FIRST);

  g_assert_null (all->fault);
  g_assert_true (all->complete);
  g_assert_cmpuint (strlen (all->text), <, 2 * n * (1 + 1 + 64));

  /* What is laid out at once is bounded, blanks included. */
  g_assert_null (first->fault);
  g_assert_false (first->complete);
  g_assert_cmpuint (first->shown, >, 10000);
  g_assert_cmpuint (strlen (first->text), <, 9 * SONDE_DISPLAY_FIRST);
}

static void
test_long_string (void)
{
  gsize            size = 10 * 1000 * 1000;
  g_autofree char *filling = g_strnfill (size, 'x');
  g_autofree char *payload = g_strconcat ("{\"data\":\"", filling, "\"}", NULL);
  g_autoptr (SondeDisplay) first = sonde_payload_to_json (DATA (payload), strlen (payload), SONDE_DISPLAY_FIRST);
  g_autoptr (SondeDisplay) all = sonde_payload_to_json (DATA (payload), strlen (payload), 0);

  g_assert_true (g_str_has_prefix (first->text, "{\n  \"data\": \"xxxx"));
  g_assert_null (first->fault);
  g_assert_true (first->broken);
  g_assert_cmpuint (first->shown, ==, SONDE_DISPLAY_FIRST);

  g_assert_null (all->fault);
  g_assert_true (all->broken);
  g_assert_true (g_str_has_suffix (all->text, "x\"\n}"));
}

/* What stands in strings is shown as in a text. */
static void
test_control_characters_in_strings (void)
{
  static const char payload[] = "[\"\x7f\"]";
  g_autoptr (SondeDisplay) display = sonde_payload_to_json (DATA (payload), strlen (payload), 0);

  g_assert_null (display->fault);
  g_assert_cmpstr (display->text, ==, "[\n  \"\\x7f\"\n]");
  g_assert_true (display->escaped);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/payload/json/pretty", test_pretty);
  g_test_add_func ("/payload/json/faults", test_faults);
  g_test_add_func ("/payload/json/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/payload/json/faults-before-the-cut", test_faults_before_the_cut);
  g_test_add_func ("/payload/json/nested", test_nested);
  g_test_add_func ("/payload/json/long-string", test_long_string);
  g_test_add_func ("/payload/json/control-characters-in-strings", test_control_characters_in_strings);

  return g_test_run ();
}
