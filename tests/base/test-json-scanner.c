/* test-json-scanner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-json-scanner.h"

#include <string.h>

/* A literal with its length: it may hold U+0000. */
#define T(literal) literal, sizeof literal - 1

/* clang-format off */

/* Tokens as text: the type's letter and what was written; "." after the first of its container. */
static const struct
{
  const char *json;
  gsize       length;
  const char *tokens;
} good[] = {
  { T ("1"), "n1." },
  { T (" \t\r\n-0 "), "n-0." },
  { T ("18446744073709551615"), "n18446744073709551615." },
  { T ("0.10"), "n0.10." },
  { T ("-1.5e+10"), "n-1.5e+10." },
  { T ("1E5"), "n1E5." },
  { T ("true"), "ttrue." },
  { T ("false"), "ffalse." },
  { T ("null"), "0null." },
  { T ("\"\""), "s\"\"." },
  { T ("\"a\\\"b\\\\\""), "s\"a\\\"b\\\\\"." },
  { T ("\"\\u00e9\\ud800\\n\\/\""), "s\"\\u00e9\\ud800\\n\\/\"." },
  { T ("\"你好 \xf0\x9f\x9a\x80\""), "s\"你好 \xf0\x9f\x9a\x80\"." },
  { T ("\"\x7f\""), "s\"\x7f\"." },
  { T ("[]"), "[[. ]]." },
  { T ("{}"), "{{. }}." },
  { T ("[1,2]"), "[[. n1. n2 ]]" },
  { T ("[[],{}]"), "[[. [[. ]]. {{ }}. ]]" },
  { T ("{\"a\":1,\"a\":[true]}"), "{{. k\"a\". n1 k\"a\" [[ ttrue. ]] }}" },
  { T ("{ \"a\" : { \"b\" : null } }"), "{{. k\"a\". {{ k\"b\". 0null }} }}" },
};

