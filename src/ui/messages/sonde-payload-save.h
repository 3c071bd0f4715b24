/* sonde-payload-save.h: a payload into a file the user chooses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks where, writes @payload byte for byte without blocking, and says in a toast of the
 * window how it went. @topic and @extension make the suggested name. */
void sonde_payload_save (GtkWidget  *widget,
                         GBytes     *payload,
                         const char *topic,
                         const char *extension);

/* "Tyler-1/motor/3/speed", "json" → "speed.json"; never empty, hidden or with a slash */
char *sonde_payload_dup_file_name (const char *topic,
                                   const char *extension);

G_END_DECLS
