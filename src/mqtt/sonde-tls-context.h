/* sonde-tls-context.h: what TLS needs to begin, read from files once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Immutable and counted; may be shared by threads.
 */

#pragma once

#include "sonde-tls-options.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SondeTlsContext SondeTlsContext;

/* Reads certificates and key in a worker: the system's authorities alone take
 * some 40 ms. Errors are of %SONDE_MQTT_ERROR, and name the file at fault. */
void             sonde_tls_context_build_async (const SondeTlsOptions *options,
                                                GCancellable          *cancellable,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
SondeTlsContext *sonde_tls_context_build_finish (GAsyncResult *result,
                                                 GError      **error);

SondeTlsContext *sonde_tls_context_ref (SondeTlsContext *self);
void             sonde_tls_context_unref (SondeTlsContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTlsContext, sonde_tls_context_unref)

G_END_DECLS
