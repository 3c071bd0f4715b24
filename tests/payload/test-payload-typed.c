/* test-payload-typed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-json-format.h>
#include <sonde-payload-typed.h>

#include <string.h>

/* clang-format off */
static const struct
{
  SondeTypedFormat format;
  const char      *text;
  const char      *bytes; /* NULL: a fault */
  gsize            size;
} typed[] = {
  { SONDE_TYPED_TEXT,   "",              "",                 0 },
  { SONDE_TYPED_TEXT,   " 你好\n",       " 你好\n",          8 },
  { SONDE_TYPED_JSON,   "",              "",                 0 },
  { SONDE_TYPED_JSON,   "{\"a\": 1.0}",  "{\"a\": 1.0}",    10 },
  { SONDE_TYPED_JSON,   "{\"a\": }",     NULL,               0 },
  { SONDE_TYPED_JSON,   "{} x",          NULL,               0 },
  { SONDE_TYPED_HEX,    "",              "",                 0 },
  { SONDE_TYPED_HEX,    "00 fF\n10",     "\x00\xff\x10",     3 },
  { SONDE_TYPED_HEX,    "00ff",          "\x00\xff",         2 },
  { SONDE_TYPED_HEX,    "0",             NULL,               0 },
  { SONDE_TYPED_HEX,    "0 0",           NULL,               0 },
  { SONDE_TYPED_HEX,    "0x10",          NULL,               0 },
  { SONDE_TYPED_HEX,    "0é",            NULL,               0 },
  { SONDE_TYPED_BASE64, "",              "",                 0 },
  { SONDE_TYPED_BASE64, "AP8=",          "\x00\xff",         2 },
  { SONDE_TYPED_BASE64, "A P\n8=\t",     "\x00\xff",         2 },
  { SONDE_TYPED_BASE64, "aGVsbG8x",      "hello1",           6 },
  { SONDE_TYPED_BASE64, "AP8",           NULL,               0 },
  { SONDE_TYPED_BASE64, "A===",          NULL,               0 },
  { SONDE_TYPED_BASE64, "AP=8",          NULL,               0 },
  { SONDE_TYPED_BASE64, "AP_-",          NULL,               0 },
};

static const struct
{
  SondeTypedFormat format;
  const char      *bytes;
  gsize            size;
  const char      *text; /* NULL: cannot be typed so */
} shown[] = {
  { SONDE_TYPED_TEXT,   "a\nb",         3, "a\nb" },
  { SONDE_TYPED_TEXT,   NULL,           0, "" },
  { SONDE_TYPED_JSON,   NULL,           0, "" },
  { SONDE_TYPED_TEXT,   "a\0b",         3, NULL },
  { SONDE_TYPED_TEXT,   "\xff",         1, NULL },
  { SONDE_TYPED_JSON,   "{\"a\":1}",    7, "{\"a\":1}" },
  { SONDE_TYPED_JSON,   "\xc3",         1, NULL },
  { SONDE_TYPED_HEX,    "",             0, "" },
  { SONDE_TYPED_HEX,    "\x00\xff",     2, "00 ff" },
  { SONDE_TYPED_HEX,    "0123456789abcdef0", 17, "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66\n30" },
  { SONDE_TYPED_BASE64, "\x00\xff",     2, "AP8=" },
};

static const struct
{
  SondeTypedFormat format;
  const char      *text;
  gsize            place;
} faults[] = {
  { SONDE_TYPED_JSON,   "{\"a\": }",      6 },
  { SONDE_TYPED_JSON,   "[1,\n 你]",       5 },
  { SONDE_TYPED_JSON,   "{\"a\": 1",      7 },
  { SONDE_TYPED_HEX,    "00 f\n",         4 },
  { SONDE_TYPED_HEX,    "00 0",           3 },
  { SONDE_TYPED_HEX,    "00 é0",          3 },
  { SONDE_TYPED_BASE64, "AP\n_-",         3 },
  { SONDE_TYPED_BASE64, "AP=8",           3 },
  { SONDE_TYPED_BASE64, "AP8",            2 },
};

static const struct
{
  SondeTypedFormat from, to;
  const char      *text;
  const char      *converted; /* NULL: cannot be typed so */
} conversions[] = {
  { SONDE_TYPED_TEXT,   SONDE_TYPED_JSON,   "no JSON",   "no JSON" },
  { SONDE_TYPED_JSON,   SONDE_TYPED_TEXT,   "{\"a\" :1}", "{\"a\" :1}" },
  { SONDE_TYPED_JSON,   SONDE_TYPED_HEX,    "{",         "7b" },
  { SONDE_TYPED_TEXT,   SONDE_TYPED_BASE64, "hello1",    "aGVsbG8x" },
  { SONDE_TYPED_HEX,    SONDE_TYPED_TEXT,   "68 69",     "hi" },
  { SONDE_TYPED_HEX,    SONDE_TYPED_BASE64, "00ff",      "AP8=" },
  { SONDE_TYPED_HEX,    SONDE_TYPED_TEXT,   "00ff",      NULL },
  { SONDE_TYPED_BASE64, SONDE_TYPED_JSON,   "AP8=",      NULL },
  { SONDE_TYPED_HEX,    SONDE_TYPED_TEXT,   "no hex",    "no hex" },
  { SONDE_TYPED_HEX,    SONDE_TYPED_BASE64, "",          "" },
};

