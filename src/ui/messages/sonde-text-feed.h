/* sonde-text-feed.h: long text into a text buffer, a piece at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inserting megabytes at once stops the window for seconds; a piece an idle does not.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property (notify): busy (gboolean, read-only: pieces are still to come). */
#define SONDE_TYPE_TEXT_FEED (sonde_text_feed_get_type ())
G_DECLARE_FINAL_TYPE (SondeTextFeed, sonde_text_feed, SONDE, TEXT_FEED, GObject)

SondeTextFeed *sonde_text_feed_new (GtkTextBuffer *buffer);

/* Replaces what the buffer holds. @text is consumed and must be UTF-8. */
void     sonde_text_feed_take (SondeTextFeed *self,
                               char          *text);
gboolean sonde_text_feed_get_busy (SondeTextFeed *self);

G_END_DECLS
