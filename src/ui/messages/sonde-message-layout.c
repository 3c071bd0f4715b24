/* sonde-message-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-layout"

#include "sonde-message-layout.h"

#include "sonde-row-style.h"

#define SPACING 8
#define STRIPE_WIDTH 4
#define MAX_TOPIC_DIGITS 56

struct _SondeMessageLayout
{
  GtkLayoutManager parent_instance;

  SondeColumnShape shape;
  SondeSpan        spans[SONDE_N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (SondeMessageLayout, sonde_message_layout, GTK_TYPE_LAYOUT_MANAGER)

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
  int digit = sonde_row_style_get_digit (widget);
  int height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
      height = MAX (height, child_minimum);
    }

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? SONDE_LOG_MIN_DIGITS * digit : height;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * SONDE_LOG_MIN_DIGITS * digit : height;
}

static void
sonde_message_layout_allocate (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               int               width,
                               int               height,
                               int               baseline)
{
  SondeMessageLayout *self = SONDE_MESSAGE_LAYOUT (manager);
  GtkWidget          *child = gtk_widget_get_first_child (widget);

  sonde_message_layout_compute (width, sonde_row_style_get_digit (widget), &self->shape, self->spans);

  for (guint i = 0; i < SONDE_N_COLUMNS && child != NULL; i++, child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { self->spans[i].x, 0, self->spans[i].width, height };

      if (!gtk_widget_should_layout (child))
        continue;
      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        place.x = width - place.x - place.width;
      gtk_widget_size_allocate (child, &place, -1);
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
    [SONDE_COLUMN_TIME] = (shape->dated ? 18 : 12) * digit, /* 11-23 12:34:44.091 */
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
