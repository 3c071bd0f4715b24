/* sonde-file-choice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-file-choice"

#include "sonde-file-choice.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeFileChoice
{
  AdwBin parent_instance;

  char            *path;
  GtkNativeDialog *chooser;
  GCancellable    *cancellable; /* of the look at the file chosen now */

  GtkWidget *button;
  GtkLabel  *name;
  GtkLabel  *note;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeFileChoice, sonde_file_choice, ADW_TYPE_BIN)

static void
show_note (SondeFileChoice *self,
           const char      *text,
           gboolean         is_fault)
{
  gtk_label_set_label (self->note, text);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *text != '\0');
  gtk_widget_remove_css_class (GTK_WIDGET (self->note), is_fault ? "dim-label" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), is_fault ? "error" : "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
query_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeFileChoice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, &error);
  g_autofree char *size = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    show_note (self, _ ("There is no such file."), TRUE);
  else if (error != NULL || !g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ))
    show_note (self, _ ("This file cannot be read."), TRUE);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    show_note (self, _ ("This is no regular file: choose another."), TRUE);
  else
    show_note (self, size = sonde_format_size (g_file_info_get_size (info)), FALSE);
}

/* In the background: the file may be far away. */
static void
look (SondeFileChoice *self)
{
  g_autoptr (GFile) file = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  show_note (self, "", FALSE);
  if (*self->path == '\0')
    return;

  file = g_file_new_for_path (self->path);
  self->cancellable = g_cancellable_new ();
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_ACCESS_CAN_READ,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable,
                           query_cb, g_object_ref (self));
}

static void
response_cb (SondeFileChoice *self,
             int              response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path == NULL)
    return;

  sonde_file_choice_set_path (self, path);
  gtk_widget_grab_focus (self->button);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clicked_cb (SondeFileChoice *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (_ ("Choose the file to send"), GTK_WINDOW (root),
                                                                  GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL));
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  if (*self->path != '\0')
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->path);

      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->chooser), file, NULL);
    }
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static gboolean
sonde_file_choice_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SONDE_FILE_CHOICE (widget)->button);
}

static void
sonde_file_choice_dispose (GObject *object)
{
  SondeFileChoice *self = SONDE_FILE_CHOICE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (sonde_file_choice_parent_class)->dispose (object);
}

static void
sonde_file_choice_finalize (GObject *object)
{
  g_free (SONDE_FILE_CHOICE (object)->path);

  G_OBJECT_CLASS (sonde_file_choice_parent_class)->finalize (object);
}

static void
sonde_file_choice_class_init (SondeFileChoiceClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_file_choice_dispose;
  object_class->finalize = sonde_file_choice_finalize;
  widget_class->grab_focus = sonde_file_choice_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-file-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFileChoice, button);
  gtk_widget_class_bind_template_child (widget_class, SondeFileChoice, name);
  gtk_widget_class_bind_template_child (widget_class, SondeFileChoice, note);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
sonde_file_choice_init (SondeFileChoice *self)
{
  self->path = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
sonde_file_choice_get_path (SondeFileChoice *self)
{
  g_return_val_if_fail (SONDE_IS_FILE_CHOICE (self), "");

  return self->path;
}

void
sonde_file_choice_set_path (SondeFileChoice *self,
                            const char      *path)
{
  g_autofree char *name = NULL;
  g_autofree char *whole = NULL;

  g_return_if_fail (SONDE_IS_FILE_CHOICE (self));
  g_return_if_fail (path != NULL);

  g_free (self->path);
  self->path = g_strdup (path);
  if (*path != '\0')
    {
      name = g_filename_display_basename (path);
      whole = g_filename_display_name (path);
    }
  gtk_label_set_label (self->name, name != NULL ? name : _ ("No file chosen"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), whole);
  look (self);
}

void
sonde_file_choice_show_fault (SondeFileChoice *self,
                              const char      *fault)
{
  g_return_if_fail (SONDE_IS_FILE_CHOICE (self));
  g_return_if_fail (fault != NULL);

  g_cancellable_cancel (self->cancellable);
  show_note (self, fault, TRUE);
}
