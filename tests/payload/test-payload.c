/* test-payload.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-payload-hex.h"
#include "sonde-payload.h"

#include <string.h>

typedef SondeDisplay *(*Format) (const guint8 *payload,
                                 gsize         size,
                                 gsize         limit);

#define BYTES(literal) (literal), sizeof (literal) - 1
#define DATA(text) ((const guint8 *) (text))

/* ---- Every display ---- */

static void
assert_display (const SondeDisplay *display,
                gsize               size,
                gsize               limit)
{
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_utf8_validate (display->text, -1, NULL));
  g_assert_cmpuint (display->shown, <=, limit > 0 ? MIN (limit, size) : size);
  g_assert_cmpint (display->complete, ==, display->shown == size);

  lines = g_strsplit (display->text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, SONDE_DISPLAY_LINE);
}

/* A copy with nothing after its end, so that a sanitizer sees who reads on. */
static SondeDisplay *
show (Format      format,
      const void *payload,
      gsize       size,
      gsize       limit)
{
  g_autofree guint8 *exact = g_memdup2 (payload, size);
  SondeDisplay      *display = format (exact, size, limit);

  assert_display (display, size, limit);

  return display;
}

static void
test_any_bytes (void)
{
  static const Format formats[] = { sonde_payload_to_text, sonde_payload_to_json, sonde_payload_to_hex,
                                    sonde_payload_to_base64 };
  static const char   alphabet[] = "{}[]:,\"\\ \n\rtruefalsenull0123456789.eE+-u\xe4\xbd\xa0\xff\x00\x1b\xf0\x9f";

  for (guint turn = 0; turn < 3000; turn++)
    {
      guint8 payload[64];
      gsize  size = g_test_rand_int_range (0, sizeof payload);

      for (gsize i = 0; i < size; i++)
        payload[i] = turn % 4 == 0 ? g_test_rand_int_range (0, 256)
                                   : alphabet[g_test_rand_int_range (0, sizeof alphabet)];

      for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
        {
          g_autoptr (SondeDisplay) all = show (formats[i], payload, size, 0);
          g_autoptr (SondeDisplay) part = show (formats[i], payload, size, 17);

          g_assert_true (all->complete);
          g_assert_cmpuint (part->shown, <=, 17);
        }
    }
}

/* ---- Text ---- */

/* clang-format off */
static const struct
{
  const char *payload;
  gsize       size;
  const char *text;
  gboolean    escaped;
} texts[] = {
  { BYTES (""),                         "",                          FALSE },
  { BYTES ("hello"),                    "hello",                     FALSE },
  { BYTES ("a\tb\r\nc\n"),              "a\tb\r\nc\n",               FALSE },
  { BYTES ("你好, Tyler-1"),            "你好, Tyler-1",             FALSE },
  { BYTES ("a\0b"),                     "a\\x00b",                   TRUE },
  { BYTES ("\0\0"),                     "\\x00\\x00",                TRUE },
  { BYTES ("\x1b[31m\x7f"),             "\\x1b[31m\\x7f",            TRUE },
  { BYTES ("\xff\xfe"),                 "\\xff\\xfe",                TRUE },
  { BYTES ("\xc2\x85"),                 "\\xc2\\x85",                TRUE },  /* NEL, a control character */
  { BYTES ("\xc2\xa0"),                 "\xc2\xa0",                  FALSE },
  { BYTES ("\xe4\xbd"),                 "\\xe4\\xbd",                TRUE },  /* torn */
  { BYTES ("\xc0\x80"),                 "\\xc0\\x80",                TRUE },  /* overlong */
  { BYTES ("\xed\xa0\x80"),             "\\xed\\xa0\\x80",           TRUE },  /* a surrogate */
  { BYTES ("\xf4\x90\x80\x80"),         "\\xf4\\x90\\x80\\x80",      TRUE },  /* beyond U+10FFFF */
  { BYTES ("\xf0\x9f\x98\x80"),         "\xf0\x9f\x98\x80",          FALSE },
  { BYTES ("a\xe2\x80\xa8z\xe2\x80\xae"), "a\xe2\x80\xa8z\xe2\x80\xae", FALSE }, /* U+2028, U+202E */
  { BYTES ("\xef\xbf\xbe"),             "\xef\xbf\xbe",              FALSE },
  { BYTES ("C:\\x00"),                  "C:\\x00",                   FALSE },
};
/* clang-format on */

