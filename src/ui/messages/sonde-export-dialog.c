/* sonde-export-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-export-dialog"

#include "sonde-export-dialog.h"

#include "sonde-log-filter.h"
#include "sonde-save.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

typedef enum
{
  SCOPE_ALL,
  SCOPE_FILTERED,
  SCOPE_SELECTED,
} Scope;

struct _SondeExportDialog
{
  AdwMessageDialog parent_instance;

  AdwComboRow *scope_row;
  AdwComboRow *format_row;

  SondeConnection  *connection;
  SondeMessageItem *selected; /* NULL: none */
  SondeExportBar   *bar;
  GArray           *scopes; /* of Scope, as the row shows them */
};

G_DEFINE_FINAL_TYPE (SondeExportDialog, sonde_export_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
add_scope (SondeExportDialog *self,
           Scope              scope,
           const char        *title)
{
  GListModel *titles = adw_combo_row_get_model (self->scope_row);

  gtk_string_list_append (GTK_STRING_LIST (titles), title);
  g_array_append_val (self->scopes, scope);
}

/* What there is to export; what the user has narrowed down comes first. */
static void
list_scopes (SondeExportDialog *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  SondeLogFilter *filter = sonde_log_filter_get_for (self->connection);

  adw_combo_row_set_model (self->scope_row, G_LIST_MODEL (titles));
  if (sonde_log_filter_get_filtered (filter))
    {
      guint            n_matches = g_list_model_get_n_items (sonde_log_filter_get_model (filter));
      g_autofree char *count = sonde_format_count (n_matches);
      gboolean         by_text = sonde_log_filter_get_query (filter) != NULL && !sonde_log_filter_get_highlights (filter);
      g_autofree char *title =
        g_strdup_printf (by_text ? g_dngettext (NULL, "%s that matches the filter", "%s that match the filter", n_matches)
                                 : g_dngettext (NULL, "%s that is shown", "%s that are shown", n_matches),
                         count);

      add_scope (self, SCOPE_FILTERED, title);
    }
  add_scope (self, SCOPE_ALL, _ ("All of the log"));
  if (self->selected != NULL && sonde_message_item_get_kind (self->selected) != SONDE_MESSAGE_EVENT)
    add_scope (self, SCOPE_SELECTED, _ ("The selected one"));
}

static SondeExportFormat
get_format (SondeExportDialog *self)
{
  return (SondeExportFormat) adw_combo_row_get_selected (self->format_row);
}

static void
format_selected_cb (SondeExportDialog *self)
{
  static const char *const descriptions[] = {
    [SONDE_EXPORT_JSON_LINES] = N_ ("One object a line, with everything that is known of a message. Sonde can open it again."),
    [SONDE_EXPORT_CSV] = N_ ("A table for spreadsheets and scripts."),
    [SONDE_EXPORT_PAYLOADS] = N_ ("The bytes of each payload in a file of its own, in a new folder."),
  };

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), _ (descriptions[get_format (self)]));
}

/* ---- The place ---- */

/* What was chosen, while the place is asked for. */
typedef struct
{
  SondeExportDialog *dialog;
  Scope              scope;
  SondeExportFormat  format;
} Choice;

static void
choice_free (gpointer  data,
             GClosure *closure)
{
  Choice *choice = data;

  g_object_unref (choice->dialog);
  g_free (choice);
}

static char *
make_name (SondeExportDialog *self,
           SondeExportFormat  format)
{
  static const char *const extensions[] = {
    [SONDE_EXPORT_JSON_LINES] = ".jsonl",
    [SONDE_EXPORT_CSV] = ".csv",
    [SONDE_EXPORT_PAYLOADS] = "",
  };

  return sonde_save_dup_dated_name (sonde_connection_get_name (self->connection), "log", extensions[format]);
}

