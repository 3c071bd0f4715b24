/* sonde-packet-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-row"

#include "sonde-packet-row.h"

#include "sonde-packet-layout.h"
#include "sonde-row-style.h"

#include <sonde-format.h>
#include <sonde-packet-decode.h>
#include <sonde-packet-text.h>

#include <glib/gi18n.h>

#define TOPIC_CHARS 256
#define QUIET 0.6 /* beside the type and the topic */

struct _SondePacketRow
{
  GtkWidget parent_instance;

  char        *texts[SONDE_PACKET_N_COLUMNS];
  PangoLayout *layouts[SONDE_PACKET_N_COLUMNS]; /* of what was drawn last; NULL: before that */
  gboolean     malformed;
  gboolean     refused; /* the reason is one to look at */
  gint64       time;
  guint64      serial;
  gboolean     undrawn; /* it was out of view */
};

G_DEFINE_FINAL_TYPE (SondePacketRow, sonde_packet_row, GTK_TYPE_WIDGET)

typedef struct
{
  SondeRowFont       font;
  float              xalign;
  PangoEllipsizeMode ellipsize;
  gboolean           loud;
} CellStyle;

/* clang-format off */
static const CellStyle cell_styles[SONDE_PACKET_N_COLUMNS] = {
  [SONDE_PACKET_COLUMN_TIME]      = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_NONE,   FALSE },
  [SONDE_PACKET_COLUMN_DIRECTION] = { SONDE_ROW_FONT_SIGN,  0.5, PANGO_ELLIPSIZE_NONE,   TRUE },
  [SONDE_PACKET_COLUMN_TYPE]      = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_NONE,   TRUE },
  [SONDE_PACKET_COLUMN_ID]        = { SONDE_ROW_FONT_TEXT,  1,   PANGO_ELLIPSIZE_NONE,   FALSE },
  [SONDE_PACKET_COLUMN_FLAGS]     = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_NONE,   FALSE },
  [SONDE_PACKET_COLUMN_TOPIC]     = { SONDE_ROW_FONT_TEXT,  0,   PANGO_ELLIPSIZE_MIDDLE, TRUE },
  [SONDE_PACKET_COLUMN_SIZE]      = { SONDE_ROW_FONT_TEXT,  1,   PANGO_ELLIPSIZE_NONE,   FALSE },
  [SONDE_PACKET_COLUMN_REASON]    = { SONDE_ROW_FONT_PLAIN, 0,   PANGO_ELLIPSIZE_END,    FALSE },
  [SONDE_PACKET_COLUMN_ANSWER]    = { SONDE_ROW_FONT_TEXT,  1,   PANGO_ELLIPSIZE_NONE,   FALSE },
};
/* clang-format on */

/* ---- What it says ---- */

/* @text: (transfer full) */
static void
set_text (SondePacketRow   *self,
          SondePacketColumn column,
          char             *text)
{
  g_free (self->texts[column]);
  self->texts[column] = text;
  if (self->layouts[column] != NULL)
    pango_layout_set_text (self->layouts[column], text, -1);
}

/* Rows are bound by the hundred: what is wrong further in is for the details to tell. */
#define CHECKED 1024

/* Why it is malformed, what the broker said, or that it is cut */
static char *
dup_remark (SondePacketRow           *self,
            SondePacketItem          *item,
            const SondePacketSummary *summary)
{
  const SondePacketRecord *record = sonde_packet_item_get_record (item);
  g_autoptr (SondePacketFields) fields =
    sonde_packet_decode (sonde_packet_item_get_bytes (item), MIN (record->kept, CHECKED), record->size, record->version);
  g_autofree char *reason = NULL;
  g_autofree char *kept = NULL;

  self->malformed = fields->fault != NULL;
  if (self->malformed)
    return g_strdup_printf (_ ("Malformed: %s"), fields->fault);

  reason = sonde_packet_text_dup_reason (summary, record->version);
  if (*reason != '\0' || record->kept == record->size)
    return g_steal_pointer (&reason);

  kept = sonde_format_size (record->kept);

  /* Translators: of a long packet, "16.4 kB" */
  return g_strdup_printf (_ ("cut: %s recorded"), kept);
}

