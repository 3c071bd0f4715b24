/* sonde-save.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-save"

#include "sonde-save.h"

#include <glib/gi18n.h>

#include <string.h>

#define MAX_NAME_CHARS 60

typedef struct
{
  GtkWidget     *widget; /* owned */
  SondeSaveFunc  save;
  gpointer       user_data;
  GDestroyNotify destroy;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_clear_pointer (&self->user_data, self->destroy);
  g_object_unref (self->widget);
  g_free (self);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Question        *question)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    question->save (question->widget, file, g_steal_pointer (&question->user_data));
  g_object_unref (dialog);
}

void
sonde_save_ask (GtkWidget     *widget,
                const char    *title,
                const char    *accept_label,
                const char    *name,
                SondeSaveFunc  save,
                gpointer       user_data,
                GDestroyNotify destroy)
{
  GtkFileChooserNative *dialog;
  Question             *question;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (save != NULL && destroy != NULL);

  question = g_new (Question, 1);
  *question = (Question){ g_object_ref (widget), save, user_data, destroy };
  dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_SAVE,
                                        accept_label, _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = sonde_save_dup_shown_name (G_FILE (source));
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Saved as %s"), name);
  else
    text = g_strdup_printf (_ ("Could not save %s: %s"), name, error->message);
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

void
sonde_save_write (GtkWidget *widget,
                  GFile     *file,
                  GBytes    *bytes)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (bytes != NULL);

  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                       g_object_ref (widget));
}

char *
sonde_save_dup_shown_name (GFile *file)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = g_file_get_basename (file);
  return g_filename_display_name (name);
}

char *
sonde_save_dup_topic_name (const char *topic,
                           const char *extension)
{
  const char      *slash = strrchr (topic, '/');
  g_autofree char *level = g_utf8_make_valid (slash != NULL ? slash + 1 : topic, -1);
  g_autofree char *name = g_utf8_substring (level, 0, MIN (g_utf8_strlen (level, -1), MAX_NAME_CHARS));

  for (char *at = name; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) || strchr ("<>:\"\\|?*", *at) != NULL || (at == name && *at == '.'))
      *at = '_';
  return g_strdup_printf ("%s.%s", *name != '\0' ? name : "payload", extension);
}

char *
sonde_save_dup_dated_name (const char *name,
                           const char *otherwise,
                           const char *ending)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");
  g_autofree char *base = g_strdup (name);

  g_strdelimit (base, "/\\:*?\"<>|\n\t", '_');
  return g_strdup_printf ("%s %s%s", *base == '.' || *base == '\0' ? otherwise : base, date, ending);
}
