/* sonde-template-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-row"

#include "sonde-template-row.h"

#include "sonde-accessible.h"

#include <sonde-format.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#include <string.h>

#define INDENT 20 /* px a level */
#define MAX_PREVIEW 100

struct _SondeTemplateRow
{
  AdwBin parent_instance;

  GtkWidget *box;
  GtkImage  *arrow;
  GtkLabel  *name;
  GtkLabel  *detail;
  GtkLabel  *badge;
  GtkWidget *edit_button;
  GtkWidget *publish_button;

  SondeTemplateRows *rows;
  GtkListItem       *list_item; /* not owned: it holds us */
  gpointer           item;      /* SondeTemplateItem, SondeTemplateFolder or %NULL */
};

G_DEFINE_FINAL_TYPE (SondeTemplateRow, sonde_template_row, ADW_TYPE_BIN)

enum
{
  PUBLISH,
  EDIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
count_levels (const char *folder)
{
  guint n_levels = *folder != '\0';

  for (const char *at = folder; *at != '\0'; at++)
    n_levels += *at == '/';
  return n_levels;
}

static void
set_label (GtkWidget *widget,
           char      *label) /* (transfer full) */
{
  g_autofree char *owned = label;

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, owned, -1);
}

static void
show_kind (SondeTemplateRow *self,
           gboolean          is_folder,
           guint             depth)
{
  gtk_widget_set_visible (GTK_WIDGET (self->arrow), is_folder);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), !is_folder);
  gtk_widget_set_visible (self->edit_button, !is_folder);
  gtk_widget_set_visible (self->publish_button, !is_folder);
  gtk_widget_set_margin_start (self->box, depth * INDENT);
}

static void
show_folder (SondeTemplateRow    *self,
             SondeTemplateFolder *folder)
{
  g_autofree char *count = sonde_format_count (sonde_template_folder_get_count (folder));

  show_kind (self, TRUE, sonde_template_folder_get_depth (folder));
  gtk_image_set_from_icon_name (self->arrow, sonde_template_folder_get_open (folder) ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_label_set_label (self->name, sonde_template_folder_get_name (folder));
  gtk_label_set_label (self->badge, count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->badge), NULL);
  sonde_accessible_name_item (GTK_WIDGET (self), sonde_template_folder_get_name (folder));
}

static void
update_number (SondeTemplateRow *self)
{
  g_autofree char *text = NULL;
  g_autofree char *key = NULL;
  guint            number;

  if (!SONDE_IS_TEMPLATE_ITEM (self->item))
    return;

  number = sonde_template_rows_get_number (self->rows, gtk_list_item_get_position (self->list_item));
  text = number > 0 ? g_strdup_printf ("%u", number) : g_strdup ("");
  key = number > 0 ? g_strdup_printf (_ ("Ctrl+Alt+%u publishes it"), number) : NULL;
  gtk_label_set_label (self->badge, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->badge), key);
}

static void
show_template (SondeTemplateRow *self,
               const SondeTemplate *template)
{
  const SondePublishForm *form = template->form;
  g_autofree char        *preview = sonde_payload_preview ((const guint8 *) form->payload, strlen (form->payload), MAX_PREVIEW);
  g_autofree char        *detail = *preview != '\0' ? g_strdup_printf ("%s · %s", form->topic, preview) : g_strdup (form->topic);
  g_autofree char        *path = *template->folder != '\0' ? g_strconcat (template->folder, "/", template->name, NULL)
                                                           : g_strdup (template->name);

  show_kind (self, FALSE, count_levels (template->folder));
  gtk_label_set_label (self->name, template->name);
  gtk_label_set_label (self->detail, detail);
  /* Translators: a button of a template, whose name it is */
  set_label (self->publish_button, g_strdup_printf (_ ("Publish %s"), path));
  set_label (self->edit_button, g_strdup_printf (_ ("Edit %s"), path));
  sonde_accessible_name_item (GTK_WIDGET (self), path);
  update_number (self);
}

static void
publish_clicked_cb (SondeTemplateRow *self)
{
  g_signal_emit (self, signals[PUBLISH], 0, self->item);
}

static void
edit_clicked_cb (SondeTemplateRow *self)
{
  g_signal_emit (self, signals[EDIT], 0, self->item);
}

static void
sonde_template_row_dispose (GObject *object)
{
  SondeTemplateRow *self = SONDE_TEMPLATE_ROW (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (sonde_template_row_parent_class)->dispose (object);
}

static void
sonde_template_row_class_init (SondeTemplateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_template_row_dispose;

  signals[PUBLISH] = g_signal_new ("publish", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, SONDE_TYPE_TEMPLATE_ITEM);
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, SONDE_TYPE_TEMPLATE_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-template-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateRow, box);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateRow, name);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateRow, detail);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateRow, badge);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateRow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateRow, publish_button);
  gtk_widget_class_bind_template_callback (widget_class, publish_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_clicked_cb);
}

static void
sonde_template_row_init (SondeTemplateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeTemplateRow *
sonde_template_row_new (SondeTemplateRows *rows,
                        GtkListItem       *list_item)
{
  SondeTemplateRow *self;

  g_return_val_if_fail (SONDE_IS_TEMPLATE_ROWS (rows), NULL);
  g_return_val_if_fail (GTK_IS_LIST_ITEM (list_item), NULL);

  self = g_object_new (SONDE_TYPE_TEMPLATE_ROW, NULL);
  self->rows = g_object_ref (rows);
  self->list_item = list_item;
  /* After the list, which was there before us: positions are as they are now. */
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (update_number), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return self;
}

void
sonde_template_row_bind (SondeTemplateRow *self,
                         gpointer          item)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_ROW (self));

  g_set_object (&self->item, item);
  if (SONDE_IS_TEMPLATE_FOLDER (item))
    show_folder (self, item);
  else if (item != NULL)
    show_template (self, sonde_template_item_get_data (item));
}
