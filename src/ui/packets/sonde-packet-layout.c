/* sonde-packet-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-layout"

#include "sonde-packet-layout.h"

#include "sonde-row-style.h"

#define SPACING 10
#define REASON_DIGITS 34 /* "0x9e shared subscriptions not sup…" */

struct _SondePacketLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SondePacketLayout, sonde_packet_layout, GTK_TYPE_LAYOUT_MANAGER)

void
sonde_packet_layout_compute (int             width,
                             int             digit,
                             SondePacketSpan spans[SONDE_PACKET_N_COLUMNS])
{
  static const int digits[SONDE_PACKET_N_COLUMNS] = {
    [SONDE_PACKET_COLUMN_TIME] = 12,     /* 12:34:44.091 */
    [SONDE_PACKET_COLUMN_DIRECTION] = 2, /* an arrow */
    [SONDE_PACKET_COLUMN_TYPE] = 11,     /* UNSUBSCRIBE */
    [SONDE_PACKET_COLUMN_ID] = 5,
    [SONDE_PACKET_COLUMN_FLAGS] = 16, /* QoS 2 DUP retain */
    [SONDE_PACKET_COLUMN_SIZE] = 8,   /* 999.9 kB */
    [SONDE_PACKET_COLUMN_ANSWER] = 8, /* +1.2 ms */
  };
  int flexible = width - (SONDE_PACKET_N_COLUMNS - 1) * SPACING;
  int x = 0;

  for (guint i = 0; i < SONDE_PACKET_N_COLUMNS; i++)
    {
      spans[i].width = digits[i] * digit;
      flexible -= spans[i].width;
    }
  flexible = MAX (flexible, 0);
  spans[SONDE_PACKET_COLUMN_REASON].width = MIN (flexible / 2, REASON_DIGITS * digit);
  spans[SONDE_PACKET_COLUMN_TOPIC].width = flexible - spans[SONDE_PACKET_COLUMN_REASON].width;

  for (guint i = 0; i < SONDE_PACKET_N_COLUMNS; i++)
    {
      spans[i].x = x;
      x += spans[i].width + SPACING;
    }
}

/* Of the children only the height counts; they are measured so that GTK has their size. */
static void
sonde_packet_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  int height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;

      gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
      height = MAX (height, child_minimum);
    }

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? SONDE_PACKET_MIN_DIGITS * sonde_row_style_get_digit (widget) : height;
}

static void
sonde_packet_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  SondePacketSpan spans[SONDE_PACKET_N_COLUMNS];
  GtkWidget      *child = gtk_widget_get_first_child (widget);

  sonde_packet_layout_compute (width, sonde_row_style_get_digit (widget), spans);
  for (guint i = 0; i < SONDE_PACKET_N_COLUMNS && child != NULL; i++, child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { spans[i].x, 0, spans[i].width, height };

      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        place.x = width - place.x - place.width;
      gtk_widget_size_allocate (child, &place, -1);
    }
}

static void
sonde_packet_layout_class_init (SondePacketLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = sonde_packet_layout_measure;
  layout_class->allocate = sonde_packet_layout_allocate;
}

static void
sonde_packet_layout_init (SondePacketLayout *self)
{
}
