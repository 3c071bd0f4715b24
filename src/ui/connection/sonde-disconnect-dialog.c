/* sonde-disconnect-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-disconnect-dialog"

#include "sonde-disconnect-dialog.h"

#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <sonde-reason.h>

#include <glib/gi18n.h>

struct _SondeDisconnectDialog
{
  AdwMessageDialog parent_instance;

  AdwComboRow    *reason_row;
  GtkStringList  *reasons;
  SondeSwitchRow *change_row;
  SondeSpinRow   *expiry_row;

  SondeConnection *connection;
};

G_DEFINE_FINAL_TYPE (SondeDisconnectDialog, sonde_disconnect_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
sonde_disconnect_dialog_response (AdwMessageDialog *dialog,
                                  const char       *response)
{
  SondeDisconnectDialog *self = SONDE_DISCONNECT_DIALOG (dialog);
  SondeGoodbye           goodbye = { 0 };
  gsize                  n_reasons;
  const guint8          *reasons = sonde_goodbye_list_reasons (&n_reasons);
  guint                  selected = adw_combo_row_get_selected (self->reason_row);

  if (g_strcmp0 (response, "disconnect") != 0)
    return;

  goodbye.reason = selected < n_reasons ? reasons[selected] : SONDE_GOODBYE_REASON_NORMAL;
  goodbye.set_session_expiry = sonde_switch_row_get_active (self->change_row);
  goodbye.session_expiry = sonde_spin_row_get_value (self->expiry_row);
  sonde_connection_say_goodbye (self->connection, &goodbye);
}

static void
sonde_disconnect_dialog_dispose (GObject *object)
{
  SondeDisconnectDialog *self = SONDE_DISCONNECT_DIALOG (object);

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_disconnect_dialog_parent_class)->dispose (object);
}

static void
sonde_disconnect_dialog_class_init (SondeDisconnectDialogClass *klass)
{
  GObjectClass          *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass        *widget_class = GTK_WIDGET_CLASS (klass);
  AdwMessageDialogClass *dialog_class = ADW_MESSAGE_DIALOG_CLASS (klass);

  object_class->dispose = sonde_disconnect_dialog_dispose;
  dialog_class->response = sonde_disconnect_dialog_response;

  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-disconnect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeDisconnectDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, SondeDisconnectDialog, reasons);
  gtk_widget_class_bind_template_child (widget_class, SondeDisconnectDialog, change_row);
  gtk_widget_class_bind_template_child (widget_class, SondeDisconnectDialog, expiry_row);
}

static void
sonde_disconnect_dialog_init (SondeDisconnectDialog *self)
{
  gsize         n_reasons;
  const guint8 *reasons = sonde_goodbye_list_reasons (&n_reasons);

  gtk_widget_init_template (GTK_WIDGET (self));

  for (gsize i = 0; i < n_reasons; i++)
    {
      const char      *name = sonde_reason_to_string (SONDE_MQTT_5, SONDE_REASON_IN_DISCONNECT, reasons[i]);
      g_autofree char *text = g_strdup_printf ("0x%02X %s", reasons[i], name);

      gtk_string_list_append (self->reasons, text);
    }
}

SondeDisconnectDialog *
sonde_disconnect_dialog_new (GtkWindow       *parent,
                             SondeConnection *connection)
{
  const SondeGoodbye     longer = { .set_session_expiry = TRUE, .session_expiry = 1 };
  SondeDisconnectDialog *self;
  guint32                expiry;
  const char            *fault;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  self = g_object_new (SONDE_TYPE_DISCONNECT_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);

  expiry = sonde_connection_get_session_expiry (connection);
  sonde_spin_row_set_value (self->expiry_row, expiry);
  fault = sonde_goodbye_check (&longer, SONDE_MQTT_5, expiry);
  if (fault != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->change_row), FALSE);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->change_row), fault);
    }

  return self;
}
