/* sonde-payload-copy.h: a payload on the clipboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts @payload on the clipboard of @widget, as text when it is UTF-8, else as hexadecimal
 * digits, and says which in a toast of the window. Made in a worker: payloads may be large. */
void sonde_payload_copy (GtkWidget *widget,
                         GBytes    *payload);

/* The text for the clipboard. Returns: whether it is the payload itself */
gboolean sonde_payload_dup_clipboard_text (GBytes *payload,
                                           char  **text);

G_END_DECLS
