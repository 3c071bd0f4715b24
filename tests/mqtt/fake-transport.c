/* fake-transport.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fake-transport"

#include "fake-transport.h"

#include <sonde-mqtt-error.h>

struct _FakeTransport
{
  GObject parent_instance;

  SondeTransportSink sink;
  gpointer           sink_data;
  GString           *log;
  gboolean           open; /* between open and CLOSED */
};

static void fake_transport_iface_init (SondeTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTransport, fake_transport, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (SONDE_TYPE_TRANSPORT, fake_transport_iface_init))

static void
note (FakeTransport *self,
      const char    *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
note (FakeTransport *self,
      const char    *format,
      ...)
{
  va_list args;

  if (self->log->len > 0)
    g_string_append_c (self->log, ' ');
  va_start (args, format);
  g_string_append_vprintf (self->log, format, args);
  va_end (args);
}

static void
fake_transport_set_sink (SondeTransport    *transport,
                         SondeTransportSink sink,
                         gpointer           user_data)
{
  FakeTransport *self = FAKE_TRANSPORT (transport);

  self->sink = sink;
  self->sink_data = user_data;
}

static void
fake_transport_open (SondeTransport     *transport,
                     const SondeProfile *profile,
                     const char         *password,
                     gboolean            again)
{
  FakeTransport *self = FAKE_TRANSPORT (transport);

  g_assert_false (self->open);
  self->open = TRUE;
  note (self, again ? "open-again" : "open");
}

static void
fake_transport_close (SondeTransport     *transport,
                      const SondeGoodbye *goodbye)
{
  if (goodbye != NULL && goodbye->drop)
    note (FAKE_TRANSPORT (transport), "drop");
  else if (goodbye != NULL && goodbye->set_session_expiry)
    note (FAKE_TRANSPORT (transport), "close:%u:%u", goodbye->reason, goodbye->session_expiry);
  else if (goodbye != NULL && goodbye->reason != 0)
    note (FAKE_TRANSPORT (transport), "close:%u", goodbye->reason);
  else
    note (FAKE_TRANSPORT (transport), "close");
}

/* "", or ":" and what is more than a QoS: n No Local, p Retain As Published, h1 or h2 Retain
 * Handling, #7 the identifier, *0 one of our own, counted from 0, u1 the number of user properties */
static char *
dup_options (const SondeSubscribeOptions *options)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (sonde_subscribe_options_are_special (options) || options->own_id > 0)
    g_string_append_c (text, ':');
  if (options->no_local)
    g_string_append_c (text, 'n');
  if (options->retain_as_published)
    g_string_append_c (text, 'p');
  if (options->retain_handling != SONDE_RETAIN_SEND)
    g_string_append_printf (text, "h%d", options->retain_handling);
  if (options->id > 0)
    g_string_append_printf (text, "#%u", options->id);
  if (options->own_id > 0)
    g_string_append_printf (text, "*%u", options->own_id - SONDE_OWN_SUBSCRIPTION_IDS);
  if (options->user_properties->len > 0)
    g_string_append_printf (text, "u%u", options->user_properties->len);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
fake_transport_subscribe (SondeTransport              *transport,
                          guint                        token,
                          GStrv                        filters,
                          const SondeSubscribeOptions *options)
{
  g_autofree char *names = g_strjoinv (",", filters);
  g_autofree char *more = dup_options (options);

  note (FAKE_TRANSPORT (transport), "subscribe:%u:%s:%u%s", token, names, options->qos, more);
}

static void
fake_transport_unsubscribe (SondeTransport *transport,
                            guint           token,
                            GStrv           filters)
{
  g_autofree char *names = g_strjoinv (",", filters);

  note (FAKE_TRANSPORT (transport), "unsubscribe:%u:%s", token, names);
}

static void
fake_transport_repeat (SondeTransport         *transport,
                       guint                   id,
                       const SondeRepeatOrder *order)
{
  note (FAKE_TRANSPORT (transport), "repeat:%u:%" G_GINT64_FORMAT, id, order->interval);
  order->funcs->free (order->supply);
}

static void
fake_transport_stop_repeat (SondeTransport *transport,
                            guint           id)
{
  note (FAKE_TRANSPORT (transport), "stop-repeat:%u", id);
}

static void
fake_transport_publish (SondeTransport     *transport,
                        guint               token,
                        const SondePublish *publish)
{
  note (FAKE_TRANSPORT (transport), "publish:%u:%s:%u", token, publish->topic, publish->qos);
}

static void
fake_transport_finalize (GObject *object)
{
  g_string_free (FAKE_TRANSPORT (object)->log, TRUE);

  G_OBJECT_CLASS (fake_transport_parent_class)->finalize (object);
}

static void
fake_transport_iface_init (SondeTransportInterface *iface)
{
  iface->set_sink = fake_transport_set_sink;
  iface->open = fake_transport_open;
  iface->close = fake_transport_close;
  iface->subscribe = fake_transport_subscribe;
  iface->unsubscribe = fake_transport_unsubscribe;
  iface->publish = fake_transport_publish;
  iface->repeat = fake_transport_repeat;
  iface->stop_repeat = fake_transport_stop_repeat;
}

static void
fake_transport_class_init (FakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_transport_finalize;
}

static void
fake_transport_init (FakeTransport *self)
{
  self->log = g_string_new (NULL);
}

FakeTransport *
fake_transport_new (void)
{
  return g_object_new (FAKE_TYPE_TRANSPORT, NULL);
}

void
fake_transport_assert_log (FakeTransport *self,
                           const char    *expected)
{
  g_assert_cmpstr (self->log->str, ==, expected);
  g_string_truncate (self->log, 0);
}

static void
send_up (FakeTransport       *self,
         SondeTransportEvent *event)
{
  if (self->sink != NULL)
    self->sink (event, self->sink_data);
  sonde_transport_event_free (event);
}

void
fake_transport_stage (FakeTransport *self,
                      SondeStage     stage)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_STAGE);

  event->stage = stage;
  send_up (self, event);
}

