/* sonde-file-button.h: fills an entry with the path of a file, and looks whether it is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: title (construct only: its full name, "Choose CA certificate…"), field
 * (GtkEditable), fault (SondeFaultRow of the field), accepts-folder. */
#define SONDE_TYPE_FILE_BUTTON (sonde_file_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeFileButton, sonde_file_button, SONDE, FILE_BUTTON, AdwBin)

G_END_DECLS
