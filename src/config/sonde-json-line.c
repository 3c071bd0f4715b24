/* sonde-json-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-json-line"

#include "sonde-json-line.h"

#include <sonde-json-scanner.h>

#include <string.h>

static gboolean
is_shallow (const char *line,
            gsize       length,
            guint       max_depth)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (line, length, max_depth);
  SondeJsonTokenType type;
  SondeJsonToken     token;

  do
    type = sonde_json_scanner_next (scanner, &token);
  while (type != SONDE_JSON_TOKEN_END && type != SONDE_JSON_TOKEN_ERROR);

  return type == SONDE_JSON_TOKEN_END;
}

JsonObject *
sonde_json_line_read (const char *line,
                      gsize       length,
                      guint       max_depth)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;

  g_return_val_if_fail (line != NULL || length == 0, NULL);

  if (length == 0 || !g_utf8_validate (line, length, NULL) || !is_shallow (line, length, max_depth))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, line, length, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}

char *
sonde_json_line_write (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (object != NULL, NULL);

  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

gboolean
sonde_json_line_next (const char **at,
                      const char  *end,
                      const char **line,
                      gsize       *length)
{
  const char *line_end;

  if (*at >= end)
    return FALSE;

  line_end = memchr (*at, '\n', end - *at);
  *line = *at;
  *length = (line_end != NULL ? line_end : end) - *at;
  *at += *length + 1;
  return TRUE;
}
