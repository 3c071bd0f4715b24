/* sonde-mosquitto.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-mosquitto"

#include "sonde-mosquitto.h"

#include "sonde-mqtt-error.h"
#include "sonde-packet.h"
#include "sonde-private-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <sys/socket.h>
#include <unistd.h>

/* QoS 1 and 2 on their way out at once: enough to keep a long line busy. */
#define SEND_MAXIMUM 1000

/*
 * On their way in: no less than the broker's own limit. Of QoS 2 messages in a
 * burst mosquitto 2.0.11 sends one more than the Receive Maximum, upon which
 * libmosquitto ends the connection (5.0, 3.3.4).
 */
#define RECEIVE_MAXIMUM G_MAXUINT16

/* Packets between two looks at the clock */
#define BURST 16

struct _SondeMosquitto
{
  struct mosquitto   *mosq;
  SondeMosquittoFuncs funcs;
  gpointer            user_data;
  SondeMqttVersion    version;
  guint16             keep_alive;
  guint32             session_expiry;
  gboolean            leaving; /* DISCONNECT is on its way, or out */
  int                 result;  /* the first MOSQ_ERR that ended the connection */
};

static void
connect_cb (struct mosquitto         *mosq,
            void                     *user_data,
            int                       reason,
            int                       flags,
            const mosquitto_property *properties)
{
  SondeMosquitto *self = user_data;

  if (reason == 0)
    self->funcs.accepted (self->user_data);
}

static void
message_cb (struct mosquitto               *mosq,
            void                           *user_data,
            const struct mosquitto_message *message,
            const mosquitto_property       *properties)
{
  SondeMosquitto *self = user_data;
  SondeDelivered  delivered = {
     .topic = message->topic,
     .payload = message->payload,
     .payload_size = message->payloadlen,
     .packet_id = message->mid,
     .qos = message->qos,
     .retain = message->retain,
  };

  self->funcs.message (&delivered, self->user_data);
}

static void
disconnect_cb (struct mosquitto         *mosq,
               void                     *user_data,
               int                       result,
               const mosquitto_property *properties)
{
  SondeMosquitto *self = user_data;

  if (self->result == MOSQ_ERR_SUCCESS)
    self->result = result;
}

static int
protocol_of (SondeMqttVersion version)
{
  switch (version)
    {
    case SONDE_MQTT_3_1:
      return MQTT_PROTOCOL_V31;
    case SONDE_MQTT_3_1_1:
      return MQTT_PROTOCOL_V311;
    case SONDE_MQTT_5:
    default:
      return MQTT_PROTOCOL_V5;
    }
}

static void
set_local_error (GError **error,
                 int      result,
                 int      saved_errno)
{
  g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOCAL,
               _ ("The MQTT library could not begin: %s."),
               result == MOSQ_ERR_ERRNO ? g_strerror (saved_errno) : mosquitto_strerror (result));
}

SondeMosquitto *
sonde_mosquitto_new (const SondeProfile        *profile,
                     const char                *client_id,
                     const char                *password,
                     const SondeMosquittoFuncs *funcs,
                     gpointer                   user_data,
                     GError                   **error)
{
  g_autoptr (SondeMosquitto) self = g_new0 (SondeMosquitto, 1);
  int result = MOSQ_ERR_SUCCESS;

  self->funcs = *funcs;
  self->user_data = user_data;
  self->version = profile->version;
  self->keep_alive = profile->keep_alive;
  self->session_expiry = profile->session_expiry;

  /* Always clean here, the flag is set in attach: libmosquitto would refuse an
   * empty client id without it, which MQTT 5 allows (3.1.3.1). */
  self->mosq = mosquitto_new (client_id[0] != '\0' ? client_id : NULL, true, self);
  if (self->mosq == NULL)
    {
      set_local_error (error, MOSQ_ERR_ERRNO, errno);
      return NULL;
    }

  mosquitto_int_option (self->mosq, MOSQ_OPT_PROTOCOL_VERSION, protocol_of (profile->version));
  mosquitto_int_option (self->mosq, MOSQ_OPT_RECEIVE_MAXIMUM, RECEIVE_MAXIMUM);
  mosquitto_int_option (self->mosq, MOSQ_OPT_SEND_MAXIMUM, SEND_MAXIMUM);
  if (profile->user_name[0] != '\0')
    result = mosquitto_username_pw_set (self->mosq, profile->user_name, password);
  if (result != MOSQ_ERR_SUCCESS)
    {
      set_local_error (error, result, errno);
      return NULL;
    }

  /* Before connecting: 2.0.11 would deadlock on a setter called from a callback. */
  mosquitto_connect_v5_callback_set (self->mosq, connect_cb);
  mosquitto_message_v5_callback_set (self->mosq, message_cb);
  mosquitto_disconnect_v5_callback_set (self->mosq, disconnect_cb);

  return g_steal_pointer (&self);
}

