/* sonde-plot-picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-picture"

#include "sonde-plot-picture.h"

#include "sonde-plot-frame.h"

#include <cairo-svg.h>

#define MARGIN 16
#define GAP 16
#define NAME_CHARS 60
#define SWATCH 8

/* As on the screen, on a light ground */
static const char *const colors[SONDE_N_COLORS] = {
  "#3584e4",
  "#2ec27e",
  "#e5a50a",
  "#c061cb",
  "#ff7800",
  "#2190a4",
  "#e0637f",
  "#9a8467",
};

static void
read_style (SondePlotStyle *style)
{
  gdk_rgba_parse (&style->text, "#2e3436");
  gdk_rgba_parse (&style->ground, "#ffffff");
  for (guint i = 0; i < SONDE_N_COLORS; i++)
    gdk_rgba_parse (&style->colors[i], colors[i]);
}

/* With its values where the axes do not tell them of each line */
static char *
dup_label (const SondePlotScene *scene,
           const SondePlotLine  *line)
{
  char            *name = sonde_plot_line_dup_name (line, NAME_CHARS);
  g_autofree char *span = sonde_plot_scene_dup_span (scene, line);
  char            *label;

  if (span == NULL)
    return name;

  label = g_strconcat (name, "  ", span, NULL);
  g_free (name);
  return label;
}

/* In rows, as many names as fit. Returns: the height; draws nothing where @cr is %NULL */
static double
draw_legend (const SondePlotFrame *frame,
             cairo_t              *cr,
             double                top,
             double                width)
{
  double row = frame->line_height + 6;
  double x = 0, y = row / 2;

  for (guint i = 0; i < frame->scene->lines->len; i++)
    {
      const SondePlotLine *line = sonde_plot_scene_get (frame->scene, i);
      g_autofree char     *name = NULL;
      double               length;

      if (!line->shown)
        continue;

      name = dup_label (frame->scene, line);
      length = SWATCH + 6 + sonde_plot_frame_measure_text (frame, name);
      if (x > 0 && x + length > width)
        {
          x = 0;
          y += row;
        }
      if (cr != NULL)
        {
          gdk_cairo_set_source_rgba (cr, &frame->style->colors[line->color]);
          cairo_arc (cr, x + SWATCH / 2.0, top + y, SWATCH / 2.0, 0, 2 * G_PI);
          cairo_fill (cr);
          gdk_cairo_set_source_rgba (cr, &frame->style->text);
          sonde_plot_frame_draw_text (frame, cr, name, 0, x + SWATCH + 6, top + y);
        }
      x += length + GAP;
    }

  return y + row / 2;
}

static void
draw (cairo_t                    *cr,
      const SondePlotScene       *scene,
      gboolean                    has_values,
      const PangoFontDescription *font,
      int                         width,
      int                         height)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  SondePlotStyle style;
  SondePlotFrame frame;
  SondePlotFrame measure = { .scene = scene, .style = &style, .layout = layout };
  double         legend_height, title_height = 0;
  int            line_height;

  read_style (&style);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, "0", -1);
  pango_layout_get_pixel_size (layout, NULL, &line_height);
  measure.line_height = line_height;

  gdk_cairo_set_source_rgba (cr, &style.ground);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  width -= 2 * MARGIN;
  height -= 2 * MARGIN;
  if (scene->title != NULL)
    {
      title_height = line_height + GAP / 2;
      gdk_cairo_set_source_rgba (cr, &style.text);
      sonde_plot_frame_draw_text (&measure, cr, scene->title, 0, 0, line_height / 2.0);
    }

  legend_height = draw_legend (&measure, NULL, 0, width);
  draw_legend (&measure, cr, height - legend_height, width);
  cairo_translate (cr, 0, title_height);
  sonde_plot_frame_init (&frame, scene, has_values, &style, layout, width, height - legend_height - title_height - 6);
  sonde_plot_frame_draw (&frame, cr);
  sonde_plot_frame_clear (&frame);
}

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
sonde_plot_picture_dup_svg (const SondePlotScene       *scene,
                            gboolean                    has_values,
                            const PangoFontDescription *font,
                            int                         width,
                            int                         height)
{
  GByteArray      *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_cb, bytes, width, height);
  cairo_t         *cr = cairo_create (surface);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  draw (cr, scene, has_values, font, width, height);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
sonde_plot_picture_dup_png (const SondePlotScene       *scene,
                            gboolean                    has_values,
                            const PangoFontDescription *font,
                            int                         width,
                            int                         height,
                            int                         scale)
{
  GByteArray      *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width * scale, height * scale);
  cairo_t         *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  draw (cr, scene, has_values, font, width, height);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (bytes);
}
