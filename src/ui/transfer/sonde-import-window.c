/* sonde-import-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-window"

#include "sonde-import-window.h"

#include "sonde-import-row.h"
#include "sonde-switch-row.h"

#include <glib/gi18n.h>
#include <sonde-connections-transfer.h>

struct _SondeImportWindow
{
  AdwWindow parent_instance;

  GtkWidget           *import_button;
  GtkStack            *stack;
  GtkWidget           *choose_page;
  GtkLabel            *error_label;
  GtkWidget           *reading_page;
  GtkLabel            *reading_label;
  GtkProgressBar      *progress_bar;
  GtkWidget           *report_page;
  AdwPreferencesGroup *report_group;
  GtkListBox          *list;
  GtkButton           *select_button;
  GtkWidget           *files_group;
  SondeSwitchRow      *files_row;
  GtkLabel            *secrets_label;

  SondeConnections *connections;
  GtkNativeDialog  *dialog;
  GCancellable     *cancellable;
  GFile            *file;
  SondeImport      *import; /* that the rows show */
};

G_DEFINE_FINAL_TYPE (SondeImportWindow, sonde_import_window, ADW_TYPE_WINDOW)

enum
{
  IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The children of a stack that are not shown are hidden for a screen reader, too. */
static void
show_page (SondeImportWindow *self,
           GtkWidget         *page)
{
  GtkWidget *pages[] = { self->choose_page, self->reading_page, self->report_page };

  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (self->stack, page);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_set_visible (pages[i], pages[i] == page);
  gtk_widget_set_visible (self->import_button, page == self->report_page);
}

static void
show_error (SondeImportWindow *self,
            const char        *sentence)
{
  gtk_label_set_label (self->error_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
}

static char *
dup_file_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL ? g_filename_display_name (name) : g_file_get_uri (file);
}

/* ---- The report ---- */

static SondeImportRow *
get_row (SondeImportWindow *self,
         guint              position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, position);

  return row != NULL ? SONDE_IMPORT_ROW (row) : NULL;
}

static void
update_choice (SondeImportWindow *self)
{
  guint           n_chosen = 0, n_possible = 0;
  gboolean        has_files = FALSE, has_secrets = FALSE;
  SondeImportRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      const SondeImportEntry *entry = sonde_import_row_get_entry (row);

      n_possible += entry->fault == NULL;
      if (!sonde_import_row_get_chosen (row))
        continue;
      n_chosen++;
      has_files = has_files || entry->certificate != NULL || entry->key != NULL;
      has_secrets = has_secrets || g_hash_table_size (entry->secrets) > 0;
    }

  gtk_widget_set_sensitive (self->import_button, n_chosen > 0);
  gtk_button_set_label (self->select_button, n_chosen == n_possible ? _ ("Select none") : _ ("Select all"));
  gtk_widget_set_visible (GTK_WIDGET (self->select_button), n_possible > 1);
  gtk_widget_set_visible (self->files_group, has_files);
  gtk_widget_set_visible (GTK_WIDGET (self->secrets_label), has_secrets);
}

static void
select_clicked_cb (SondeImportWindow *self)
{
  gboolean        chosen = g_strcmp0 (gtk_button_get_label (self->select_button), _ ("Select all")) == 0;
  SondeImportRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    sonde_import_row_set_chosen (row, chosen);
}

static void
describe_import (SondeImportWindow *self)
{
  const SondeImport *import = self->import;
  g_autofree char   *name = dup_file_name (self->file);
  g_autofree char   *title = NULL;
  g_autofree char   *beyond = NULL;
  g_autofree char   *description = NULL;
  g_autofree char   *escaped = NULL;

  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u connection of %s", "%u connections of %s", import->entries->len),
                           import->entries->len, sonde_import_source_to_string (import->source));
  if (import->n_beyond > 0)
    beyond = g_strdup_printf (_ ("The file holds %u more than are imported at once."), import->n_beyond);
  description = g_strdup_printf (_ ("Found in “%s”. Nothing is saved before you import."), name);
  escaped = g_markup_escape_text (description, -1);

  adw_preferences_group_set_title (self->report_group, title);
  if (beyond != NULL)
    {
      g_autofree char *both = g_strconcat (escaped, " ", beyond, NULL);

      adw_preferences_group_set_description (self->report_group, both);
    }
  else
    adw_preferences_group_set_description (self->report_group, escaped);
}

