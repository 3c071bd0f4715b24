/* sonde-log-import.h: messages read back from an export as JSON Lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is read in a worker, line by line; what it holds comes into the log as it is
 * read, within the log's budget. Nothing in it is trusted.
 */

#pragma once

#include "sonde-message-log.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 n_read;      /* messages and events */
  guint64 n_faults;    /* lines that are no message */
  guint64 first_line;  /* of them, from 1 on */
  char   *first_fault; /* one translated sentence; %NULL when there is none */
} SondeLogImportReport;

void sonde_log_import_report_free (SondeLogImportReport *self);

/**
 * sonde_log_import_async:
 * @log: must be empty, and nothing else may append to it
 *
 * Main thread.
 */
void sonde_log_import_async (SondeMessageLog    *log,
                             GFile              *file,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/* Returns: (transfer full) (nullable): %NULL with a #GIOErrorEnum when the file cannot be
 *   read; what was read until then is in the log */
SondeLogImportReport *sonde_log_import_finish (SondeMessageLog *log,
                                               GAsyncResult    *result,
                                               GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeLogImportReport, sonde_log_import_report_free)

G_END_DECLS
