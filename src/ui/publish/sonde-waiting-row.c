/* sonde-waiting-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-waiting-row"

#include "sonde-waiting-row.h"

#include "sonde-style.h"

#include <sonde-payload.h>

#include <glib/gi18n.h>

#define MAX_PREVIEW 120

struct _SondeWaitingRow
{
  GtkListBoxRow parent_instance;

  GtkLabel  *topic;
  GtkLabel  *payload;
  GtkLabel  *fate;
  GtkWidget *send_button;
  GtkWidget *remove_button;

  SondeWaitingList    *list;
  SondeWaitingMessage *message;
  guint                number;
};

G_DEFINE_FINAL_TYPE (SondeWaitingRow, sonde_waiting_row, GTK_TYPE_LIST_BOX_ROW)

void
sonde_waiting_row_update (SondeWaitingRow *self)
{
  g_autofree char *fate = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (SONDE_IS_WAITING_ROW (self));

  fate = sonde_waiting_list_describe (self->list, self->message);
  gtk_label_set_label (self->fate, fate);
  sonde_style_set_class (GTK_WIDGET (self->fate), "warning",
                         sonde_waiting_list_judge (self->list, self->message) > SONDE_WAITING_VERDICT_SENDING);
  gtk_widget_set_sensitive (self->send_button, sonde_waiting_list_can_send (self->list, self->message));

  /* Translators: a message of the list, read aloud: its number, its topic, what there is to say of it */
  name = g_strdup_printf (_ ("Message %u to %s, %s"), self->number, gtk_label_get_label (self->topic), fate);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
send_cb (SondeWaitingRow *self)
{
  sonde_waiting_list_send (self->list, self->message);
}

static void
remove_cb (SondeWaitingRow *self)
{
  g_autoptr (SondeWaitingRow) alive G_GNUC_UNUSED = g_object_ref (self);

  sonde_waiting_list_remove (self->list, self->message);
}

static void
sonde_waiting_row_dispose (GObject *object)
{
  SondeWaitingRow *self = SONDE_WAITING_ROW (object);

  g_clear_object (&self->list);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (sonde_waiting_row_parent_class)->dispose (object);
}

static void
sonde_waiting_row_class_init (SondeWaitingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_waiting_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-waiting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingRow, topic);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingRow, payload);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingRow, fate);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingRow, send_button);
  gtk_widget_class_bind_template_child (widget_class, SondeWaitingRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
sonde_waiting_row_init (SondeWaitingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_name (GtkWidget *button,
          char      *name) /* (transfer full) */
{
  g_autofree char *owned = name;

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, owned, -1);
}

SondeWaitingRow *
sonde_waiting_row_new (SondeWaitingList    *list,
                       SondeWaitingMessage *message,
                       guint                number)
{
  SondeWaitingRow *self;
  g_autofree char *preview = NULL;
  const guint8    *payload;
  gsize            size;

  g_return_val_if_fail (SONDE_IS_WAITING_LIST (list), NULL);
  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (message), NULL);

  self = g_object_new (SONDE_TYPE_WAITING_ROW, NULL);
  self->list = g_object_ref (list);
  self->message = g_object_ref (message);
  self->number = number;

  payload = g_bytes_get_data (message->payload, &size);
  preview = sonde_payload_preview (payload, size, MAX_PREVIEW);
  gtk_label_set_label (self->topic, message->topic);
  gtk_label_set_label (self->payload, preview);
  gtk_widget_set_visible (GTK_WIDGET (self->payload), size > 0);
  set_name (self->send_button, g_strdup_printf (_ ("Send message %u to %s now"), number, message->topic));
  set_name (self->remove_button, g_strdup_printf (_ ("Remove message %u to %s"), number, message->topic));
  g_signal_connect_object (message, "notify::state", G_CALLBACK (sonde_waiting_row_update), self, G_CONNECT_SWAPPED);
  sonde_waiting_row_update (self);

  return self;
}
