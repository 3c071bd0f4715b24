/* sonde-export-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-export-window"

#include "sonde-export-window.h"

#include "sonde-switch-row.h"

#include <glib/gi18n.h>
#include <sonde-connections-transfer.h>
#include <sonde-profile-export.h>

struct _SondeExportWindow
{
  AdwWindow parent_instance;

  GtkWidget      *export_button;
  GtkWidget      *content;
  GtkLabel       *error_label;
  GtkListBox     *list;
  GtkButton      *select_button;
  SondeSwitchRow *secrets_row;
  GtkWidget      *warning_label;

  SondeConnections *connections;
  GPtrArray        *items;  /* of SondeConnection, as the rows show them */
  GPtrArray        *checks; /* of GtkCheckButton, borrowed, likewise */
  GtkNativeDialog  *dialog;
};

G_DEFINE_FINAL_TYPE (SondeExportWindow, sonde_export_window, ADW_TYPE_WINDOW)

static GPtrArray *
list_chosen (SondeExportWindow *self)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < self->checks->len; i++)
    {
      if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
        g_ptr_array_add (chosen, g_ptr_array_index (self->items, i));
    }

  return chosen;
}

static void
update (SondeExportWindow *self)
{
  g_autoptr (GPtrArray) chosen = list_chosen (self);

  gtk_widget_set_sensitive (self->export_button, chosen->len > 0);
  gtk_button_set_label (self->select_button, chosen->len == self->checks->len ? _ ("Select none") : _ ("Select all"));
  gtk_widget_set_visible (GTK_WIDGET (self->select_button), self->checks->len > 1);
  gtk_widget_set_visible (self->warning_label, sonde_switch_row_get_active (self->secrets_row));
}

static void
select_clicked_cb (SondeExportWindow *self)
{
  g_autoptr (GPtrArray) chosen = list_chosen (self);
  gboolean active = chosen->len < self->checks->len;

  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, i), active);
}

static void
add_row (SondeExportWindow *self,
         SondeConnection   *connection)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *check = gtk_check_button_new ();
  const char      *name = sonde_connection_get_name (connection);
  g_autofree char *label = g_strdup_printf (_ ("Export %s"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sonde_connection_get_address (connection));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (self->list, row);

  g_ptr_array_add (self->items, g_object_ref (connection));
  g_ptr_array_add (self->checks, check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
show_error (SondeExportWindow *self,
            const char        *sentence)
{
  gtk_label_set_label (self->error_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  gtk_widget_set_sensitive (self->content, TRUE);
  update (self);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SondeExportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) chosen = list_chosen (self);
  GtkWindow       *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *text = NULL;

  if (!sonde_connections_export_finish (SONDE_CONNECTIONS (object), result, &error))
    {
      text = g_strdup_printf (_ ("Nothing is exported. %s"), error->message);
      show_error (self, text);
      return;
    }

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u connection exported", "%u connections exported", chosen->len), chosen->len);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
response_cb (SondeExportWindow *self,
             int                response)
{
  g_autoptr (GtkNativeDialog) dialog = g_steal_pointer (&self->dialog);
  g_autoptr (GPtrArray) chosen = list_chosen (self);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  gtk_widget_set_sensitive (self->content, FALSE);
  gtk_widget_set_sensitive (self->export_button, FALSE);
  sonde_connections_export_async (self->connections, chosen, sonde_switch_row_get_active (self->secrets_row), file,
                                  exported_cb, g_object_ref (self));
}

static void
export_clicked_cb (SondeExportWindow *self)
{
  g_clear_object (&self->dialog);
  self->dialog = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (_ ("Save connections"), GTK_WINDOW (self),
                                                                 GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel")));
  gtk_native_dialog_set_modal (self->dialog, TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), SONDE_PROFILE_EXPORT_NAME);
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->dialog);
}

static void
sonde_export_window_dispose (GObject *object)
{
  SondeExportWindow *self = SONDE_EXPORT_WINDOW (object);

  g_ptr_array_set_size (self->checks, 0);
  g_ptr_array_set_size (self->items, 0);
  g_clear_object (&self->dialog);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sonde_export_window_parent_class)->dispose (object);
}

static void
sonde_export_window_finalize (GObject *object)
{
  SondeExportWindow *self = SONDE_EXPORT_WINDOW (object);

  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (sonde_export_window_parent_class)->finalize (object);
}

static void
sonde_export_window_class_init (SondeExportWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_export_window_dispose;
  object_class->finalize = sonde_export_window_finalize;

  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/transfer/sonde-export-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeExportWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, SondeExportWindow, content);
  gtk_widget_class_bind_template_child (widget_class, SondeExportWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, SondeExportWindow, list);
  gtk_widget_class_bind_template_child (widget_class, SondeExportWindow, select_button);
  gtk_widget_class_bind_template_child (widget_class, SondeExportWindow, secrets_row);
  gtk_widget_class_bind_template_child (widget_class, SondeExportWindow, warning_label);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, select_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_export_window_init (SondeExportWindow *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeExportWindow *
sonde_export_window_new (GtkWindow        *parent,
                         SondeConnections *connections)
{
  SondeExportWindow *self;
  guint              n_items;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SONDE_TYPE_EXPORT_WINDOW, "transient-for", parent, NULL);
  self->connections = g_object_ref (connections);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (connections));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (connections), i);

      add_row (self, connection);
    }
  update (self);

  return self;
}
