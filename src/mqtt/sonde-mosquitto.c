/* sonde-mosquitto.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-mosquitto"

#include "sonde-mosquitto.h"

#include "sonde-connect.h"
#include "sonde-mqtt-error.h"
#include "sonde-packet.h"
#include "sonde-private-socket.h"
#include "sonde-properties.h"

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
 * On their way in: no limit of libmosquitto's own, whatever CONNECT says. Of QoS 2
 * messages in a burst mosquitto 2.0.11 sends one more than the Receive Maximum,
 * upon which libmosquitto would end the connection (5.0, 3.3.4).
 */
#define RECEIVE_MAXIMUM G_MAXUINT16

/* Packets between two looks at the clock */
#define BURST 16

struct _SondeMosquitto
{
  struct mosquitto   *mosq;
  SondeMosquittoFuncs funcs;
  gpointer            user_data;
  SondeProfile       *profile;
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

static int
add_property (mosquitto_property **list,
              const SondeProperty *property)
{
  g_autofree char *text = g_strndup ((const char *) property->bytes, property->size);
  g_autofree char *value = NULL;

  switch (property->id)
    {
    case MQTT_PROP_PAYLOAD_FORMAT_INDICATOR:
    case MQTT_PROP_REQUEST_PROBLEM_INFORMATION:
    case MQTT_PROP_REQUEST_RESPONSE_INFORMATION:
      return mosquitto_property_add_byte (list, property->id, property->number);
    case MQTT_PROP_TOPIC_ALIAS:
      return mosquitto_property_add_int16 (list, property->id, property->number);
    case MQTT_PROP_MESSAGE_EXPIRY_INTERVAL:
    case MQTT_PROP_WILL_DELAY_INTERVAL:
    case MQTT_PROP_SESSION_EXPIRY_INTERVAL:
    case MQTT_PROP_MAXIMUM_PACKET_SIZE:
      return mosquitto_property_add_int32 (list, property->id, property->number);
    case MQTT_PROP_SUBSCRIPTION_IDENTIFIER:
      return mosquitto_property_add_varint (list, property->id, property->number);
    case MQTT_PROP_CORRELATION_DATA:
      return mosquitto_property_add_binary (list, property->id, property->bytes, property->size);
    case MQTT_PROP_USER_PROPERTY:
      value = g_strndup ((const char *) property->value, property->value_size);
      return mosquitto_property_add_string_pair (list, property->id, text, value);
    default:
      return mosquitto_property_add_string (list, property->id, text);
    }
}

/* @wire: of our own making */
static int
add_properties (mosquitto_property **list,
                GBytes              *wire)
{
  gsize             size;
  const guint8     *bytes = g_bytes_get_data (wire, &size);
  SondePropertyIter iter;
  SondeProperty     property;
  int               result = MOSQ_ERR_SUCCESS;

  sonde_property_iter_init (&iter, bytes, size);
  while (result == MOSQ_ERR_SUCCESS && sonde_property_iter_next (&iter, &property))
    result = add_property (list, &property);

  return result;
}

static int
set_will (SondeMosquitto *self)
{
  const SondeWill    *will = self->profile->will;
  mosquitto_property *properties = NULL;
  gsize               size;
  const void         *payload = g_bytes_get_data (will->payload, &size);
  int                 result = MOSQ_ERR_SUCCESS;

  if (*will->topic == '\0')
    return MOSQ_ERR_SUCCESS;

  if (self->profile->version == SONDE_MQTT_5)
    {
      g_autoptr (GBytes) wire = sonde_will_dup_properties (will);

      result = add_properties (&properties, wire);
    }
  if (result == MOSQ_ERR_SUCCESS)
    result = mosquitto_will_set_v5 (self->mosq, will->topic, size, payload, will->qos, will->retain, properties);
  if (result != MOSQ_ERR_SUCCESS)
    mosquitto_property_free_all (&properties);

  return result;
}

/* Returns: whether libmosquitto can say all that CONNECT is to hold */
static gboolean
check_profile (const SondeProfile *profile,
               const char         *password,
               GError            **error)
{
  const char *sentence = sonde_connect_check (profile, password);

  if (sentence == NULL)
    return TRUE;

  g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);
  return FALSE;
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
  self->profile = sonde_profile_copy (profile);
  if (!check_profile (profile, password, error))
    return NULL;

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
  if (result == MOSQ_ERR_SUCCESS)
    result = set_will (self);
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
  g_clear_pointer (&self->profile, sonde_profile_free);
  g_free (self);
}

