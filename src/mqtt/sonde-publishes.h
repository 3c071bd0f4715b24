/* sonde-publishes.h: publishes whose callers wait for the broker's word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread. Each is a GTask that returns %TRUE, with a SondePublishResult
 * that sonde_publishes_get_result() finds, or a SONDE_MQTT_ERROR.
 */

#pragma once

#include "sonde-limits.h"
#include "sonde-session.h"

G_BEGIN_DECLS

typedef struct _SondePublishes SondePublishes;

/* @transport is borrowed. */
SondePublishes *sonde_publishes_new (SondeTransport *transport);
void            sonde_publishes_free (SondePublishes *self);

/* Checks and sends. Takes @task. @watch: (nullable) */
void sonde_publishes_send (SondePublishes     *self,
                           GTask              *task,
                           const SondePublish *message,
                           SondePublishWatch   watch,
                           gpointer            watch_data);

/* The transport has handed it to the socket: at QoS 0 that is all there is to wait for. */
void sonde_publishes_sent (SondePublishes *self,
                           guint           token,
                           guint64         serial,
                           gint64          time);

/* PUBREC has come. */
void sonde_publishes_received (SondePublishes *self,
                               guint           token,
                               guint8          reason,
                               gint64          time);

/* Returns: whether @token waited; @result is then what its caller hears */
gboolean sonde_publishes_acked (SondePublishes     *self,
                                guint               token,
                                guint8              reason,
                                gint64              time,
                                SondePublishResult *result);

/* After CONNACK: sends what the connection before could not, when the session goes
 * on (3.2.2.2), and fails what waits when it does not. */
void sonde_publishes_connected (SondePublishes    *self,
                                const SondeLimits *limits,
                                gboolean           session_present);

/* About to disconnect: no more are taken. */
void sonde_publishes_refuse (SondePublishes *self);

/* @session_goes_on: there will be another attempt; QoS 1 and 2 wait for it. */
void sonde_publishes_disconnected (SondePublishes *self,
                                   gboolean        session_goes_on);

/* Of a task that returned %TRUE. */
const SondePublishResult *sonde_publishes_get_result (GTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePublishes, sonde_publishes_free)

G_END_DECLS
