/* sonde-editor-guard.h: what was typed is not lost when all is closed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * sonde_close_editors:
 * @parent: (nullable): only those above it
 *
 * Returns: %FALSE when one of them asks its user first
 */
gboolean sonde_close_editors (GtkWindow *parent);

G_END_DECLS
