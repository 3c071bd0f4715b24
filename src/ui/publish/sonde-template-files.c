/* sonde-template-files.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-files"

#include "sonde-template-files.h"

#include "sonde-notice.h"

#include <sonde-template-file.h>
#include <sonde-template-transfer.h>

#include <glib/gi18n.h>

typedef struct
{
  GtkNativeDialog    *dialog;
  SondeTemplateStore *store;
  char               *profile_id;
  AdwToastOverlay    *overlay;
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->dialog);
  g_object_unref (question->store);
  g_free (question->profile_id);
  g_object_unref (question->overlay);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* "3 templates imported, 2 were here before, 1 could not be read" */
static char *
describe_import (guint n_added,
                 guint n_known,
                 guint n_skipped)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u template imported", "%u templates imported", n_added), n_added);
  if (n_known > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u was here before", "%u were here before", n_known), n_known);
    }
  if (n_skipped > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u could not be read", "%u could not be read", n_skipped), n_skipped);
    }
  return g_string_free (text, FALSE);
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint            n_added, n_known, n_skipped;

  if (sonde_template_import_finish (result, &n_added, &n_known, &n_skipped, &error))
    text = describe_import (n_added, n_known, n_skipped);
  sonde_notice_show (question->overlay, text != NULL ? text : error->message);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;

  if (sonde_template_export_finish (result, &error))
    sonde_notice_show (question->overlay, _ ("Templates exported"));
  else
    sonde_notice_show (question->overlay, error->message);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GFile) file = NULL;
  Question *asked;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file == NULL)
    return;

  asked = g_steal_pointer (&question);
  if (asked->profile_id != NULL)
    sonde_template_import_async (asked->store, file, asked->profile_id, imported_cb, asked);
  else
    sonde_template_export_async (asked->store, file, exported_cb, asked);
}

/* @profile_id: (nullable): %NULL to export */
static void
ask (GtkNativeDialog    *dialog, /* (transfer full) */
     SondeTemplateStore *store,
     const char         *profile_id,
     AdwToastOverlay    *overlay)
{
  Question *question = g_new0 (Question, 1);

  *question = (Question){ dialog, g_object_ref (store), g_strdup (profile_id), g_object_ref (overlay) };
  gtk_native_dialog_set_modal (dialog, TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_native_dialog_show (dialog);
}

void
sonde_template_files_import (GtkWindow          *parent,
                             SondeTemplateStore *store,
                             const char         *profile_id,
                             AdwToastOverlay    *overlay)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (store));
  g_return_if_fail (profile_id != NULL);

  ask (GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (_ ("Import templates"), parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                                       _ ("_Open"), _ ("_Cancel"))),
       store, profile_id, overlay);
}

void
sonde_template_files_export (GtkWindow          *parent,
                             SondeTemplateStore *store,
                             AdwToastOverlay    *overlay)
{
  GtkFileChooserNative *dialog;

  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (store));

  dialog = gtk_file_chooser_native_new (_ ("Export templates"), parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), SONDE_TEMPLATE_EXPORT_NAME);
  ask (GTK_NATIVE_DIALOG (dialog), store, NULL, overlay);
}
