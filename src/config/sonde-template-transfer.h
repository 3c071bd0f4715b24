/* sonde-template-transfer.h: templates to hand on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The format is told in sonde-template-file.h. Files of this machine, read and written in a worker.
 */

#pragma once

#include "sonde-template-store.h"

G_BEGIN_DECLS

/* All of them, whole or not at all. */
void     sonde_template_export_async (SondeTemplateStore *store,
                                      GFile              *file,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean sonde_template_export_finish (GAsyncResult *result,
                                       GError      **error);

/**
 * sonde_template_import_async:
 * @profile_id: those of this profile stay so; those of others are for all
 *
 * Adds what is not there yet, once the store is loaded.
 */
void sonde_template_import_async (SondeTemplateStore *store,
                                  GFile              *file,
                                  const char         *profile_id,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
/* @n_known: were there before. @n_skipped: were no templates. Returns: %FALSE with one sentence */
gboolean sonde_template_import_finish (GAsyncResult *result,
                                       guint        *n_added,
                                       guint        *n_known,
                                       guint        *n_skipped,
                                       GError      **error);

G_END_DECLS
