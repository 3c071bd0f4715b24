/* sonde-message-layout.h: the columns of the message log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layout manager for a row and for the titles above the rows: both have one
 * child a column, in this order, so that they line up without a size group.
 * Widths follow the font of the row and the width it gets, never its text.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_COLUMN_TIME,
  SONDE_COLUMN_DIRECTION,
  SONDE_COLUMN_STRIPE,
  SONDE_COLUMN_SUBSCRIPTION,
  SONDE_COLUMN_TOPIC,
  SONDE_COLUMN_QOS,
  SONDE_COLUMN_PACKET_ID,
  SONDE_COLUMN_PAYLOAD, /* gets the place of those that are not visible */
  SONDE_COLUMN_ACK,     /* as wide as its text, at the end of the payload */
  SONDE_COLUMN_FLAGS,   /* the same */
  SONDE_COLUMN_SIZE,
  SONDE_N_COLUMNS,
} SondeColumn;

typedef struct
{
  int x, width;
} SondeSpan;

/* ‰ of what topic and payload have together */
#define SONDE_TOPIC_SHARE_MIN 150
#define SONDE_TOPIC_SHARE_MAX 750
#define SONDE_TOPIC_SHARE_DEFAULT 400

typedef struct
{
  gboolean hidden[SONDE_N_COLUMNS];
  int      topic_share;
} SondeColumnShape;

#define SONDE_TYPE_MESSAGE_LAYOUT (sonde_message_layout_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageLayout, sonde_message_layout, SONDE, MESSAGE_LAYOUT, GtkLayoutManager)

/* Pure: where each column of a row of @width lies when a digit is @digit wide, left to right. */
void sonde_message_layout_compute (int                     width,
                                   int                     digit,
                                   const SondeColumnShape *shape,
                                   SondeSpan               spans[SONDE_N_COLUMNS]);

/* Copied; what is hidden takes no place. */
void sonde_message_layout_set_shape (SondeMessageLayout     *self,
                                     const SondeColumnShape *shape);

/* Where it was put last, left to right; of the payload without the marks at its end. */
SondeSpan sonde_message_layout_get_span (SondeMessageLayout *self,
                                         SondeColumn         column);

/* Whether a line of @text (may be %NULL) is laid out higher than one of Latin letters. */
gboolean sonde_message_layout_is_tall (const char *text);

G_END_DECLS
