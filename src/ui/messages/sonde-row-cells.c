/* sonde-row-cells.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-row-cells"

#include "sonde-row-cells.h"

#include "sonde-row-style.h"

#define SPACING 8 /* between the marks at the end of a payload */
#define STRIPE_MARGIN 4
#define STRIPE_RADIUS 2
#define PILL_PADDING 8
#define PILL_RADIUS 9

#define QUIET 0.6 /* beside the topic and the payload */
#define MARK 0.35 /* behind what a filter found */

typedef struct
{
  SondeRowFont       font;
  float              xalign;
  PangoEllipsizeMode ellipsize;
  gboolean           quiet;
} CellStyle;

/* clang-format off */
static const CellStyle cell_styles[SONDE_N_COLUMNS] = {
  [SONDE_COLUMN_TIME]         = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_NONE,   TRUE },
  [SONDE_COLUMN_DIRECTION]    = { SONDE_ROW_FONT_SIGN,  0.5, PANGO_ELLIPSIZE_NONE,   FALSE },
  [SONDE_COLUMN_SUBSCRIPTION] = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_END,    TRUE },
  [SONDE_COLUMN_TOPIC]        = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_MIDDLE, FALSE },
  [SONDE_COLUMN_QOS]          = { SONDE_ROW_FONT_TEXT,  0.5, PANGO_ELLIPSIZE_NONE,   TRUE },
  [SONDE_COLUMN_PACKET_ID]    = { SONDE_ROW_FONT_TEXT,  1,   PANGO_ELLIPSIZE_NONE,   TRUE },
  [SONDE_COLUMN_PAYLOAD]      = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_END,    FALSE },
  [SONDE_COLUMN_ACK]          = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_END,    TRUE },
  [SONDE_COLUMN_FLAGS]        = { SONDE_ROW_FONT_PLAIN, 0,   PANGO_ELLIPSIZE_END,    FALSE },
  [SONDE_COLUMN_SIZE]         = { SONDE_ROW_FONT_TEXT,  1,   PANGO_ELLIPSIZE_NONE,   TRUE },
};
/* clang-format on */

static const SondeRowFace *
get_face (const SondeRowCells *cells,
          GtkWidget           *widget,
          SondeColumn          column)
{
  SondeRowFont font = cell_styles[column].font;

  return sonde_row_style_get_face (widget, cells->event && font == SONDE_ROW_FONT_TEXT ? SONDE_ROW_FONT_PLAIN : font);
}

static GdkRGBA
get_color (const SondeRowCells *cells,
           GtkWidget           *widget,
           SondeColumn          column)
{
  if (column == SONDE_COLUMN_ACK && cells->refused)
    return sonde_row_style_find_color (widget, "warning_color", 1);
  return sonde_row_style_get_color (widget, cells->event || cell_styles[column].quiet ? QUIET : 1);
}

static void
mark_layout (PangoLayout          *layout,
             GtkWidget            *widget,
             const SondeQuerySpan *span)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  PangoAttribute *marks[2];
  GdkRGBA         color;

  if (span->end > span->start)
    {
      attributes = pango_attr_list_new ();
      color = sonde_row_style_find_color (widget, "accent_bg_color", MARK);
      marks[0] = pango_attr_background_new (color.red * 65535, color.green * 65535, color.blue * 65535);
      marks[1] = pango_attr_background_alpha_new (color.alpha * 65535);
      for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
        {
          marks[i]->start_index = span->start;
          marks[i]->end_index = span->end;
          pango_attr_list_insert (attributes, marks[i]);
        }
    }
  pango_layout_set_attributes (layout, attributes);
}

static PangoLayout *
get_layout (SondeRowCells *cells,
            GtkWidget     *widget,
            SondeColumn    column)
{
  PangoLayout *layout = cells->layouts[column];

  if (layout == NULL)
    {
      layout = gtk_widget_create_pango_layout (widget, cells->texts[column]);
      pango_layout_set_single_paragraph_mode (layout, TRUE);
      pango_layout_set_ellipsize (layout, cell_styles[column].ellipsize);
      cells->layouts[column] = layout;
    }
  pango_layout_set_font_description (layout, get_face (cells, widget, column)->description);
  mark_layout (layout, widget, &cells->marks[column]);
  return layout;
}