void
sonde_mosquitto_free (SondeMosquitto *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->mosq, mosquitto_destroy);
  g_free (self);
}

static int
begin_connection (SondeMosquitto *self,
                  const char     *path)
{
  mosquitto_property *properties = NULL;
  int                 result;

  if (self->version == SONDE_MQTT_5 && self->session_expiry > 0)
    mosquitto_property_add_int32 (&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, self->session_expiry);

  /* Port 0 is a unix socket: it connects at once, and CONNECT is in the pipe. */
  result = mosquitto_connect_bind_v5 (self->mosq, path, 0, self->keep_alive, NULL, properties);
  mosquitto_property_free_all (&properties);

  return result;
}

/* CONNECT may be longer than what the socket takes at once. */
static GByteArray *
take_connect (SondeMosquitto *self,
              int             peer)
{
  GByteArray *connect = g_byte_array_new ();
  guint8      bytes[4096];
  gssize      n;

  for (;;)
    {
      n = recv (peer, bytes, sizeof bytes, MSG_DONTWAIT);
      if (n > 0)
        g_byte_array_append (connect, bytes, n);
      else if (!mosquitto_want_write (self->mosq) || mosquitto_loop_write (self->mosq, 1) != MOSQ_ERR_SUCCESS)
        break;
    }

  return connect;
}

/* Connect Flags follow Remaining Length, the protocol's name and its version (3.1.2). */
static void
set_clean_flag (GByteArray *connect,
                gboolean    clean)
{
  gsize at = 1;

  while (at < connect->len && (connect->data[at] & 0x80) != 0)
    at++;
  at++;
  if (at + 2 <= connect->len)
    at += 2 + (connect->data[at] << 8 | connect->data[at + 1]) + 1;

  if (at < connect->len && clean)
    connect->data[at] |= 0x02;
  else if (at < connect->len)
    connect->data[at] &= ~0x02;
}

int
sonde_mosquitto_attach (SondeMosquitto *self,
                        gboolean        clean,
                        GBytes        **connect,
                        GError        **error)
{
  g_autoptr (SondePrivateSocket) listener = NULL;
  GByteArray *bytes;
  int         peer, result;

  g_return_val_if_fail (self != NULL, -1);

  listener = sonde_private_socket_new (error);
  if (listener == NULL)
    return -1;

  self->leaving = FALSE;
  self->result = MOSQ_ERR_SUCCESS;
  result = begin_connection (self, sonde_private_socket_get_path (listener));
  if (result != MOSQ_ERR_SUCCESS)
    {
      set_local_error (error, result, errno);
      return -1;
    }
  fcntl (mosquitto_socket (self->mosq), F_SETFD, FD_CLOEXEC);

  peer = sonde_private_socket_accept (listener, error);
  if (peer < 0)
    return -1;

  bytes = take_connect (self, peer);
  set_clean_flag (bytes, clean);
  *connect = g_byte_array_free_to_bytes (bytes);

  return peer;
}

static void
note_result (SondeMosquitto *self,
             int             result)
{
  if (result != MOSQ_ERR_SUCCESS && self->result == MOSQ_ERR_SUCCESS)
    self->result = result;
}

/* errno may be EAGAIN for another reason than an empty socket, such as the
 * full pipe that libmosquitto wakes its own thread with. */
