/* sonde-connector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connector"

#include "sonde-connector.h"

#include "sonde-cause-unreached.h"
#include "sonde-proxy-client.h"
#include "sonde-system-proxy.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

typedef struct
{
  SondeProfile           *profile; /* in whose .network stands what is tried now */
  GPtrArray              *choices; /* of SondeNetworkOptions, where the system named them, or %NULL */
  guint                   choice;  /* the one to try next */
  SondeConnectorStageFunc on_stage;
  gpointer                stage_data;
  SondeStage              stage;
} Attempt;

static void
attempt_free (Attempt *self)
{
  sonde_profile_free (self->profile);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_unix (const Attempt *self)
{
  return self->profile->network->carrier == SONDE_CARRIER_UNIX;
}

static gboolean
has_proxy (const Attempt *self)
{
  return !is_unix (self) && self->profile->network->proxy != SONDE_PROXY_NONE;
}

static void
enter_stage (Attempt    *self,
             SondeStage  stage,
             const char *detail)
{
  self->stage = stage;
  self->on_stage (stage, detail, self->stage_data);
}

static char *
dup_remote_address (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  return address != NULL ? g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address)) : NULL;
}

/* ---- The end ---- */

/* @error is taken. */
static void
return_cause (GTask  *task,
              GError *error)
{
  g_autoptr (GError) cause = error;
  Attempt *self = g_task_get_task_data (task);

  if (cause->domain == SONDE_MQTT_ERROR || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&cause));
  else
    g_task_return_error (task, sonde_cause_unreached_from_network (self->profile, self->stage, cause));
}

static void
proxy_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (sonde_proxy_client_open_finish (result, &error))
    g_task_return_pointer (task, g_object_ref (source), g_object_unref);
  else
    return_cause (task, error);
}

static void
ask_proxy (GTask             *task,
           GSocketConnection *connection)
{
  Attempt         *self = g_task_get_task_data (task);
  g_autofree char *address = sonde_network_options_dup_proxy_address (self->profile->network);

  enter_stage (self, SONDE_STAGE_PROXY, address);
  sonde_proxy_client_open_async (connection, self->profile, g_task_get_cancellable (task), proxy_opened_cb, g_object_ref (task));
}

/* ---- The first hop ---- */

static void
event_cb (GSocketClient      *client,
          GSocketClientEvent  event,
          GSocketConnectable *connectable,
          GIOStream          *connection,
          GTask              *task)
{
  Attempt         *self = g_task_get_task_data (task);
  g_autofree char *address = NULL;

  /* A second address may still fail while the first is already taken. */
  if (g_task_get_completed (task))
    return;

  if (event == G_SOCKET_CLIENT_RESOLVING && G_IS_NETWORK_ADDRESS (connectable))
    {
      enter_stage (self, SONDE_STAGE_RESOLVE, g_network_address_get_hostname (G_NETWORK_ADDRESS (connectable)));
    }
  else if (event == G_SOCKET_CLIENT_CONNECTING)
    {
      address = is_unix (self) ? sonde_profile_dup_address (self->profile) : dup_remote_address (G_SOCKET_CONNECTION (connection));
      enter_stage (self, SONDE_STAGE_TCP, address);
    }
}

/* Small packets leave at once, and a peer that is gone is noticed some day
 * even where keep alive is off. */
static void
set_options (GSocket *socket)
{
  g_socket_set_timeout (socket, 0);
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX)
    return;

  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

/* The kernel refuses at a file as it does at a socket nobody listens at. */
static void
look_at_file (const Attempt *self,
              GError       **error)
{
  GStatBuf info;

  if (!is_unix (self) || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return;

  if (g_stat (self->profile->network->socket_path, &info) == 0 && !S_ISSOCK (info.st_mode))
    {
      g_clear_error (error);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a socket");
    }
}

static gboolean try_next_choice (GTask *task);

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GSocketConnection) connection = NULL;
  Attempt *self = g_task_get_task_data (task);
  GError  *error = NULL;

  g_signal_handlers_disconnect_by_func (source, event_cb, task);
  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (connection == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && try_next_choice (task))
    {
      g_clear_error (&error);
      return;
    }
  if (connection == NULL)
    {
      look_at_file (self, &error);
      return_cause (task, error);
      return;
    }

  set_options (g_socket_connection_get_socket (connection));
  if (has_proxy (self))
    ask_proxy (task, connection);
  else
    g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
}

