/* sonde-message-copy.h: a message on the clipboard, in a form for another program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>
#include <sonde-copy-as.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Made in a worker, since payloads may be large; a toast of the window says how it went. */
void sonde_message_copy (GtkWidget        *widget,
                         SondeConnection  *connection,
                         SondeMessageItem *item,
                         SondeCopyAs       format);

G_END_DECLS
