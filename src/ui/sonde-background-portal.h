/* sonde-background-portal.h: asks whether a program in a sandbox may run without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * org.freedesktop.portal.Background, which the desktop answers, or its user.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Outside a sandbox nobody is asked, and it may. */
void sonde_background_portal_ask_async (GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
/* Returns: whether it may; also where there is no such portal, which then stops nobody.
 *   %FALSE with an error when it was cancelled */
gboolean sonde_background_portal_ask_finish (GAsyncResult *result,
                                             GError      **error);

G_END_DECLS
