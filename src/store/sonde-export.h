/* sonde-export.h: messages of a log written to files, in the background
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread; the writing goes on in a worker.
 */

#pragma once

#include "sonde-query.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_EXPORT_JSON_LINES,
  SONDE_EXPORT_CSV,
  SONDE_EXPORT_PAYLOADS, /* a file each, in a folder */
} SondeExportFormat;

#define SONDE_TYPE_EXPORT (sonde_export_get_type ())
G_DECLARE_FINAL_TYPE (SondeExport, sonde_export, SONDE, EXPORT, GObject)

/* @stretches: (transfer full): SondeStretch, oldest first; each is let go as soon as it is written
 * @query: (nullable): only what matches */
SondeExport *sonde_export_new (SondeExportFormat format,
                               GArray           *stretches,
                               SondeQuery       *query);

/**
 * sonde_export_run_async:
 * @file: to be written, or for payloads the folder to make. A file that is there is
 *   replaced when all is written and stays as it was on failure and on cancel; a folder
 *   must not be there, and goes again on failure and on cancel.
 *
 * Once only.
 */
void sonde_export_run_async (SondeExport        *self,
                             GFile              *file,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/* Returns: %FALSE with a #GIOErrorEnum; its message is the system's */
gboolean sonde_export_run_finish (SondeExport  *self,
                                  GAsyncResult *result,
                                  guint64      *n_written,
                                  GError      **error);

/* 0 to 1; at any time */
double sonde_export_get_fraction (SondeExport *self);

G_END_DECLS
