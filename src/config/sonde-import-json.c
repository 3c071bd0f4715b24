/* sonde-import-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-json"

#include "sonde-import-json.h"

#include <glib/gi18n.h>
#include <math.h>
#include <sonde-pairs.h>
#include <string.h>

#define MAX_EXACT 9007199254740992.0 /* 2^53: as far as a double counts */

static gboolean
to_number (JsonNode *node,
           gint64   *number)
{
  double real;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      *number = json_node_get_int (node);
      return TRUE;

    case G_TYPE_DOUBLE:
      real = json_node_get_double (node);
      if (!(fabs (real) <= MAX_EXACT))
        return FALSE;
      *number = (gint64) real;
      return TRUE;

    case G_TYPE_STRING:
      return g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64, G_MAXINT64, number, NULL);

    default:
      return FALSE;
    }
}

gboolean
sonde_import_get_number (JsonObject *object,
                         const char *name,
                         gint64     *number)
{
  return to_number (json_object_get_member (object, name), number);
}

/* Whether there is something that a user could miss. */
static gboolean
is_given (JsonNode *node)
{
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) &&
         !(json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) == '\0');
}

void
sonde_import_take_number (SondeImportEntry *entry,
                          JsonObject       *object,
                          const char       *name,
                          void (*set) (SondeImportEntry *entry,
                                       gint64            number))
{
  JsonNode *node = json_object_get_member (object, name);
  gint64    number;

  if (to_number (node, &number))
    set (entry, number);
  else if (is_given (node))
    sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, _ ("“%s”: what the file says is no number."), name);
}

gint64
sonde_import_get_in_range (SondeImportEntry *entry,
                           JsonObject       *object,
                           const char       *name,
                           gint64            least,
                           gint64            most,
                           gint64            otherwise)
{
  JsonNode        *node = json_object_get_member (object, name);
  gint64           number = otherwise;
  g_autofree char *text = NULL;

  if (!is_given (node) || (to_number (node, &number) && number >= least && number <= most))
    return number;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, otherwise);
  sonde_import_entry_note (entry, SONDE_NOTE_CHANGED, _ ("“%s” is %s: what the file says is not possible."), name, text);

  return otherwise;
}

gboolean
sonde_import_get_boolean (JsonObject *object,
                          const char *name,
                          gboolean    otherwise)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64    number;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return otherwise;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  if (to_number (node, &number))
    return number != 0;
  if (json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) != '\0')
    return g_ascii_strcasecmp (json_node_get_string (node), "true") == 0;

  return otherwise;
}

static void
add_pair (GPtrArray  *pairs,
          const char *name,
          JsonNode   *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    sonde_pairs_add (pairs, name, json_node_get_string (node));
}

void
sonde_import_get_pairs (JsonObject *object,
                        const char *name,
                        GPtrArray  *pairs)
{
  JsonObject    *given = sonde_json_get_object (object, name);
  JsonObjectIter iter;
  const char    *key;
  JsonNode      *node;

  if (given == NULL)
    return;

  json_object_iter_init_ordered (&iter, given);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      JsonArray *values = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      add_pair (pairs, key, node);
      for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
        add_pair (pairs, key, json_array_get_element (values, i));
    }
}

GBytes *
sonde_import_get_bytes (JsonObject *object,
                        const char *name)
{
  const char *text = sonde_json_get_string (object, name);
  JsonObject *buffer = sonde_json_get_object (object, name);
  JsonArray  *data = buffer != NULL ? sonde_json_get_array (buffer, "data") : NULL;
  GByteArray *bytes = g_byte_array_new ();

  if (text != NULL)
    g_byte_array_append (bytes, (const guint8 *) text, strlen (text));
  for (guint i = 0; data != NULL && i < json_array_get_length (data); i++)
    {
      gint64 number;
      guint8 byte;

      if (to_number (json_array_get_element (data, i), &number))
        {
          byte = (guint8) number;
          g_byte_array_append (bytes, &byte, 1);
        }
    }

  return g_byte_array_free_to_bytes (bytes);
}
