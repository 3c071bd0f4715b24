/* sonde-packets-save.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packets-save"

#include "sonde-packets-save.h"

#include "sonde-save.h"

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
save_cb (GtkWidget *widget,
         GFile     *file,
         gpointer   user_data)
{
  Saving *self = user_data;

  self->name = sonde_save_dup_shown_name (file);
  sonde_packet_export_async (self->ring, sonde_packet_list_dup_stretches (self->list), self->format, file, NULL, exported_cb, self);
}

void
sonde_packets_save (GtkWidget              *widget,
                    SondePacketRing        *ring,
                    SondePacketList        *list,
                    SondePacketExportFormat format,
                    const char             *name)
{
  g_autofree char *file_name = NULL;
  Saving          *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ring != NULL);
  g_return_if_fail (SONDE_IS_PACKET_LIST (list));

  self = g_new (Saving, 1);
  *self = (Saving){ g_object_ref (widget), sonde_packet_ring_ref (ring), g_object_ref (list), format, NULL };
  file_name = sonde_save_dup_dated_name (name, "packets", format == SONDE_PACKET_EXPORT_PCAPNG ? ".pcapng" : ".txt");
  sonde_save_ask (widget, _ ("Export packets"), _ ("_Export"), file_name, save_cb, self, (GDestroyNotify) saving_free);
}
