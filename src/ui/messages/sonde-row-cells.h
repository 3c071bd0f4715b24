/* sonde-row-cells.h: what a row of the message log shows, and how it is drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without a widget a cell: a list view binds two hundred rows again for each frame
 * that new messages come in. A text is laid out when it is drawn first.
 */

#pragma once

#include "sonde-message-layout.h"

#include <sonde-query.h>

G_BEGIN_DECLS

#define SONDE_ROW_NO_COLOR G_MAXUINT

typedef struct
{
  char        *texts[SONDE_N_COLUMNS]; /* NULL: the cell is not there */
  PangoLayout *layouts[SONDE_N_COLUMNS];
  SondeSpan    spans[SONDE_N_COLUMNS]; /* where they were drawn last, left to right */

  SondeQuerySpan marks[SONDE_N_COLUMNS]; /* what of a text is to stand out; empty for nothing */
  guint          color;                  /* of the stripe */
  gboolean       event;                  /* has but a time and a text */
  gboolean       refused;                /* the acknowledgement is one to look at */
} SondeRowCells;

void sonde_row_cells_clear (SondeRowCells *cells);

/* @text: (nullable): copied; nothing of it is marked */
void sonde_row_cells_set (SondeRowCells *cells,
                          SondeColumn    column,
                          const char    *text);

/* Into the whole of @widget, in its font and colour. */
void sonde_row_cells_snapshot (SondeRowCells          *cells,
                               GtkWidget              *widget,
                               GtkSnapshot            *snapshot,
                               const SondeColumnShape *shape);

/* The column whose text was drawn at @x of @widget, or SONDE_N_COLUMNS. */
SondeColumn sonde_row_cells_pick (const SondeRowCells *cells,
                                  GtkWidget           *widget,
                                  double               x);

/* The height of a row in the font of @widget: no row's depends on what it shows. */
int sonde_row_cells_measure_height (GtkWidget *widget);

G_END_DECLS
