/* sonde-message-copy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-copy"

#include "sonde-message-copy.h"

#include <sonde-own-broker.h>

#include <glib/gi18n.h>

#define MAX_TEXT (64 * 1024 * 1024) /* bytes; beyond, the clipboard is the wrong way */

typedef struct
{
  SondeProfile *profile;
  SondeSegment *segment;
  guint         index;
  SondeCopyAs   format;
} Copy;

static void
copy_free (Copy *copy)
{
  sonde_profile_free (copy->profile);
  sonde_segment_unref (copy->segment);
  g_free (copy);
}

static void
copy_worker (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Copy     *copy = task_data;
  SondeCopySource message = {
    .segment = copy->segment,
    .record = sonde_segment_get_record (copy->segment, copy->index),
    .profile = copy->profile,
  };

  if (message.record->payload_size > MAX_TEXT && copy->format == SONDE_COPY_AS_JSON)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                             _ ("Too large for the clipboard: export it instead"));
  else
    g_task_return_pointer (task, sonde_copy_as_text (&message, copy->format), g_free);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  static const char *const toasts[] = {
    [SONDE_COPY_AS_MOSQUITTO_PUB] = N_ ("Copied as mosquitto_pub"),
    [SONDE_COPY_AS_MOSQUITTO_SUB] = N_ ("Copied as mosquitto_sub"),
    [SONDE_COPY_AS_PYTHON] = N_ ("Copied as Python"),
    [SONDE_COPY_AS_JSON] = N_ ("Copied as JSON"),
  };
  const Copy *copy = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), &error);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (source)), text);
  gtk_widget_activate_action (GTK_WIDGET (source), "win.toast", "s",
                              text != NULL ? _ (toasts[copy->format]) : error->message);
}

void
sonde_message_copy (GtkWidget        *widget,
                    SondeConnection  *connection,
                    SondeMessageItem *item,
                    SondeCopyAs       format)
{
  g_autoptr (GTask) task = NULL;
  Copy *copy;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (SONDE_IS_MESSAGE_ITEM (item));

  copy = g_new0 (Copy, 1);
  copy->profile = sonde_own_broker_dup_profile (connection);
  copy->segment = sonde_segment_ref (sonde_message_item_get_segment (item));
  copy->index = sonde_message_item_get_serial (item) - copy->segment->first_serial;
  copy->format = format;

  task = g_task_new (widget, NULL, copied_cb, NULL);
  g_task_set_source_tag (task, sonde_message_copy);
  g_task_set_task_data (task, copy, (GDestroyNotify) copy_free);
  g_task_run_in_thread (task, copy_worker);
}
