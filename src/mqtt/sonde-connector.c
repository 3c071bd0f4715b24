/* sonde-connector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connector"

#include "sonde-connector.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

typedef struct
{
  SondeConnectorStageFunc on_stage;
  gpointer                stage_data;
} Stages;

char *
sonde_connector_dup_remote_address (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  if (address == NULL)
    return NULL;

  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

static void
event_cb (GSocketClient      *client,
          GSocketClientEvent  event,
          GSocketConnectable *connectable,
          GIOStream          *connection,
          GTask              *task)
{
  Stages          *stages = g_task_get_task_data (task);
  g_autofree char *address = NULL;

  /* A second address may still fail while the first is already taken. */
  if (g_task_get_completed (task))
    return;

  if (event == G_SOCKET_CLIENT_RESOLVING)
    {
      stages->on_stage (SONDE_STAGE_RESOLVE,
                        g_network_address_get_hostname (G_NETWORK_ADDRESS (connectable)),
                        stages->stage_data);
    }
  else if (event == G_SOCKET_CLIENT_CONNECTING)
    {
      address = sonde_connector_dup_remote_address (G_SOCKET_CONNECTION (connection));
      stages->on_stage (SONDE_STAGE_TCP, address, stages->stage_data);
    }
}

/* Small packets leave at once, and a peer that is gone is noticed some day
 * even where keep alive is off. */
static void
set_options (GSocket *socket)
{
  g_socket_set_timeout (socket, 0);
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

static void
connect_to_host_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_func (source, event_cb, task);
  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (connection == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  set_options (g_socket_connection_get_socket (connection));
  g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
}

void
sonde_connector_connect_async (const char             *host,
                               guint16                 port,
                               SondeConnectorStageFunc on_stage,
                               gpointer                stage_data,
                               GCancellable           *cancellable,
                               GAsyncReadyCallback     callback,
                               gpointer                user_data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;
  g_autoptr (GTask) task = NULL;
  Stages *stages;

  g_return_if_fail (host != NULL);
  g_return_if_fail (on_stage != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_connector_connect_async);
  stages = g_new0 (Stages, 1);
  stages->on_stage = on_stage;
  stages->stage_data = stage_data;
  g_task_set_task_data (task, stages, g_free);

  /* A broker is reached directly: the desktop's proxies are for the web. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), task);

  address = g_network_address_new (host, port);
  g_socket_client_connect_async (client, address, cancellable, connect_to_host_cb, g_steal_pointer (&task));
}

GSocketConnection *
sonde_connector_connect_finish (GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