static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SondeDisplay) display = show (sonde_payload_to_text, texts[i].payload, texts[i].size, 0);

      g_assert_cmpstr (display->text, ==, texts[i].text);
      g_assert_cmpint (display->escaped, ==, texts[i].escaped);
      g_assert_false (display->broken);
      g_assert_true (display->complete);
      g_assert_null (display->fault);
    }
}

static void
test_text_without_payload (void)
{
  g_autoptr (SondeDisplay) text = sonde_payload_to_text (NULL, 0, 0);
  g_autoptr (SondeDisplay) json = sonde_payload_to_json (NULL, 0, SONDE_DISPLAY_FIRST);
  g_autoptr (SondeDisplay) hex = sonde_payload_to_hex (NULL, 0, 0);
  g_autofree char *preview = sonde_payload_preview (NULL, 0, 20);

  g_assert_cmpstr (text->text, ==, "");
  g_assert_cmpstr (json->text, ==, "");
  g_assert_null (json->fault);
  g_assert_true (json->complete);
  g_assert_cmpstr (hex->text, ==, "");
  g_assert_cmpstr (preview, ==, "");
  g_assert_cmpint (sonde_payload_guess (NULL, 0), ==, SONDE_PAYLOAD_TEXT);
}

/* What is left of a display when the line ends that it added are taken out. */
static char *
join (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv ("", lines);
}

static void
test_text_long_lines (void)
{
  static const char *const units[] = { "x", "é", "你", "\xf0\x9f\x98\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) payload = g_string_new ("ab");
      g_autoptr (SondeDisplay) display = NULL;
      g_autofree char *joined = NULL;

      while (payload->len < 3 * SONDE_DISPLAY_LINE)
        g_string_append (payload, units[i]);
      display = show (sonde_payload_to_text, payload->str, payload->len, 0);

      g_assert_true (display->broken);
      g_assert_false (display->escaped);
      joined = join (display->text);
      g_assert_cmpstr (joined, ==, payload->str);
    }
}

static void
test_text_lines_that_just_fit (void)
{
  g_autofree char *line = g_strnfill (SONDE_DISPLAY_LINE, 'x');
  g_autofree char *unix_lines = g_strconcat (line, "\n", line, NULL);
  g_autofree char *dos_lines = g_strconcat (line, "\r\n", line, "\r\n", NULL);
  g_autoptr (SondeDisplay) display = sonde_payload_to_text (DATA (unix_lines), strlen (unix_lines), 0);
  g_autoptr (SondeDisplay) dos = sonde_payload_to_text (DATA (dos_lines), strlen (dos_lines), 0);

  g_assert_cmpstr (display->text, ==, unix_lines);
  g_assert_false (display->broken);
  g_assert_cmpstr (dos->text, ==, dos_lines);
  g_assert_false (dos->broken);
}

/* An escape is not torn by the end of a line either. */
static void
test_text_long_binary (void)
{
  g_autofree char *payload = g_malloc0 (2 * SONDE_DISPLAY_LINE);
  g_autoptr (SondeDisplay) display = show (sonde_payload_to_text, payload, 2 * SONDE_DISPLAY_LINE - 1, 0);
  g_auto (GStrv) lines = g_strsplit (display->text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]) % 4, ==, 0);
}

static void
test_text_ten_megabytes_in_a_line (void)
{
  gsize            size = 10 * 1000 * 1000;
  g_autofree char *payload = g_strnfill (size, 'x');
  g_autoptr (SondeDisplay) first = show (sonde_payload_to_text, payload, size, SONDE_DISPLAY_FIRST);
  g_autoptr (SondeDisplay) all = show (sonde_payload_to_text, payload, size, 0);

  g_assert_cmpuint (first->shown, ==, SONDE_DISPLAY_FIRST);
  g_assert_cmpuint (strlen (first->text), ==, SONDE_DISPLAY_FIRST + SONDE_DISPLAY_FIRST / SONDE_DISPLAY_LINE - 1);
  g_assert_true (first->broken);
  g_assert_false (first->complete);
  g_assert_true (all->complete);
  g_assert_cmpuint (strlen (all->text), ==, size + (size - 1) / SONDE_DISPLAY_LINE);
}