static void
show_report (SondeImportWindow *self)
{
  gboolean lasting = sonde_secret_store_get_lasting (sonde_services_get_secrets (sonde_connections_get_services (self->connections)));

  for (guint i = 0; i < self->import->entries->len; i++)
    {
      SondeImportRow *row = sonde_import_row_new (g_ptr_array_index (self->import->entries, i));

      gtk_list_box_append (self->list, GTK_WIDGET (row));
      g_signal_connect_object (row, "notify::chosen", G_CALLBACK (update_choice), self, G_CONNECT_SWAPPED);
    }

  gtk_label_set_label (self->secrets_label,
                       lasting ? _ ("Passwords go to your keyring, never into a file.")
                               : _ ("No keyring answers: passwords are kept until Sonde is closed, and never in a file."));
  describe_import (self);
  update_choice (self);
  show_page (self, self->report_page);
  gtk_widget_grab_focus (self->import_button);
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SondeImportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) added = sonde_connections_import_finish (SONDE_CONNECTIONS (object), result, &error);
  GtkWindow       *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *text = NULL;

  if (added == NULL)
    {
      text = g_strdup_printf (_ ("Nothing is imported: the certificates could not be written. %s"), error->message);
      show_error (self, text);
      show_page (self, self->choose_page);
      gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
      return;
    }

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u connection imported", "%u connections imported", added->len), added->len);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", text);
  if (added->len > 0)
    g_signal_emit (self, signals[IMPORTED], 0, g_ptr_array_index (added, 0));
  gtk_window_close (GTK_WINDOW (self));
}

static void
import_clicked_cb (SondeImportWindow *self)
{
  SondeImport    *import = g_steal_pointer (&self->import);
  SondeImportRow *row;
  guint           n_rows = import->entries->len;

  /* The rows borrow from it: they go with what is not chosen. */
  for (guint i = n_rows; i > 0; i--)
    {
      gboolean chosen;

      row = get_row (self, i - 1);
      chosen = sonde_import_row_get_chosen (row);
      gtk_list_box_remove (self->list, GTK_WIDGET (row));
      if (!chosen)
        g_ptr_array_remove_index (import->entries, i - 1);
    }

  gtk_widget_set_sensitive (self->import_button, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  sonde_connections_import_async (self->connections, import, sonde_switch_row_get_active (self->files_row),
                                  imported_cb, g_object_ref (self));
}

/* ---- Reading ---- */

static void
progress_cb (guint64  read,
             guint64  total,
             gpointer user_data)
{
  SondeImportWindow *self = user_data;

  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress_bar, MIN (1.0, (double) read / total));
  else
    gtk_progress_bar_pulse (self->progress_bar);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SondeImportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  SondeImport *import = sonde_import_read_finish (result, &error);

  if (import != NULL)
    {
      self->import = import;
      show_report (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *name = dup_file_name (self->file);
      g_autofree char *text = g_strdup_printf ("%s: %s", name, error->message);

      show_error (self, text);
      show_page (self, self->choose_page);
    }
}

void
sonde_import_window_read (SondeImportWindow *self,
                          GFile             *file)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (SONDE_IS_IMPORT_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  g_set_object (&self->file, file);
  name = dup_file_name (file);
  text = g_strdup_printf (_ ("Reading %s…"), name);
  gtk_label_set_label (self->reading_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  show_page (self, self->reading_page);
  sonde_import_read_async (file, self->cancellable, progress_cb, read_cb, g_object_ref (self));
}

static void
response_cb (SondeImportWindow *self,
             int                response)
{
  g_autoptr (GtkNativeDialog) dialog = g_steal_pointer (&self->dialog);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    sonde_import_window_read (self, file);
}

static void
choose_clicked_cb (SondeImportWindow *self)
{
  g_clear_object (&self->dialog);
  self->dialog = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (_ ("Choose a file to import"), GTK_WINDOW (self),
                                                                 GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel")));
  gtk_native_dialog_set_modal (self->dialog, TRUE);
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->dialog);
}

/* ---- The object ---- */

static void
sonde_import_window_dispose (GObject *object)
{
  SondeImportWindow *self = SONDE_IMPORT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->dialog);
  g_clear_object (&self->file);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sonde_import_window_parent_class)->dispose (object);
}

static void
sonde_import_window_finalize (GObject *object)
{
  SondeImportWindow *self = SONDE_IMPORT_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->import, sonde_import_free); /* after the rows that borrow from it */

  G_OBJECT_CLASS (sonde_import_window_parent_class)->finalize (object);
}

static void
sonde_import_window_class_init (SondeImportWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_import_window_dispose;
  object_class->finalize = sonde_import_window_finalize;

  signals[IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, SONDE_TYPE_CONNECTION);

  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/transfer/sonde-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, import_button);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, choose_page);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, reading_page);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, reading_label);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, report_page);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, report_group);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, list);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, select_button);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, files_group);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, files_row);
  gtk_widget_class_bind_template_child (widget_class, SondeImportWindow, secrets_label);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, select_clicked_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_import_window_init (SondeImportWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  show_page (self, self->choose_page);
}

SondeImportWindow *
sonde_import_window_new (GtkWindow        *parent,
                         SondeConnections *connections)
{
  SondeImportWindow *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SONDE_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  self->connections = g_object_ref (connections);

  return self;
}
