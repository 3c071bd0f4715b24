/* fuzz-json.c: tokens lie in the text, in order, and brackets pair
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-json-scanner.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *bytes = g_memdup2 (data, size);
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (bytes, size, 0);
  g_autoptr (GString) brackets = g_string_new (NULL);
  SondeJsonToken token;
  const char    *last = bytes;
  guint          line, column;

  if (size == 0)
    return 0;

  while (sonde_json_scanner_next (scanner, &token) > SONDE_JSON_TOKEN_ERROR)
    {
      g_assert_true (token.start >= last);
      g_assert_cmpuint (token.length, >, 0);
      last = token.start + token.length;
      g_assert_true (last <= bytes + size);

      if (token.type == SONDE_JSON_TOKEN_OBJECT_END || token.type == SONDE_JSON_TOKEN_ARRAY_END)
        {
          gboolean is_object = brackets->str[brackets->len - 1] == '{';

          g_assert_cmpint (token.type == SONDE_JSON_TOKEN_OBJECT_END, ==, is_object);
          g_string_truncate (brackets, brackets->len - 1);
        }

      g_assert_cmpuint (token.depth, ==, brackets->len);
      if (token.type == SONDE_JSON_TOKEN_OBJECT_START || token.type == SONDE_JSON_TOKEN_ARRAY_START)
        g_string_append_c (brackets, *token.start);
      else if (token.type == SONDE_JSON_TOKEN_STRING || token.type == SONDE_JSON_TOKEN_KEY)
        g_assert_true (g_utf8_validate_len (token.start, token.length, NULL));
    }

  g_assert_true (token.start >= last && token.start <= bytes + size);
  if (token.type == SONDE_JSON_TOKEN_ERROR)
    {
      g_assert_nonnull (sonde_json_scanner_get_error (scanner, &line, &column));
      g_assert_true (line >= 1 && column >= 1 && line + column <= size + 2);
    }
  else
    {
      g_assert_cmpuint (brackets->len, ==, 0);
      g_assert_null (sonde_json_scanner_get_error (scanner, &line, &column));
    }

  return 0;
}
