/* sonde-templates-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-templates-window"

#include "sonde-templates-window.h"

#include "sonde-accessible.h"
#include "sonde-notice.h"
#include "sonde-template-editor.h"
#include "sonde-template-files.h"
#include "sonde-template-list.h"

#include <glib/gi18n.h>

struct _SondeTemplatesWindow
{
  AdwWindow parent_instance;

  AdwHeaderBar        *header_bar;
  AdwWindowTitle      *title;
  GtkWidget           *back_button;
  GtkWidget           *add_button;
  GtkWidget           *save_button;
  GtkWidget           *menu_button;
  AdwToastOverlay     *toast_overlay;
  GtkStack            *stack;
  SondeTemplateList   *list;
  SondeTemplateEditor *editor;

  SondePublishPane   *pane;
  SondeTemplateStore *store;
  SondeTemplateRows  *rows;
  SondeConnection    *connection;
  char               *last_folder; /* where one was saved last */
};

G_DEFINE_FINAL_TYPE (SondeTemplatesWindow, sonde_templates_window, ADW_TYPE_WINDOW)

/* ---- The pages ---- */

static gboolean
is_editing (SondeTemplatesWindow *self)
{
  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->editor);
}

/* What a stack has left keeps its extents for a screen reader unless it is hidden too. */
static void
show_page (SondeTemplatesWindow *self,
           gboolean              editing)
{
  GtkWidget *shown = editing ? GTK_WIDGET (self->editor) : GTK_WIDGET (self->list);

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->stack, shown);
  gtk_widget_set_visible (editing ? GTK_WIDGET (self->list) : GTK_WIDGET (self->editor), FALSE);
  gtk_widget_set_visible (self->back_button, editing);
  gtk_widget_set_visible (self->save_button, editing);
  gtk_widget_set_visible (self->add_button, !editing);
  gtk_widget_set_visible (self->menu_button, !editing);
  /* Cancel is the way back. */
  adw_header_bar_set_show_start_title_buttons (self->header_bar, !editing);
  adw_header_bar_set_show_end_title_buttons (self->header_bar, !editing);
  adw_window_title_set_title (self->title, !editing ? _ ("Templates")
                                           : sonde_template_editor_get_item (self->editor) != NULL
                                             ? _ ("Edit template")
                                             : _ ("New template"));
  if (!editing)
    sonde_template_list_focus (self->list);
}

static void
begin_edit (SondeTemplatesWindow   *self,
            SondeTemplateItem      *item,
            const SondePublishForm *form)
{
  show_page (self, TRUE);
  sonde_template_editor_begin (self->editor, self->connection, item, form,
                               self->last_folder != NULL ? self->last_folder : "");
  show_page (self, TRUE);
}

static void
back_cb (SondeTemplatesWindow *self)
{
  show_page (self, FALSE);
}

/* ---- What is done with a template ---- */

static void
load_cb (SondeTemplatesWindow *self,
         SondeTemplateItem    *item)
{
  sonde_template_store_touch (self->store, item);
  sonde_publish_pane_put_form (self->pane, sonde_template_item_get_data (item)->form);
  gtk_window_close (GTK_WINDOW (self));
}

static void
publish_cb (SondeTemplatesWindow *self,
            SondeTemplateItem    *item)
{
  sonde_template_store_touch (self->store, item);
  if (!sonde_publish_pane_publish_form (self->pane, sonde_template_item_get_data (item)->form))
    gtk_window_close (GTK_WINDOW (self)); /* the pane says why */
}

static void
edit_cb (SondeTemplatesWindow *self,
         SondeTemplateItem    *item)
{
  g_autoptr (SondePublishForm) typed = sonde_publish_pane_dup_form (self->pane);

  begin_edit (self, item, typed);
}

typedef struct
{
  SondeTemplateStore *store;
  SondeTemplate      *deleted;
} Deletion;