static gboolean
has_cell (const SondeRowCells    *cells,
          const SondeColumnShape *shape,
          guint                   column)
{
  if (column == SONDE_COLUMN_STRIPE)
    return !cells->event && !shape->hidden[column];
  return cells->texts[column] != NULL && !shape->hidden[column];
}

/* Of a mark at the end of a payload. */
static int
measure_mark (SondeRowCells *cells,
              GtkWidget     *widget,
              SondeColumn    column)
{
  PangoLayout   *layout = get_layout (cells, widget, column);
  PangoRectangle logical;

  pango_layout_set_width (layout, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  return PANGO_PIXELS_CEIL (logical.width) + (column == SONDE_COLUMN_FLAGS ? 2 * PILL_PADDING : 0);
}

/* Gives the payload what its missing neighbours do not need, and takes what the marks at its end do. */
static void
fit_payload (SondeRowCells          *cells,
             GtkWidget              *widget,
             const SondeColumnShape *shape)
{
  SondeSpan *spans = cells->spans;
  SondeSpan *payload = &spans[SONDE_COLUMN_PAYLOAD];
  int        start = payload->x;
  int        end = payload->x + payload->width;

  for (int i = SONDE_COLUMN_PACKET_ID; i >= SONDE_COLUMN_STRIPE && !has_cell (cells, shape, i); i--)
    start = spans[i].x;
  if (spans[SONDE_COLUMN_SIZE].width > 0 && !has_cell (cells, shape, SONDE_COLUMN_SIZE))
    end = spans[SONDE_COLUMN_SIZE].x + spans[SONDE_COLUMN_SIZE].width;

  for (int i = SONDE_COLUMN_FLAGS; i >= SONDE_COLUMN_ACK; i--)
    {
      if (!has_cell (cells, shape, i))
        continue;
      spans[i].width = MIN (measure_mark (cells, widget, i), MAX (end - start, 0));
      spans[i].x = end - spans[i].width;
      end = spans[i].x - SPACING;
    }

  payload->x = start;
  payload->width = MAX (end - start, 0);
}

/* Where a text begins in a place that is so much wider: a line that fills its place has its own
 * side in a window that reads from left to right, Arabic the other than English. */
static int
align (GtkWidget            *widget,
       float                 xalign,
       int                   spare,
       gboolean              fills,
       const PangoRectangle *logical)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    xalign = 1 - xalign;
  else if (fills)
    return 0;
  return (int) (xalign * spare + 0.5f) - logical->x;
}

/*
 * A line of the cell's own font stands in the middle; one with taller glyphs of
 * another font, such as ideographs, stands on the same baseline.
 */
static int
find_top (GtkWidget          *widget,
          PangoLayout        *layout,
          const SondeRowFace *face)
{
  return MAX ((gtk_widget_get_height (widget) - face->height) / 2, 0) +
         PANGO_PIXELS_FLOOR (face->baseline) - PANGO_PIXELS_FLOOR (pango_layout_get_baseline (layout));
}

static void
draw_text (GtkWidget     *widget,
           GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           float          xalign,
           const GdkRGBA *color,
           SondeSpan      place,
           int            top)
{
  gboolean       fills = pango_layout_get_ellipsize (layout) != PANGO_ELLIPSIZE_NONE;
  PangoRectangle logical;
  int            left;

  if (fills)
    pango_layout_set_width (layout, place.width * PANGO_SCALE);
  pango_layout_get_pixel_extents (layout, NULL, &logical);
  left = place.x + align (widget, xalign, place.width - logical.width, fills, &logical);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (place.x, 0, place.width, gtk_widget_get_height (widget)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left, top));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
draw_box (GtkSnapshot           *snapshot,
          const graphene_rect_t *place,
          float                  radius,
          const GdkRGBA         *color)
{
  GskRoundedRect box;

  gsk_rounded_rect_init_from_rect (&box, place, MIN (radius, place->size.height / 2));
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, color, place);
  gtk_snapshot_pop (snapshot);
}

