/* sonde-mosquitto-transport.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-mosquitto-transport"

#include "sonde-mosquitto-transport.h"

#include "sonde-link.h"

#include <sonde-mailbox.h>
#include <sonde-secret.h>

/*
 * The main thread's face of a SondeLink, which belongs to the network thread:
 * commands go down as closures run there, events come up by the mailbox.
 */
struct _SondeMosquittoTransport
{
  GObject parent_instance;

  SondeNetwork      *network;
  SondeMailbox      *mailbox;
  SondeTransportSink sink;
  gpointer           sink_data;

  /* Written and read on the network thread alone, hence not in this object. */
  SondeLink **link;
};

typedef enum
{
  COMMAND_OPEN,
  COMMAND_CLOSE,
  COMMAND_SUBSCRIBE,
  COMMAND_UNSUBSCRIBE,
  COMMAND_PUBLISH,
  COMMAND_REPEAT,
  COMMAND_STOP_REPEAT,
} CommandType;

typedef struct
{
  CommandType           type;
  SondeLink           **link;
  SondeProfile         *profile;
  char                 *password;
  GStrv                 filters;
  SondeSubscribeOptions options; /* with SUBSCRIBE only */
  SondePublish         *publish;
  guint                 token;
  gboolean              again;
  SondeRepeatOrder      order;
  SondeGoodbye          goodbye;
} Command;

static void sonde_mosquitto_transport_iface_init (SondeTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeMosquittoTransport, sonde_mosquitto_transport, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (SONDE_TYPE_TRANSPORT, sonde_mosquitto_transport_iface_init))

/* ---- Network thread ---- */

typedef struct
{
  SondeLink       **link;
  SondeNetworkHold *hold;
  SondeMailbox     *mailbox;
  SondePacketRing  *packets; /* or %NULL */
} Birth;

static gboolean
create_link_cb (gpointer data)
{
  Birth *birth = data;

  *birth->link = sonde_link_new (birth->hold, birth->mailbox);
  sonde_mailbox_unref (birth->mailbox);
  if (birth->packets != NULL)
    sonde_link_set_packets (*birth->link, birth->packets);
  g_clear_pointer (&birth->packets, sonde_packet_ring_unref);

  return G_SOURCE_REMOVE;
}

static gboolean
abandon_link_cb (gpointer data)
{
  SondeLink **link = data;

  sonde_link_abandon (*link);
  g_free (link);

  return G_SOURCE_REMOVE;
}

static gboolean
run_command_cb (gpointer data)
{
  Command   *command = data;
  SondeLink *link = *command->link;

  switch (command->type)
    {
    case COMMAND_OPEN:
      sonde_link_open (link, command->profile, command->password, command->again);
      break;
    case COMMAND_CLOSE:
      sonde_link_close (link, &command->goodbye);
      break;
    case COMMAND_SUBSCRIBE:
      sonde_sender_subscribe (sonde_link_get_sender (link), command->token, command->filters, &command->options);
      break;
    case COMMAND_UNSUBSCRIBE:
      sonde_sender_unsubscribe (sonde_link_get_sender (link), command->token, command->filters);
      break;
    case COMMAND_PUBLISH:
      sonde_sender_publish (sonde_link_get_sender (link), command->token, g_steal_pointer (&command->publish));
      break;
    case COMMAND_REPEAT:
      sonde_repeater_start (sonde_sender_get_repeater (sonde_link_get_sender (link)), command->token, &command->order);
      command->order.supply = NULL;
      break;
    case COMMAND_STOP_REPEAT:
      sonde_repeater_stop (sonde_sender_get_repeater (sonde_link_get_sender (link)), command->token);
      break;
    default:
      g_assert_not_reached ();
    }

  return G_SOURCE_REMOVE;
}

/* ---- Main thread ---- */

static void
command_free (gpointer data)
{
  Command *command = data;

  sonde_secret_free (command->password);
  g_clear_pointer (&command->profile, sonde_profile_free);
  g_strfreev (command->filters);
  sonde_subscribe_options_clear (&command->options);
  sonde_publish_free (command->publish);
  if (command->order.supply != NULL)
    command->order.funcs->free (command->order.supply);
  g_free (command);
}

static Command *
command_new (SondeMosquittoTransport *self,
             CommandType              type,
             guint                    token)
{
  Command *command = g_new0 (Command, 1);

  command->type = type;
  command->link = self->link;
  command->token = token;

  return command;
}

static void
send_command (SondeMosquittoTransport *self,
              Command                 *command)
{
  sonde_network_invoke (self->network, run_command_cb, command, command_free);
}

static void
deliver_cb (gpointer letter,
            gpointer user_data)
{
  SondeMosquittoTransport *self = user_data;

  if (self->sink != NULL)
    self->sink (letter, self->sink_data);
}

