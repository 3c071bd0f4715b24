/* sonde-disconnect-dialog.h: asks what DISCONNECT of MQTT 5 is to say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_DISCONNECT_DIALOG (sonde_disconnect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SondeDisconnectDialog, sonde_disconnect_dialog, SONDE, DISCONNECT_DIALOG, AdwMessageDialog)

/* @connection is online, with MQTT 5. */
SondeDisconnectDialog *sonde_disconnect_dialog_new (GtkWindow       *parent,
                                                    SondeConnection *connection);

G_END_DECLS
