/* sonde-row-style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-row-style"

#include "sonde-row-style.h"

#include <adwaita.h>

#define PLAIN_FAMILY "Cantarell, sans-serif"
#define SIGN_SCALE (11.0 / 9.0)
#define LEAST_CONTRAST 0.9 /* where the desktop asks for a high one; that of libadwaita’s dim labels */

#define FONTS "sonde-row-style-fonts"

/* Of one font, and kept with the font map. */
typedef struct
{
  PangoFontDescription *font;
  PangoLanguage        *language;
  guint                 serial; /* of the font map they were measured in */
  int                   digit;  /* 0: not measured */
  SondeRowFace          faces[SONDE_ROW_N_FONTS];
} Fonts;

static void
fonts_free (Fonts *fonts)
{
  pango_font_description_free (fonts->font);
  for (guint i = 0; i < SONDE_ROW_N_FONTS; i++)
    g_clear_pointer (&fonts->faces[i].description, pango_font_description_free);
  g_free (fonts);
}

static Fonts *
get_fonts (GtkWidget *widget)
{
  PangoContext               *context = gtk_widget_get_pango_context (widget);
  PangoFontMap               *map = pango_context_get_font_map (context);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  Fonts                      *fonts = g_object_get_data (G_OBJECT (map), FONTS);

  if (fonts != NULL &&
      fonts->serial == pango_font_map_get_serial (map) &&
      fonts->language == pango_context_get_language (context) &&
      pango_font_description_equal (fonts->font, font))
    return fonts;

  fonts = g_new0 (Fonts, 1);
  fonts->font = pango_font_description_copy (font);
  fonts->language = pango_context_get_language (context);
  fonts->serial = pango_font_map_get_serial (map);
  g_object_set_data_full (G_OBJECT (map), FONTS, fonts, (GDestroyNotify) fonts_free);
  return fonts;
}

static PangoFontDescription *
describe (const PangoFontDescription *font,
          SondeRowFont                which)
{
  PangoFontDescription *description = pango_font_description_copy (font);

  if (which != SONDE_ROW_FONT_TEXT)
    pango_font_description_set_family_static (description, PLAIN_FAMILY);
  if (which == SONDE_ROW_FONT_SIGN && pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (description, pango_font_description_get_size (font) * SIGN_SCALE);
  return description;
}

static void
measure_face (GtkWidget    *widget,
              SondeRowFace *face)
{
  PangoContext     *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, face->description, NULL);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");

  pango_layout_set_font_description (layout, face->description);
  face->height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  face->baseline = pango_layout_get_baseline (layout);
  pango_font_metrics_unref (metrics);
}

const SondeRowFace *
sonde_row_style_get_face (GtkWidget   *widget,
                          SondeRowFont font)
{
  Fonts        *fonts = get_fonts (widget);
  SondeRowFace *face = &fonts->faces[font];

  /* When first asked for: each font that is new to the program costs a start some milliseconds. */
  if (face->description == NULL)
    {
      face->description = describe (fonts->font, font);
      measure_face (widget, face);
    }
  return face;
}

int
sonde_row_style_get_digit (GtkWidget *widget)
{
  Fonts *fonts = get_fonts (widget);

  if (fonts->digit == 0)
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0123456789");
      int width;

      pango_layout_get_size (layout, &width, NULL);
      fonts->digit = MAX (PANGO_PIXELS_CEIL (width / 10), 1);
    }
  return fonts->digit;
}

GdkRGBA
sonde_row_style_get_color (GtkWidget *widget,
                           double     alpha)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  GdkRGBA          color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= adw_style_manager_get_high_contrast (manager) ? MAX (alpha, LEAST_CONTRAST) : alpha;
  return color;
}

GdkRGBA
sonde_row_style_find_color (GtkWidget  *widget,
                            const char *name,
                            double      alpha)
{
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color))
    return sonde_row_style_get_color (widget, alpha);

  color.alpha *= alpha;
  return color;
}