static void
deletion_free (gpointer  data,
               GClosure *closure)
{
  Deletion *deletion = data;

  g_object_unref (deletion->store);
  sonde_template_unref (deletion->deleted);
  g_free (deletion);
}

static void
undo_cb (Deletion *deletion)
{
  g_autoptr (GError) error = NULL;

  if (sonde_template_store_add (deletion->store, deletion->deleted, &error) == NULL)
    g_warning ("%s", error->message);
}

static void
delete_cb (SondeTemplatesWindow *self,
           SondeTemplateItem    *item)
{
  Deletion        *deletion = g_new0 (Deletion, 1);
  AdwToast        *toast;
  g_autofree char *text = NULL;

  deletion->store = g_object_ref (self->store);
  deletion->deleted = sonde_template_ref (sonde_template_item_get_data (item));
  sonde_template_store_remove (self->store, item);

  text = g_strdup_printf (_ ("“%s” deleted"), deletion->deleted->name);
  toast = sonde_notice_new_undo (text);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), deletion, deletion_free, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* ---- The editor ---- */

static void
finish_edit (SondeTemplatesWindow *self,
             SondeTemplateItem    *item)
{
  const SondeTemplate *saved = sonde_template_item_get_data (item);

  g_free (self->last_folder);
  self->last_folder = g_strdup (saved->folder);
  show_page (self, FALSE);
  sonde_template_list_select (self->list, item);
}

static void
save_cb (SondeTemplatesWindow *self)
{
  g_autoptr (SondeTemplate) template = sonde_template_editor_dup_template (self->editor);
  g_autoptr (GError) error = NULL;
  SondeTemplateItem *item = sonde_template_editor_get_item (self->editor);

  if (item != NULL)
    item = sonde_template_store_replace (self->store, item, template);
  else
    item = sonde_template_store_add (self->store, template, &error);

  if (item != NULL)
    finish_edit (self, item);
  else
    sonde_notice_show (self->toast_overlay, error->message);
}

static void
duplicate_edited_cb (SondeTemplatesWindow *self)
{
  g_autoptr (SondeTemplate) copy = sonde_template_editor_dup_template (self->editor);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  SondeTemplateItem *item;

  /* Translators: the name of a copy */
  name = g_strdup_printf (_ ("%s (copy)"), copy->name);
  sonde_template_renew_id (copy);
  sonde_template_set_name (copy, name);
  item = sonde_template_store_add (self->store, copy, &error);
  if (item != NULL)
    finish_edit (self, item);
  else
    sonde_notice_show (self->toast_overlay, error->message);
}

static void
delete_edited_cb (SondeTemplatesWindow *self)
{
  g_autoptr (SondeTemplateItem) item = g_object_ref (sonde_template_editor_get_item (self->editor));

  show_page (self, FALSE);
  delete_cb (self, item);
}

/* ---- Actions ---- */

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  SondeTemplatesWindow *self = SONDE_TEMPLATES_WINDOW (widget);
  g_autoptr (SondePublishForm) typed = sonde_publish_pane_dup_form (self->pane);

  if (sonde_publish_form_is_empty (typed))
    sonde_notice_show (self->toast_overlay, _ ("Nothing is typed in the publish pane yet"));
  else
    begin_edit (self, NULL, typed);
}

static void
publish_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  SondeTemplatesWindow *self = SONDE_TEMPLATES_WINDOW (widget);

  if (is_editing (self))
    save_cb (self);
  else
    sonde_template_list_emit (self->list, "publish");
}

static void
publish_number_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  SondeTemplatesWindow *self = SONDE_TEMPLATES_WINDOW (widget);
  SondeTemplateItem    *item = sonde_template_rows_get_numbered (self->rows, g_variant_get_uint32 (parameter));

  if (item != NULL && !is_editing (self))
    publish_cb (self, item);
}

