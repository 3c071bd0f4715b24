/* sonde-mosquitto.h: libmosquitto on a local byte stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only door to libmosquitto. It never sees the network: it talks to a
 * private AF_UNIX socket whose other end, the peer, is the caller's to pump.
 * One thread at a time; nothing here blocks.
 */

#pragma once

#include "sonde-goodbye.h"
#include "sonde-publish.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *topic;
  const void *payload;
  gsize       payload_size;
  guint16     packet_id; /* 0 at QoS 0 */
  guint8      qos;
  gboolean    retain;
} SondeDelivered;

/* Called from within sonde_mosquitto_turn(); must call nothing of this header. */
typedef struct
{
  void (*accepted) (gpointer user_data); /* CONNACK with success is digested */
  void (*message) (const SondeDelivered *message,
                   gpointer              user_data);
} SondeMosquittoFuncs;

typedef struct _SondeMosquitto SondeMosquitto;

/* @client_id "": the broker assigns one. @password may be %NULL. */
SondeMosquitto *sonde_mosquitto_new (const SondeProfile        *profile,
                                     const char                *client_id,
                                     const char                *password,
                                     const SondeMosquittoFuncs *funcs,
                                     gpointer                   user_data,
                                     GError                   **error);
void            sonde_mosquitto_free (SondeMosquitto *self);

/**
 * sonde_mosquitto_attach:
 * @clean: the Clean Start (Clean Session) flag of the CONNECT
 * @connect: (out): the CONNECT packet, already taken from the peer
 *
 * Begins a connection; QoS 1 and 2 in flight of the last one are sent again
 * after CONNACK.
 *
 * Returns: the peer, non-blocking, the caller's to close; -1 on failure
 */
int sonde_mosquitto_attach (SondeMosquitto *self,
                            gboolean        clean,
                            GBytes        **connect,
                            GError        **error);

/* Digests what the peer was sent until nothing is left or @deadline (monotonic
 * µs) comes. Returns: whether something is left */
gboolean sonde_mosquitto_turn (SondeMosquitto *self,
                               gint64          deadline);

/* %FALSE once libmosquitto has given the connection up. */
gboolean sonde_mosquitto_is_open (SondeMosquitto *self);

/* Bytes wait for room in the socket: hand over nothing more now. */
gboolean sonde_mosquitto_is_congested (SondeMosquitto *self);

/* To be called when keep alive may ask for a PINGREQ, or its answer is overdue. */
void sonde_mosquitto_check_keep_alive (SondeMosquitto *self);

/* Sends DISCONNECT behind what waits, then closes by itself. @goodbye: %NULL for a plain one;
 * its words are of MQTT 5 only */
void     sonde_mosquitto_disconnect (SondeMosquitto     *self,
                                     const SondeGoodbye *goodbye);
gboolean sonde_mosquitto_is_leaving (SondeMosquitto *self);

/* Each returns %TRUE with the packet id, or %FALSE: with the MQTT 5 reason why it
 * cannot be sent, or with 0 when the connection is gone.
 * @wire: (nullable): the properties of @publish as on the wire, %NULL in MQTT 3 */
gboolean sonde_mosquitto_publish (SondeMosquitto     *self,
                                  const SondePublish *publish,
                                  GBytes             *wire,
                                  guint16            *packet_id,
                                  guint8             *reason);
/* All of @filters, at least one, in one packet. */
gboolean sonde_mosquitto_subscribe (SondeMosquitto              *self,
                                    GStrv                        filters,
                                    const SondeSubscribeOptions *options,
                                    guint16                     *packet_id,
                                    guint8                      *reason);
gboolean sonde_mosquitto_unsubscribe (SondeMosquitto *self,
                                      GStrv           filters,
                                      guint16        *packet_id,
                                      guint8         *reason);

/* Why libmosquitto gave up, as far as it tells: SONDE_MQTT_ERROR. */
GError *sonde_mosquitto_dup_error (SondeMosquitto *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeMosquitto, sonde_mosquitto_free)

G_END_DECLS
