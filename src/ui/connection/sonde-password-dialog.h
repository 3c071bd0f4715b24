/* sonde-password-dialog.h: asks for the password that a broker wants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Connects with what is typed. */
#define SONDE_TYPE_PASSWORD_DIALOG (sonde_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SondePasswordDialog, sonde_password_dialog, SONDE, PASSWORD_DIALOG, AdwMessageDialog)

SondePasswordDialog *sonde_password_dialog_new (GtkWindow       *parent,
                                                SondeConnection *connection);

G_END_DECLS
