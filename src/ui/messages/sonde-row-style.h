/* sonde-row-style.h: the fonts and colours of the message log's rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows draw themselves, so what style sheets would say of their cells is asked for here.
 * Fonts are measured once for all rows in the same font: a list view has two hundred.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_ROW_FONT_TEXT,  /* the row's own */
  SONDE_ROW_FONT_PLAIN, /* words of ours, of the same size */
  SONDE_ROW_FONT_SIGN,  /* an arrow, somewhat larger */
  SONDE_ROW_N_FONTS,
} SondeRowFont;

typedef struct
{
  PangoFontDescription *description;
  int                   height;   /* of a line, in pixels */
  int                   baseline; /* from the top of a line, in Pango units */
} SondeRowFace;

/* Valid until the font of @widget changes. */
const SondeRowFace *sonde_row_style_get_face (GtkWidget   *widget,
                                              SondeRowFont font);

/* The width of a digit in the font of @widget, in pixels. */
int sonde_row_style_get_digit (GtkWidget *widget);

/* The colour of the text of @widget, as strong as @alpha. */
GdkRGBA sonde_row_style_get_color (GtkWidget *widget,
                                   double     alpha);

/* The colour that the style sheets define as @name, as strong as @alpha; that of the text where they do not. */
GdkRGBA sonde_row_style_find_color (GtkWidget  *widget,
                                    const char *name,
                                    double      alpha);

G_END_DECLS
