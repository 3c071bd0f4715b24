/* sonde-topic-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GtkListView has two hundred rows as soon as there are as many topics, and thirty are seen: a row
 * makes its cells when it comes into view first.
 */

#define G_LOG_DOMAIN "sonde-topic-row"

#include "sonde-topic-row.h"

#include "sonde-row-style.h"
#include "sonde-style.h"
#include "sonde-topic-columns.h"
#include "sonde-topic-text.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#define ROWS_A_TURN 32

#define INDENTATION 14 /* px a level */
#define INDENTED_LEVELS_MAX 12
#define ARROW 18 /* px */

/* A value is marked so long, and then not again for a while: a stream must not flicker. */
#define FLASH (400 * G_TIME_SPAN_MILLISECOND)
#define FLASH_EACH (1000 * G_TIME_SPAN_MILLISECOND)

struct _SondeTopicRow
{
  GtkWidget parent_instance;

  GtkListItem    *list_item; /* not owned: it owns us */
  SondeTopicRows *rows;
  guint           node;
  guint           depth;

  GtkWidget *arrow;                        /* %NULL until it was in view */
  GtkWidget *cells[SONDE_TOPIC_N_COLUMNS]; /* likewise */
  char      *sentence;
  guint64    messages; /* as shown last */
  gint64     flashed;  /* when its last flash began */
  gboolean   flashes;
  gboolean   expanded;
  gboolean   stale; /* the cells are of another level */
};

G_DEFINE_FINAL_TYPE (SondeTopicRow, sonde_topic_row, GTK_TYPE_WIDGET)

/* By its first letter, as the Unicode bidirectional algorithm has it; digits and signs are of neither. */
static gboolean
is_written_from_left (const char *text)
{
  while (*text != '\0' && !g_unichar_isalpha (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  switch (g_unichar_get_script (g_utf8_get_char (text)))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
      return FALSE;
    default:
      return *text != '\0';
    }
}

/* Numbers stand at the end. Pango turns a text round that is not written from the left, and GtkInscription none. */
static float
get_xalign (SondeTopicRow   *self,
            SondeTopicColumn column,
            const char      *text)
{
  gboolean at_end = column >= SONDE_TOPIC_COLUMN_COUNT;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL && is_written_from_left (text))
    return !at_end;

  return at_end;
}

static void
set_cell (SondeTopicRow   *self,
          SondeTopicColumn column,
          const char      *text)
{
  GtkInscription *cell = GTK_INSCRIPTION (self->cells[column]);

  if (g_strcmp0 (gtk_inscription_get_text (cell), text) == 0)
    return;

  gtk_inscription_set_xalign (cell, get_xalign (self, column, text));
  gtk_inscription_set_text (cell, text);
}

static GtkWidget *
make_cell (SondeTopicRow   *self,
           SondeTopicColumn column)
{
  GtkWidget *cell = g_object_new (GTK_TYPE_INSCRIPTION,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  "min-lines", 1,
                                  "min-chars", 0,
                                  "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                                  "yalign", 0.5,
                                  NULL);

  if (column > SONDE_TOPIC_COLUMN_VALUE)
    gtk_widget_add_css_class (cell, "dim-label");
  if (column == SONDE_TOPIC_COLUMN_VALUE)
    gtk_widget_add_css_class (cell, "value");
  gtk_widget_set_parent (cell, GTK_WIDGET (self));

  return cell;
}

static void
make_cells (SondeTopicRow *self)
{
  if (self->arrow != NULL)
    return;

  self->arrow = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->arrow, GTK_WIDGET (self));
  for (guint i = 0; i < SONDE_TOPIC_N_COLUMNS; i++)
    self->cells[i] = make_cell (self, i);
}

/* ---- What it says ---- */

static gboolean
wants_animations (GtkWidget *widget)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &animations, NULL);

  return animations;
}

/* Of a level that is expanded what comes below shows there. */
static guint64
count_shown (SondeTopicRow *self)
{
  SondeTopicTree        *tree = sonde_topic_rows_get_tree (self->rows);
  const SondeTopicValue *value = sonde_topic_tree_get_value (tree, self->node);

  if (!sonde_topic_rows_is_expanded (self->rows, self->node))
    return sonde_topic_tree_get_messages (tree, self->node);

  return value != NULL ? value->messages : 0;
}

static void
update_flash (SondeTopicRow *self,
              gint64         now)
{
  guint64  messages = count_shown (self);
  gboolean expanded = sonde_topic_rows_is_expanded (self->rows, self->node);
  gboolean changed = messages > self->messages && expanded == self->expanded;

  self->messages = messages;
  self->expanded = expanded;
  if (self->flashes && now - self->flashed >= FLASH)
    self->flashes = FALSE;
  if (changed && now - self->flashed >= FLASH_EACH && wants_animations (GTK_WIDGET (self)))
    {
      self->flashes = TRUE;
      self->flashed = now;
    }
  sonde_style_set_class (self->cells[SONDE_TOPIC_COLUMN_VALUE], "flash", self->flashes);
}

