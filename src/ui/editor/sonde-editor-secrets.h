/* sonde-editor-secrets.h: what is secret of a profile, while it is edited
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-secret-store.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_EDITOR_SECRETS (sonde_editor_secrets_get_type ())
G_DECLARE_FINAL_TYPE (SondeEditorSecrets, sonde_editor_secrets, SONDE, EDITOR_SECRETS, GObject)

SondeEditorSecrets *sonde_editor_secrets_new (SondeSecretStore *store);

/* @row holds what is kept for @purpose (sonde-secret-store.h). */
void sonde_editor_secrets_add (SondeEditorSecrets *self,
                               const char         *purpose,
                               GtkEditable        *row);

/* Shows what is kept, when it has been found; what was typed meanwhile is newer. */
void sonde_editor_secrets_look_up (SondeEditorSecrets *self,
                                   const char         *profile_id);

/* What was typed, or %NULL when nothing was. */
const char *sonde_editor_secrets_get_typed (SondeEditorSecrets *self,
                                            const char         *purpose);
gboolean    sonde_editor_secrets_is_changed (SondeEditorSecrets *self);

G_END_DECLS
