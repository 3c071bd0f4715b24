/* sonde-import.h: connections of other programs, and of our own export
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads what MQTTX exports as JSON, the settings.json of MQTT Explorer, the mqttfx-config.xml of
 * MQTT.fx, an options file of mosquitto_sub and what Sonde exports. Which it is, the content says,
 * not the name. A file is any bytes: memory is bounded, and what is wrong is one sentence.
 * Nothing is saved, and nothing but the file is touched.
 */

#pragma once

#include "sonde-import-entry.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_IMPORT_MQTTX,
  SONDE_IMPORT_MQTT_EXPLORER,
  SONDE_IMPORT_MQTT_FX,
  SONDE_IMPORT_MOSQUITTO,
  SONDE_IMPORT_SONDE,
} SondeImportSource;

/* The program's own name, not translated. */
const char *sonde_import_source_to_string (SondeImportSource source);

typedef struct
{
  SondeImportSource source;
  GPtrArray        *entries;  /* of SondeImportEntry; at least one */
  guint             n_beyond; /* more were in the file than Sonde takes at once */
} SondeImport;

void sonde_import_free (SondeImport *self);

/* A reader is fed the file in pieces of any size. Any thread, one at a time. */
typedef struct _SondeImportReader SondeImportReader;

SondeImportReader *sonde_import_reader_new (void);
void               sonde_import_reader_free (SondeImportReader *self);
/* Returns: %FALSE with %SONDE_CONFIG_ERROR_READ when it can come to nothing */
gboolean sonde_import_reader_feed (SondeImportReader *self,
                                   const char        *bytes,
                                   gsize              length,
                                   GError           **error);
/* Returns: (transfer full) (nullable): %NULL with %SONDE_CONFIG_ERROR_READ */
SondeImport *sonde_import_reader_finish (SondeImportReader *self,
                                         GError           **error);

/* In the caller's main context, a few times a second at most, and never after the callback of the
 * read. @total: 0 where it is not known */
typedef void (*SondeImportProgress) (guint64  read,
                                     guint64  total,
                                     gpointer user_data);

/**
 * sonde_import_read_async:
 * @progress: (nullable): called with @user_data, too
 *
 * In a worker. Certificates and keys that a connection names by path and that cannot be read here
 * are noted.
 */
void         sonde_import_read_async (GFile              *file,
                                      GCancellable       *cancellable,
                                      SondeImportProgress progress,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
SondeImport *sonde_import_read_finish (GAsyncResult *result,
                                       GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeImport, sonde_import_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeImportReader, sonde_import_reader_free)

G_END_DECLS