/* Its place in the tree, for a screen reader */
static void
update_level (SondeTopicRow *self,
              gboolean       foldable,
              gboolean       expanded)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent == NULL)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) self->depth + 1, -1);
  if (foldable)
    gtk_accessible_update_state (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static void
update_sentence (SondeTopicRow        *self,
                 const SondeTopicTree *tree,
                 gint64                now)
{
  g_autofree char *sentence = sonde_topic_dup_sentence (tree, self->node, now);
  GtkWidget       *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent == NULL || g_strcmp0 (self->sentence, sentence) == 0)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  g_free (self->sentence);
  self->sentence = g_steal_pointer (&sentence);
}

static void
update_cells (SondeTopicRow        *self,
              const SondeTopicTree *tree,
              gint64                now)
{
  g_autofree char *name = sonde_topic_dup_name (tree, self->node);
  g_autofree char *value = sonde_topic_dup_value (tree, self->node);
  g_autofree char *count = sonde_format_count_short (sonde_topic_tree_get_messages (tree, self->node));
  g_autofree char *rate = sonde_format_rate (sonde_topic_tree_get_rate (tree, self->node, now));
  g_autofree char *last = sonde_topic_dup_last (tree, self->node);
  gsize            length;

  sonde_topic_tree_get_name (tree, self->node, &length);
  set_cell (self, SONDE_TOPIC_COLUMN_TOPIC, name);
  set_cell (self, SONDE_TOPIC_COLUMN_VALUE, value);
  /* Translators: the mark of a retained message, one letter wide */
  set_cell (self, SONDE_TOPIC_COLUMN_RETAINED, sonde_topic_is_retained (tree, self->node) ? C_ ("retained", "R") : "");
  set_cell (self, SONDE_TOPIC_COLUMN_COUNT, count);
  set_cell (self, SONDE_TOPIC_COLUMN_RATE, rate);
  set_cell (self, SONDE_TOPIC_COLUMN_LAST, last);
  sonde_style_set_class (self->cells[SONDE_TOPIC_COLUMN_TOPIC], "dim-label", length == 0);
  sonde_style_set_class (self->cells[SONDE_TOPIC_COLUMN_VALUE], "dim-label",
                         sonde_topic_tree_get_value (tree, self->node) == NULL);
}

static void
update (SondeTopicRow *self)
{
  const SondeTopicTree *tree = sonde_topic_rows_get_tree (self->rows);
  gint64                now = g_get_monotonic_time ();
  gboolean              foldable = sonde_topic_tree_get_first_child (tree, self->node) != 0;
  gboolean              expanded = sonde_topic_rows_is_expanded (self->rows, self->node);

  update_level (self, foldable, expanded);
  update_sentence (self, tree, now);
  if (self->stale)
    return;

  update_cells (self, tree, now);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_opacity (self->arrow, foldable ? 1 : 0);
  update_flash (self, now);
}

/* ---- In view or not ---- */

/* Its name for a screen reader. */
static gboolean
fill (GtkWidget *row)
{
  SondeTopicRow *self = SONDE_TOPIC_ROW (row);

  if (self->rows == NULL || self->sentence != NULL)
    return FALSE;

  update (self);

  return TRUE;
}

static void
set_in_view (GtkWidget *row,
             gboolean   in_view)
{
  SondeTopicRow *self = SONDE_TOPIC_ROW (row);

  if (!in_view || !self->stale || self->rows == NULL)
    return;

  make_cells (self);
  self->stale = FALSE;
  update (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

const SondeRowKind sonde_topic_row_kind = { set_in_view, fill, ROWS_A_TURN };

/* ---- Where it stands ---- */

static void
sonde_topic_row_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = sonde_topic_columns_get_minimum (sonde_row_style_get_digit (widget));
  else
    *minimum = *natural = sonde_row_style_get_face (widget, SONDE_ROW_FONT_TEXT)->height;
}

static void
place (GtkWidget *widget,
       int        row_width,
       int        x,
       int        width,
       int        height,
       int        baseline)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = row_width - x - width;

  gtk_widget_size_allocate (widget, &(GtkAllocation){ x, 0, width, height }, baseline);
}

/* All cells stand on one line, whichever font has their letters. */
static int
get_baseline (GtkWidget *row,
              int        height)
{
  const SondeRowFace *face = sonde_row_style_get_face (row, SONDE_ROW_FONT_TEXT);

  return (height - face->height) / 2 + PANGO_PIXELS (face->baseline);
}

