/* sonde-accessible.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-ui"

#include "sonde-accessible.h"

/**
 * sonde_accessible_keep_label:
 * @widget: a drop-down, or a button with a text, whose accessible label says more than what is in it
 *
 * Later GTK (seen in 4.18) says that such a widget is labelled by what it holds, and
 * that goes before the label: “0” would stand for “QoS 0”. GTK 4.8 has no such relation.
 */
void
sonde_accessible_keep_label (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static gboolean
is_menu_item (GtkWidget *widget)
{
  switch ((int) gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_MENU_ITEM:
    case GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX:
    case GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO:
      return g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text") != NULL;
    default:
      return FALSE;
    }
}

static void
name_items (GtkWidget *widget)
{
  if (is_menu_item (widget))
    {
      g_autofree char *text = NULL;

      g_object_get (widget, "text", &text, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      sonde_accessible_keep_label (widget);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

/**
 * sonde_accessible_name_menus:
 * @widget: a menu, or what has menus: those that are in it now
 *
 * Names the items of the menus by their texts, each time one opens. GTK 4.8 says the
 * text twice, with the mark of the mnemonic; 4.18 names them by a label that it hides
 * from a screen reader, and so not at all.
 */
void
sonde_accessible_name_menus (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_POPOVER_MENU (widget))
    {
      g_signal_connect (widget, "map", G_CALLBACK (name_items), NULL);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    sonde_accessible_name_menus (child);
}

/**
 * sonde_accessible_name_item:
 * @child: what a factory put into an item of a list view, or what is in that
 * @name: (nullable): what a screen reader says of the item, which has the focus; %NULL for nothing
 *
 * GtkListItem:accessible-label came with 4.12. To be called while the item is bound.
 */
void
sonde_accessible_name_item (GtkWidget  *child,
                            const char *name)
{
  GtkWidget *item = child;

  g_return_if_fail (GTK_IS_WIDGET (child));

  while (item != NULL && !GTK_IS_LIST_VIEW (gtk_widget_get_parent (item)))
    item = gtk_widget_get_parent (item);
  if (item == NULL)
    return;

  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL);
}
