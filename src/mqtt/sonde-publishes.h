/* sonde-publishes.h: publishes whose callers wait for the broker's word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread. Each is a GTask that returns %TRUE, with a SondePublishResult
 * that sonde_publishes_get_result() finds, or a SONDE_MQTT_ERROR.
 */

#pragma once

#include "sonde-session.h"

G_BEGIN_DECLS

typedef struct
{
  guint    token;
  char    *topic;
  GBytes  *payload;
  guint8   qos;
  gboolean retain;

  gboolean sent; /* in the log, and handed to the socket */
  gint64   sent_at;
  guint64  serial;
} SondePublish;

typedef struct _SondePublishes SondePublishes;

SondePublishes *sonde_publishes_new (void);
void            sonde_publishes_free (SondePublishes *self);

/* Takes @task. */
void sonde_publishes_add (SondePublishes *self,
                          GTask          *task,
                          guint           token,
                          const char     *topic,
                          GBytes         *payload,
                          guint8          qos,
                          gboolean        retain);

/* At QoS 0 that is all there is to wait for. */
void sonde_publishes_sent (SondePublishes *self,
                           guint           token,
                           guint64         serial,
                           gint64          time);

/* Returns: whether @token waited; @result is then what its caller hears */
gboolean sonde_publishes_acked (SondePublishes     *self,
                                guint               token,
                                guint8              reason,
                                gint64              time,
                                SondeMqttVersion    version,
                                SondePublishResult *result);

/* Those that were never handed over, in their order; borrowed. */
GPtrArray *sonde_publishes_list_unsent (SondePublishes *self);

/* Fails those that cannot come to an end any more: all, or with @session_goes_on
 * those of QoS 0 that never left. */
void sonde_publishes_lose (SondePublishes *self,
                           gboolean        session_goes_on);

/* Of a task that returned %TRUE. */
const SondePublishResult *sonde_publishes_get_result (GTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePublishes, sonde_publishes_free)

G_END_DECLS
