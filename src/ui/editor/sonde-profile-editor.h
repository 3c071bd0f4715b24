/* sonde-profile-editor.h: the fields of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: "saved" (SondeConnection). */
#define SONDE_TYPE_PROFILE_EDITOR (sonde_profile_editor_get_type ())
G_DECLARE_FINAL_TYPE (SondeProfileEditor, sonde_profile_editor, SONDE, PROFILE_EDITOR, AdwWindow)

/* @connection %NULL: a new one, added when saved */
SondeProfileEditor *sonde_profile_editor_new (GtkWindow        *parent,
                                              SondeConnections *connections,
                                              SondeConnection  *connection);

G_END_DECLS
