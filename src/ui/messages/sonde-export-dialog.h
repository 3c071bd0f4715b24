/* sonde-export-dialog.h: which messages are exported, in what form and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-export-bar.h"

#include <sonde-connection.h>
#include <sonde-message-item.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_EXPORT_DIALOG (sonde_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SondeExportDialog, sonde_export_dialog, SONDE, EXPORT_DIALOG, AdwMessageDialog)

/* @selected: (nullable): the message that is selected in the log of @connection
 * @bar: runs what is chosen, unless it runs another by then */
SondeExportDialog *sonde_export_dialog_new (GtkWindow        *parent,
                                            SondeConnection  *connection,
                                            SondeMessageItem *selected,
                                            SondeExportBar   *bar);

G_END_DECLS
