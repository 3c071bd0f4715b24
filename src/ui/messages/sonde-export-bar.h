/* sonde-export-bar.h: how far an export has come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-export.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows itself while it has an export to run. Property (notifies): running (gboolean). */
#define SONDE_TYPE_EXPORT_BAR (sonde_export_bar_get_type ())
G_DECLARE_FINAL_TYPE (SondeExportBar, sonde_export_bar, SONDE, EXPORT_BAR, AdwBin)

/* One at a time: not while it is running. How it ended is said in a toast of the window. */
void     sonde_export_bar_run (SondeExportBar *self,
                               SondeExport *export,
                               GFile *file);
gboolean sonde_export_bar_get_running (SondeExportBar *self);

G_END_DECLS