static GSocketConnectable *
get_first_hop (const SondeProfile *profile)
{
  const SondeNetworkOptions *network = profile->network;

  if (network->carrier == SONDE_CARRIER_UNIX && *network->socket_path == '@')
    return G_SOCKET_CONNECTABLE (g_unix_socket_address_new_with_type (network->socket_path + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT));
  if (network->carrier == SONDE_CARRIER_UNIX)
    return G_SOCKET_CONNECTABLE (g_unix_socket_address_new (network->socket_path));
  if (network->proxy != SONDE_PROXY_NONE)
    return g_network_address_new (network->proxy_host, network->proxy_port);

  return g_network_address_new (profile->host, profile->port);
}

static void
connect_to_first_hop (GTask *task)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) hop = NULL;
  Attempt *self = g_task_get_task_data (task);

  /* Ours are asked by sonde-proxy-client.h; the desktop's are for those who want them. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), task);

  hop = get_first_hop (self->profile);
  g_socket_client_connect_async (client, hop, g_task_get_cancellable (task), connected_cb, g_object_ref (task));
}

/* ---- The system's proxies ---- */

/* Returns: whether there was one: a script may name several, and none as the last resort */
static gboolean
try_next_choice (GTask *task)
{
  Attempt *self = g_task_get_task_data (task);

  if (self->choices == NULL || self->choice == self->choices->len)
    return FALSE;

  sonde_network_options_free (self->profile->network);
  self->profile->network = sonde_network_options_copy (g_ptr_array_index (self->choices, self->choice++));
  connect_to_first_hop (task);

  return TRUE;
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *self = g_task_get_task_data (task);
  GError  *error = NULL;

  self->choices = sonde_system_proxy_lookup_finish (result, &error);
  if (self->choices == NULL)
    return_cause (task, error);
  else
    try_next_choice (task);
}

/* ---- Life ---- */

/* A profile may come from a file that was edited by hand. */
static const char *
check (const SondeProfile *profile)
{
  const SondeNetworkOptions *network = profile->network;
  const char                *fault;

  if (network->carrier == SONDE_CARRIER_UNIX)
    return sonde_network_options_check_socket_path (network->socket_path);

  fault = sonde_profile_check_host (profile->host);
  if (fault != NULL || network->proxy == SONDE_PROXY_NONE || network->proxy == SONDE_PROXY_SYSTEM)
    return fault;

  fault = sonde_network_options_check_proxy_host (network->proxy_host);
  if (fault != NULL)
    return fault;

  return sonde_network_options_check_proxy_user (network->proxy, network->proxy_user);
}

void
sonde_connector_connect_async (const SondeProfile     *profile,
                               SondeConnectorStageFunc on_stage,
                               gpointer                stage_data,
                               GCancellable           *cancellable,
                               GAsyncReadyCallback     callback,
                               gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  const char *fault;
  Attempt    *self;

  g_return_if_fail (profile != NULL);
  g_return_if_fail (on_stage != NULL);

  self = g_new0 (Attempt, 1);
  self->profile = sonde_profile_copy (profile);
  self->on_stage = on_stage;
  self->stage_data = stage_data;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_connector_connect_async);
  g_task_set_task_data (task, self, (GDestroyNotify) attempt_free);

  fault = check (profile);
  if (fault != NULL)
    {
      g_task_return_error (task, g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, fault));
    }
  else if (has_proxy (self) && profile->network->proxy == SONDE_PROXY_SYSTEM)
    {
      enter_stage (self, SONDE_STAGE_RESOLVE, profile->host);
      sonde_system_proxy_lookup_async (profile, cancellable, looked_up_cb, g_steal_pointer (&task));
    }
  else
    {
      connect_to_first_hop (task);
    }
}

GSocketConnection *
sonde_connector_connect_finish (GAsyncResult *result,
                                char        **address,
                                GError      **error)
{
  GSocketConnection *connection;
  Attempt           *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_connector_connect_async), NULL);

  self = g_task_get_task_data (G_TASK (result));
  connection = g_task_propagate_pointer (G_TASK (result), error);
  if (connection != NULL && (is_unix (self) || has_proxy (self)))
    *address = sonde_profile_dup_address (self->profile);
  else if (connection != NULL)
    *address = dup_remote_address (connection);

  return connection;
}
