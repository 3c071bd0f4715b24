/* sonde-template-files.h: asks for the file that templates are read from or written to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-template-store.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* What became of it is said in @overlay. */
void sonde_template_files_import (GtkWindow          *parent,
                                  SondeTemplateStore *store,
                                  const char         *profile_id,
                                  AdwToastOverlay    *overlay);
void sonde_template_files_export (GtkWindow          *parent,
                                  SondeTemplateStore *store,
                                  AdwToastOverlay    *overlay);

G_END_DECLS
