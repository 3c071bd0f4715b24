/* sonde-payload-copy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-copy"

#include "sonde-payload-copy.h"

#include <glib/gi18n.h>

typedef struct
{
  char    *text;
  gboolean is_text;
} Copy;

static void
copy_free (Copy *copy)
{
  g_free (copy->text);
  g_free (copy);
}

static char *
to_hex (const guint8 *bytes,
        gsize         size)
{
  static const char digits[] = "0123456789abcdef";
  char             *hex = g_malloc (size * 2 + 1);

  for (gsize i = 0; i < size; i++)
    {
      hex[2 * i] = digits[bytes[i] >> 4];
      hex[2 * i + 1] = digits[bytes[i] & 15];
    }
  hex[2 * size] = '\0';
  return hex;
}

static void
copy_worker (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->is_text = sonde_payload_dup_clipboard_text (task_data, &copy->text);
  g_task_return_pointer (task, copy, (GDestroyNotify) copy_free);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  Copy      *copy = g_task_propagate_pointer (G_TASK (result), NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), copy->text);
  gtk_widget_activate_action (widget, "win.toast", "s",
                              copy->is_text ? _ ("Payload copied as text") : _ ("Payload copied as hexadecimal digits: it is not text"));
  copy_free (copy);
}

void
sonde_payload_copy (GtkWidget *widget,
                    GBytes    *payload)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (payload != NULL);

  task = g_task_new (widget, NULL, copied_cb, NULL);
  g_task_set_source_tag (task, sonde_payload_copy);
  g_task_set_task_data (task, g_bytes_ref (payload), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, copy_worker);
}

gboolean
sonde_payload_dup_clipboard_text (GBytes *payload,
                                  char  **text)
{
  gsize       size;
  const char *bytes = g_bytes_get_data (payload, &size);
  gboolean    is_text = size == 0 || g_utf8_validate_len (bytes, size, NULL);

  *text = is_text ? g_strndup (size > 0 ? bytes : "", size) : to_hex ((const guint8 *) bytes, size);
  return is_text;
}