static void
draw_stripe (const SondeRowCells *cells,
             GtkWidget           *widget,
             GtkSnapshot         *snapshot,
             SondeSpan            place)
{
  int     height = gtk_widget_get_height (widget) - 2 * STRIPE_MARGIN;
  char    name[32];
  GdkRGBA color;

  if (cells->color == SONDE_ROW_NO_COLOR)
    return;

  g_snprintf (name, sizeof name, "sonde_color_%u", cells->color);
  color = sonde_row_style_find_color (widget, name, 1);
  draw_box (snapshot, &GRAPHENE_RECT_INIT (place.x, STRIPE_MARGIN, place.width, height), STRIPE_RADIUS, &color);
}

/* A pill with the flags, as high as they are. */
static void
draw_pill (GtkWidget     *widget,
           GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           const GdkRGBA *color,
           SondeSpan      place)
{
  GdkRGBA   box = sonde_row_style_find_color (widget, "accent_bg_color", 0.2);
  SondeSpan inside = { place.x + PILL_PADDING, MAX (place.width - 2 * PILL_PADDING, 0) };
  int       height, top;

  pango_layout_get_pixel_size (layout, NULL, &height);
  top = MAX ((gtk_widget_get_height (widget) - height) / 2, 0);
  draw_box (snapshot, &GRAPHENE_RECT_INIT (place.x, top, place.width, height), PILL_RADIUS, &box);
  draw_text (widget, snapshot, layout, 0, color, inside, top);
}

static void
draw_cell (SondeRowCells *cells,
           GtkWidget     *widget,
           GtkSnapshot   *snapshot,
           SondeColumn    column)
{
  SondeSpan    place = cells->spans[column];
  PangoLayout *layout;
  GdkRGBA      color;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = gtk_widget_get_width (widget) - place.x - place.width;
  if (column == SONDE_COLUMN_STRIPE)
    {
      draw_stripe (cells, widget, snapshot, place);
      return;
    }

  layout = get_layout (cells, widget, column);
  color = get_color (cells, widget, column);
  if (column == SONDE_COLUMN_FLAGS)
    draw_pill (widget, snapshot, layout, &color, place);
  else
    draw_text (widget, snapshot, layout, cell_styles[column].xalign, &color, place,
               find_top (widget, layout, get_face (cells, widget, column)));
}

void
sonde_row_cells_clear (SondeRowCells *cells)
{
  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    {
      g_clear_pointer (&cells->texts[i], g_free);
      g_clear_object (&cells->layouts[i]);
    }
}

void
sonde_row_cells_set (SondeRowCells *cells,
                     SondeColumn    column,
                     const char    *text)
{
  cells->marks[column] = (SondeQuerySpan){ 0 };
  if (g_strcmp0 (cells->texts[column], text) == 0)
    return;

  g_free (cells->texts[column]);
  cells->texts[column] = g_strdup (text);
  if (text != NULL && cells->layouts[column] != NULL)
    pango_layout_set_text (cells->layouts[column], text, -1);
}

void
sonde_row_cells_snapshot (SondeRowCells          *cells,
                          GtkWidget              *widget,
                          GtkSnapshot            *snapshot,
                          const SondeColumnShape *shape)
{
  sonde_message_layout_compute (gtk_widget_get_width (widget), sonde_row_style_get_digit (widget), shape, cells->spans);
  fit_payload (cells, widget, shape);

  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    {
      if (!has_cell (cells, shape, i))
        cells->spans[i].width = 0;
      if (cells->spans[i].width > 0)
        draw_cell (cells, widget, snapshot, i);
    }
}

SondeColumn
sonde_row_cells_pick (const SondeRowCells *cells,
                      GtkWidget           *widget,
                      double               x)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x;

  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    if (x >= cells->spans[i].x && x < cells->spans[i].x + cells->spans[i].width)
      return i;
  return SONDE_N_COLUMNS;
}

int
sonde_row_cells_measure_height (GtkWidget *widget)
{
  int height = 0;

  for (guint i = 0; i < SONDE_ROW_N_FONTS; i++)
    height = MAX (height, sonde_row_style_get_face (widget, i)->height);
  return height;
}
