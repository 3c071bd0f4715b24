/* sonde-broker-log-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-log-pane"

#include "sonde-broker-log-pane.h"

#include <sonde-format.h>

#include <glib/gi18n.h>
#include <string.h>

#define UPDATE_INTERVAL_MS 100
#define LINE_MAX_CHARS 1000

struct _SondeBrokerLogPane
{
  GtkBox parent_instance;

  GtkEditable       *filter_entry;
  GtkLabel          *count;
  GtkScrolledWindow *scrolled;
  GtkTextView       *view;
  GtkWidget         *hint;
  GtkTextBuffer     *buffer;
  GtkTextMark       *end_mark;

  SondeBrokerLines *lines;
  guint64           next;    /* the number of the line to show next */
  guint             n_shown; /* in the buffer */
  char             *wanted;  /* case folded; "" is all */
  guint             update_id;
};

G_DEFINE_FINAL_TYPE (SondeBrokerLogPane, sonde_broker_log_pane, GTK_TYPE_BOX)

/* Whose words they are: not ours, and perhaps no line. */
static gboolean
append_line (SondeBrokerLogPane *self,
             GString            *text,
             guint64             number)
{
  gint64           time;
  const char      *words = sonde_broker_lines_get (self->lines, number, &time);
  g_autofree char *line = sonde_format_line (words, LINE_MAX_CHARS);
  g_autofree char *clock = NULL;

  if (*self->wanted != '\0')
    {
      g_autofree char *folded = g_utf8_casefold (line, -1);

      if (strstr (folded, self->wanted) == NULL)
        return FALSE;
    }

  clock = sonde_format_time (time);
  g_string_append_printf (text, "%s  %s\n", clock, line);

  return TRUE;
}

static void
update_count (SondeBrokerLogPane *self)
{
  guint            n_lines = sonde_broker_lines_get_end (self->lines) - sonde_broker_lines_get_first (self->lines);
  guint            n_counted = *self->wanted != '\0' ? self->n_shown : n_lines;
  g_autofree char *number = sonde_format_count (n_counted);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s line", "%s lines", n_counted), number);

  gtk_label_set_label (self->count, text);
  gtk_widget_set_visible (self->hint, n_lines == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->scrolled), n_lines > 0);
}

static void
drop_oldest (SondeBrokerLogPane *self)
{
  GtkTextIter start, end;

  if (self->n_shown <= SONDE_BROKER_LINES_MAX)
    return;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_line (self->buffer, &end, self->n_shown - SONDE_BROKER_LINES_MAX);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  self->n_shown = SONDE_BROKER_LINES_MAX;
}

static gboolean
is_at_end (SondeBrokerLogPane *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - 2;
}

static void
clear (SondeBrokerLogPane *self)
{
  gtk_text_buffer_set_text (self->buffer, "", 0);
  self->n_shown = 0;
  self->next = sonde_broker_lines_get_first (self->lines);
}

static void
update (SondeBrokerLogPane *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean    follows = is_at_end (self);
  GtkTextIter end;

  if (sonde_broker_lines_get_first (self->lines) == sonde_broker_lines_get_end (self->lines))
    clear (self);

  self->next = MAX (self->next, sonde_broker_lines_get_first (self->lines));
  for (; self->next < sonde_broker_lines_get_end (self->lines); self->next++)
    if (append_line (self, text, self->next))
      self->n_shown++;

  if (text->len > 0)
    {
      gtk_text_buffer_get_end_iter (self->buffer, &end);
      gtk_text_buffer_insert (self->buffer, &end, text->str, text->len);
      drop_oldest (self);
    }
  update_count (self);
  if (follows && text->len > 0)
    gtk_text_view_scroll_to_mark (self->view, self->end_mark, 0, TRUE, 0, 1);
}

static gboolean
update_cb (gpointer user_data)
{
  SondeBrokerLogPane *self = user_data;

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* Not for each line: there may be thousands. */
static void
changed_cb (SondeBrokerLogPane *self)
{
  if (self->update_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->update_id = g_timeout_add (UPDATE_INTERVAL_MS, update_cb, self);
}

static void
filter_changed_cb (SondeBrokerLogPane *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (self->filter_entry), -1);
  clear (self);
  update (self);
}

static void
copy_cb (SondeBrokerLogPane *self)
{
  GtkTextIter      start, end;
  g_autofree char *text = NULL;

  if (!gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Log of the broker copied"));
}

static void
clear_cb (SondeBrokerLogPane *self)
{
  sonde_broker_lines_clear (self->lines);
}

static void
sonde_broker_log_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_broker_log_pane_parent_class)->map (widget);

  changed_cb (SONDE_BROKER_LOG_PANE (widget));
}

static void
sonde_broker_log_pane_dispose (GObject *object)
{
  SondeBrokerLogPane *self = SONDE_BROKER_LOG_PANE (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (sonde_broker_log_pane_parent_class)->dispose (object);
}

static void
sonde_broker_log_pane_finalize (GObject *object)
{
  g_free (SONDE_BROKER_LOG_PANE (object)->wanted);

  G_OBJECT_CLASS (sonde_broker_log_pane_parent_class)->finalize (object);
}

static void
sonde_broker_log_pane_class_init (SondeBrokerLogPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_broker_log_pane_dispose;
  object_class->finalize = sonde_broker_log_pane_finalize;
  widget_class->map = sonde_broker_log_pane_map;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-broker-log-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerLogPane, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerLogPane, count);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerLogPane, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerLogPane, view);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerLogPane, hint);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
sonde_broker_log_pane_init (SondeBrokerLogPane *self)
{
  GtkTextIter end;

  self->wanted = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  self->end_mark = gtk_text_buffer_create_mark (self->buffer, NULL, &end, FALSE);
}

void
sonde_broker_log_pane_set_lines (SondeBrokerLogPane *self,
                                 SondeBrokerLines   *lines)
{
  g_return_if_fail (SONDE_IS_BROKER_LOG_PANE (self));
  g_return_if_fail (SONDE_IS_BROKER_LINES (lines));
  g_return_if_fail (self->lines == NULL);

  self->lines = g_object_ref (lines);
  g_signal_connect_object (lines, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
