/* sonde-message-layout.h: the columns of the message log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows and the titles above them compute their columns alike, so that they line up
 * without a size group: widths follow the font and the width there is, never a text.
 * The layout manager is that of the titles, one child a column, in this order.
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
  SONDE_COLUMN_PAYLOAD, /* gets the place of those that a row does not have */
  SONDE_COLUMN_ACK,     /* as wide as its text, at the end of the payload */
  SONDE_COLUMN_FLAGS,   /* the same */
  SONDE_COLUMN_SIZE,
  SONDE_N_COLUMNS,
} SondeColumn;

typedef struct
{
  int x, width;
} SondeSpan;

/* Digits that the narrowest row has place for. */
#define SONDE_LOG_MIN_DIGITS 46

/* ‰ of what topic and payload have together */
#define SONDE_TOPIC_SHARE_MIN 150
#define SONDE_TOPIC_SHARE_MAX 750
#define SONDE_TOPIC_SHARE_DEFAULT 400

typedef struct
{
  gboolean hidden[SONDE_N_COLUMNS];
  int      topic_share;
  gboolean dated; /* the time is with its day */
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

/* Where it was put last, left to right. */
SondeSpan sonde_message_layout_get_span (SondeMessageLayout *self,
                                         SondeColumn         column);

G_END_DECLS
