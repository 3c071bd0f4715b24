/* sonde-connection-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-list"

#include "sonde-connection-list-private.h"

#include "sonde-connection-row.h"
#include "sonde-group-row.h"

#define FIRST_ROWS 48 /* more than fit a high screen */
#define MORE_ROWS 16  /* a turn of the main loop: about 8 ms */

G_DEFINE_FINAL_TYPE (SondeConnectionList, sonde_connection_list, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTIONS = 1,
  PROP_SELECTED,
  PROP_COLLAPSED_GROUPS,
  PROP_SEARCHING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

GtkListBoxRow *
sonde_connection_list_find_row (SondeConnectionList *self,
                                gpointer             item)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (SONDE_IS_CONNECTION_ROW (row) && sonde_connection_row_get_connection (SONDE_CONNECTION_ROW (row)) == item)
        return row;
      if (SONDE_IS_GROUP_ROW (row) && sonde_group_row_get_group (SONDE_GROUP_ROW (row)) == item)
        return row;
    }

  return NULL;
}

gboolean
sonde_connection_list_find_position (SondeConnectionList *self,
                                     SondeConnection     *wanted,
                                     guint               *position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      if (connection == wanted)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
set_selected (SondeConnectionList *self,
              SondeConnection     *connection)
{
  if (connection != NULL)
    sonde_connection_list_find_position (self, connection, &self->selected_position);

  if (g_set_object (&self->selected, connection))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* A row that leaves takes the list's selection with it, but not ours: it may only be hidden. */
static void
row_selected_cb (SondeConnectionList *self,
                 GtkListBoxRow       *row)
{
  if (SONDE_IS_CONNECTION_ROW (row))
    set_selected (self, sonde_connection_row_get_connection (SONDE_CONNECTION_ROW (row)));
}

/* Shows what is selected; when that is gone, its neighbour is. */
void
sonde_connection_list_update_selection (SondeConnectionList *self)
{
  guint          n_items = self->connections != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->connections)) : 0;
  GtkListBoxRow *row;

  if (n_items == 0)
    {
      gtk_list_box_unselect_all (self->list);
      set_selected (self, NULL);
      return;
    }

  if (self->selected == NULL || !sonde_connection_list_find_position (self, self->selected, &self->selected_position))
    {
      g_autoptr (SondeConnection) neighbour =
        g_list_model_get_item (G_LIST_MODEL (self->connections), MIN (self->selected_position, n_items - 1));

      set_selected (self, neighbour);
    }

  row = sonde_connection_list_find_row (self, self->selected);
  if (row != NULL && !gtk_list_box_row_is_selected (row))
    gtk_list_box_select_row (self->list, row);
}

static gboolean
grow_cb (gpointer user_data)
{
  SondeConnectionList *self = user_data;
  guint                size = gtk_slice_list_model_get_size (self->slice);

  if (size < g_list_model_get_n_items (G_LIST_MODEL (self->grouped)))
    {
      gtk_slice_list_model_set_size (self->slice, size + MORE_ROWS);
      sonde_connection_list_update_selection (self);
      return G_SOURCE_CONTINUE;
    }

  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
  self->growing = 0;
  return G_SOURCE_REMOVE;
}

/* A row costs half a millisecond. Those out of sight are made when there is nothing else to do, so
 * that hundreds of profiles hold up neither the start nor a search. */
static void
grow (SondeConnectionList *self)
{
  gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);
  if (self->growing == 0)
    self->growing = g_idle_add_full (G_PRIORITY_LOW, grow_cb, self, NULL);
}

static void
changed_cb (SondeConnectionList *self)
{
  sonde_connection_list_update_selection (self);
}

