/* sonde-tree-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tree-row"

#include "sonde-tree-row.h"

#include "sonde-style.h"

#include <sonde-format.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#define MAX_KEY_CHARS 100
#define MAX_VALUE_CHARS 300
#define INDENTATION 14 /* px a level */
#define INDENTED_LEVELS_MAX 12

struct _SondeTreeRow
{
  GtkWidget parent_instance;

  GtkListItem  *list_item; /* not owned: it owns us */
  SondeJsonRow *item;

  GtkWidget *box;
  GtkImage  *arrow;
  GtkLabel  *key;
  GtkLabel  *value;
};

G_DEFINE_FINAL_TYPE (SondeTreeRow, sonde_tree_row, GTK_TYPE_WIDGET)

static char *
dup_key (const SondeJsonTree *tree,
         guint                node)
{
  gsize       length;
  const char *key = sonde_json_tree_get_key (tree, node, &length);

  if (node == 0)
    return g_strdup ("$");
  if (key == NULL)
    return g_strdup_printf ("%u", sonde_json_tree_get (tree, node)->index);
  return sonde_payload_preview ((const guint8 *) key + 1, length - 2, MAX_KEY_CHARS);
}

static char *
dup_value (const SondeJsonTree *tree,
           guint                node)
{
  guint            n_children = sonde_json_tree_get (tree, node)->n_children;
  g_autofree char *count = sonde_format_count (n_children);
  gsize            length;
  const char      *value;

  switch (sonde_json_tree_get_type (tree, node))
    {
    case '{':
      /* Translators: of a JSON object; %s is a number */
      return g_strdup_printf (ngettext ("{ %s member }", "{ %s members }", n_children), count);
    case '[':
      /* Translators: of a JSON array; %s is a number */
      return g_strdup_printf (ngettext ("[ %s element ]", "[ %s elements ]", n_children), count);
    default:
      value = sonde_json_tree_get_value (tree, node, &length);
      return sonde_payload_preview ((const guint8 *) value, length, MAX_VALUE_CHARS);
    }
}

static void
show_item (SondeTreeRow *self)
{
  const SondeJsonTree *tree = sonde_json_row_get_tree (self->item);
  guint                node = sonde_json_row_get_node (self->item);
  guint                depth = sonde_json_row_get_depth (self->item);
  gboolean             expanded = sonde_json_row_get_expanded (self->item);
  gboolean             container = sonde_json_tree_is_container (tree, node);
  gboolean             foldable = sonde_json_tree_get (tree, node)->n_children > 0;
  g_autofree char     *key = dup_key (tree, node);
  g_autofree char     *value = dup_value (tree, node);
  g_autofree char     *sentence = g_strdup_printf ("%s: %s", key, value);
  GtkWidget           *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_widget_set_margin_start (self->box, INDENTATION * MIN (depth, INDENTED_LEVELS_MAX));
  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_opacity (GTK_WIDGET (self->arrow), foldable ? 1 : 0);
  gtk_label_set_label (self->key, key);
  gtk_label_set_label (self->value, value);
  sonde_style_set_class (GTK_WIDGET (self->value), "dim-label", container);

  if (parent == NULL)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  if (foldable)
    gtk_accessible_update_state (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static void
sonde_tree_row_dispose (GObject *object)
{
  SondeTreeRow *self = SONDE_TREE_ROW (object);

  sonde_tree_row_unbind (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sonde_tree_row_parent_class)->dispose (object);
}

static void
sonde_tree_row_class_init (SondeTreeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_tree_row_dispose;

  gtk_widget_class_set_css_name (widget_class, "jsonrow");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-tree-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTreeRow, box);
  gtk_widget_class_bind_template_child (widget_class, SondeTreeRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, SondeTreeRow, key);
  gtk_widget_class_bind_template_child (widget_class, SondeTreeRow, value);
}

static void
sonde_tree_row_init (SondeTreeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeTreeRow *
sonde_tree_row_new (GtkListItem *list_item)
{
  SondeTreeRow *self = g_object_new (SONDE_TYPE_TREE_ROW, NULL);

  self->list_item = list_item;
  return self;
}

void
sonde_tree_row_unbind (SondeTreeRow *self)
{
  g_return_if_fail (SONDE_IS_TREE_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_item, self);
  g_clear_object (&self->item);
}

void
sonde_tree_row_bind (SondeTreeRow *self)
{
  g_return_if_fail (SONDE_IS_TREE_ROW (self));

  sonde_tree_row_unbind (self);
  self->item = g_object_ref (gtk_list_item_get_item (self->list_item));
  g_signal_connect_swapped (self->item, "changed", G_CALLBACK (show_item), self);
  show_item (self);
}

guint
sonde_tree_row_get_position (SondeTreeRow *self)
{
  g_return_val_if_fail (SONDE_IS_TREE_ROW (self), GTK_INVALID_LIST_POSITION);

  return gtk_list_item_get_position (self->list_item);
}

gboolean
sonde_tree_row_is_arrow (SondeTreeRow *self,
                         GtkWidget    *widget)
{
  g_return_val_if_fail (SONDE_IS_TREE_ROW (self), FALSE);

  return widget == GTK_WIDGET (self->arrow);
}
