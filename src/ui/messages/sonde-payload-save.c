/* sonde-payload-save.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-save"

#include "sonde-payload-save.h"

#include <glib/gi18n.h>

#include <string.h>

#define MAX_NAME_CHARS 60

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Payload saved as %s"), shown);
  else
    text = g_strdup_printf (_ ("Could not save %s: %s"), shown, error->message);
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             GtkWidget       *widget)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      GBytes *payload = g_object_get_data (G_OBJECT (dialog), "payload");

      g_file_replace_contents_bytes_async (file, payload, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                           NULL, saved_cb, g_object_ref (widget));
    }
  g_object_unref (dialog);
}

void
sonde_payload_save (GtkWidget  *widget,
                    GBytes     *payload,
                    const char *topic,
                    const char *extension)
{
  g_autofree char      *name = sonde_payload_dup_file_name (topic, extension);
  GtkFileChooserNative *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (payload != NULL);

  dialog = gtk_file_chooser_native_new (_ ("Save payload"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_object_set_data_full (G_OBJECT (dialog), "payload", g_bytes_ref (payload), (GDestroyNotify) g_bytes_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

char *
sonde_payload_dup_file_name (const char *topic,
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
