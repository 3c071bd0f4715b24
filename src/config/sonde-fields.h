/* sonde-fields.h: the members of a plain struct as members of a JSON object
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One table serves reading and writing, so that what is written is read again.
 * Pure functions of their arguments.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The name of a value in the file: never translated, never renumbered. */
typedef struct
{
  const char *name;
  int         value;
} SondeChoice;

typedef enum
{
  SONDE_FIELD_BOOLEAN, /* gboolean */
  SONDE_FIELD_STRING,  /* char *, never %NULL */
  SONDE_FIELD_UINT8,
  SONDE_FIELD_UINT16,
  SONDE_FIELD_UINT32,
  SONDE_FIELD_CHOICE, /* an enumeration */
  SONDE_FIELD_BYTES,  /* GBytes, in base64 */
  SONDE_FIELD_PAIRS,  /* GPtrArray of SondePair: [{"name": …, "value": …}, …] */
} SondeFieldType;

typedef struct
{
  const char        *name; /* %NULL ends the table */
  SondeFieldType     type;
  gsize              offset;
  guint32            least, most; /* of numbers */
  const SondeChoice *choices;     /* ends with a %NULL name */
} SondeField;

/* A member that is missing, of another type or out of range leaves the field as it is. */
void sonde_fields_read (const SondeField *fields,
                        JsonObject       *object,
                        gpointer          data);
void sonde_fields_write (const SondeField *fields,
                         JsonObject       *object,
                         gconstpointer     data);

/* %NULL where the member is missing or of another type. */
const char *sonde_json_get_string (JsonObject *object,
                                   const char *name);
JsonArray  *sonde_json_get_array (JsonObject *object,
                                  const char *name);
JsonObject *sonde_json_get_object (JsonObject *object,
                                   const char *name);
JsonObject *sonde_json_get_element (JsonArray *array,
                                    guint      index);
gint64      sonde_json_get_integer (JsonObject *object,
                                    const char *name,
                                    gint64      least,
                                    gint64      most,
                                    gint64      otherwise);

/* With copies of all members; of %NULL an empty one. */
JsonObject *sonde_json_copy_object (JsonObject *object);

G_END_DECLS
