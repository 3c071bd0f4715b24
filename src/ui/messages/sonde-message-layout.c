/* sonde-message-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-layout"

#include "sonde-message-layout.h"

#include <string.h>

#define SPACING 8
#define STRIPE_WIDTH 4
#define MIN_DIGITS 46 /* of the narrowest row */
#define MAX_TOPIC_DIGITS 56

#define METRICS "sonde-message-layout-metrics"
#define NOT_MEASURED -1

struct _SondeMessageLayout
{
  GtkLayoutManager parent_instance;

  SondeColumnShape shape;
  SondeSpan        spans[SONDE_N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (SondeMessageLayout, sonde_message_layout, GTK_TYPE_LAYOUT_MANAGER)

/*
 * Of one font, for all rows in it, and kept with the font map: a list view makes two
 * hundred rows at once, and to lay out a text for each would be a visible pause.
 */
typedef struct
{
  PangoFontDescription *font;
  PangoLanguage        *language;
  guint                 serial; /* of the font map they were measured in */
  int                   digit;  /* width of one */
  int                   rise;   /* how much lower a line with tall glyphs has its baseline */
} Metrics;

static void
metrics_free (Metrics *metrics)
{
  pango_font_description_free (metrics->font);
  g_free (metrics);
}

static int
measure_digit (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0123456789");
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return MAX (PANGO_PIXELS_CEIL (width / 10), 1);
}

/* Ideographs come from another font, with a higher line. */
static int
measure_rise (GtkWidget *widget)
{
  g_autoptr (PangoLayout) plain = gtk_widget_create_pango_layout (widget, "0");
  g_autoptr (PangoLayout) tall = gtk_widget_create_pango_layout (widget, "0中");

  return PANGO_PIXELS (pango_layout_get_baseline (tall) - pango_layout_get_baseline (plain));
}

static Metrics *
get_metrics (GtkWidget *widget)
{
  PangoContext               *context = gtk_widget_get_pango_context (widget);
  PangoFontMap               *map = pango_context_get_font_map (context);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  Metrics                    *metrics = g_object_get_data (G_OBJECT (map), METRICS);

  if (metrics != NULL &&
      metrics->serial == pango_font_map_get_serial (map) &&
      metrics->language == pango_context_get_language (context) &&
      pango_font_description_equal (metrics->font, font))
    return metrics;

  metrics = g_new0 (Metrics, 1);
  metrics->font = pango_font_description_copy (font);
  metrics->language = pango_context_get_language (context);
  metrics->serial = pango_font_map_get_serial (map);
  metrics->digit = measure_digit (widget);
  metrics->rise = NOT_MEASURED;
  g_object_set_data_full (G_OBJECT (map), METRICS, metrics, (GDestroyNotify) metrics_free);

  return metrics;
}

static int
get_digit (GtkWidget *widget)
{
  return get_metrics (widget)->digit;
}

/* Measured when first asked for: it takes the font of the ideographs, which is a large one. */
static int
get_rise (GtkWidget *widget)
{
  Metrics *metrics = get_metrics (widget);

  if (metrics->rise == NOT_MEASURED)
    metrics->rise = measure_rise (widget);
  return metrics->rise;
}

/* Of the children only the height counts; they are measured so that GTK has their size. */
static void
sonde_message_layout_measure (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              GtkOrientation    orientation,
                              int               for_size,
                              int              *minimum,
                              int              *natural,
                              int              *minimum_baseline,
                              int              *natural_baseline)
{
  int digit = get_digit (widget);
  int height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
      height = MAX (height, child_minimum);
    }

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_DIGITS * digit : height;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * MIN_DIGITS * digit : height;
}

/* Gives the payload what its invisible neighbours do not need, and takes what the marks at its end do. */
static void
fit_payload (GtkWidget *children[SONDE_N_COLUMNS],
             SondeSpan  spans[SONDE_N_COLUMNS])
{
  SondeSpan *payload = &spans[SONDE_COLUMN_PAYLOAD];
  int        start = payload->x;
  int        end = payload->x + payload->width;

  for (int i = SONDE_COLUMN_PACKET_ID; i >= SONDE_COLUMN_STRIPE && !gtk_widget_should_layout (children[i]); i--)
    start = spans[i].x;
  if (spans[SONDE_COLUMN_SIZE].width > 0 && !gtk_widget_should_layout (children[SONDE_COLUMN_SIZE]))
    end = spans[SONDE_COLUMN_SIZE].x + spans[SONDE_COLUMN_SIZE].width;

  for (int i = SONDE_COLUMN_FLAGS; i >= SONDE_COLUMN_ACK; i--)
    {
      int width = 0;

      if (!gtk_widget_should_layout (children[i]))
        continue;
      gtk_widget_measure (children[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      spans[i].width = MIN (width, MAX (end - start, 0));
      spans[i].x = end - spans[i].width;
      end = spans[i].x - SPACING;
    }

  payload->x = start;
  payload->width = MAX (end - start, 0);
}

/*
 * A line of the row's own font stands in the middle; one with taller glyphs of
 * another font stands on the same baseline. More height would let an inscription
 * break its text into lines.
 */
static void
center_line (GtkWidget      *widget,
             GtkInscription *inscription,
             GtkAllocation  *place)
{
  int height;

  gtk_widget_measure (GTK_WIDGET (inscription), GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  place->y = MAX ((place->height - height) / 2, 0);
  if (sonde_message_layout_is_tall (gtk_inscription_get_text (inscription)))
    place->y -= get_rise (widget);
  place->height = MIN (place->height - place->y, height * 5 / 4);
}

static void
sonde_message_layout_allocate (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               int               width,
                               int               height,
                               int               baseline)
{
  SondeMessageLayout *self = SONDE_MESSAGE_LAYOUT (manager);
  SondeSpan           spans[SONDE_N_COLUMNS];
  GtkWidget          *children[SONDE_N_COLUMNS];
  GtkWidget          *child = gtk_widget_get_first_child (widget);

  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    {
      g_return_if_fail (child != NULL);
      children[i] = child;
      child = gtk_widget_get_next_sibling (child);
    }

  sonde_message_layout_compute (width, get_digit (widget), &self->shape, spans);
  memcpy (self->spans, spans, sizeof spans);
  fit_payload (children, spans);

  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    {
      GtkAllocation place = { spans[i].x, 0, spans[i].width, height };

      if (!gtk_widget_should_layout (children[i]))
        continue;
      if (GTK_IS_INSCRIPTION (children[i]))
        center_line (widget, GTK_INSCRIPTION (children[i]), &place);
      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        place.x = width - place.x - place.width;
      gtk_widget_size_allocate (children[i], &place, -1);
    }
}

static void
sonde_message_layout_class_init (SondeMessageLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = sonde_message_layout_measure;
  layout_class->allocate = sonde_message_layout_allocate;
}

static void
sonde_message_layout_init (SondeMessageLayout *self)
{
  self->shape.topic_share = SONDE_TOPIC_SHARE_DEFAULT;
}

gboolean
sonde_message_layout_is_tall (const char *text)
{
  /* U+3000 and above begin with a byte from 0xE3: ideographs, Hangul, full-width forms, emoji.
   * U+FFFD, which stands for what is no text, is of the row's own font. */
  for (const char *at = text; at != NULL && *at != '\0'; at++)
    if ((guchar) *at >= 0xE3 && !g_str_has_prefix (at, "\xEF\xBF\xBD"))
      return TRUE;
  return FALSE;
}

void
sonde_message_layout_set_shape (SondeMessageLayout     *self,
                                const SondeColumnShape *shape)
{
  g_return_if_fail (SONDE_IS_MESSAGE_LAYOUT (self));

  self->shape = *shape;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

SondeSpan
sonde_message_layout_get_span (SondeMessageLayout *self,
                               SondeColumn         column)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LAYOUT (self), ((SondeSpan){ 0 }));

  return self->spans[column];
}

/* Shares what is left among topic and payload; by itself a topic does not grow for ever. */
static void
share_out (int                     flexible,
           int                     digit,
           const SondeColumnShape *shape,
           SondeSpan               spans[SONDE_N_COLUMNS])
{
  int topic = shape->hidden[SONDE_COLUMN_TOPIC] ? 0 : flexible * shape->topic_share / 1000;

  if (shape->topic_share == SONDE_TOPIC_SHARE_DEFAULT)
    topic = MIN (topic, MAX_TOPIC_DIGITS * digit);
  spans[SONDE_COLUMN_TOPIC].width = topic;
  spans[SONDE_COLUMN_PAYLOAD].width = flexible - topic;
}

void
sonde_message_layout_compute (int                     width,
                              int                     digit,
                              const SondeColumnShape *shape,
                              SondeSpan               spans[SONDE_N_COLUMNS])
{
  const int fixed[SONDE_N_COLUMNS] = {
    [SONDE_COLUMN_TIME] = 12 * digit, /* 12:34:44.091 */
    [SONDE_COLUMN_DIRECTION] = 2 * digit,
    [SONDE_COLUMN_STRIPE] = STRIPE_WIDTH,
    [SONDE_COLUMN_SUBSCRIPTION] = MIN (20 * digit, width / 6),
    [SONDE_COLUMN_QOS] = digit,
    [SONDE_COLUMN_PACKET_ID] = 5 * digit,
    [SONDE_COLUMN_SIZE] = 8 * digit, /* 999.9 kB */
  };
  int flexible = width;
  int x = 0;

  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    {
      spans[i].width = shape->hidden[i] ? 0 : fixed[i];
      if (spans[i].width > 0 || (i == SONDE_COLUMN_TOPIC && !shape->hidden[i]))
        flexible -= spans[i].width + SPACING;
    }
  share_out (MAX (flexible, 0), digit, shape, spans);

  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    {
      spans[i].x = x;
      if (spans[i].width > 0)
        x += spans[i].width + SPACING;
    }
}
