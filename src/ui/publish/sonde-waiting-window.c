/* sonde-waiting-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-waiting-window"

#include "sonde-waiting-window.h"

#include "sonde-waiting-row.h"

#include <glib/gi18n.h>

struct _SondeWaitingWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget      *clear_button;
  GtkStack       *stack;
  GtkWidget      *empty_page;
  GtkWidget      *list_page;
  GtkListBox     *list;

  SondeWaitingList *waiting;
  guint             n_rows; /* ever made */
};

G_DEFINE_FINAL_TYPE (SondeWaitingWindow, sonde_waiting_window, ADW_TYPE_WINDOW)

void
sonde_waiting_window_update (SondeWaitingWindow *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (SONDE_IS_WAITING_WINDOW (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    sonde_waiting_row_update (SONDE_WAITING_ROW (row));
}

/* What a stack has left keeps its extents for a screen reader unless it is hidden too. */
static void
update_page (SondeWaitingWindow *self)
{
  gboolean   empty = g_list_model_get_n_items (G_LIST_MODEL (self->waiting)) == 0;
  GtkWidget *shown = empty ? self->empty_page : self->list_page;

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->stack, shown);
  gtk_widget_set_visible (empty ? self->list_page : self->empty_page, FALSE);
  gtk_widget_set_visible (self->clear_button, !empty);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  SondeWaitingWindow *self = user_data;

  return GTK_WIDGET (sonde_waiting_row_new (self->waiting, item, ++self->n_rows));
}

static void
clear_response_cb (SondeWaitingWindow *self,
                   const char         *response)
{
  if (g_strcmp0 (response, "remove") == 0)
    sonde_waiting_list_clear (self->waiting);
}

static void
clear_cb (SondeWaitingWindow *self)
{
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _ ("Remove all messages?"), _ ("They are not sent, and cannot be brought back.")));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "remove", _ ("_Remove them"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (clear_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
sonde_waiting_window_dispose (GObject *object)
{
  SondeWaitingWindow *self = SONDE_WAITING_WINDOW (object);

  g_clear_object (&self->waiting);

  G_OBJECT_CLASS (sonde_waiting_window_parent_class)->dispose (object);
}

static void
sonde_waiting_window_class_init (SondeWaitingWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_waiting_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-waiting-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingWindow, clear_button);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingWindow, list_page);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_waiting_window_init (SondeWaitingWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeWaitingWindow *
sonde_waiting_window_new (GtkWindow       *parent,
                          SondeConnection *connection)
{
  SondeWaitingWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  self = g_object_new (SONDE_TYPE_WAITING_WINDOW, "transient-for", parent, NULL);
  self->waiting = g_object_ref (sonde_connection_get_waiting (connection));
  adw_window_title_set_subtitle (self->title, sonde_connection_get_name (connection));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->waiting), create_row, self, NULL);
  g_signal_connect_object (self->waiting, "items-changed", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::online", G_CALLBACK (sonde_waiting_window_update), self, G_CONNECT_SWAPPED);
  update_page (self);
  /* Not on Remove all. */
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);

  return self;
}