/* clang-format off */
static const struct
{
  const char *payload;
  gsize       limit, shown;
  const char *text;
} cuts[] = {
  { "你好",         5, 3, "你" },
  { "你好",         4, 3, "你" },
  { "你好",         3, 3, "你" },
  { "你好",         2, 0, "" },
  { "你好",         6, 6, "你好" },
  { "你好",         7, 6, "你好" },
  { "abcd",         2, 2, "ab" },
  { "\xf0\x9f\x98\x80z", 3, 0, "" },
  { "é\x80\x80\x80", 3, 3, "é\\x80" },
  { "\x80\x80\x80\x80\x80", 4, 4, "\\x80\\x80\\x80\\x80" },
};
/* clang-format on */

static void
test_text_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (SondeDisplay) display = show (sonde_payload_to_text, cuts[i].payload, strlen (cuts[i].payload), cuts[i].limit);

      g_assert_cmpstr (display->text, ==, cuts[i].text);
      g_assert_cmpuint (display->shown, ==, cuts[i].shown);
    }
}

/* ---- Hex ---- */

static void
test_hex (void)
{
  static const char payload[] = "Hello, \xe4\xbd\xa0\xe5\xa5\xbd!\0\x1f\x7f~ bye";
  g_autoptr (SondeDisplay) all = show (sonde_payload_to_hex, BYTES (payload), 0);
  g_autoptr (SondeDisplay) line = show (sonde_payload_to_hex, BYTES (payload), 16);
  g_autoptr (SondeDisplay) part = show (sonde_payload_to_hex, BYTES (payload), 3);

  g_assert_cmpstr (all->text, ==,
                   "00000000  48 65 6c 6c 6f 2c 20 e4  bd a0 e5 a5 bd 21 00 1f  |Hello, ......!..|\n"
                   "00000010  7f 7e 20 62 79 65                                 |.~ bye|");
  g_assert_true (all->complete);
  g_assert_cmpstr (line->text, ==,
                   "00000000  48 65 6c 6c 6f 2c 20 e4  bd a0 e5 a5 bd 21 00 1f  |Hello, ......!..|");
  g_assert_false (line->complete);
  g_assert_cmpstr (part->text, ==,
                   "00000000  48 65 6c                                          |Hel|");
  g_assert_cmpuint (part->shown, ==, 3);
}

/* Where each byte stands, both ways. */
static void
test_hex_columns (void)
{
  const guint8 payload[] = "0123456789abcdef";
  g_autoptr (SondeDisplay) display = show (sonde_payload_to_hex, payload, 16, 0);
  guint n_found = 0;
  guint byte;

  for (guint i = 0; i < 16; i++)
    {
      guint digits, character;

      sonde_payload_hex_get_columns (16 + i, &digits, &character);
      g_assert_cmpuint (g_ascii_xdigit_value (display->text[digits]) << 4 | g_ascii_xdigit_value (display->text[digits + 1]), ==, payload[i]);
      g_assert_cmpint (display->text[character], ==, payload[i]);
      g_assert_true (sonde_payload_hex_find_byte (digits, &byte) && byte == i);
      g_assert_true (sonde_payload_hex_find_byte (digits + 1, &byte) && byte == i);
      g_assert_true (sonde_payload_hex_find_byte (character, &byte) && byte == i);
    }

  for (guint column = 0; column < 100; column++)
    n_found += sonde_payload_hex_find_byte (column, &byte);
  g_assert_cmpuint (n_found, ==, 16 * 3);
}

static void
test_hex_offsets (void)
{
  gsize              size = 0x12350;
  g_autofree guint8 *payload = g_malloc0 (size);
  g_autoptr (SondeDisplay) display = show (sonde_payload_to_hex, payload, size, 0);

  g_assert_nonnull (strstr (display->text, "\n00012340  00 00"));
  g_assert_true (g_str_has_suffix (display->text, "|................|"));
}

/* ---- Preview ---- */

