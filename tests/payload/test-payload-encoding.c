/* test-payload-encoding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-payload-encoding.h"

#include <string.h>

static void
test_cases (void)
{
  /* clang-format off */
  static const struct
  {
    SondeEncoding encoding;
    const char   *payload;
    gsize         size;
    const char   *text;
    gboolean      escaped;
  } cases[] = {
#define BYTES(text) text, sizeof text - 1
    { SONDE_ENCODING_UTF_8,    BYTES ("\xe4\xbd\xa0"),                 "你",         FALSE },
    { SONDE_ENCODING_LATIN_1,  BYTES ("caf\xe9 \xb0"),                 "café °",     FALSE },
    { SONDE_ENCODING_LATIN_1,  BYTES ("\x01"),                         "\\x01",      TRUE },
    { SONDE_ENCODING_GB18030,  BYTES ("\xc4\xe3\xba\xc3 21.5"),        "你好 21.5",  FALSE },
    { SONDE_ENCODING_GB18030,  BYTES ("a\xff" "b"),                    "a\\xffb",    TRUE },
    { SONDE_ENCODING_GB18030,  BYTES ("a\xc4"),                        "a\\xc4",     TRUE },
    { SONDE_ENCODING_UTF_16LE, BYTES ("h\0i\0\n\0`O"),                 "hi\n你",     FALSE },
    { SONDE_ENCODING_UTF_16BE, BYTES ("\0h\0iO`"),                     "hi你",       FALSE },
    { SONDE_ENCODING_UTF_16LE, BYTES ("h\0i"),                         "h\\x69",     TRUE },
    { SONDE_ENCODING_UTF_16LE, BYTES ("\x3d\xd8\x00\xde"),             "😀",         FALSE },
    { SONDE_ENCODING_UTF_16LE, BYTES (""),                             "",           FALSE },
#undef BYTES
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *exact = g_memdup2 (cases[i].payload, cases[i].size);
      g_autoptr (SondeDisplay) display = sonde_payload_to_text_of (exact, cases[i].size, 0, cases[i].encoding);

      g_assert_cmpstr (display->text, ==, cases[i].text);
      g_assert_true (display->complete);
      g_assert_true (display->escaped == cases[i].escaped);
      g_assert_cmpuint (display->shown, ==, cases[i].size);
    }
}

/* Whatever the bytes and wherever it is cut: UTF-8 comes out, and a part is the beginning of the whole. */
static void
test_any_bytes (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      SondeEncoding      encoding = round % SONDE_N_ENCODINGS;
      gsize              size = g_test_rand_int_range (0, 60);
      gsize              limit = g_test_rand_int_range (1, 60);
      g_autofree guint8 *payload = g_malloc (size + 1);
      g_autoptr (SondeDisplay) all = NULL;
      g_autoptr (SondeDisplay) part = NULL;

      for (gsize i = 0; i < size; i++)
        payload[i] = g_test_rand_int_range (0, 256);
      all = sonde_payload_to_text_of (payload, size, 0, encoding);
      part = sonde_payload_to_text_of (payload, size, limit, encoding);

      g_assert_true (g_utf8_validate (all->text, -1, NULL));
      g_assert_true (g_utf8_validate (part->text, -1, NULL));
      g_assert_cmpuint (part->shown, <=, MIN (size, limit));
      g_assert_true (part->complete == (part->shown == size));
      if (encoding != SONDE_ENCODING_UTF_8)
        g_assert_true (g_str_has_prefix (all->text, part->text));
    }
}

/* Conversion goes piece by piece: nothing is lost between two. */
static void
test_long (void)
{
  gsize            n = 100000;
  g_autofree char *payload = g_malloc (2 * n);
  g_autoptr (SondeDisplay) display = NULL;
  gsize n_found = 0;

  for (gsize i = 0; i < n; i++)
    memcpy (payload + 2 * i, "\xc4\xe3", 2);
  display = sonde_payload_to_text_of ((const guint8 *) payload, 2 * n, 0, SONDE_ENCODING_GB18030);
  for (const char *at = display->text; *at != '\0'; at = g_utf8_next_char (at))
    n_found += g_utf8_get_char (at) == 0x4f60;
  g_assert_cmpuint (n_found, ==, n);
  g_assert_true (display->broken);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payload-encoding/cases", test_cases);
  g_test_add_func ("/payload-encoding/any-bytes", test_any_bytes);
  g_test_add_func ("/payload-encoding/long", test_long);
  return g_test_run ();
}
