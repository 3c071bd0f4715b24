/* sonde-json-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload"

#include "sonde-json-format.h"

#include "sonde-json-scan.h"

#include <string.h>

#define INDENTATION 2
#define INDENTED_LEVELS_MAX 32

/* A megabyte of brackets, each on a line of its own, is not indented by sixty. */
#define GROWTH_MAX 8

static void
start_line (GString *out,
            guint    depth,
            gsize    limit)
{
  guint spaces = out->len < limit ? INDENTATION * MIN (depth, INDENTED_LEVELS_MAX) : 0;

  g_string_append_c (out, '\n');
  for (guint i = 0; i < spaces; i++)
    g_string_append_c (out, ' ');
}

char *
sonde_json_format (const char *text)
{
  g_autoptr (SondeJsonScanner) scanner = NULL;
  g_autoptr (GString) out = NULL;
  SondeJsonToken     token;
  SondeJsonTokenType type, previous = SONDE_JSON_TOKEN_END;
  gsize              size;

  g_return_val_if_fail (text != NULL, NULL);

  size = strlen (text);
  out = g_string_sized_new (2 * size);
  scanner = sonde_json_scanner_new (text, size, 0);
  while ((type = sonde_json_scanner_next (scanner, &token)) > SONDE_JSON_TOKEN_ERROR)
    {
      gboolean closes = sonde_json_scan_get_step (type) < 0;

      if (previous == SONDE_JSON_TOKEN_KEY)
        g_string_append (out, ": ");
      else if (!closes && !token.is_first && token.depth > 0)
        g_string_append_c (out, ',');
      if (previous != SONDE_JSON_TOKEN_KEY && !(closes && token.is_first) && (token.depth > 0 || closes))
        start_line (out, token.depth, GROWTH_MAX * size);
      g_string_append_len (out, token.start, token.length);
      previous = type;
    }

  return type == SONDE_JSON_TOKEN_END ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
