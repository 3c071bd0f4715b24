/* sonde-share-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-share-layout"

#include "sonde-share-layout.h"

#define FIRST_PERCENT 55

struct _SondeShareLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SondeShareLayout, sonde_share_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
sonde_share_layout_get_request_mode (GtkLayoutManager *layout,
                                     GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sonde_share_layout_measure (GtkLayoutManager *layout,
                            GtkWidget        *widget,
                            GtkOrientation    orientation,
                            int               for_size,
                            int              *minimum,
                            int              *natural,
                            int              *minimum_baseline,
                            int              *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      gtk_widget_measure (child, orientation, for_size, &child_minimum, &child_natural, NULL, NULL);
      *minimum = orientation == GTK_ORIENTATION_VERTICAL ? *minimum + child_minimum : MAX (*minimum, child_minimum);
      *natural = orientation == GTK_ORIENTATION_VERTICAL ? *natural + child_natural : MAX (*natural, child_natural);
    }
}

static void
sonde_share_layout_allocate (GtkLayoutManager *layout,
                             GtkWidget        *widget,
                             int               width,
                             int               height,
                             int               baseline)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  int        first_minimum;
  int        first_natural;
  int        second_minimum;
  int        first_height;

  gtk_widget_measure (first, GTK_ORIENTATION_VERTICAL, width, &first_minimum, &first_natural, NULL, NULL);
  gtk_widget_measure (second, GTK_ORIENTATION_VERTICAL, width, &second_minimum, NULL, NULL, NULL);

  first_height = MIN (first_natural, height * FIRST_PERCENT / 100);
  first_height = MAX (MIN (first_height, height - second_minimum), first_minimum);
  gtk_widget_size_allocate (first, &(GtkAllocation){ 0, 0, width, first_height }, -1);
  gtk_widget_size_allocate (second, &(GtkAllocation){ 0, first_height, width, height - first_height }, -1);
}

static void
sonde_share_layout_class_init (SondeShareLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = sonde_share_layout_get_request_mode;
  layout_class->measure = sonde_share_layout_measure;
  layout_class->allocate = sonde_share_layout_allocate;
}

static void
sonde_share_layout_init (SondeShareLayout *self)
{
}