static const struct
{
  const char *json;
  gsize       length;
  guint       line, column;
  const char *error; /* a part of it */
} bad[] = {
  { T (""), 1, 1, "no JSON value" },
  { T ("  \n "), 2, 2, "no JSON value" },
  { T ("\xef\xbb\xbf" "1"), 1, 1, "byte order mark" },
  { T ("["), 1, 2, "ends before" },
  { T ("[1"), 1, 3, "ends before" },
  { T ("[1,"), 1, 4, "ends before" },
  { T ("{\"a\""), 1, 5, "ends before" },
  { T ("{\"a\":"), 1, 6, "ends before" },
  { T ("]"), 1, 1, "missing before this bracket" },
  { T ("}"), 1, 1, "missing before this bracket" },
  { T ("[1}"), 1, 3, "comma or ]" },
  { T ("{\"a\":1]"), 1, 7, "comma or }" },
  { T ("[1 2]"), 1, 4, "comma or ]" },
  { T ("[1,]"), 1, 4, "missing before this bracket" },
  { T ("[,1]"), 1, 2, "value is missing" },
  { T ("{\"a\":1,}"), 1, 8, "No comma" },
  { T ("{,}"), 1, 2, "key in double quotes" },
  { T ("{a:1}"), 1, 2, "key in double quotes" },
  { T ("{1:1}"), 1, 2, "key in double quotes" },
  { T ("{\"a\" 1}"), 1, 6, "colon" },
  { T ("{\"a\",1}"), 1, 5, "colon" },
  { T ("[\"a\":1]"), 1, 5, "comma or ]" },
  { T ("1 2"), 1, 3, "follows the end" },
  { T ("{}x"), 1, 3, "follows the end" },
  { T ("1\0"), 1, 2, "follows the end" },
  { T ("\0"), 1, 1, "value is missing" },
  { T ("'a'"), 1, 1, "value is missing" },
  { T ("tru"), 1, 1, "true, false and null" },
  { T ("nul l"), 1, 1, "true, false and null" },
  { T ("True"), 1, 1, "value is missing" },
  { T ("NaN"), 1, 1, "value is missing" },
  { T ("truex"), 1, 5, "follows the end" },
  { T ("+1"), 1, 1, "value is missing" },
  { T (".5"), 1, 1, "value is missing" },
  { T ("-"), 1, 2, "digit" },
  { T ("-a"), 1, 2, "digit" },
  { T ("01"), 1, 1, "needless 0" },
  { T ("-01"), 1, 2, "needless 0" },
  { T ("1."), 1, 3, "digit" },
  { T ("[1.]"), 1, 4, "digit" },
  { T ("1e"), 1, 3, "digit" },
  { T ("1e+"), 1, 4, "digit" },
  { T ("\""), 1, 2, "within a string" },
  { T ("\"a"), 1, 3, "within a string" },
  { T ("\"\\"), 1, 3, "within a string" },
  { T ("\"\\x\""), 1, 2, "escape" },
  { T ("\"\\\0\""), 1, 2, "escape" },
  { T ("\"\\u12g4\""), 1, 2, "hexadecimal" },
  { T ("\"\\u12"), 1, 2, "hexadecimal" },
  { T ("\"a\nb\""), 1, 3, "control character" },
  { T ("\"\0\""), 1, 2, "control character" },
  { T ("\"\xff\""), 1, 2, "UTF-8" },
  { T ("\"\x80\""), 1, 2, "UTF-8" },
  { T ("\"\xc0\xaf\""), 1, 2, "UTF-8" },
  { T ("\"\xe0\x80\xaf\""), 1, 2, "UTF-8" },
  { T ("\"\xed\xa0\x80\""), 1, 2, "UTF-8" },
  { T ("\"\xf4\x90\x80\x80\""), 1, 2, "UTF-8" },
  { T ("\"\xf0\x9f\x9a"), 1, 2, "UTF-8" },
  { T ("\"\xe4\xbd\""), 1, 2, "UTF-8" },
  { T ("[\"你好\",\n \"é\" x]"), 2, 6, "comma or ]" },
  { T ("[\r\n1,\r2,\n3 x]"), 4, 3, "comma or ]" },
};

/* clang-format on */

static char
get_letter (SondeJsonTokenType type)
{
  return "??{}[]ksntf0"[type];
}

static char *
scan (const char         *json,
      gsize               length,
      SondeJsonTokenType *last)
{
  /* a buffer of its own, so that a sanitizer sees a read beyond it */
  g_autofree char *bytes = g_memdup2 (json, length);
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (bytes, length, 0);
  GString       *tokens = g_string_new (NULL);
  SondeJsonToken token;

  while (sonde_json_scanner_next (scanner, &token) > SONDE_JSON_TOKEN_ERROR)
    {
      if (tokens->len > 0)
        g_string_append_c (tokens, ' ');
      g_string_append_c (tokens, get_letter (token.type));
      g_string_append_len (tokens, token.start, token.length);
      if (token.is_first)
        g_string_append_c (tokens, '.');
    }

  *last = sonde_json_scanner_next (scanner, &token);
  g_assert_cmpint (*last, ==, token.type);

  return g_string_free (tokens, FALSE);
}

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      SondeJsonTokenType last;
      g_autofree char   *tokens = scan (good[i].json, good[i].length, &last);

      g_assert_cmpstr (tokens, ==, good[i].tokens);
      g_assert_cmpint (last, ==, SONDE_JSON_TOKEN_END);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *bytes = g_memdup2 (bad[i].json, bad[i].length);
      g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (bytes, bad[i].length, 0);
      SondeJsonToken token;
      const char    *error;
      guint          line = 0, column = 0;

      while (sonde_json_scanner_next (scanner, &token) > SONDE_JSON_TOKEN_ERROR)
        g_assert_null (sonde_json_scanner_get_error (scanner, NULL, NULL));

      error = sonde_json_scanner_get_error (scanner, &line, &column);
      g_test_message ("text %" G_GSIZE_FORMAT ": %u:%u %s", i, line, column, error);
      g_assert_cmpint (token.type, ==, SONDE_JSON_TOKEN_ERROR);
      g_assert_cmpint (sonde_json_scanner_next (scanner, &token), ==, SONDE_JSON_TOKEN_ERROR);
      g_assert_nonnull (strstr (error, bad[i].error));
      g_assert_cmpuint (line, ==, bad[i].line);
      g_assert_cmpuint (column, ==, bad[i].column);
    }
}

