/* sonde-file-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-file-button"

#include "sonde-file-button.h"

#include "sonde-accessible.h"
#include "sonde-fault-row.h"

#include <glib/gi18n.h>

struct _SondeFileButton
{
  AdwBin parent_instance;

  char          *title;
  GtkEditable   *field; /* weak */
  SondeFaultRow *fault; /* weak */
  gboolean       accepts_folder;

  GtkNativeDialog *dialog;
  GCancellable    *cancellable; /* of the look at what is typed now */
};

G_DEFINE_FINAL_TYPE (SondeFileButton, sonde_file_button, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_FIELD,
  PROP_FAULT,
  PROP_ACCEPTS_FOLDER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_fault (SondeFileButton *self,
           const char      *fault)
{
  if (self->fault != NULL)
    sonde_fault_row_set_fault (self->fault, fault);
}

static void
query_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeFileButton) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    set_fault (self, _ ("There is no such file."));
  else if (error != NULL)
    set_fault (self, _ ("This file cannot be read."));
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY && !self->accepts_folder)
    set_fault (self, _ ("This is a folder: choose a file."));
  else if (!g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ))
    set_fault (self, _ ("This file cannot be read."));
  else
    set_fault (self, NULL);
}

/* In the background: the file may be far away. */
static void
check (SondeFileButton *self)
{
  const char *path = gtk_editable_get_text (self->field);
  g_autoptr (GFile) file = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  /* No fault of what is not asked for. */
  if (*path == '\0' || !gtk_widget_get_visible (GTK_WIDGET (self->field)))
    {
      set_fault (self, NULL);
      return;
    }
  if (!g_path_is_absolute (path))
    {
      set_fault (self, _ ("Type the whole path of the file, from / on."));
      return;
    }

  file = g_file_new_for_path (path);
  self->cancellable = g_cancellable_new ();
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_ACCESS_CAN_READ,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable,
                           query_cb, g_object_ref (self));
}

static void
response_cb (SondeFileButton *self,
             int              response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL && self->field != NULL)
    gtk_editable_set_text (self->field, path);

  g_clear_object (&self->dialog);
}

static void
clicked_cb (SondeFileButton *self)
{
  GtkRoot    *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *path = gtk_editable_get_text (self->field);

  g_clear_object (&self->dialog);
  self->dialog = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (self->title, GTK_WINDOW (root),
                                                                 GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL));
  gtk_native_dialog_set_modal (self->dialog, TRUE);
  if (g_path_is_absolute (path))
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->dialog), file, NULL);
    }
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->dialog);
}

static void
sonde_file_button_constructed (GObject *object)
{
  SondeFileButton *self = SONDE_FILE_BUTTON (object);
  GtkWidget       *button = gtk_button_new_with_label (_ ("Choose…"));

  G_OBJECT_CLASS (sonde_file_button_parent_class)->constructed (object);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, self->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
  sonde_accessible_keep_label (button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), button);
}

static void
sonde_file_button_dispose (GObject *object)
{
  SondeFileButton *self = SONDE_FILE_BUTTON (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->dialog);
  g_clear_weak_pointer (&self->field);
  g_clear_weak_pointer (&self->fault);

  G_OBJECT_CLASS (sonde_file_button_parent_class)->dispose (object);
}

static void
sonde_file_button_finalize (GObject *object)
{
  g_free (SONDE_FILE_BUTTON (object)->title);

  G_OBJECT_CLASS (sonde_file_button_parent_class)->finalize (object);
}

static void
sonde_file_button_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SondeFileButton *self = SONDE_FILE_BUTTON (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;

    case PROP_FIELD:
      g_set_weak_pointer (&self->field, g_value_get_object (value));
      if (self->field != NULL)
        {
          g_signal_connect_object (self->field, "changed", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (self->field, "notify::visible", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
        }
      break;

    case PROP_FAULT:
      g_set_weak_pointer (&self->fault, g_value_get_object (value));
      break;

    case PROP_ACCEPTS_FOLDER:
      self->accepts_folder = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_file_button_class_init (SondeFileButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sonde_file_button_constructed;
  object_class->dispose = sonde_file_button_dispose;
  object_class->finalize = sonde_file_button_finalize;
  object_class->set_property = sonde_file_button_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FIELD] = g_param_spec_object ("field", NULL, NULL, GTK_TYPE_EDITABLE,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAULT] = g_param_spec_object ("fault", NULL, NULL, SONDE_TYPE_FAULT_ROW,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACCEPTS_FOLDER] = g_param_spec_boolean ("accepts-folder", NULL, NULL, FALSE,
                                                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_file_button_init (SondeFileButton *self)
{
}
