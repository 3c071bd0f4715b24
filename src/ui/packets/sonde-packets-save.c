/* sonde-packets-save.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packets-save"

#include "sonde-packets-save.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget              *widget;
  SondePacketRing        *ring;
  SondePacketList        *list;
  SondePacketExportFormat format;
  char                   *name; /* of the file, to be shown */
} Saving;

static void
saving_free (Saving *self)
{
  g_object_unref (self->widget);
  sonde_packet_ring_unref (self->ring);
  g_object_unref (self->list);
  g_free (self->name);
  g_free (self);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Saving *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64          n_written = 0;

  if (sonde_packet_export_finish (result, &n_written, &error))
    {
      g_autofree char *count = sonde_format_count (n_written);

      /* Translators: a number of packets, and the name of a file */
      text = g_strdup_printf (g_dngettext (NULL, "%s packet exported to %s", "%s packets exported to %s", n_written),
                              count, self->name);
    }
  else
    text = g_strdup_printf (_ ("Could not export to %s: %s"), self->name, error->message);

  gtk_widget_activate_action (self->widget, "win.toast", "s", text);
  saving_free (self);
}

static void
response_cb (GtkNativeDialog *chooser,
             int              response,
             gpointer         user_data)
{
  Saving *self = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  g_object_unref (chooser);
  if (file == NULL)
    {
      saving_free (self);
      return;
    }

  g_free (self->name);
  self->name = g_file_get_basename (file);
  sonde_packet_export_async (self->ring, sonde_packet_list_dup_stretches (self->list), self->format, file, NULL, exported_cb, self);
}

static char *
dup_file_name (const char             *name,
               SondePacketExportFormat format)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");
  g_autofree char *base = g_strdup (name);

  g_strdelimit (base, "/\\:*?\"<>|\n\t", '_');

  return g_strdup_printf ("%s %s.%s", *base == '.' || *base == '\0' ? "packets" : base, date,
                          format == SONDE_PACKET_EXPORT_PCAPNG ? "pcapng" : "txt");
}

void
sonde_packets_save (GtkWidget              *widget,
                    SondePacketRing        *ring,
                    SondePacketList        *list,
                    SondePacketExportFormat format,
                    const char             *name)
{
  g_autofree char      *file_name = NULL;
  GtkFileChooserNative *chooser;
  Saving               *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ring != NULL);
  g_return_if_fail (SONDE_IS_PACKET_LIST (list));

  self = g_new0 (Saving, 1);
  self->widget = g_object_ref (widget);
  self->ring = sonde_packet_ring_ref (ring);
  self->list = g_object_ref (list);
  self->format = format;

  file_name = dup_file_name (name, format);
  chooser = gtk_file_chooser_native_new (_ ("Export packets"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), file_name);
  g_signal_connect (chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