static void
import_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SondeTemplatesWindow *self = SONDE_TEMPLATES_WINDOW (widget);

  sonde_template_files_import (GTK_WINDOW (self), self->store, sonde_connection_get_profile (self->connection)->id,
                               self->toast_overlay);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SondeTemplatesWindow *self = SONDE_TEMPLATES_WINDOW (widget);

  sonde_template_files_export (GTK_WINDOW (self), self->store, self->toast_overlay);
}

/* Escape leaves the editor first. */
static void
escape_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SondeTemplatesWindow *self = SONDE_TEMPLATES_WINDOW (widget);

  if (is_editing (self))
    show_page (self, FALSE);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* ---- The window ---- */

static void
failed_cb (SondeTemplatesWindow *self,
           const char           *sentence)
{
  sonde_notice_show (self->toast_overlay, sentence);
}

static void
connection_cb (SondeTemplatesWindow *self)
{
  g_autoptr (SondeConnection) connection = NULL;

  g_object_get (self->pane, "connection", &connection, NULL);
  if (connection == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  g_set_object (&self->connection, connection);
  adw_window_title_set_subtitle (self->title, sonde_connection_get_name (connection));
}

static void
sonde_templates_window_dispose (GObject *object)
{
  SondeTemplatesWindow *self = SONDE_TEMPLATES_WINDOW (object);

  if (self->rows != NULL)
    sonde_template_rows_set_search (self->rows, "");
  g_clear_object (&self->pane);
  g_clear_object (&self->store);
  g_clear_object (&self->rows);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->last_folder, g_free);

  G_OBJECT_CLASS (sonde_templates_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-templates-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplatesWindow, editor);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, load_cb);
  gtk_widget_class_bind_template_callback (widget_class, publish_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
  gtk_widget_class_bind_template_callback (widget_class, duplicate_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_edited_cb);
}

static void
sonde_templates_window_class_init (SondeTemplatesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_templates_window_dispose;

  g_type_ensure (SONDE_TYPE_TEMPLATE_EDITOR);
  g_type_ensure (SONDE_TYPE_TEMPLATE_LIST);
  bind_template (widget_class);

  gtk_widget_class_install_action (widget_class, "templates.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "templates.publish", NULL, publish_action);
  gtk_widget_class_install_action (widget_class, "templates.publish-number", "u", publish_number_action);
  gtk_widget_class_install_action (widget_class, "templates.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "templates.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "templates.escape", NULL, escape_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "templates.escape", NULL);
  for (guint i = 1; i <= 9; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + i, GDK_CONTROL_MASK | GDK_ALT_MASK,
                                         "templates.publish-number", "u", i);
}

/* Before a field or the list takes it for Enter. */
static void
add_keys (SondeTemplatesWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  const guint         keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                                                            gtk_named_action_new ("templates.publish")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
sonde_templates_window_init (SondeTemplatesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_accessible_keep_label (self->menu_button);
  add_keys (self);
}

SondeTemplatesWindow *
sonde_templates_window_new (GtkWindow         *parent,
                            SondePublishPane  *pane,
                            SondeTemplateRows *rows)
{
  SondeTemplatesWindow *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_PUBLISH_PANE (pane), NULL);
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ROWS (rows), NULL);

  self = g_object_new (SONDE_TYPE_TEMPLATES_WINDOW, "transient-for", parent, NULL);
  self->pane = g_object_ref (pane);
  self->rows = g_object_ref (rows);
  connection_cb (self);
  g_return_val_if_fail (self->connection != NULL, self);

  self->store = g_object_ref (sonde_services_get_templates (sonde_connection_get_services (self->connection)));
  sonde_template_list_set_rows (self->list, rows);
  g_signal_connect_object (pane, "notify::connection", G_CALLBACK (connection_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  show_page (self, FALSE);
  return self;
}

void
sonde_templates_window_add (SondeTemplatesWindow   *self,
                            const SondePublishForm *form)
{
  g_return_if_fail (SONDE_IS_TEMPLATES_WINDOW (self));
  g_return_if_fail (form != NULL);

  begin_edit (self, NULL, form);
}
