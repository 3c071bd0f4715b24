/* sonde-transport.h: what carries a session: libmosquitto, or a test's fake
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread on this side: commands go down by these calls, which return at
 * once, and events come up by the sink. After sonde_transport_open() there is
 * always exactly one CLOSED event, whatever happens, and none after it.
 */

#pragma once

#include "sonde-goodbye.h"
#include "sonde-chain.h"
#include "sonde-publish.h"
#include "sonde-segment.h"
#include "sonde-supply.h"

G_BEGIN_DECLS

/* How far an attempt to connect has come; in the order it goes. */
typedef enum
{
  SONDE_STAGE_RESOLVE,   /* name → addresses: of the proxy where there is one, else of the broker */
  SONDE_STAGE_TCP,       /* or the socket of this machine */
  SONDE_STAGE_PROXY,     /* only where the profile uses one: it is asked for the broker */
  SONDE_STAGE_TLS,       /* only where the profile uses it; once more with a new .detail when it is done */
  SONDE_STAGE_WEBSOCKET, /* only where the profile uses it: the upgrade */
  SONDE_STAGE_CONNECT,   /* CONNECT sent, CONNACK awaited */
  SONDE_STAGE_ONLINE,
} SondeStage;

typedef enum
{
  SONDE_TRANSPORT_STAGE,        /* stage begins: .stage, .detail (address tried), .time, .chain once TLS stands */
  SONDE_TRANSPORT_CONNACK,      /* .reason, .session_present, .properties */
  SONDE_TRANSPORT_MESSAGES,     /* .segment now holds .count */
  SONDE_TRANSPORT_SUBACK,       /* .token, .codes, .n_codes, .properties; version-specific codes */
  SONDE_TRANSPORT_UNSUBACK,     /* likewise; no codes in 3.x */
  SONDE_TRANSPORT_PUBLISHED,    /* .token, .serial: written to the log, handed to the socket */
  SONDE_TRANSPORT_RECEIVED,     /* .token, .reason, .time: QoS 2 PUBREC; PUBCOMP is to follow */
  SONDE_TRANSPORT_ACKED,        /* .token, .reason, .time: QoS 1 PUBACK, QoS 2 PUBCOMP or a failed PUBREC */
  SONDE_TRANSPORT_REPEAT,       /* .token, .progress */
  SONDE_TRANSPORT_REPEAT_ACKED, /* .serial, .reason, .round_trip: of a message that was repeated; no .token */
  SONDE_TRANSPORT_CLOSED,       /* .error (%NULL when asked for), .stage where, .reason of a DISCONNECT, .may_retry, .chain */
} SondeTransportEventType;

typedef struct
{
  SondeTransportEventType type;
  gint64                  time; /* monotonic µs, taken on the network thread */
  SondeStage              stage;
  char                   *detail;
  GError                 *error; /* of SONDE_MQTT_ERROR */
  gboolean                may_retry;
  guint8                  reason; /* CONNACK, DISCONNECT, PUBACK: MQTT 5 numbers (3.x ones are mapped) */
  gboolean                session_present;
  guint                   token;
  guint64                 serial;
  gint64                  round_trip; /* µs */
  SondeRepeatProgress    *progress;
  GBytes                 *codes;      /* one byte a filter */
  GBytes                 *properties; /* MQTT 5, as on the wire */
  SondeChain             *chain;      /* what the broker presented for TLS, or %NULL */
  SondeSegment           *segment;
  guint                   count;
} SondeTransportEvent;

SondeTransportEvent *sonde_transport_event_new (SondeTransportEventType type);
void                 sonde_transport_event_free (SondeTransportEvent *self);

/* Tokens of what a repeat publishes have this bit, and are seen below the transport only. */
#define SONDE_REPEAT_TOKENS 0x80000000u

/* @event is borrowed during the call. Main thread. */
typedef void (*SondeTransportSink) (const SondeTransportEvent *event,
                                    gpointer                   user_data);

#define SONDE_TYPE_TRANSPORT (sonde_transport_get_type ())
G_DECLARE_INTERFACE (SondeTransport, sonde_transport, SONDE, TRANSPORT, GObject)

struct _SondeTransportInterface
{
  GTypeInterface parent;

  void (*set_sink) (SondeTransport    *self,
                    SondeTransportSink sink,
                    gpointer           user_data);
  void (*open) (SondeTransport     *self,
                const SondeProfile *profile,
                const char         *password,
                gboolean            again);
  void (*close) (SondeTransport     *self,
                 const SondeGoodbye *goodbye);
  void (*subscribe) (SondeTransport              *self,
                     guint                        token,
                     GStrv                        filters,
                     const SondeSubscribeOptions *options);
  void (*unsubscribe) (SondeTransport *self,
                       guint           token,
                       GStrv           filters);
  void (*publish) (SondeTransport     *self,
                   guint               token,
                   const SondePublish *publish);
  void (*repeat) (SondeTransport         *self,
                  guint                   id,
                  const SondeRepeatOrder *order);
  void (*stop_repeat) (SondeTransport *self,
                       guint           id);
};

/* @sink %NULL: nothing is delivered any more. */
void sonde_transport_set_sink (SondeTransport    *self,
                               SondeTransportSink sink,
                               gpointer           user_data);

/* @again: an automatic reconnect of the same session, which keeps QoS 1 and 2
 * publishes in flight; otherwise a new one. @password may be %NULL. */
void sonde_transport_open (SondeTransport     *self,
                           const SondeProfile *profile,
                           const char         *password,
                           gboolean            again);

/* DISCONNECT when online, cancel when not. @goodbye: %NULL for a plain DISCONNECT */
void sonde_transport_close (SondeTransport     *self,
                            const SondeGoodbye *goodbye);

/* Tokens are the caller's, never 0, less than SONDE_REPEAT_TOKENS. A command that cannot be sent is answered
 * by nothing but CLOSED; the session fails what then still waits. Of @filters
 * there is one at least; they go in one packet, and the answer has a code each. */
void sonde_transport_subscribe (SondeTransport              *self,
                                guint                        token,
                                GStrv                        filters,
                                const SondeSubscribeOptions *options);
void sonde_transport_unsubscribe (SondeTransport *self,
                                  guint           token,
                                  GStrv           filters);
void sonde_transport_publish (SondeTransport     *self,
                              guint               token,
                              const SondePublish *publish);

/* Sends again and again, in all connections from now on, until it ends or is stopped. Takes the
 * supply of @order. @id is the token of its events. */
void sonde_transport_repeat (SondeTransport         *self,
                             guint                   id,
                             const SondeRepeatOrder *order);
void sonde_transport_stop_repeat (SondeTransport *self,
                                  guint           id);

G_END_DECLS
