/* sonde-profile-export.h: profiles as one file to hand on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shape of the profiles file (sonde-profile-json.h), marked as "format": "sonde-profiles"; each
 * profile may have "secrets": { "password": "…" }, in plain text.
 */

#pragma once

#include <sonde-profile.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_PROFILE_EXPORT_NAME "sonde-profiles.json"

/**
 * sonde_profile_export_to_text:
 * @profiles: (element-type SondeProfile)
 * @secrets: (nullable): id of a profile → GHashTable of purpose → secret; %NULL for none,
 *   and for no login in a header either
 *
 * Returns: (transfer full): for sonde_secret_free() when there are secrets in it
 */
char *sonde_profile_export_to_text (GPtrArray  *profiles,
                                    GHashTable *secrets);

/* @file: of this machine; it is written in a worker, whole or not at all, readable by its user
 * only. @text is copied. */
void     sonde_profile_export_write_async (GFile              *file,
                                           const char         *text,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
gboolean sonde_profile_export_write_finish (GAsyncResult *result,
                                            GError      **error);

G_END_DECLS
