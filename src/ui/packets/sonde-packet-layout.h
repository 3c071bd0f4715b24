/* sonde-packet-layout.h: the columns of the packet list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows and the titles above them compute their columns alike, so that they line up. The
 * layout manager is that of the titles, one child a column, in this order.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_PACKET_COLUMN_TIME,
  SONDE_PACKET_COLUMN_DIRECTION,
  SONDE_PACKET_COLUMN_TYPE,
  SONDE_PACKET_COLUMN_ID,
  SONDE_PACKET_COLUMN_FLAGS,
  SONDE_PACKET_COLUMN_TOPIC,
  SONDE_PACKET_COLUMN_SIZE,
  SONDE_PACKET_COLUMN_REASON,
  SONDE_PACKET_COLUMN_ANSWER,
  SONDE_PACKET_N_COLUMNS,
} SondePacketColumn;

typedef struct
{
  int x, width;
} SondePacketSpan;

/* Digits that the narrowest row has place for. */
#define SONDE_PACKET_MIN_DIGITS 80

#define SONDE_TYPE_PACKET_LAYOUT (sonde_packet_layout_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketLayout, sonde_packet_layout, SONDE, PACKET_LAYOUT, GtkLayoutManager)

/* Pure: where each column of a row of @width lies when a digit is @digit wide, left to right. */
void sonde_packet_layout_compute (int             width,
                                  int             digit,
                                  SondePacketSpan spans[SONDE_PACKET_N_COLUMNS]);

G_END_DECLS