static gboolean
has_input (SondeMosquitto *self)
{
  guint8 byte;

  return recv (mosquitto_socket (self->mosq), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
}

/* Returns: whether @deadline came first */
static gboolean
read_packets (SondeMosquitto *self,
              gint64          deadline)
{
  for (guint n = 1; sonde_mosquitto_is_open (self); n++)
    {
      int result;

      errno = 0;
      result = mosquitto_loop_read (self->mosq, 1);
      note_result (self, result);
      if (result != MOSQ_ERR_SUCCESS || !sonde_mosquitto_is_open (self))
        return FALSE;
      if (errno == EAGAIN && !has_input (self))
        return FALSE;
      if (n % BURST == 0 && g_get_monotonic_time () >= deadline)
        return TRUE;
    }

  return FALSE;
}

gboolean
sonde_mosquitto_turn (SondeMosquitto *self,
                      gint64          deadline)
{
  gboolean more;

  g_return_val_if_fail (self != NULL, FALSE);

  more = read_packets (self, deadline);
  if (sonde_mosquitto_is_congested (self))
    note_result (self, mosquitto_loop_write (self->mosq, 1));

  return more && sonde_mosquitto_is_open (self);
}

gboolean
sonde_mosquitto_is_open (SondeMosquitto *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* The one sure sign: a DISCONNECT from the broker ends with MOSQ_ERR_SUCCESS. */
  return mosquitto_socket (self->mosq) >= 0;
}

gboolean
sonde_mosquitto_is_congested (SondeMosquitto *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return sonde_mosquitto_is_open (self) && mosquitto_want_write (self->mosq);
}

void
sonde_mosquitto_check_keep_alive (SondeMosquitto *self)
{
  g_return_if_fail (self != NULL);

  if (sonde_mosquitto_is_open (self))
    note_result (self, mosquitto_loop_misc (self->mosq));
}

void
sonde_mosquitto_disconnect (SondeMosquitto *self)
{
  g_return_if_fail (self != NULL);

  if (!sonde_mosquitto_is_open (self))
    return;

  self->leaving = TRUE;
  mosquitto_disconnect_v5 (self->mosq, MQTT_RC_NORMAL_DISCONNECTION, NULL);
}

gboolean
sonde_mosquitto_is_leaving (SondeMosquitto *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->leaving;
}

/* Returns: 0 when only the connection stands in the way */
static guint8
reason_of (int result,
           int invalid)
{
  switch (result)
    {
    case MOSQ_ERR_OVERSIZE_PACKET:
    case MOSQ_ERR_PAYLOAD_SIZE:
      return MQTT_RC_PACKET_TOO_LARGE;
    case MOSQ_ERR_QOS_NOT_SUPPORTED:
      return MQTT_RC_QOS_NOT_SUPPORTED;
    case MOSQ_ERR_RETAIN_NOT_SUPPORTED:
      return MQTT_RC_RETAIN_NOT_SUPPORTED;
    case MOSQ_ERR_INVAL:
    case MOSQ_ERR_MALFORMED_UTF8:
      return invalid;
    case MOSQ_ERR_NOMEM:
      return MQTT_RC_QUOTA_EXCEEDED;
    default:
      return 0;
    }
}

gboolean
sonde_mosquitto_publish (SondeMosquitto *self,
                         const char     *topic,
                         GBytes         *payload,
                         guint8          qos,
                         gboolean        retain,
                         guint16        *packet_id,
                         guint8         *reason)
{
  gsize       size;
  const void *data = g_bytes_get_data (payload, &size);
  int         result, mid = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  *reason = 0;
  if (!sonde_mosquitto_is_open (self))
    return FALSE;
  if (size > MQTT_MAX_PAYLOAD)
    {
      *reason = MQTT_RC_PACKET_TOO_LARGE;
      return FALSE;
    }

  result = mosquitto_publish (self->mosq, &mid, topic, size, data, qos, retain);
  *packet_id = mid;
  if (result == MOSQ_ERR_SUCCESS)
    return TRUE;

  *reason = reason_of (result, MQTT_RC_TOPIC_NAME_INVALID);
  if (*reason != 0)
    return FALSE;

  /* The write failed, but QoS 1 and 2 are kept and go out after a reconnect. */
  note_result (self, result);
  return qos > 0 && mid != 0;
}

gboolean
sonde_mosquitto_subscribe (SondeMosquitto *self,
                           const char     *filter,
                           guint8          qos,
                           guint16        *packet_id,
                           guint8         *reason)
{
  int result, mid = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  result = mosquitto_subscribe (self->mosq, &mid, filter, qos);
  *packet_id = mid;
  *reason = reason_of (result, MQTT_RC_TOPIC_FILTER_INVALID);

  return result == MOSQ_ERR_SUCCESS;
}

gboolean
sonde_mosquitto_unsubscribe (SondeMosquitto *self,
                             const char     *filter,
                             guint16        *packet_id,
                             guint8         *reason)
{
  int result, mid = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  result = mosquitto_unsubscribe (self->mosq, &mid, filter);
  *packet_id = mid;
  *reason = reason_of (result, MQTT_RC_TOPIC_FILTER_INVALID);

  return result == MOSQ_ERR_SUCCESS;
}

GError *
sonde_mosquitto_dup_error (SondeMosquitto *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->result)
    {
    case MOSQ_ERR_PROTOCOL:
    case MOSQ_ERR_MALFORMED_PACKET:
    case MOSQ_ERR_MALFORMED_UTF8:
    case MOSQ_ERR_DUPLICATE_PROPERTY:
    case MOSQ_ERR_TOPIC_ALIAS_INVALID:
      return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                                  _ ("The broker sent a packet that breaks the rules of MQTT."));
    case MOSQ_ERR_KEEPALIVE:
      return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                                  _ ("The connection was lost: the broker left a keep-alive ping unanswered."));
    case MOSQ_ERR_NOMEM:
      return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOCAL,
                                  _ ("A packet was too large for this computer’s memory."));
    default:
      return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST, _ ("The connection was lost."));
    }
}