static void
row_activated_cb (SondeConnectionList *self,
                  GtkListBoxRow       *row)
{
  if (SONDE_IS_GROUP_ROW (row))
    gtk_widget_activate_action (GTK_WIDGET (row), "group.toggle", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.connect", NULL);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  SondeConnectionList *self = user_data;

  if (SONDE_IS_CONNECTION_GROUP (item))
    return sonde_group_row_new (item);
  return sonde_connection_row_new (self->connections, item);
}

/* --- search */

static void
update_search (SondeConnectionList *self)
{
  const char *text = self->searching ? gtk_editable_get_text (self->search_entry) : "";
  gboolean    found;

  if (self->grouped == NULL)
    return;

  if (*text == '\0')
    grow (self);
  sonde_grouped_connections_set_search (self->grouped, text);
  found = *text == '\0' || sonde_grouped_connections_get_n_found (self->grouped) > 0;
  gtk_widget_set_visible (self->empty_label, !found);
  gtk_widget_set_visible (self->scrolled_window, found);
  sonde_connection_list_update_selection (self);
}

static void
search_changed_cb (SondeConnectionList *self)
{
  update_search (self);
}

static void
focus_selected (SondeConnectionList *self)
{
  GtkListBoxRow *row = self->selected != NULL ? sonde_connection_list_find_row (self, self->selected) : NULL;

  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

static void
stop_search_cb (SondeConnectionList *self)
{
  sonde_connection_list_set_searching (self, FALSE);
}

/* Enter takes the first that was found. */
static void
search_activate_cb (SondeConnectionList *self)
{
  GtkListBoxRow *row;

  update_search (self);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (!SONDE_IS_CONNECTION_ROW (row))
        continue;

      gtk_list_box_select_row (self->list, row);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      return;
    }
}

/* What is typed on the list is searched for. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                SondeConnectionList   *self)
{
  if (keyval == GDK_KEY_Escape && self->searching)
    {
      sonde_connection_list_set_searching (self, FALSE);
      return GDK_EVENT_STOP;
    }

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0 ||
      !g_unichar_isgraph (gdk_keyval_to_unicode (keyval)))
    return GDK_EVENT_PROPAGATE;

  sonde_connection_list_set_searching (self, TRUE);
  gtk_editable_set_position (self->search_entry, -1);
  return gtk_event_controller_key_forward (controller, GTK_WIDGET (gtk_editable_get_delegate (self->search_entry)));
}

static void
notify_collapsed_cb (SondeConnectionList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED_GROUPS]);
}

static void
set_collapsed_groups (SondeConnectionList *self,
                      const char *const   *names)
{
  if (self->grouped != NULL)
    {
      sonde_grouped_connections_set_collapsed (self->grouped, names);
      return;
    }

  g_strfreev (self->collapsed_groups);
  self->collapsed_groups = g_strdupv ((GStrv) names);
}

static void
sonde_connection_list_dispose (GObject *object)
{
  SondeConnectionList *self = SONDE_CONNECTION_LIST (object);

  g_clear_handle_id (&self->growing, g_source_remove);
  g_clear_object (&self->drag);
  g_clear_object (&self->slice);
  g_clear_object (&self->grouped);
  g_clear_object (&self->connections);
  g_clear_object (&self->selected);
  g_clear_pointer (&self->collapsed_groups, g_strfreev);

  G_OBJECT_CLASS (sonde_connection_list_parent_class)->dispose (object);
}

static void
sonde_connection_list_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SondeConnectionList *self = SONDE_CONNECTION_LIST (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      g_value_set_object (value, self->connections);
      break;

    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;

    case PROP_COLLAPSED_GROUPS:
      g_value_set_boxed (value, self->grouped != NULL ? sonde_grouped_connections_get_collapsed (self->grouped)
                                                      : (const char *const *) self->collapsed_groups);
      break;

    case PROP_SEARCHING:
      g_value_set_boolean (value, self->searching);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_connection_list_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SondeConnectionList *self = SONDE_CONNECTION_LIST (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      sonde_connection_list_set_connections (self, g_value_get_object (value));
      break;

    case PROP_COLLAPSED_GROUPS:
      set_collapsed_groups (self, g_value_get_boxed (value));
      break;

    case PROP_SEARCHING:
      sonde_connection_list_set_searching (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_CONNECTIONS] =
    g_param_spec_object ("connections", NULL, NULL, SONDE_TYPE_CONNECTIONS,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLLAPSED_GROUPS] =
    g_param_spec_boxed ("collapsed-groups", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCHING] =
    g_param_spec_boolean ("searching", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_connection_list_class_init (SondeConnectionListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_connection_list_dispose;
  object_class->get_property = sonde_connection_list_get_property;
  object_class->set_property = sonde_connection_list_set_property;
  install_properties (object_class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-connection-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionList, empty_label);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionList, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionList, list);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);

  sonde_connection_list_install_actions (widget_class);
}

static void
sonde_connection_list_init (SondeConnectionList *self)
{
  self->collapsed_groups = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_connection_list_set_connections (SondeConnectionList *self,
                                       SondeConnections    *connections)
{
  g_return_if_fail (SONDE_IS_CONNECTION_LIST (self));
  g_return_if_fail (connections == NULL || SONDE_IS_CONNECTIONS (connections));
  g_return_if_fail (self->connections == NULL);

  if (!g_set_object (&self->connections, connections))
    return;

  self->grouped = sonde_grouped_connections_new (connections);
  sonde_grouped_connections_set_collapsed (self->grouped, (const char *const *) self->collapsed_groups);
  g_signal_connect_object (self->grouped, "notify::collapsed", G_CALLBACK (notify_collapsed_cb), self, G_CONNECT_SWAPPED);
  self->slice = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->grouped)), 0, FIRST_ROWS);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->slice), create_row, self, NULL);
  grow (self);
  self->drag = sonde_connection_drag_new (self->list, connections);

  /* After the grouped list, which was there before us: its rows are as they are now. */
  g_signal_connect_object (connections, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  sonde_connection_list_update_selection (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTIONS]);
}

SondeConnection *
sonde_connection_list_get_selected (SondeConnectionList *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION_LIST (self), NULL);

  return self->selected;
}

void
sonde_connection_list_select (SondeConnectionList *self,
                              SondeConnection     *connection,
                              gboolean             reveal)
{
  g_return_if_fail (SONDE_IS_CONNECTION_LIST (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  if (reveal && sonde_connection_list_find_row (self, connection) == NULL)
    {
      sonde_connection_list_set_searching (self, FALSE);
      sonde_grouped_connections_set_expanded (self->grouped, sonde_connection_get_profile (connection)->group, TRUE);
    }
  set_selected (self, connection);
  sonde_connection_list_update_selection (self);
}

void
sonde_connection_list_select_position (SondeConnectionList *self,
                                       guint                position)
{
  g_autoptr (SondeConnection) connection = NULL;

  g_return_if_fail (SONDE_IS_CONNECTION_LIST (self));

  if (self->connections != NULL)
    connection = g_list_model_get_item (G_LIST_MODEL (self->connections), position);
  if (connection == NULL)
    return;

  sonde_connection_list_select (self, connection, TRUE);
  focus_selected (self);
}

void
sonde_connection_list_set_searching (SondeConnectionList *self,
                                     gboolean             searching)
{
  gboolean had_focus;

  g_return_if_fail (SONDE_IS_CONNECTION_LIST (self));

  if (searching)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->search_entry), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
    }
  if (self->searching == searching)
    return;

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  self->searching = searching;
  gtk_editable_set_text (self->search_entry, "");
  update_search (self);
  if (!searching)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->search_entry), FALSE);
      if (had_focus)
        focus_selected (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}
