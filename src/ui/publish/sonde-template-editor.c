/* sonde-template-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-editor"

#include "sonde-template-editor.h"

#include "sonde-entry-row.h"
#include "sonde-publish-text.h"
#include "sonde-switch-row.h"

#include <sonde-payload.h>

#include <glib/gi18n.h>

#include <string.h>

#define MAX_PREVIEW 400

struct _SondeTemplateEditor
{
  AdwBin parent_instance;

  GtkEditable    *name_row;
  GtkEditable    *folder_row;
  SondeSwitchRow *profile_row;
  SondeSwitchRow *message_row;
  GtkLabel       *topic;
  GtkLabel       *payload;
  GtkLabel       *options;
  GtkWidget      *known_box;

  SondeConnection   *connection;
  SondeTemplateItem *item;
  SondePublishForm  *form;
};

G_DEFINE_FINAL_TYPE (SondeTemplateEditor, sonde_template_editor, ADW_TYPE_BIN)

enum
{
  SAVE,
  DUPLICATE,
  DELETE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const SondePublishForm *
get_form (SondeTemplateEditor *self)
{
  if (self->item == NULL || sonde_switch_row_get_active (self->message_row))
    return self->form;
  return sonde_template_item_get_data (self->item)->form;
}

static void
update_summary (SondeTemplateEditor *self)
{
  const SondePublishForm *form = self->form != NULL ? get_form (self) : NULL;
  g_autofree char        *preview = NULL;
  g_autofree char        *options = NULL;

  if (form == NULL)
    return;

  preview = sonde_payload_preview ((const guint8 *) form->payload, strlen (form->payload), MAX_PREVIEW);
  options = sonde_publish_form_to_text (form);
  gtk_label_set_label (self->topic, *form->topic != '\0' ? form->topic : _ ("No topic"));
  gtk_label_set_label (self->payload, *preview != '\0' ? preview : _ ("No payload"));
  gtk_label_set_label (self->options, options);
}

static void
activated_cb (SondeTemplateEditor *self)
{
  g_signal_emit (self, signals[SAVE], 0);
}

static void
duplicate_cb (SondeTemplateEditor *self)
{
  g_signal_emit (self, signals[DUPLICATE], 0);
}

static void
delete_cb (SondeTemplateEditor *self)
{
  g_signal_emit (self, signals[DELETE], 0);
}

static void
sonde_template_editor_dispose (GObject *object)
{
  SondeTemplateEditor *self = SONDE_TEMPLATE_EDITOR (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (sonde_template_editor_parent_class)->dispose (object);
}

static void
sonde_template_editor_finalize (GObject *object)
{
  sonde_publish_form_free (SONDE_TEMPLATE_EDITOR (object)->form);

  G_OBJECT_CLASS (sonde_template_editor_parent_class)->finalize (object);
}

static void
sonde_template_editor_class_init (SondeTemplateEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_template_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_template_editor_finalize;

  signals[SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DUPLICATE] = g_signal_new ("duplicate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[DELETE] = g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-template-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, folder_row);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, profile_row);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, message_row);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, topic);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, payload);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, options);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateEditor, known_box);
  gtk_widget_class_bind_template_callback (widget_class, update_summary);
  gtk_widget_class_bind_template_callback (widget_class, duplicate_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
}

static void
sonde_template_editor_init (SondeTemplateEditor *self)
{
  GtkEditable *rows[2];

  gtk_widget_init_template (GTK_WIDGET (self));
  rows[0] = self->name_row;
  rows[1] = self->folder_row;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_signal_connect_object (gtk_editable_get_delegate (rows[i]), "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
}

/* A connection that is not saved has no id that lasts. */
static void
show_scope (SondeTemplateEditor *self,
            const char          *profile_id)
{
  const SondeProfile *profile = sonde_connection_get_profile (self->connection);

  gtk_widget_set_visible (GTK_WIDGET (self->profile_row), sonde_connection_get_saved (self->connection));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->profile_row), profile->name);
  sonde_switch_row_set_active (self->profile_row, strcmp (profile_id, profile->id) == 0);
}

void
sonde_template_editor_begin (SondeTemplateEditor    *self,
                             SondeConnection        *connection,
                             SondeTemplateItem      *item,
                             const SondePublishForm *form,
                             const char             *folder)
{
  const SondeTemplate *template = item != NULL ? sonde_template_item_get_data (item) : NULL;

  g_return_if_fail (SONDE_IS_TEMPLATE_EDITOR (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (form != NULL && folder != NULL);

  g_set_object (&self->connection, connection);
  g_set_object (&self->item, item);
  sonde_publish_form_free (self->form);
  self->form = sonde_publish_form_copy (form);

  gtk_editable_set_text (self->name_row, template != NULL ? template->name : form->topic);
  gtk_editable_set_text (self->folder_row, template != NULL ? template->folder : folder);
  show_scope (self, template != NULL ? template->profile_id : "");
  sonde_switch_row_set_active (self->message_row, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->message_row), template != NULL && !sonde_publish_form_is_empty (form) &&
                                                            !sonde_publish_form_equal (form, template->form));
  gtk_widget_set_visible (self->known_box, template != NULL);
  update_summary (self);

  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  gtk_editable_select_region (self->name_row, 0, -1);
}

SondeTemplate *
sonde_template_editor_dup_template (SondeTemplateEditor *self)
{
  const char          *name, *folder;
  const char          *profile_id = "";
  const SondeTemplate *before = self->item != NULL ? sonde_template_item_get_data (self->item) : NULL;
  SondeTemplate *template;

  g_return_val_if_fail (SONDE_IS_TEMPLATE_EDITOR (self), NULL);
  g_return_val_if_fail (self->form != NULL, NULL);

  name = gtk_editable_get_text (self->name_row);
  folder = gtk_editable_get_text (self->folder_row);
  if (gtk_widget_get_visible (GTK_WIDGET (self->profile_row)) && sonde_switch_row_get_active (self->profile_row))
    profile_id = sonde_connection_get_profile (self->connection)->id;
  if (before == NULL)
    return sonde_template_new (name, folder, profile_id, self->form);

  template = sonde_template_copy (before);
  sonde_template_set_form (template, get_form (self));
  sonde_template_set_name (template, name);
  sonde_template_set_folder (template, folder);
  sonde_template_set_profile_id (template, profile_id);
  return template;
}

SondeTemplateItem *
sonde_template_editor_get_item (SondeTemplateEditor *self)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_EDITOR (self), NULL);

  return self->item;
}
