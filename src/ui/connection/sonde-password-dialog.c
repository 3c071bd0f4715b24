/* sonde-password-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-password-dialog"

#include "sonde-password-dialog.h"

#include "sonde-entry-row.h"

#include <glib/gi18n.h>

struct _SondePasswordDialog
{
  AdwMessageDialog parent_instance;

  GtkEditable *password_row;

  SondeConnection *connection;
};

G_DEFINE_FINAL_TYPE (SondePasswordDialog, sonde_password_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
password_changed_cb (SondePasswordDialog *self)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "connect",
                                           *gtk_editable_get_text (self->password_row) != '\0');
}

static void
sonde_password_dialog_response (AdwMessageDialog *dialog,
                                const char       *response)
{
  SondePasswordDialog *self = SONDE_PASSWORD_DIALOG (dialog);

  if (g_strcmp0 (response, "connect") == 0)
    sonde_connection_connect_with_password (self->connection, gtk_editable_get_text (self->password_row));
}

static void
sonde_password_dialog_dispose (GObject *object)
{
  SondePasswordDialog *self = SONDE_PASSWORD_DIALOG (object);

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_password_dialog_parent_class)->dispose (object);
}

static void
sonde_password_dialog_class_init (SondePasswordDialogClass *klass)
{
  GObjectClass          *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass        *widget_class = GTK_WIDGET_CLASS (klass);
  AdwMessageDialogClass *dialog_class = ADW_MESSAGE_DIALOG_CLASS (klass);

  object_class->dispose = sonde_password_dialog_dispose;
  dialog_class->response = sonde_password_dialog_response;

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePasswordDialog, password_row);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
}

static void
sonde_password_dialog_init (SondePasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondePasswordDialog *
sonde_password_dialog_new (GtkWindow       *parent,
                           SondeConnection *connection)
{
  SondePasswordDialog *self;
  g_autofree char     *body = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  self = g_object_new (SONDE_TYPE_PASSWORD_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);

  body = g_strdup_printf (_ ("%s wants the password of the user “%s”. It is remembered for this run."),
                          sonde_connection_get_name (connection),
                          sonde_connection_get_profile (connection)->user_name);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  return self;
}
