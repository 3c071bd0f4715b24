/* sonde-fields.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-fields"

#include "sonde-fields.h"

#include <sonde-base64.h>
#include <sonde-pairs.h>

static JsonNode *
get_value (JsonObject *object,
           const char *name,
           GType       type)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;

  return node;
}

const char *
sonde_json_get_string (JsonObject *object,
                       const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

gint64
sonde_json_get_integer (JsonObject *object,
                        const char *name,
                        gint64      least,
                        gint64      most,
                        gint64      otherwise)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);
  gint64    value = node != NULL ? json_node_get_int (node) : otherwise;

  return value >= least && value <= most ? value : otherwise;
}

JsonArray *
sonde_json_get_array (JsonObject *object,
                      const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
sonde_json_get_object (JsonObject *object,
                       const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonObject *
sonde_json_get_element (JsonArray *array,
                        guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonObject *
sonde_json_copy_object (JsonObject *object)
{
  JsonObject    *copy = json_object_new ();
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *node;

  if (object == NULL)
    return copy;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copy, name, json_node_copy (node));

  return copy;
}

/* ---- Reading ---- */

static void
read_string (const SondeField *field,
             JsonObject       *object,
             char            **member)
{
  const char *text = sonde_json_get_string (object, field->name);

  if (text != NULL)
    {
      g_free (*member);
      *member = g_strdup (text);
    }
}

static void
read_choice (const SondeField *field,
             JsonObject       *object,
             int              *member)
{
  const char *text = sonde_json_get_string (object, field->name);

  for (const SondeChoice *choice = field->choices; choice->name != NULL; choice++)
    {
      if (g_strcmp0 (choice->name, text) == 0)
        *member = choice->value;
    }
}

static void
read_bytes (const SondeField *field,
            JsonObject       *object,
            GBytes          **member)
{
  const char *text = sonde_json_get_string (object, field->name);
  GBytes     *bytes = text != NULL ? sonde_base64_decode (text) : NULL;

  if (bytes == NULL)
    return;

  g_bytes_unref (*member);
  *member = bytes;
}

static void
read_pairs (const SondeField *field,
            JsonObject       *object,
            GPtrArray        *member)
{
  JsonArray *array = sonde_json_get_array (object, field->name);

  if (array == NULL)
    return;

  g_ptr_array_set_size (member, 0);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = sonde_json_get_element (array, i);
      const char *name = element != NULL ? sonde_json_get_string (element, "name") : NULL;
      const char *value = element != NULL ? sonde_json_get_string (element, "value") : NULL;

      if (name != NULL && value != NULL)
        sonde_pairs_add (member, name, value);
    }
}

void
sonde_fields_read (const SondeField *fields,
                   JsonObject       *object,
                   gpointer          data)
{
  for (const SondeField *field = fields; field->name != NULL; field++)
    {
      gpointer  member = (guint8 *) data + field->offset;
      JsonNode *node;

      switch (field->type)
        {
        case SONDE_FIELD_BOOLEAN:
          node = get_value (object, field->name, G_TYPE_BOOLEAN);
          if (node != NULL)
            *(gboolean *) member = json_node_get_boolean (node);
          break;
        case SONDE_FIELD_STRING:
          read_string (field, object, member);
          break;
        case SONDE_FIELD_UINT8:
          *(guint8 *) member = sonde_json_get_integer (object, field->name, field->least, field->most,
                                                       *(guint8 *) member);
          break;
        case SONDE_FIELD_UINT16:
          *(guint16 *) member = sonde_json_get_integer (object, field->name, field->least, field->most,
                                                        *(guint16 *) member);
          break;
        case SONDE_FIELD_UINT32:
          *(guint32 *) member = sonde_json_get_integer (object, field->name, field->least, field->most,
                                                        *(guint32 *) member);
          break;
        case SONDE_FIELD_CHOICE:
          read_choice (field, object, member);
          break;
        case SONDE_FIELD_BYTES:
          read_bytes (field, object, member);
          break;
        case SONDE_FIELD_PAIRS:
          read_pairs (field, object, *(GPtrArray **) member);
          break;
        default:
          g_return_if_reached ();
        }
    }
}

/* ---- Writing ---- */

static void
write_choice (const SondeField *field,
              JsonObject       *object,
              int               value)
{
  for (const SondeChoice *choice = field->choices; choice->name != NULL; choice++)
    {
      if (choice->value == value)
        json_object_set_string_member (object, field->name, choice->name);
    }
}

static void
write_bytes (const SondeField *field,
             JsonObject       *object,
             GBytes           *bytes)
{
  gsize            size;
  gconstpointer    data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = size > 0 ? g_base64_encode (data, size) : g_strdup ("");

  json_object_set_string_member (object, field->name, text);
}

static void
write_pairs (const SondeField *field,
             JsonObject       *object,
             const GPtrArray  *pairs)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < pairs->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (pairs, i);
      JsonObject      *element = json_object_new ();

      json_object_set_string_member (element, "name", pair->name);
      json_object_set_string_member (element, "value", pair->value);
      json_array_add_object_element (array, element);
    }

  json_object_set_array_member (object, field->name, array);
}

void
sonde_fields_write (const SondeField *fields,
                    JsonObject       *object,
                    gconstpointer     data)
{
  for (const SondeField *field = fields; field->name != NULL; field++)
    {
      gconstpointer member = (const guint8 *) data + field->offset;

      switch (field->type)
        {
        case SONDE_FIELD_BOOLEAN:
          json_object_set_boolean_member (object, field->name, *(const gboolean *) member);
          break;
        case SONDE_FIELD_STRING:
          json_object_set_string_member (object, field->name, *(const char *const *) member);
          break;
        case SONDE_FIELD_UINT8:
          json_object_set_int_member (object, field->name, *(const guint8 *) member);
          break;
        case SONDE_FIELD_UINT16:
          json_object_set_int_member (object, field->name, *(const guint16 *) member);
          break;
        case SONDE_FIELD_UINT32:
          json_object_set_int_member (object, field->name, *(const guint32 *) member);
          break;
        case SONDE_FIELD_CHOICE:
          write_choice (field, object, *(const int *) member);
          break;
        case SONDE_FIELD_BYTES:
          write_bytes (field, object, *(GBytes *const *) member);
          break;
        case SONDE_FIELD_PAIRS:
          write_pairs (field, object, *(GPtrArray *const *) member);
          break;
        default:
          g_return_if_reached ();
        }
    }
}
