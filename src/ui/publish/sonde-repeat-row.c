/* sonde-repeat-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-repeat-row"

#include "sonde-repeat-row.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#define TITLE_CHARS 80

struct _SondeRepeatRow
{
  GtkListBoxRow parent_instance;

  SondeRepeats *repeats;
  SondeRepeat  *repeat;

  GtkLabel       *title;
  GtkLabel       *text;
  GtkLabel       *fault;
  GtkProgressBar *progress;
  GtkButton      *button;
};

G_DEFINE_FINAL_TYPE (SondeRepeatRow, sonde_repeat_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_button (SondeRepeatRow *self,
             gboolean        running)
{
  g_autofree char *title = sonde_format_line (sonde_repeat_get_title (self->repeat), TITLE_CHARS);
  /* Translators: %s is a topic that is published to again and again */
  g_autofree char *name = g_strdup_printf (running ? _ ("Stop %s") : _ ("Remove %s"), title);

  gtk_button_set_icon_name (self->button, running ? "media-playback-stop-symbolic" : "window-close-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), running ? _ ("Stop") : _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
refresh (SondeRepeatRow *self)
{
  gboolean    running = sonde_repeat_get_running (self->repeat);
  double      fraction = sonde_repeat_get_fraction (self->repeat);
  const char *fault = sonde_repeat_get_fault (self->repeat);

  gtk_label_set_label (self->text, sonde_repeat_get_text (self->repeat));
  gtk_label_set_label (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running && fraction >= 0);
  gtk_progress_bar_set_fraction (self->progress, MAX (fraction, 0));
}

static void
running_cb (SondeRepeatRow *self)
{
  show_button (self, sonde_repeat_get_running (self->repeat));
}

static void
button_cb (SondeRepeatRow *self)
{
  if (sonde_repeat_get_running (self->repeat))
    sonde_repeat_stop (self->repeat);
  else
    sonde_repeats_remove (self->repeats, self->repeat);
}

static void
sonde_repeat_row_dispose (GObject *object)
{
  SondeRepeatRow *self = SONDE_REPEAT_ROW (object);

  g_clear_object (&self->repeats);
  g_clear_object (&self->repeat);

  G_OBJECT_CLASS (sonde_repeat_row_parent_class)->dispose (object);
}

static void
sonde_repeat_row_class_init (SondeRepeatRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_repeat_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-repeat-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatRow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatRow, text);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatRow, fault);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatRow, progress);
  gtk_widget_class_bind_template_child (widget_class, SondeRepeatRow, button);
  gtk_widget_class_bind_template_callback (widget_class, button_cb);
}

static void
sonde_repeat_row_init (SondeRepeatRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeRepeatRow *
sonde_repeat_row_new (SondeRepeats *repeats,
                      SondeRepeat  *repeat)
{
  SondeRepeatRow  *self = g_object_new (SONDE_TYPE_REPEAT_ROW, NULL);
  g_autofree char *title = sonde_format_line (sonde_repeat_get_title (repeat), TITLE_CHARS);

  self->repeats = g_object_ref (repeats);
  self->repeat = g_object_ref (repeat);
  gtk_label_set_label (self->title, title);
  g_signal_connect_object (repeat, "notify::text", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (repeat, "notify::running", G_CALLBACK (running_cb), self, G_CONNECT_SWAPPED);
  refresh (self);
  running_cb (self);

  return self;
}