static void
sonde_mosquitto_transport_set_sink (SondeTransport    *transport,
                                    SondeTransportSink sink,
                                    gpointer           user_data)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);

  self->sink = sink;
  self->sink_data = user_data;
}

static void
sonde_mosquitto_transport_open (SondeTransport     *transport,
                                const SondeProfile *profile,
                                const char         *password,
                                gboolean            again)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);
  Command                 *command = command_new (self, COMMAND_OPEN, 0);

  command->profile = sonde_profile_copy (profile);
  command->password = g_strdup (password);
  command->again = again;
  send_command (self, command);
}

static void
sonde_mosquitto_transport_close (SondeTransport     *transport,
                                 const SondeGoodbye *goodbye)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);
  Command                 *command = command_new (self, COMMAND_CLOSE, 0);

  if (goodbye != NULL)
    command->goodbye = *goodbye;
  send_command (self, command);
}

static void
sonde_mosquitto_transport_subscribe (SondeTransport              *transport,
                                     guint                        token,
                                     GStrv                        filters,
                                     const SondeSubscribeOptions *options)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);
  Command                 *command = command_new (self, COMMAND_SUBSCRIBE, token);

  command->filters = g_strdupv (filters);
  sonde_subscribe_options_set (&command->options, options);
  send_command (self, command);
}

static void
sonde_mosquitto_transport_unsubscribe (SondeTransport *transport,
                                       guint           token,
                                       GStrv           filters)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);
  Command                 *command = command_new (self, COMMAND_UNSUBSCRIBE, token);

  command->filters = g_strdupv (filters);
  send_command (self, command);
}

static void
sonde_mosquitto_transport_publish (SondeTransport     *transport,
                                   guint               token,
                                   const SondePublish *publish)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);
  Command                 *command = command_new (self, COMMAND_PUBLISH, token);

  command->publish = sonde_publish_copy (publish);
  send_command (self, command);
}

static void
sonde_mosquitto_transport_repeat (SondeTransport         *transport,
                                  guint                   id,
                                  const SondeRepeatOrder *order)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);
  Command                 *command = command_new (self, COMMAND_REPEAT, id);

  command->order = *order;
  send_command (self, command);
}

static void
sonde_mosquitto_transport_stop_repeat (SondeTransport *transport,
                                       guint           id)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (transport);

  send_command (self, command_new (self, COMMAND_STOP_REPEAT, id));
}

static void
sonde_mosquitto_transport_finalize (GObject *object)
{
  SondeMosquittoTransport *self = SONDE_MOSQUITTO_TRANSPORT (object);

  sonde_mailbox_close (self->mailbox);
  sonde_mailbox_unref (self->mailbox);
  sonde_network_invoke (self->network, abandon_link_cb, self->link, NULL);
  g_object_unref (self->network);

  G_OBJECT_CLASS (sonde_mosquitto_transport_parent_class)->finalize (object);
}

static void
sonde_mosquitto_transport_iface_init (SondeTransportInterface *iface)
{
  iface->set_sink = sonde_mosquitto_transport_set_sink;
  iface->open = sonde_mosquitto_transport_open;
  iface->close = sonde_mosquitto_transport_close;
  iface->subscribe = sonde_mosquitto_transport_subscribe;
  iface->unsubscribe = sonde_mosquitto_transport_unsubscribe;
  iface->publish = sonde_mosquitto_transport_publish;
  iface->repeat = sonde_mosquitto_transport_repeat;
  iface->stop_repeat = sonde_mosquitto_transport_stop_repeat;
}

static void
sonde_mosquitto_transport_class_init (SondeMosquittoTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_mosquitto_transport_finalize;
}

static void
sonde_mosquitto_transport_init (SondeMosquittoTransport *self)
{
  self->link = g_new0 (SondeLink *, 1);
  self->mailbox = sonde_mailbox_new (g_main_context_get_thread_default (), deliver_cb, self,
                                     (GDestroyNotify) sonde_transport_event_free);
}

SondeMosquittoTransport *
sonde_mosquitto_transport_new (SondeNetwork *network)
{
  return sonde_mosquitto_transport_new_recording (network, NULL);
}

SondeMosquittoTransport *
sonde_mosquitto_transport_new_recording (SondeNetwork    *network,
                                         SondePacketRing *packets)
{
  SondeMosquittoTransport *self;
  Birth                   *birth;

  g_return_val_if_fail (SONDE_IS_NETWORK (network), NULL);

  self = g_object_new (SONDE_TYPE_MOSQUITTO_TRANSPORT, NULL);
  self->network = g_object_ref (network);

  birth = g_new0 (Birth, 1);
  birth->link = self->link;
  birth->hold = sonde_network_hold (network);
  birth->mailbox = sonde_mailbox_ref (self->mailbox);
  if (packets != NULL)
    birth->packets = sonde_packet_ring_ref (packets);
  sonde_network_invoke (network, create_link_cb, birth, g_free);

  return self;
}