static int
begin_connection (SondeMosquitto *self,
                  const char     *path)
{
  mosquitto_property *properties = NULL;
  int                 result = MOSQ_ERR_SUCCESS;

  if (self->profile->version == SONDE_MQTT_5)
    {
      g_autoptr (GBytes) wire = sonde_connect_dup_properties (self->profile);

      result = add_properties (&properties, wire);
    }
  /* Port 0 is a unix socket: it connects at once, and CONNECT is in the pipe. */
  if (result == MOSQ_ERR_SUCCESS)
    result = mosquitto_connect_bind_v5 (self->mosq, path, 0, self->profile->keep_alive, NULL, properties);
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
  sonde_connect_set (bytes->data, bytes->len, self->profile, clean);
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
sonde_mosquitto_disconnect (SondeMosquitto     *self,
                            const SondeGoodbye *goodbye)
{
  mosquitto_property *properties = NULL;
  gboolean            with_words;

  g_return_if_fail (self != NULL);

  if (!sonde_mosquitto_is_open (self))
    return;

  self->leaving = TRUE;
  with_words = goodbye != NULL && self->profile->version == SONDE_MQTT_5;
  if (with_words && goodbye->set_session_expiry)
    mosquitto_property_add_int32 (&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, goodbye->session_expiry);
  mosquitto_disconnect_v5 (self->mosq, with_words ? goodbye->reason : MQTT_RC_NORMAL_DISCONNECTION, properties);
  mosquitto_property_free_all (&properties);
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
sonde_mosquitto_publish (SondeMosquitto     *self,
                         const SondePublish *publish,
                         GBytes             *wire,
                         guint16            *packet_id,
                         guint8             *reason)
{
  mosquitto_property *properties = NULL;
  gsize               size;
  const void         *data = g_bytes_get_data (publish->payload, &size);
  int                 result = MOSQ_ERR_SUCCESS;
  int                 mid = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  *reason = 0;
  if (!sonde_mosquitto_is_open (self))
    return FALSE;
  if (size > MQTT_MAX_PAYLOAD)
    {
      *reason = MQTT_RC_PACKET_TOO_LARGE;
      return FALSE;
    }

  if (wire != NULL)
    result = add_properties (&properties, wire);
  if (result == MOSQ_ERR_SUCCESS)
    result = mosquitto_publish_v5 (self->mosq, &mid, publish->topic, size, data, publish->qos, publish->retain, properties);
  mosquitto_property_free_all (&properties);
  *packet_id = mid;
  if (result == MOSQ_ERR_SUCCESS)
    return TRUE;

  *reason = reason_of (result, MQTT_RC_TOPIC_NAME_INVALID);
  if (*reason != 0)
    return FALSE;

  /* The write failed, but QoS 1 and 2 are kept and go out after a reconnect. */
  note_result (self, result);
  return publish->qos > 0 && mid != 0;
}

/* 5.0, 3.8.3.1 */
static int
options_of (const SondeSubscribeOptions *options)
{
  static const int retain_handling[] = { MQTT_SUB_OPT_SEND_RETAIN_ALWAYS, MQTT_SUB_OPT_SEND_RETAIN_NEW, MQTT_SUB_OPT_SEND_RETAIN_NEVER };

  return (options->no_local ? MQTT_SUB_OPT_NO_LOCAL : 0) |
         (options->retain_as_published ? MQTT_SUB_OPT_RETAIN_AS_PUBLISHED : 0) |
         retain_handling[options->retain_handling];
}

gboolean
sonde_mosquitto_subscribe (SondeMosquitto              *self,
                           GStrv                        filters,
                           const SondeSubscribeOptions *options,
                           guint16                     *packet_id,
                           guint8                      *reason)
{
  mosquitto_property *properties = NULL;
  gboolean            v5 = self->profile->version == SONDE_MQTT_5;
  int                 result = MOSQ_ERR_SUCCESS;
  int                 mid = 0;

  if (v5)
    {
      g_autoptr (GBytes) wire = sonde_subscribe_options_dup_properties (options);

      result = add_properties (&properties, wire);
    }
  if (result == MOSQ_ERR_SUCCESS)
    result = mosquitto_subscribe_multiple (self->mosq, &mid, g_strv_length (filters), filters, options->qos,
                                           v5 ? options_of (options) : 0, properties);
  mosquitto_property_free_all (&properties);
  *packet_id = mid;
  *reason = reason_of (result, MQTT_RC_TOPIC_FILTER_INVALID);

  return result == MOSQ_ERR_SUCCESS;
}

gboolean
sonde_mosquitto_unsubscribe (SondeMosquitto *self,
                             GStrv           filters,
                             guint16        *packet_id,
                             guint8         *reason)
{
  int result, mid = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  result = mosquitto_unsubscribe_multiple (self->mosq, &mid, g_strv_length (filters), filters, NULL);
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
