/* sonde-template-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-file"

#include "sonde-template-file.h"

#include "sonde-fields.h"
#include "sonde-json-line.h"
#include "sonde-profile-store.h"

#include <glib/gi18n.h>

#define FORMAT "sonde-templates"
#define VERSION 1

/* form → user-properties → one; with room for what a later version adds */
#define MAX_DEPTH 16

char *
sonde_template_file_to_lines (GPtrArray *templates)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < templates->len; i++)
    {
      g_autoptr (JsonObject) object = sonde_template_to_object (g_ptr_array_index (templates, i));
      g_autofree char *line = sonde_json_line_write (object);

      g_string_append (text, line);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

GPtrArray *
sonde_template_file_from_lines (GBytes   *bytes,
                                GString **damaged)
{
  GPtrArray *templates = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_template_unref);
  g_autoptr (GString) others = g_string_new (NULL);
  gsize       size;
  const char *at = g_bytes_get_data (bytes, &size);
  const char *end = at + size;
  const char *line;
  gsize       length;

  while (sonde_json_line_next (&at, end, &line, &length))
    {
      g_autoptr (JsonObject) object = sonde_json_line_read (line, length, MAX_DEPTH);
      SondeTemplate *template = object != NULL ? sonde_template_from_object (object) : NULL;

      if (template != NULL)
        g_ptr_array_add (templates, template);
      else if (length > 0)
        {
          g_string_append_len (others, line, length);
          g_string_append_c (others, '\n');
        }
    }

  *damaged = others->len > 0 ? g_steal_pointer (&others) : NULL;
  return templates;
}

char *
sonde_template_file_to_document (GPtrArray *templates)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *document = json_object_new ();
  JsonArray  *array = json_array_new ();

  for (guint i = 0; i < templates->len; i++)
    json_array_add_object_element (array, sonde_template_to_object (g_ptr_array_index (templates, i)));
  json_object_set_string_member (document, "format", FORMAT);
  json_object_set_int_member (document, "version", VERSION);
  json_object_set_array_member (document, "templates", array);
  json_node_take_object (node, document);

  return json_to_string (node, TRUE);
}

static JsonArray *
find_templates (JsonObject *document,
                GError    **error)
{
  JsonArray *array = document != NULL ? sonde_json_get_array (document, "templates") : NULL;

  if (array == NULL || g_strcmp0 (sonde_json_get_string (document, "format"), FORMAT) != 0)
    {
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                           _ ("This file holds no templates that Sonde exported."));
      return NULL;
    }

  if (sonde_json_get_integer (document, "version", 1, VERSION, 0) == 0)
    {
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_NEWER,
                           _ ("These templates were exported by a newer version of Sonde."));
      return NULL;
    }

  return array;
}

GPtrArray *
sonde_template_file_from_document (GBytes  *bytes,
                                   guint   *n_skipped,
                                   GError **error)
{
  gsize       size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonObject) document = sonde_json_line_read (text, size, MAX_DEPTH);
  JsonArray *array = find_templates (document, error);
  GPtrArray *templates;

  *n_skipped = 0;
  if (array == NULL)
    return NULL;

  templates = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_template_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = sonde_json_get_element (array, i);
      SondeTemplate *template = element != NULL ? sonde_template_from_object (element) : NULL;

      if (template != NULL)
        g_ptr_array_add (templates, template);
      else
        *n_skipped += 1;
    }

  return templates;
}
