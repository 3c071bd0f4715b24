/* sonde-topic-titles.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-titles"

#include "sonde-topic-titles.h"

#include "sonde-row-style.h"
#include "sonde-topic-columns.h"

#define ARROW 18 /* px, before the names in the rows */

struct _SondeTopicTitles
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SondeTopicTitles, sonde_topic_titles, GTK_TYPE_WIDGET)

static void
sonde_topic_titles_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
sonde_topic_titles_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  SondeTopicCell cells[SONDE_TOPIC_N_COLUMNS];
  guint          i = 0;

  sonde_topic_columns_place (width, sonde_row_style_get_digit (widget), cells);
  cells[SONDE_TOPIC_COLUMN_TOPIC].x += ARROW;
  cells[SONDE_TOPIC_COLUMN_TOPIC].width = MAX (cells[SONDE_TOPIC_COLUMN_TOPIC].width - ARROW, 0);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child), i++)
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_set_child_visible (child, cells[i].width >= minimum);
      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        cells[i].x = width - cells[i].x - cells[i].width;
      if (cells[i].width >= minimum)
        gtk_widget_size_allocate (child, &(GtkAllocation){ cells[i].x, 0, cells[i].width, height }, -1);
    }
}

static void
sonde_topic_titles_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_topic_titles_parent_class)->dispose (object);
}

static void
sonde_topic_titles_class_init (SondeTopicTitlesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_topic_titles_dispose;

  widget_class->measure = sonde_topic_titles_measure;
  widget_class->size_allocate = sonde_topic_titles_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/topics/sonde-topic-titles.ui");
  gtk_widget_class_set_css_name (widget_class, "topictitles");
}

static void
sonde_topic_titles_init (SondeTopicTitles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
