/* sonde-sidebar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sidebar"

#include "sonde-sidebar.h"

#include "sonde-connection-list.h"
#include "sonde-share-layout.h"
#include "sonde-subscribe-pane.h"

struct _SondeSidebar
{
  AdwBin parent_instance;

  SondeConnectionList *list;
  SondeSubscribePane  *subscribe_pane;

  SondeConnections *connections;
};

G_DEFINE_FINAL_TYPE (SondeSidebar, sonde_sidebar, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTIONS = 1,
  PROP_SELECTED,
  PROP_COLLAPSED_GROUPS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
notify_selected_cb (SondeSidebar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
notify_collapsed_groups_cb (SondeSidebar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED_GROUPS]);
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_widget_set_visible (widget, TRUE);
  sonde_connection_list_set_searching (SONDE_SIDEBAR (widget)->list, TRUE);
}

static void
sonde_sidebar_dispose (GObject *object)
{
  SondeSidebar *self = SONDE_SIDEBAR (object);

  g_clear_object (&self->connections);

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
      g_value_set_object (value, sonde_sidebar_get_selected (self));
      break;

    case PROP_COLLAPSED_GROUPS:
      g_object_get_property (G_OBJECT (self->list), "collapsed-groups", value);
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

    case PROP_COLLAPSED_GROUPS:
      g_object_set_property (G_OBJECT (self->list), "collapsed-groups", value);
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
  properties[PROP_COLLAPSED_GROUPS] =
    g_param_spec_boxed ("collapsed-groups", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_CONNECTION_LIST);
  g_type_ensure (SONDE_TYPE_SHARE_LAYOUT);
  g_type_ensure (SONDE_TYPE_SUBSCRIBE_PANE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, SondeSidebar, subscribe_pane);
  gtk_widget_class_bind_template_callback (widget_class, notify_collapsed_groups_cb);
  gtk_widget_class_bind_template_callback (widget_class, notify_selected_cb);

  gtk_widget_class_install_action (widget_class, "sidebar.find", NULL, find_action);
}

static void
sonde_sidebar_init (SondeSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_sidebar_set_connections (SondeSidebar     *self,
                               SondeConnections *connections)
{
  g_return_if_fail (SONDE_IS_SIDEBAR (self));
  g_return_if_fail (connections == NULL || SONDE_IS_CONNECTIONS (connections));

  if (g_set_object (&self->connections, connections))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTIONS]);
}

SondeConnection *
sonde_sidebar_get_selected (SondeSidebar *self)
{
  g_return_val_if_fail (SONDE_IS_SIDEBAR (self), NULL);

  return self->list != NULL ? sonde_connection_list_get_selected (self->list) : NULL;
}

void
sonde_sidebar_select (SondeSidebar    *self,
                      SondeConnection *connection)
{
  g_return_if_fail (SONDE_IS_SIDEBAR (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  sonde_connection_list_select (self->list, connection, gtk_widget_get_mapped (GTK_WIDGET (self)));
}

void
sonde_sidebar_select_position (SondeSidebar *self,
                               guint         position)
{
  g_return_if_fail (SONDE_IS_SIDEBAR (self));

  sonde_connection_list_select_position (self->list, position);
}

void
sonde_sidebar_focus_filter (SondeSidebar *self)
{
  g_return_if_fail (SONDE_IS_SIDEBAR (self));

  sonde_subscribe_pane_focus_filter (self->subscribe_pane);
}