/* Of a good text, no beginning is good, but where a number ends early. */
static void
test_every_beginning (void)
{
  static const char json[] = "{\"key\\u00e9\":[1.5e3,\"é\\n\",{},[],true,false,null],\"b\":{}}";

  for (gsize length = 0; length <= sizeof json - 1; length++)
    {
      SondeJsonTokenType last;
      g_autofree char   *tokens = scan (json, length, &last);

      g_assert_cmpint (last, ==, length == sizeof json - 1 ? SONDE_JSON_TOKEN_END : SONDE_JSON_TOKEN_ERROR);
    }
}

/* Depth costs a bit a level, and no stack. */
static void
test_deep_nesting (void)
{
  const guint      depth = 1000 * 1000;
  g_autofree char *json = g_malloc (2 * depth);
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (json, 2 * depth, 0);
  SondeJsonToken token;

  memset (json, '[', depth);
  memset (json + depth, ']', depth);

  for (guint i = 0; i < depth; i++)
    {
      g_assert_cmpint (sonde_json_scanner_next (scanner, &token), ==, SONDE_JSON_TOKEN_ARRAY_START);
      g_assert_cmpuint (token.depth, ==, i);
    }
  for (guint i = depth; i > 0; i--)
    {
      g_assert_cmpint (sonde_json_scanner_next (scanner, &token), ==, SONDE_JSON_TOKEN_ARRAY_END);
      g_assert_cmpuint (token.depth, ==, i - 1);
    }
  g_assert_cmpint (sonde_json_scanner_next (scanner, &token), ==, SONDE_JSON_TOKEN_END);
}

/* Objects and arrays in turn: the bits are told apart at each level. */
static void
test_mixed_nesting (void)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char   *tokens = NULL;
  SondeJsonTokenType last;

  for (int i = 0; i < 200; i++)
    g_string_append (json, i * i % 3 == 0 ? "{\"k\":" : "[");
  g_string_append_c (json, '1');
  for (int i = 199; i >= 0; i--)
    g_string_append_c (json, i * i % 3 == 0 ? '}' : ']');

  tokens = scan (json->str, json->len, &last);
  g_assert_cmpint (last, ==, SONDE_JSON_TOKEN_END);

  json->str[json->len - 1] = ']';
  g_free (tokens);
  tokens = scan (json->str, json->len, &last);
  g_assert_cmpint (last, ==, SONDE_JSON_TOKEN_ERROR);
}

static void
test_depth_limit (void)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (T ("[[[]]]"), 2);
  SondeJsonToken token;
  guint          line, column;

  sonde_json_scanner_next (scanner, &token);
  g_assert_cmpint (sonde_json_scanner_next (scanner, &token), ==, SONDE_JSON_TOKEN_ARRAY_START);
  g_assert_cmpint (sonde_json_scanner_next (scanner, &token), ==, SONDE_JSON_TOKEN_ERROR);
  g_assert_nonnull (strstr (sonde_json_scanner_get_error (scanner, &line, &column), "too deeply"));
  g_assert_cmpuint (column, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-scanner/good", test_good);
  g_test_add_func ("/json-scanner/bad", test_bad);
  g_test_add_func ("/json-scanner/every-beginning", test_every_beginning);
  g_test_add_func ("/json-scanner/deep-nesting", test_deep_nesting);
  g_test_add_func ("/json-scanner/mixed-nesting", test_mixed_nesting);
  g_test_add_func ("/json-scanner/depth-limit", test_depth_limit);

  return g_test_run ();
}
