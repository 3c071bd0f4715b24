/* sonde-display-writer.h: bytes into text that any widget can lay out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside this layer only.
 */

#pragma once

#include "sonde-payload.h"

G_BEGIN_DECLS

typedef struct
{
  GString *text;
  gsize    line; /* bytes in the line being written */
  gboolean broken;
  gboolean escaped;
} SondeDisplayWriter;

void sonde_display_writer_init (SondeDisplayWriter *self,
                                gsize               size_hint);

/* What is no character, or a control character, is written as \xNN for each byte; tabs and line
 * ends stay. */
void sonde_display_writer_add (SondeDisplayWriter *self,
                               const void         *bytes,
                               gsize               size);

/* Starts a line that was not in the payload. */
void sonde_display_writer_new_line (SondeDisplayWriter *self,
                                    guint               indentation);

/* Gives the text away. */
SondeDisplay *sonde_display_writer_finish (SondeDisplayWriter *self,
                                           gsize               shown,
                                           gboolean            complete);

/* Length in bytes of the character at @bytes; 0 for a control character and for what is no UTF-8.
 * Tabs and line ends are characters here. */
gsize sonde_display_measure_character (const guint8 *bytes,
                                       gsize         size);

/* How many bytes a display of @limit bytes (0 for all) covers: no character is cut in two. */
gsize sonde_display_cut (const guint8 *payload,
                         gsize         size,
                         gsize         limit);

G_END_DECLS
