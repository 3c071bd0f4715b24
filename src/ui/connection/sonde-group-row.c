/* sonde-group-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-group-row"

#include "sonde-group-row.h"

#include "sonde-accessible.h"
#include "sonde-row-focus.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#include <string.h>

struct _SondeGroupRow
{
  GtkListBoxRow parent_instance;

  GtkImage      *arrow;
  GtkLabel      *name_label;
  GtkLabel      *count_label;
  GtkMenuButton *menu_button;

  SondeConnectionGroup *group;
};

G_DEFINE_FINAL_TYPE (SondeGroupRow, sonde_group_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (SondeGroupRow *self)
{
  gboolean         expanded = sonde_connection_group_get_expanded (self->group);
  g_autofree char *count = sonde_format_count (sonde_connection_group_get_n_members (self->group));

  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_label_set_label (self->count_label, expanded ? "" : count);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
}

static void
secondary_pressed_cb (SondeGroupRow *self,
                      int            n_press,
                      double         x,
                      double         y,
                      GtkGesture    *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_menu_button_popup (self->menu_button);
}

/* One click is enough: there is nothing to select. */
static void
released_cb (SondeGroupRow *self,
             int            n_press,
             double         x,
             double         y,
             GtkGesture    *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "group.toggle", NULL);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (SONDE_GROUP_ROW (widget)->menu_button);
}

/* "group.rename" is "connections.rename-group" with the name. */
static void
group_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  g_autofree char *list_action = g_strdup_printf ("connections.%s-group", strchr (action_name, '.') + 1);

  gtk_widget_activate_action (widget, list_action, "s",
                              sonde_connection_group_get_name (SONDE_GROUP_ROW (widget)->group));
}

static gboolean
sonde_group_row_focus (GtkWidget       *widget,
                       GtkDirectionType direction)
{
  return sonde_row_focus_allows (widget, direction) &&
         GTK_WIDGET_CLASS (sonde_group_row_parent_class)->focus (widget, direction);
}

static void
sonde_group_row_dispose (GObject *object)
{
  SondeGroupRow *self = SONDE_GROUP_ROW (object);

  g_clear_object (&self->group);

  G_OBJECT_CLASS (sonde_group_row_parent_class)->dispose (object);
}

static void
sonde_group_row_class_init (SondeGroupRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_group_row_dispose;

  widget_class->focus = sonde_group_row_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-group-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeGroupRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, SondeGroupRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SondeGroupRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, SondeGroupRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);

  gtk_widget_class_install_action (widget_class, "group.toggle", NULL, group_action);
  gtk_widget_class_install_action (widget_class, "group.rename", NULL, group_action);
  gtk_widget_class_install_action (widget_class, "group.move-up", NULL, group_action);
  gtk_widget_class_install_action (widget_class, "group.move-down", NULL, group_action);
  gtk_widget_class_install_action (widget_class, "group.dissolve", NULL, group_action);
  gtk_widget_class_install_action (widget_class, "group.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "group.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "group.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "group.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "group.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "group.move-down", NULL);
}

static void
sonde_group_row_init (SondeGroupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_accessible_name_menus (GTK_WIDGET (self));
}

GtkWidget *
sonde_group_row_new (SondeConnectionGroup *group)
{
  SondeGroupRow   *self;
  const char      *name;
  g_autofree char *menu_name = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTION_GROUP (group), NULL);

  self = g_object_new (SONDE_TYPE_GROUP_ROW, NULL);
  self->group = g_object_ref (group);
  name = sonde_connection_group_get_name (group);
  /* Translators: the name of a menu button; %s is the name of a group of connections */
  menu_name = g_strdup_printf (_ ("Menu of group %s"), name);

  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
  g_signal_connect_object (group, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

SondeConnectionGroup *
sonde_group_row_get_group (SondeGroupRow *self)
{
  g_return_val_if_fail (SONDE_IS_GROUP_ROW (self), NULL);

  return self->group;
}