static const struct
{
  const char *text;
  const char *formatted; /* NULL: no JSON */
} layouts[] = {
  { "1",                                  "1" },
  { "",                                   NULL },
  { "{\"a\":}",                           NULL },
  { " { } ",                              "{}" },
  { "[[],[{}]]",                          "[\n  [],\n  [\n    {}\n  ]\n]" },
  { "{\"a\":{\"b\":[1,2]},\"a\":[\n]}",    "{\n  \"a\": {\n    \"b\": [\n      1,\n      2\n    ]\n  },\n  \"a\": []\n}" },
  { "[18446744073709551615,0.1,-0,1E+2]", "[\n  18446744073709551615,\n  0.1,\n  -0,\n  1E+2\n]" },
  { "[\"\\ud800\",\" , : { }  \"]",       "[\n  \"\\ud800\",\n  \" , : { }  \"\n]" },
};
/* clang-format on */

static void
test_to_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *fault = NULL;
      g_autoptr (GBytes) bytes = sonde_typed_to_bytes (typed[i].format, typed[i].text, &fault);

      g_test_message ("%s", typed[i].text);
      g_assert_true ((bytes == NULL) == (fault != NULL));
      g_assert_true ((bytes == NULL) == (typed[i].bytes == NULL));
      if (bytes != NULL)
        g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), typed[i].bytes, typed[i].size);
    }
}

static void
test_from_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (shown[i].bytes, shown[i].size);
      g_autofree char *text = sonde_typed_from_bytes (shown[i].format, bytes);

      g_assert_cmpstr (text, ==, shown[i].text);
    }
}

/* All bytes there are come back from each format that can hold them. */
static void
test_round_trip (void)
{
  static const SondeTypedFormat formats[] = { SONDE_TYPED_HEX, SONDE_TYPED_BASE64 };
  guint8                        all[256];
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < sizeof all; i++)
    all[i] = i;
  bytes = g_bytes_new_static (all, sizeof all);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = sonde_typed_from_bytes (formats[i], bytes);
      g_autofree char *fault = NULL;
      g_autoptr (GBytes) back = sonde_typed_to_bytes (formats[i], text, &fault);

      g_assert_null (fault);
      g_assert_true (g_bytes_equal (bytes, back));
    }
}

static void
test_places (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *fault = NULL;
      gsize            place;

      g_test_message ("%s", faults[i].text);
      g_assert_null (sonde_typed_parse (faults[i].format, faults[i].text, &place, &fault));
      g_assert_nonnull (fault);
      g_assert_cmpuint (place, ==, faults[i].place);
    }
}

static void
test_convert (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (conversions); i++)
    {
      g_autofree char *converted = sonde_typed_convert (conversions[i].from, conversions[i].to, conversions[i].text);

      g_test_message ("%s", conversions[i].text);
      g_assert_cmpstr (converted, ==, conversions[i].converted);
    }
}

static void
test_format_json (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *formatted = sonde_json_format (layouts[i].text);
      g_autofree char *again = NULL;

      g_assert_cmpstr (formatted, ==, layouts[i].formatted);
      if (formatted != NULL)
        again = sonde_json_format (formatted);
      g_assert_cmpstr (formatted, ==, again);
    }
}

/* A line is as long as its value, and deep nesting does not grow without bound. */
static void
test_format_large_json (void)
{
  enum
  {
    SIZE = 100000
  };
  g_autofree char *value = g_strnfill (SIZE, '1');
  g_autofree char *same = sonde_json_format (value);
  g_autoptr (GString) brackets = g_string_new (NULL);
  g_autofree char *formatted = NULL;

  g_assert_cmpstr (same, ==, value);

  for (guint i = 0; i < SIZE; i++)
    g_string_append_c (brackets, '[');
  for (guint i = 0; i < SIZE; i++)
    g_string_append_c (brackets, ']');
  formatted = sonde_json_format (brackets->str);
  g_assert_nonnull (formatted);
  g_assert_cmpuint (strlen (formatted), <, 12 * brackets->len);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/payload-typed/to-bytes", test_to_bytes);
  g_test_add_func ("/payload-typed/from-bytes", test_from_bytes);
  g_test_add_func ("/payload-typed/round-trip", test_round_trip);
  g_test_add_func ("/payload-typed/places", test_places);
  g_test_add_func ("/payload-typed/convert", test_convert);
  g_test_add_func ("/payload-typed/format-json", test_format_json);
  g_test_add_func ("/payload-typed/format-large-json", test_format_large_json);
  return g_test_run ();
}