static void
sonde_topic_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  SondeTopicRow *self = SONDE_TOPIC_ROW (widget);
  SondeTopicCell cells[SONDE_TOPIC_N_COLUMNS];
  int            indentation = INDENTATION * MIN (self->depth, INDENTED_LEVELS_MAX);
  int            line = get_baseline (widget, height);

  if (self->arrow == NULL)
    return;

  sonde_topic_columns_place (width, sonde_row_style_get_digit (widget), cells);
  indentation = MIN (indentation, cells[SONDE_TOPIC_COLUMN_TOPIC].width / 2);
  cells[SONDE_TOPIC_COLUMN_TOPIC].x += indentation + ARROW;
  cells[SONDE_TOPIC_COLUMN_TOPIC].width = MAX (cells[SONDE_TOPIC_COLUMN_TOPIC].width - indentation - ARROW, 1);

  place (self->arrow, width, indentation, ARROW, height, -1);
  for (guint i = 0; i < SONDE_TOPIC_N_COLUMNS; i++)
    {
      gtk_widget_set_child_visible (self->cells[i], cells[i].width > 0);
      if (cells[i].width > 0)
        place (self->cells[i], width, cells[i].x, cells[i].width, height, line);
    }
}

static gboolean
sonde_topic_row_query_tooltip (GtkWidget  *widget,
                               int         x,
                               int         y,
                               gboolean    keyboard,
                               GtkTooltip *tooltip)
{
  SondeTopicRow   *self = SONDE_TOPIC_ROW (widget);
  SondeTopicCell   cells[SONDE_TOPIC_N_COLUMNS];
  g_autofree char *text = NULL;

  if (keyboard || self->rows == NULL)
    return FALSE;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x;
  sonde_topic_columns_place (gtk_widget_get_width (widget), sonde_row_style_get_digit (widget), cells);
  if (x < cells[SONDE_TOPIC_COLUMN_VALUE].x)
    text = sonde_topic_dup_title (sonde_topic_rows_get_tree (self->rows), self->node, 1000);
  else if (cells[SONDE_TOPIC_COLUMN_LAST].width > 0 && x >= cells[SONDE_TOPIC_COLUMN_LAST].x)
    text = sonde_format_full_time (sonde_topic_tree_get_time (sonde_topic_rows_get_tree (self->rows), self->node));
  else if (x >= cells[SONDE_TOPIC_COLUMN_RETAINED].x && x < cells[SONDE_TOPIC_COLUMN_COUNT].x &&
           sonde_topic_is_retained (sonde_topic_rows_get_tree (self->rows), self->node))
    text = g_strdup (_ ("Retained: the broker keeps the last message of this topic"));
  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

static void
sonde_topic_row_dispose (GObject *object)
{
  SondeTopicRow *self = SONDE_TOPIC_ROW (object);

  sonde_topic_row_bind (self, NULL);
  g_clear_pointer (&self->arrow, gtk_widget_unparent);
  for (guint i = 0; i < SONDE_TOPIC_N_COLUMNS; i++)
    g_clear_pointer (&self->cells[i], gtk_widget_unparent);
  g_clear_pointer (&self->sentence, g_free);

  G_OBJECT_CLASS (sonde_topic_row_parent_class)->dispose (object);
}

static void
sonde_topic_row_class_init (SondeTopicRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_topic_row_dispose;

  widget_class->measure = sonde_topic_row_measure;
  widget_class->size_allocate = sonde_topic_row_size_allocate;
  widget_class->query_tooltip = sonde_topic_row_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "topicrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sonde_topic_row_init (SondeTopicRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

SondeTopicRow *
sonde_topic_row_new (GtkListItem *list_item)
{
  SondeTopicRow *self = g_object_new (SONDE_TYPE_TOPIC_ROW, NULL);

  self->list_item = list_item;

  return self;
}

void
sonde_topic_row_bind (SondeTopicRow  *self,
                      SondeTopicRows *rows)
{
  SondeTopicItem *item;

  g_return_if_fail (SONDE_IS_TOPIC_ROW (self));

  g_set_object (&self->rows, rows);
  if (rows == NULL)
    return;

  item = gtk_list_item_get_item (self->list_item);
  self->node = sonde_topic_item_get_node (item);
  self->depth = sonde_topic_item_get_depth (item);
  self->messages = G_MAXUINT64;
  self->flashes = FALSE;
  self->stale = TRUE;
  g_clear_pointer (&self->sentence, g_free);
}

void
sonde_topic_row_refresh (SondeTopicRow *self)
{
  g_return_if_fail (SONDE_IS_TOPIC_ROW (self));

  if (self->rows != NULL)
    update (self);
}

guint
sonde_topic_row_get_position (SondeTopicRow *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROW (self), GTK_INVALID_LIST_POSITION);

  return gtk_list_item_get_position (self->list_item);
}

gboolean
sonde_topic_row_is_arrow (SondeTopicRow *self,
                          GtkWidget     *widget)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROW (self), FALSE);

  return widget == self->arrow;
}
