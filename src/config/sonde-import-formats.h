/* sonde-import-formats.h: one reader a format; for sonde-import-reader.c alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each puts what it finds into the import, with sonde_import_add(). JSON is checked by then:
 * it is not nested deeply, and of a bounded number of values.
 */

#pragma once

#include "sonde-import.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Finishes the entry and takes it over. */
void sonde_import_add (SondeImport      *self,
                       SondeImportEntry *entry);

gboolean sonde_import_is_mqttx (JsonNode *root);
void     sonde_import_mqttx (SondeImport *self,
                             JsonNode    *root);

gboolean sonde_import_is_mqtt_explorer (JsonNode *root);
void     sonde_import_mqtt_explorer (SondeImport *self,
                                     JsonNode    *root);

/* @text: the file, to be parsed as one of the profiles */
gboolean sonde_import_is_sonde (JsonNode *root);
gboolean sonde_import_sonde (SondeImport *self,
                             const char  *text,
                             gsize        length,
                             GError     **error);

/* Returns: %FALSE with @error when the XML is damaged or of something else */
gboolean sonde_import_mqtt_fx (SondeImport *self,
                               const char  *text,
                               gsize        length,
                               GError     **error);

gboolean sonde_import_is_mosquitto (const char *text);
/* @text: ends with NUL, which stands nowhere else in it */
void sonde_import_mosquitto (SondeImport *self,
                             const char  *text);

G_END_DECLS
