/* sonde-window.h: arranges the sidebar, the header and the pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: connections, settings (nullable: nothing is remembered then), connection (the selected one). */
#define SONDE_TYPE_WINDOW (sonde_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeWindow, sonde_window, SONDE, WINDOW, AdwApplicationWindow)

SondeWindow *sonde_window_new (GtkApplication   *application,
                               SondeConnections *connections,
                               GSettings        *settings);

void sonde_window_select (SondeWindow     *self,
                          SondeConnection *connection);
/* Whether the user looks at the log of @connection. */
gboolean sonde_window_shows_log (SondeWindow     *self,
                                 SondeConnection *connection);
/* Shows that message in its log, or says why it is not there. */
void sonde_window_show_message (SondeWindow     *self,
                                SondeConnection *connection,
                                guint64          serial);
/* One sentence that stays until it is closed. */
void sonde_window_show_notice (SondeWindow *self,
                               const char  *sentence);
void sonde_window_show_toast (SondeWindow *self,
                              const char  *text);

G_END_DECLS
