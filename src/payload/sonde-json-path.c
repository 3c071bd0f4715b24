/* sonde-json-path.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-json-path"

#include "sonde-json-path.h"

/* A name that may stand after a dot (RFC 9535, 2.5.1.1), of those in ASCII */
static gboolean
is_plain_name (const char *key,
               gsize       length)
{
  if (length < 3 || g_ascii_isdigit (key[1]))
    return FALSE;

  for (gsize i = 1; i < length - 1; i++)
    if (!g_ascii_isalnum (key[i]) && key[i] != '_')
      return FALSE;

  return TRUE;
}

void
sonde_json_path_append_key (GString    *path,
                            const char *key,
                            gsize       length)
{
  if (is_plain_name (key, length))
    {
      g_string_append_c (path, '.');
      g_string_append_len (path, key + 1, length - 2);
    }
  else
    {
      g_string_append_c (path, '[');
      g_string_append_len (path, key, length);
      g_string_append_c (path, ']');
    }
}

void
sonde_json_path_append_index (GString *path,
                              guint    index)
{
  g_string_append_printf (path, "[%u]", index);
}