/* clang-format off */
static const struct
{
  const char *payload;
  gsize       size;
  guint       max_chars;
  const char *preview;
} previews[] = {
  { BYTES ("hello"),                   10, "hello" },
  { BYTES ("hello"),                    5, "hello" },
  { BYTES ("hello"),                    4, "hel…" },
  { BYTES ("hello"),                    1, "…" },
  { BYTES ("hello"),                    0, "" },
  { BYTES (""),                         5, "" },
  { BYTES ("{\r\n\t\"a\":  1\n}"),     20, "{ \"a\": 1 }" },
  { BYTES ("  a"),                     20, " a" },
  { BYTES ("你好世界"),                  3, "你好…" },
  { BYTES ("你好世界"),                  4, "你好世界" },
  { BYTES ("\xf0\x9f\x98\x80\xf0\x9f\x98\x81\xf0\x9f\x98\x82"), 2, "\xf0\x9f\x98\x80…" },
  { BYTES ("a\0b\x1b"),                20, "a\xef\xbf\xbd" "b\xef\xbf\xbd" },
  { BYTES ("a\xe4\xbd"),               20, "a\xef\xbf\xbd\xef\xbf\xbd" },
  { BYTES ("a\xe2\x80\xa8" "b\xe3\x80\x80" "c"), 20, "a b c" },
  { BYTES ("\xef\xbf\xbd"),             1, "\xef\xbf\xbd" },
};
/* clang-format on */

static void
test_preview (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (previews); i++)
    {
      g_autofree guint8 *exact = g_memdup2 (previews[i].payload, previews[i].size);
      g_autofree char   *preview = sonde_payload_preview (exact, previews[i].size, previews[i].max_chars);

      g_assert_cmpstr (preview, ==, previews[i].preview);
    }
}

static void
test_preview_any_bytes (void)
{
  for (guint turn = 0; turn < 2000; turn++)
    {
      guint8           payload[200];
      gsize            size = g_test_rand_int_range (0, sizeof payload);
      guint            max_chars = g_test_rand_int_range (0, 60);
      g_autofree char *preview = NULL;

      for (gsize i = 0; i < size; i++)
        payload[i] = turn % 2 == 0 ? g_test_rand_int_range (0, 256) : "  \n\xe4\xbd\xa0x"[g_test_rand_int_range (0, 7)];

      preview = sonde_payload_preview (payload, size, max_chars);
      g_assert_true (g_utf8_validate (preview, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (preview, -1), <=, max_chars);
      g_assert_null (strpbrk (preview, "\n\r\t"));
      g_assert_null (strstr (preview, "  "));
    }
}

/* Nothing but the first bytes is looked at: the rest may be as long as it likes. */
static void
test_preview_of_much (void)
{
  gsize            size = 10 * 1000 * 1000;
  g_autofree char *blanks = g_strnfill (size, ' ');
  g_autofree char *preview = sonde_payload_preview (DATA (blanks), size, 100);

  g_assert_cmpstr (preview, ==, " …");
}

/* ---- Guess ---- */

/* clang-format off */
static const struct
{
  const char        *payload;
  gsize              size;
  SondePayloadFormat format;
} guesses[] = {
  { BYTES (""),                         SONDE_PAYLOAD_TEXT },
  { BYTES ("hello\n"),                  SONDE_PAYLOAD_TEXT },
  { BYTES ("你好"),                     SONDE_PAYLOAD_TEXT },
  { BYTES ("21.5"),                     SONDE_PAYLOAD_TEXT },
  { BYTES ("\"text\""),                 SONDE_PAYLOAD_TEXT },
  { BYTES ("true"),                     SONDE_PAYLOAD_TEXT },
  { BYTES ("{}"),                       SONDE_PAYLOAD_JSON },
  { BYTES (" \r\n\t[1, 2]\n"),          SONDE_PAYLOAD_JSON },
  { BYTES ("{\"a\": \"你好\"}"),        SONDE_PAYLOAD_JSON },
  { BYTES ("{\"a\": 1"),                SONDE_PAYLOAD_TEXT },
  { BYTES ("{{ value_json.temp }}"),    SONDE_PAYLOAD_TEXT },
  { BYTES ("[1] x"),                    SONDE_PAYLOAD_TEXT },
  { BYTES ("{\"a\": \"\xff\"}"),        SONDE_PAYLOAD_HEX },
  { BYTES ("{}\0"),                     SONDE_PAYLOAD_HEX },
  { BYTES ("\x89PNG\r\n\x1a\n"),        SONDE_PAYLOAD_HEX },
  { BYTES ("\0"),                       SONDE_PAYLOAD_HEX },
  { BYTES ("a\x1b[0m"),                 SONDE_PAYLOAD_HEX },
};
/* clang-format on */

static void
test_guess (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autofree guint8 *exact = g_memdup2 (guesses[i].payload, guesses[i].size);

      g_assert_cmpint (sonde_payload_guess (exact, guesses[i].size), ==, guesses[i].format);
    }
}

