/* sonde-client-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-client-row"

#include "sonde-client-row.h"

#include "sonde-accessible.h"
#include "sonde-style.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#define NAME_MAX_CHARS 250

struct _SondeClientRow
{
  AdwBin parent_instance;

  GtkLabel  *id;
  GtkWidget *own;
  GtkLabel  *address;
  GtkLabel  *protocol;
  GtkLabel  *keep_alive;
  GtkLabel  *clean;
  GtkLabel  *since;
};

G_DEFINE_FINAL_TYPE (SondeClientRow, sonde_client_row, ADW_TYPE_BIN)

static void
sonde_client_row_class_init (SondeClientRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-client-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeClientRow, id);
  gtk_widget_class_bind_template_child (widget_class, SondeClientRow, own);
  gtk_widget_class_bind_template_child (widget_class, SondeClientRow, address);
  gtk_widget_class_bind_template_child (widget_class, SondeClientRow, protocol);
  gtk_widget_class_bind_template_child (widget_class, SondeClientRow, keep_alive);
  gtk_widget_class_bind_template_child (widget_class, SondeClientRow, clean);
  gtk_widget_class_bind_template_child (widget_class, SondeClientRow, since);
}

static void
sonde_client_row_init (SondeClientRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
sonde_client_row_dup_name (SondeBrokerClient *client)
{
  const char *id = sonde_broker_client_get_id (client);

  g_return_val_if_fail (SONDE_IS_BROKER_CLIENT (client), NULL);

  return sonde_format_line (id != NULL ? id : sonde_broker_client_get_text (client), NAME_MAX_CHARS);
}

static void
set_id (SondeClientRow    *self,
        SondeBrokerClient *client)
{
  g_autofree char *name = sonde_client_row_dup_name (client);
  gboolean         sure = sonde_broker_client_get_id (client) != NULL;

  gtk_label_set_label (self->id, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->id),
                               sure ? name : _ ("Where the client ID ends and the user name begins cannot be told from the broker’s log."));
  sonde_style_set_class (GTK_WIDGET (self->id), "dim-label", !sure);
}

/* Where the id cannot be told, these cannot either. */
static void
set_terms (SondeClientRow    *self,
           SondeBrokerClient *client)
{
  SondeMqttVersion version = sonde_broker_client_get_version (client);
  guint            keep_alive = sonde_broker_client_get_keep_alive (client);
  g_autofree char *seconds = g_strdup_printf (_ ("%u s"), keep_alive);
  gboolean         sure = sonde_broker_client_get_id (client) != NULL;

  gtk_label_set_label (self->protocol, sure && version != 0 ? sonde_mqtt_version_to_string (version) : "");
  gtk_label_set_label (self->keep_alive, !sure ? "" : keep_alive != 0 ? seconds
                                                                      : _ ("none"));
  gtk_label_set_label (self->clean, !sure ? "" : sonde_broker_client_get_clean (client) ? _ ("yes")
                                                                                        : _ ("no"));
}

void
sonde_client_row_set_client (SondeClientRow    *self,
                             SondeBrokerClient *client)
{
  g_autofree char *since = sonde_format_time (sonde_broker_client_get_since (client));

  g_return_if_fail (SONDE_IS_CLIENT_ROW (self));
  g_return_if_fail (SONDE_IS_BROKER_CLIENT (client));

  set_id (self, client);
  gtk_widget_set_visible (self->own, sonde_broker_client_get_own (client));
  gtk_label_set_label (self->address, sonde_broker_client_get_address (client));
  set_terms (self, client);
  gtk_label_set_label (self->since, since);
  sonde_accessible_name_item (GTK_WIDGET (self), gtk_label_get_label (self->id));
}
