/* sonde-broker-probe.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-probe"

#include "sonde-local-broker.h"

#include <string.h>

#define PROBE_TIMEOUT_MS 1000

/* A CONNACK without properties: type, remaining length, flags, code (MQTT 3.1.1, 3.2). */
#define CONNACK_SIZE 4

static const guint8 disconnect_packet[] = { 0xe0, 0x00 };

typedef struct
{
  GCancellable      *cancellable; /* of the caller, or of the time */
  guint              timeout_id;
  gulong             cancelled_id;
  GCancellable      *caller;
  GSocketConnection *connection;
  GByteArray        *packet;
  guint8             reply[CONNACK_SIZE];
  gboolean           answered;
} Probe;

static void
probe_free (Probe *probe)
{
  g_clear_handle_id (&probe->timeout_id, g_source_remove);
  g_cancellable_disconnect (probe->caller, probe->cancelled_id);
  g_clear_object (&probe->caller);
  g_clear_object (&probe->cancellable);
  g_clear_object (&probe->connection);
  g_clear_pointer (&probe->packet, g_byte_array_unref);
  g_free (probe);
}

/* CONNECT of 3.1.1 with a clean session, keep alive 10 s and a client id nobody else has (3.1). */
static GByteArray *
make_connect (void)
{
  static const guint8 head[] = { 0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 0x02, 0, 10, 0 };
  g_autofree char    *client_id = g_strdup_printf ("sonde_probe_%08x", g_random_int ());
  guint8              length = strlen (client_id);
  GByteArray         *packet = g_byte_array_new ();

  g_byte_array_append (packet, head, sizeof head);
  g_byte_array_append (packet, &length, 1);
  g_byte_array_append (packet, (const guint8 *) client_id, length);
  packet->data[1] = packet->len - 2;

  return packet;
}

static gboolean
is_connack (const guint8 *reply)
{
  /* The remaining length is 2, or more where a broker answers in the way of MQTT 5; of the flags
   * only session present may be set. The code is its own business. */
  return reply[0] == 0x20 && reply[1] >= 2 && (reply[2] & 0xfe) == 0;
}

static void
finish_probe (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);

  /* Whoever keeps the result keeps no connection. */
  g_clear_object (&probe->connection);

  /* Whatever stood in the way, nothing there speaks MQTT to us; an error is only what the
   * caller wished itself. */
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, probe->answered);
}

static void
disconnect_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);
  finish_probe (task);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  gsize  size = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &size, NULL) ||
      size < CONNACK_SIZE || !is_connack (probe->reply))
    {
      finish_probe (task);
      return;
    }

  probe->answered = TRUE;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (probe->connection)),
                                   disconnect_packet, sizeof disconnect_packet, G_PRIORITY_DEFAULT,
                                   probe->cancellable, disconnect_cb, g_steal_pointer (&task));
}

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL))
    {
      finish_probe (task);
      return;
    }

  g_input_stream_read_all_async (g_io_stream_get_input_stream (G_IO_STREAM (probe->connection)),
                                 probe->reply, sizeof probe->reply, G_PRIORITY_DEFAULT,
                                 probe->cancellable, read_cb, g_steal_pointer (&task));
}

static void
connect_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);

  probe->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, NULL);
  if (probe->connection == NULL)
    {
      finish_probe (task);
      return;
    }

  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (probe->connection)),
                                   probe->packet->data, probe->packet->len, G_PRIORITY_DEFAULT,
                                   probe->cancellable, write_cb, g_steal_pointer (&task));
}

static gboolean
timeout_cb (gpointer user_data)
{
  Probe *probe = user_data;

  probe->timeout_id = 0;
  g_cancellable_cancel (probe->cancellable);

  return G_SOURCE_REMOVE;
}

static void
caller_cancelled_cb (GCancellable *caller,
                     GCancellable *own)
{
  g_cancellable_cancel (own);
}

void
sonde_broker_probe_async (guint16             port,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  Probe *probe = g_new0 (Probe, 1);

  g_task_set_source_tag (task, sonde_broker_probe_async);
  g_task_set_task_data (task, probe, (GDestroyNotify) probe_free);

  probe->packet = make_connect ();
  probe->cancellable = g_cancellable_new ();
  probe->timeout_id = g_timeout_add (PROBE_TIMEOUT_MS, timeout_cb, probe);
  if (cancellable != NULL)
    {
      probe->caller = g_object_ref (cancellable);
      probe->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb),
                                                   g_object_ref (probe->cancellable), g_object_unref);
    }

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), probe->cancellable,
                                 connect_cb, g_steal_pointer (&task));
}

gboolean
sonde_broker_probe_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
