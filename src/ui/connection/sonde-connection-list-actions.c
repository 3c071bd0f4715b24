/* sonde-connection-list-actions.c: what its rows ask of the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-list"

#include "sonde-connection-list-private.h"

#include "sonde-group-dialog.h"
#include "sonde-group-row.h"

#include <glib/gi18n.h>

#include <string.h>

static SondeConnection *
find_by_id (SondeConnectionList *self,
            GVariant            *id)
{
  guint n_items = self->connections != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->connections)) : 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      if (strcmp (sonde_connection_get_profile (connection)->id, g_variant_get_string (id, NULL)) == 0)
        return connection;
    }

  return NULL;
}

static GtkListBoxRow *
find_group_row (SondeConnectionList *self,
                const char          *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (SONDE_IS_GROUP_ROW (row) &&
          strcmp (sonde_connection_group_get_name (sonde_group_row_get_group (SONDE_GROUP_ROW (row))), name) == 0)
        return row;
    }

  return NULL;
}

static void
focus_row (GtkListBoxRow *row)
{
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
move_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeConnectionList *self = SONDE_CONNECTION_LIST (widget);
  SondeConnection     *connection = find_by_id (self, parameter);
  gboolean             moved;

  if (connection == NULL)
    return;

  moved = strcmp (action_name, "connections.move-up") == 0
            ? sonde_connections_move_up (self->connections, connection)
            : sonde_connections_move_down (self->connections, connection);
  if (moved)
    focus_row (sonde_connection_list_find_row (self, connection));
  else
    gtk_widget_error_bell (widget);
}

static void
new_group_named_cb (SondeConnectionList *self,
                    const char          *name,
                    SondeGroupDialog    *dialog)
{
  SondeConnection *connection = g_object_get_data (G_OBJECT (dialog), "connection");
  guint            position;

  if (!sonde_connection_list_find_position (self, connection, &position))
    return;

  sonde_connections_set_group (self->connections, connection, name);
  sonde_connection_list_select (self, connection, TRUE);
}

static SondeGroupDialog *
present_group_dialog (SondeConnectionList *self,
                      const char          *heading,
                      const char          *name,
                      GCallback            named_cb)
{
  SondeGroupDialog *dialog = sonde_group_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, name);

  g_signal_connect_object (dialog, "named", named_cb, self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
new_group_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SondeConnectionList *self = SONDE_CONNECTION_LIST (widget);
  SondeConnection     *connection = find_by_id (self, parameter);
  SondeGroupDialog    *dialog;

  if (connection == NULL)
    return;

  dialog = present_group_dialog (self, _ ("New group"), "", G_CALLBACK (new_group_named_cb));
  g_object_set_data_full (G_OBJECT (dialog), "connection", g_object_ref (connection), g_object_unref);
}

static void
renamed_cb (SondeConnectionList *self,
            const char          *name,
            SondeGroupDialog    *dialog)
{
  const char *group = g_object_get_data (G_OBJECT (dialog), "group");

  if (strcmp (group, name) != 0)
    sonde_connections_rename_group (self->connections, group, name);
}

static void
rename_group_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  const char       *group = g_variant_get_string (parameter, NULL);
  SondeGroupDialog *dialog =
    present_group_dialog (SONDE_CONNECTION_LIST (widget), _ ("Rename group"), group, G_CALLBACK (renamed_cb));

  g_object_set_data_full (G_OBJECT (dialog), "group", g_strdup (group), g_free);
}

static void
dissolve_group_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  sonde_connections_dissolve_group (SONDE_CONNECTION_LIST (widget)->connections, g_variant_get_string (parameter, NULL));
}

static void
move_group_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SondeConnectionList *self = SONDE_CONNECTION_LIST (widget);
  int                  steps = strcmp (action_name, "connections.move-up-group") == 0 ? -1 : 1;
  g_autofree char     *name = g_variant_dup_string (parameter, NULL);

  if (sonde_connections_move_group (self->connections, name, steps))
    focus_row (find_group_row (self, name));
  else
    gtk_widget_error_bell (widget);
}

static void
toggle_group_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SondeConnectionList *self = SONDE_CONNECTION_LIST (widget);
  const char          *name = g_variant_get_string (parameter, NULL);
  const char *const   *collapsed = sonde_grouped_connections_get_collapsed (self->grouped);

  sonde_grouped_connections_set_expanded (self->grouped, name, g_strv_contains (collapsed, name));
  sonde_connection_list_update_selection (self);
}

void
sonde_connection_list_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "connections.move-up", "s", move_action);
  gtk_widget_class_install_action (widget_class, "connections.move-down", "s", move_action);
  gtk_widget_class_install_action (widget_class, "connections.new-group", "s", new_group_action);
  gtk_widget_class_install_action (widget_class, "connections.rename-group", "s", rename_group_action);
  gtk_widget_class_install_action (widget_class, "connections.dissolve-group", "s", dissolve_group_action);
  gtk_widget_class_install_action (widget_class, "connections.move-up-group", "s", move_group_action);
  gtk_widget_class_install_action (widget_class, "connections.move-down-group", "s", move_group_action);
  gtk_widget_class_install_action (widget_class, "connections.toggle-group", "s", toggle_group_action);
}