static void
name_row (SondePacketRow          *self,
          const SondePacketRecord *record)
{
  GtkWidget       *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  GString         *sentence = g_string_new (self->texts[SONDE_PACKET_COLUMN_TIME]);

  if (*self->texts[SONDE_PACKET_COLUMN_ID] != '\0')
    id = g_strdup_printf (_ ("packet ID %s"), self->texts[SONDE_PACKET_COLUMN_ID]);
  g_string_append_printf (sentence, " %s %s", record->outgoing ? _ ("sent") : _ ("received"), self->texts[SONDE_PACKET_COLUMN_TYPE]);
  if (id != NULL)
    g_string_append_printf (sentence, ", %s", id);
  for (guint i = SONDE_PACKET_COLUMN_FLAGS; i < SONDE_PACKET_N_COLUMNS; i++)
    if (*self->texts[i] != '\0')
      g_string_append_printf (sentence, ", %s", self->texts[i]);

  name = g_string_free (sentence, FALSE);
  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
sonde_packet_row_bind (SondePacketRow  *self,
                       SondePacketItem *item)
{
  const SondePacketRecord *record;
  SondePacketSummary       summary;
  g_autofree char         *answer = NULL;

  g_return_if_fail (SONDE_IS_PACKET_ROW (self));
  g_return_if_fail (SONDE_IS_PACKET_ITEM (item));

  record = sonde_packet_item_get_record (item);
  sonde_packet_summarize (record, sonde_packet_item_get_bytes (item), &summary);
  self->time = record->time;
  self->serial = sonde_packet_item_get_serial (item);
  self->refused = summary.has_reason && summary.reason != 0 && (summary.reason >= 0x80 || summary.type == SONDE_PACKET_CONNACK);

  set_text (self, SONDE_PACKET_COLUMN_TIME, sonde_format_time (record->time));
  set_text (self, SONDE_PACKET_COLUMN_DIRECTION, g_strdup (record->outgoing ? "↑" : "↓"));
  set_text (self, SONDE_PACKET_COLUMN_TYPE, g_strdup (sonde_packet_type_to_string (summary.type)));
  set_text (self, SONDE_PACKET_COLUMN_ID, summary.packet_id != 0 ? g_strdup_printf ("%u", summary.packet_id) : g_strdup (""));
  set_text (self, SONDE_PACKET_COLUMN_FLAGS, sonde_packet_text_dup_flags (&summary));
  set_text (self, SONDE_PACKET_COLUMN_TOPIC, sonde_packet_text_dup_topic (&summary, TOPIC_CHARS));
  set_text (self, SONDE_PACKET_COLUMN_SIZE, sonde_format_size (record->size));
  set_text (self, SONDE_PACKET_COLUMN_REASON, dup_remark (self, item, &summary));
  answer = sonde_packet_text_dup_answer (sonde_packet_item_get_note (item));
  set_text (self, SONDE_PACKET_COLUMN_ANSWER, g_steal_pointer (&answer));

  name_row (self, record);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint64
sonde_packet_row_get_serial (SondePacketRow *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_ROW (self), 0);

  return self->serial;
}

/* ---- How it is drawn ---- */

static GdkRGBA
get_color (SondePacketRow   *self,
           SondePacketColumn column)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->malformed && (column == SONDE_PACKET_COLUMN_TYPE || column == SONDE_PACKET_COLUMN_REASON))
    return sonde_row_style_find_color (widget, "error_color", 1);
  if (self->refused && column == SONDE_PACKET_COLUMN_REASON)
    return sonde_row_style_find_color (widget, "warning_color", 1);

  return sonde_row_style_get_color (widget, cell_styles[column].loud ? 1 : QUIET);
}

static PangoLayout *
get_layout (SondePacketRow   *self,
            SondePacketColumn column)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->layouts[column] == NULL)
    {
      self->layouts[column] = gtk_widget_create_pango_layout (widget, self->texts[column]);
      pango_layout_set_single_paragraph_mode (self->layouts[column], TRUE);
      pango_layout_set_ellipsize (self->layouts[column], cell_styles[column].ellipsize);
    }
  pango_layout_set_font_description (self->layouts[column],
                                     sonde_row_style_get_face (widget, cell_styles[column].font)->description);

  return self->layouts[column];
}