static SondeExport *
make_export (const Choice *choice)
{
  SondeExportDialog *self = choice->dialog;
  SondeMessageLog   *log = sonde_connection_get_log (self->connection);
  g_autoptr (SondeQuery) query = NULL;
  GArray *stretches = sonde_stretches_new ();
  guint   position = 0;
  guint   n = g_list_model_get_n_items (G_LIST_MODEL (log));

  if (choice->scope == SCOPE_FILTERED)
    query = sonde_log_filter_dup_shown_query (sonde_log_filter_get_for (self->connection));

  /* It may have left the log meanwhile. */
  if (choice->scope == SCOPE_SELECTED)
    n = sonde_message_log_get_position (log, sonde_message_item_get_serial (self->selected), &position) ? 1 : 0;

  sonde_message_log_list_stretches (log, position, n, stretches);

  return sonde_export_new (choice->format, stretches, query);
}

static void
place_response_cb (GtkNativeDialog *chooser,
                   int              response,
                   Choice          *choice)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autoptr (SondeExport) export = make_export (choice);

      if (choice->format == SONDE_EXPORT_PAYLOADS)
        {
          g_autofree char *name = make_name (choice->dialog, choice->format);
          g_autoptr (GFile) folder = g_steal_pointer (&file);

          file = g_file_get_child (folder, name);
        }
      if (!sonde_export_bar_get_running (choice->dialog->bar))
        sonde_export_bar_run (choice->dialog->bar, export, file);
    }
  g_object_unref (chooser);
}

static void
ask_for_place (SondeExportDialog *self)
{
  gboolean              in_folder = get_format (self) == SONDE_EXPORT_PAYLOADS;
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (in_folder ? _ ("Export into a folder") : _ ("Export messages"),
                                 gtk_window_get_transient_for (GTK_WINDOW (self)),
                                 in_folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _ ("_Export"), _ ("_Cancel"));
  Choice *choice = g_new0 (Choice, 1);

  choice->dialog = g_object_ref (self);
  choice->format = get_format (self);
  choice->scope = g_array_index (self->scopes, Scope, adw_combo_row_get_selected (self->scope_row));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (!in_folder)
    {
      g_autofree char *name = make_name (self, choice->format);

      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
    }
  g_signal_connect_data (chooser, "response", G_CALLBACK (place_response_cb), choice, choice_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
sonde_export_dialog_response (AdwMessageDialog *dialog,
                              const char       *response)
{
  if (g_strcmp0 (response, "export") == 0)
    ask_for_place (SONDE_EXPORT_DIALOG (dialog));
}

/* ---- Life ---- */

static void
sonde_export_dialog_finalize (GObject *object)
{
  SondeExportDialog *self = SONDE_EXPORT_DIALOG (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->selected);
  g_clear_object (&self->bar);
  g_array_unref (self->scopes);

  G_OBJECT_CLASS (sonde_export_dialog_parent_class)->finalize (object);
}

static void
sonde_export_dialog_class_init (SondeExportDialogClass *klass)
{
  GObjectClass          *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass        *widget_class = GTK_WIDGET_CLASS (klass);
  AdwMessageDialogClass *dialog_class = ADW_MESSAGE_DIALOG_CLASS (klass);

  object_class->finalize = sonde_export_dialog_finalize;
  dialog_class->response = sonde_export_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/messages/sonde-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, format_row);
  gtk_widget_class_bind_template_callback (widget_class, format_selected_cb);
}

static void
sonde_export_dialog_init (SondeExportDialog *self)
{
  self->scopes = g_array_new (FALSE, FALSE, sizeof (Scope));
  gtk_widget_init_template (GTK_WIDGET (self));
  format_selected_cb (self);
}

SondeExportDialog *
sonde_export_dialog_new (GtkWindow        *parent,
                         SondeConnection  *connection,
                         SondeMessageItem *selected,
                         SondeExportBar   *bar)
{
  SondeExportDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (SONDE_IS_EXPORT_BAR (bar), NULL);

  self = g_object_new (SONDE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  self->bar = g_object_ref (bar);
  g_set_object (&self->selected, selected);
  list_scopes (self);

  return self;
}
