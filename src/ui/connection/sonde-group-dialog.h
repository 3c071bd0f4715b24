/* sonde-group-dialog.h: asks for the name of a group of connections
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: "named" (const char *name): never empty. */
#define SONDE_TYPE_GROUP_DIALOG (sonde_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SondeGroupDialog, sonde_group_dialog, SONDE, GROUP_DIALOG, AdwMessageDialog)

/* @name: what stands in it at first; "" for a new group */
SondeGroupDialog *sonde_group_dialog_new (GtkWindow  *parent,
                                          const char *heading,
                                          const char *name);

G_END_DECLS
