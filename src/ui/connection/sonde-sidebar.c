/* sonde-sidebar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sidebar"

#include "sonde-sidebar.h"

#include "sonde-connection-row.h"
#include "sonde-subscribe-pane.h"

struct _SondeSidebar
{
  AdwBin parent_instance;

  GtkListBox         *list;
  SondeSubscribePane *subscribe_pane;

  SondeConnections *connections;
  GSignalGroup     *list_signals;
  SondeConnection  *selected;
  guint             selected_position; /* where it stood, for when it is gone */
};

G_DEFINE_FINAL_TYPE (SondeSidebar, sonde_sidebar, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTIONS = 1,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkListBoxRow *
find_row (SondeSidebar    *self,
          SondeConnection *connection)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (sonde_connection_row_get_connection (SONDE_CONNECTION_ROW (row)) == connection)
        return row;
    }

  return NULL;
}

/* A row that leaves takes the selection with it: its neighbour is selected then. */
static void
items_changed_cb (SondeSidebar *self)
{
  guint          n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));
  GtkListBoxRow *row = self->selected != NULL ? find_row (self, self->selected) : NULL;

  if (row != NULL)
    self->selected_position = gtk_list_box_row_get_index (row);
  else if (n_items > 0)
    sonde_sidebar_select_position (self, MIN (self->selected_position, n_items - 1));
  else
    gtk_list_box_unselect_all (self->list);
}

static void
row_selected_cb (SondeSidebar       *self,
                 SondeConnectionRow *row)
{
  SondeConnection *selected = row != NULL ? sonde_connection_row_get_connection (row) : NULL;

  if (row != NULL)
    self->selected_position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  if (g_set_object (&self->selected, selected))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
row_activated_cb (SondeSidebar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.connect", NULL);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return sonde_connection_row_new (item);
}

static void
sonde_sidebar_dispose (GObject *object)
{
  SondeSidebar *self = SONDE_SIDEBAR (object);

  g_clear_object (&self->list_signals);
  g_clear_object (&self->connections);
  g_clear_object (&self->selected);

  G_OBJECT_CLASS (sonde_sidebar_parent_class)->dispose (object);
}

static void
sonde_sidebar_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SondeSidebar *self = SONDE_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      g_value_set_object (value, self->connections);
      break;

    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sidebar_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SondeSidebar *self = SONDE_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      sonde_sidebar_set_connections (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sidebar_class_init (SondeSidebarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_sidebar_dispose;
  object_class->get_property = sonde_sidebar_get_property;
  object_class->set_property = sonde_sidebar_set_property;

  properties[PROP_CONNECTIONS] =
    g_param_spec_object ("connections", NULL, NULL, SONDE_TYPE_CONNECTIONS,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_SUBSCRIBE_PANE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, SondeSidebar, subscribe_pane);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
sonde_sidebar_init (SondeSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->list_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->list_signals, "items-changed", G_CALLBACK (items_changed_cb), self);
}

void
sonde_sidebar_set_connections (SondeSidebar     *self,
                               SondeConnections *connections)
{
  g_return_if_fail (SONDE_IS_SIDEBAR (self));
  g_return_if_fail (connections == NULL || SONDE_IS_CONNECTIONS (connections));

  if (!g_set_object (&self->connections, connections))
    return;

  /* The list first: our handler then finds the rows as they are now. */
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (connections), create_row, NULL, NULL);
  g_signal_group_set_target (self->list_signals, connections);
  if (connections != NULL)
    items_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTIONS]);
}

SondeConnection *
sonde_sidebar_get_selected (SondeSidebar *self)
{
  g_return_val_if_fail (SONDE_IS_SIDEBAR (self), NULL);

  return self->selected;
}

void
sonde_sidebar_select (SondeSidebar    *self,
                      SondeConnection *connection)
{
  GtkListBoxRow *row;

  g_return_if_fail (SONDE_IS_SIDEBAR (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  row = find_row (self, connection);
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}

void
sonde_sidebar_select_position (SondeSidebar *self,
                               guint         position)
{
  GtkListBoxRow *row;

  g_return_if_fail (SONDE_IS_SIDEBAR (self));

  row = gtk_list_box_get_row_at_index (self->list, position);
  if (row == NULL)
    return;

  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
sonde_sidebar_focus_filter (SondeSidebar *self)
{
  g_return_if_fail (SONDE_IS_SIDEBAR (self));

  sonde_subscribe_pane_focus_filter (self->subscribe_pane);
}
