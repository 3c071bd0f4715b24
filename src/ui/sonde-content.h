/* sonde-content.h: the pages of the selected connection, and what is to be said above them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: connection (nullable); pages (AdwViewStack, read-only), for a switcher. */
#define SONDE_TYPE_CONTENT (sonde_content_get_type ())
G_DECLARE_FINAL_TYPE (SondeContent, sonde_content, SONDE, CONTENT, GtkBox)

/* Sizes and what is folded away are read from and written to @settings. */
void sonde_content_bind_settings (SondeContent *self,
                                  GSettings    *settings);

/* @name: of a page: messages, topics, broker or packets; it is made when there is none yet */
void sonde_content_show_page (SondeContent *self,
                              const char   *name);

/* Whether the log of the selected connection is in view. */
gboolean sonde_content_shows_log (SondeContent *self);

/* Shows the message of @serial among the others, selected, or says why it is not there. */
void sonde_content_show_message (SondeContent *self,
                                 guint64       serial);

G_END_DECLS