void
fake_transport_connack (FakeTransport *self,
                        guint8         reason,
                        gboolean       session_present)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_CONNACK);

  event->reason = reason;
  event->session_present = session_present;
  send_up (self, event);
}

void
fake_transport_connack_with_properties (FakeTransport *self,
                                        const guint8  *properties,
                                        gsize          size)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_CONNACK);

  event->properties = g_bytes_new (properties, size);
  send_up (self, event);
}

void
fake_transport_suback (FakeTransport *self,
                       guint          token,
                       guint8         code)
{
  fake_transport_suback_many (self, token, &code, 1);
}

void
fake_transport_suback_many (FakeTransport *self,
                            guint          token,
                            const guint8  *codes,
                            gsize          n_codes)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_SUBACK);

  event->token = token;
  event->codes = g_bytes_new (codes, n_codes);
  send_up (self, event);
}

void
fake_transport_messages (FakeTransport *self,
                         SondeSegment  *segment,
                         guint          count)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_MESSAGES);

  event->segment = sonde_segment_ref (segment);
  event->count = count;
  send_up (self, event);
}

void
fake_transport_unsuback (FakeTransport *self,
                         guint          token)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_UNSUBACK);

  event->token = token;
  send_up (self, event);
}

void
fake_transport_published (FakeTransport *self,
                          guint          token,
                          guint64        serial,
                          gint64         time)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_PUBLISHED);

  event->token = token;
  event->serial = serial;
  event->time = time;
  send_up (self, event);
}

void
fake_transport_received (FakeTransport *self,
                         guint          token,
                         guint8         reason,
                         gint64         time)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_RECEIVED);

  event->token = token;
  event->reason = reason;
  event->time = time;
  send_up (self, event);
}

void
fake_transport_acked (FakeTransport *self,
                      guint          token,
                      guint8         reason,
                      gint64         time)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_ACKED);

  event->token = token;
  event->reason = reason;
  event->time = time;
  send_up (self, event);
}

void
fake_transport_progress (FakeTransport             *self,
                         guint                      id,
                         const SondeRepeatProgress *progress)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_REPEAT);

  event->token = id;
  event->progress = sonde_repeat_progress_copy (progress);
  send_up (self, event);
}

void
fake_transport_closed (FakeTransport *self,
                       int            code,
                       gboolean       may_retry)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_CLOSED);

  g_assert_true (self->open);
  self->open = FALSE;
  event->may_retry = may_retry;
  if (code >= 0)
    event->error = g_error_new_literal (SONDE_MQTT_ERROR, code, "because");
  send_up (self, event);
}