static void
test_base64 (void)
{
  for (gsize size = 0; size < 300; size++)
    {
      g_autofree guint8 *payload = g_malloc (size + 1);
      g_autoptr (SondeDisplay) all = NULL;
      g_autoptr (SondeDisplay) part = NULL;
      g_autofree guint8 *decoded = NULL;
      gsize              length;

      for (gsize i = 0; i < size; i++)
        payload[i] = g_test_rand_int_range (0, 256);

      all = sonde_payload_to_base64 (payload, size, 0);
      g_assert_true (all->complete);
      decoded = g_base64_decode (all->text, &length);
      g_assert_cmpmem (decoded, length, payload, size);

      part = sonde_payload_to_base64 (payload, size, 100);
      g_assert_cmpuint (part->shown, <=, MIN (size, 100));
      g_assert_true (g_str_has_prefix (all->text, part->text));
      g_assert_true (part->complete == (part->shown == size));
    }
}

static void
test_image_types (void)
{
  /* clang-format off */
  static const struct
  {
    const char *payload;
    gsize       size;
    const char *type;
  } cases[] = {
    { BYTES ("\x89PNG\r\n\x1a\n..."), "png" },
    { BYTES ("\x89PNG\r\n\x1a"),      NULL },
    { BYTES ("\xff\xd8\xff\xe0"),     "jpeg" },
    { BYTES ("GIF89a"),               "gif" },
    { BYTES ("GIF88a"),               NULL },
    { BYTES ("RIFF....WEBPVP8 "),     "webp" },
    { BYTES ("RIFF....WAVE"),         NULL },
    { BYTES (""),                     NULL },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *exact = g_memdup2 (cases[i].payload, cases[i].size);

      g_assert_cmpstr (sonde_payload_get_image_type (exact, cases[i].size), ==, cases[i].type);
    }
}

static void
test_guess_of_much (void)
{
  gsize            size = 3 * 1000 * 1000 + 2;
  g_autofree char *chinese = g_malloc (size);
  g_autofree char *json = g_strnfill (size, '[');
  g_autofree char *text = g_strnfill (size, '{');

  for (gsize i = 0; i < size; i++)
    chinese[i] = "你"[i % 3];

  g_assert_cmpint (sonde_payload_guess (DATA (chinese), size), ==, SONDE_PAYLOAD_TEXT);
  g_assert_cmpint (sonde_payload_guess (DATA (json), size), ==, SONDE_PAYLOAD_JSON);
  g_assert_cmpint (sonde_payload_guess (DATA (text), size), ==, SONDE_PAYLOAD_TEXT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/payload/any-bytes", test_any_bytes);
  g_test_add_func ("/payload/text", test_text);
  g_test_add_func ("/payload/nothing", test_text_without_payload);
  g_test_add_func ("/payload/text/long-lines", test_text_long_lines);
  g_test_add_func ("/payload/text/lines-that-just-fit", test_text_lines_that_just_fit);
  g_test_add_func ("/payload/text/long-binary", test_text_long_binary);
  g_test_add_func ("/payload/text/ten-megabytes-in-a-line", test_text_ten_megabytes_in_a_line);
  g_test_add_func ("/payload/text/cut", test_text_cut);
  g_test_add_func ("/payload/hex", test_hex);
  g_test_add_func ("/payload/hex-columns", test_hex_columns);
  g_test_add_func ("/payload/hex/offsets", test_hex_offsets);
  g_test_add_func ("/payload/base64", test_base64);
  g_test_add_func ("/payload/image-types", test_image_types);
  g_test_add_func ("/payload/preview", test_preview);
  g_test_add_func ("/payload/preview/any-bytes", test_preview_any_bytes);
  g_test_add_func ("/payload/preview/of-much", test_preview_of_much);
  g_test_add_func ("/payload/guess", test_guess);
  g_test_add_func ("/payload/guess/of-much", test_guess_of_much);

  return g_test_run ();
}