static void
draw_cell (SondePacketRow   *self,
           GtkSnapshot      *snapshot,
           SondePacketColumn column,
           SondePacketSpan   place)
{
  GtkWidget          *widget = GTK_WIDGET (self);
  const SondeRowFace *face = sonde_row_style_get_face (widget, cell_styles[column].font);
  PangoLayout        *layout = get_layout (self, column);
  GdkRGBA             color = get_color (self, column);
  gboolean            rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float               xalign = rtl ? 1 - cell_styles[column].xalign : cell_styles[column].xalign;
  int                 height = gtk_widget_get_height (widget);
  PangoRectangle      text; /* where the layout has it: at the end when written from the right */
  int                 x, top;

  if (cell_styles[column].ellipsize != PANGO_ELLIPSIZE_NONE)
    pango_layout_set_width (layout, place.width * PANGO_SCALE);
  pango_layout_get_pixel_extents (layout, NULL, &text);
  x = place.x + MAX ((int) (xalign * (place.width - text.width)), 0) - text.x;
  top = MAX ((height - face->height) / 2, 0) + PANGO_PIXELS_FLOOR (face->baseline) - PANGO_PIXELS_FLOOR (pango_layout_get_baseline (layout));

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (place.x, 0, place.width, height));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, top));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

static gboolean
is_in_view (GtkWidget *widget)
{
  GtkWidget      *view = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_VIEW);
  graphene_rect_t bounds;

  return view == NULL || !gtk_widget_compute_bounds (widget, view, &bounds) ||
         (bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < gtk_widget_get_height (view));
}

void
sonde_packet_row_view_moved (SondePacketRow *self)
{
  g_return_if_fail (SONDE_IS_PACKET_ROW (self));

  if (self->undrawn)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
sonde_packet_row_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  SondePacketRow *self = SONDE_PACKET_ROW (widget);
  SondePacketSpan spans[SONDE_PACKET_N_COLUMNS];
  int             width = gtk_widget_get_width (widget);

  self->undrawn = !is_in_view (widget);
  if (self->undrawn)
    return;

  sonde_packet_layout_compute (width, sonde_row_style_get_digit (widget), spans);
  for (guint i = 0; i < SONDE_PACKET_N_COLUMNS; i++)
    {
      if (self->texts[i] == NULL || *self->texts[i] == '\0')
        continue;
      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        spans[i].x = width - spans[i].x - spans[i].width;
      draw_cell (self, snapshot, i, spans[i]);
    }
}

static void
sonde_packet_row_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? SONDE_PACKET_MIN_DIGITS * sonde_row_style_get_digit (widget)
                                                                  : sonde_row_style_get_face (widget, SONDE_ROW_FONT_TEXT)->height;
}

/* What does not fit, and the time in full */
static gboolean
sonde_packet_row_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard,
                                GtkTooltip *tooltip)
{
  SondePacketRow *self = SONDE_PACKET_ROW (widget);
  SondePacketSpan spans[SONDE_PACKET_N_COLUMNS];

  if (keyboard || self->texts[0] == NULL)
    return FALSE;

  sonde_packet_layout_compute (gtk_widget_get_width (widget), sonde_row_style_get_digit (widget), spans);
  for (guint i = 0; i < SONDE_PACKET_N_COLUMNS; i++)
    {
      if (x < spans[i].x || x >= spans[i].x + spans[i].width)
        continue;
      if (i == SONDE_PACKET_COLUMN_TIME)
        {
          g_autofree char *time = sonde_format_full_time (self->time);

          gtk_tooltip_set_text (tooltip, time);
          return TRUE;
        }
      if (self->layouts[i] != NULL && pango_layout_is_ellipsized (self->layouts[i]))
        {
          gtk_tooltip_set_text (tooltip, self->texts[i]);
          return TRUE;
        }
    }

  return FALSE;
}

static void
sonde_packet_row_finalize (GObject *object)
{
  SondePacketRow *self = SONDE_PACKET_ROW (object);

  for (guint i = 0; i < SONDE_PACKET_N_COLUMNS; i++)
    {
      g_free (self->texts[i]);
      g_clear_object (&self->layouts[i]);
    }

  G_OBJECT_CLASS (sonde_packet_row_parent_class)->finalize (object);
}

static void
sonde_packet_row_class_init (SondePacketRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_packet_row_finalize;

  widget_class->measure = sonde_packet_row_measure;
  widget_class->query_tooltip = sonde_packet_row_query_tooltip;
  widget_class->snapshot = sonde_packet_row_snapshot;

  gtk_widget_class_set_css_name (widget_class, "packet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sonde_packet_row_init (SondePacketRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

SondePacketRow *
sonde_packet_row_new (void)
{
  return g_object_new (SONDE_TYPE_PACKET_ROW, NULL);
}
