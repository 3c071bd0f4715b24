/* sonde-group-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-group-dialog"

#include "sonde-group-dialog.h"

#include "sonde-entry-row.h"

struct _SondeGroupDialog
{
  AdwMessageDialog parent_instance;

  GtkEditable *name_row;
};

G_DEFINE_FINAL_TYPE (SondeGroupDialog, sonde_group_dialog, ADW_TYPE_MESSAGE_DIALOG)

enum
{
  NAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_name (SondeGroupDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static void
name_changed_cb (SondeGroupDialog *self)
{
  g_autofree char *name = dup_name (self);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "apply", *name != '\0');
}

static void
sonde_group_dialog_response (AdwMessageDialog *dialog,
                             const char       *response)
{
  SondeGroupDialog *self = SONDE_GROUP_DIALOG (dialog);
  g_autofree char  *name = dup_name (self);

  if (g_strcmp0 (response, "apply") == 0 && *name != '\0')
    g_signal_emit (self, signals[NAMED], 0, name);
}

static void
sonde_group_dialog_class_init (SondeGroupDialogClass *klass)
{
  GtkWidgetClass        *widget_class = GTK_WIDGET_CLASS (klass);
  AdwMessageDialogClass *dialog_class = ADW_MESSAGE_DIALOG_CLASS (klass);

  dialog_class->response = sonde_group_dialog_response;

  signals[NAMED] = g_signal_new ("named", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-group-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeGroupDialog, name_row);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
sonde_group_dialog_init (SondeGroupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeGroupDialog *
sonde_group_dialog_new (GtkWindow  *parent,
                        const char *heading,
                        const char *name)
{
  SondeGroupDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (heading != NULL && name != NULL, NULL);

  self = g_object_new (SONDE_TYPE_GROUP_DIALOG, "transient-for", parent, "heading", heading, NULL);
  gtk_editable_set_text (self->name_row, name);
  return self;
}
