/* sonde-limits.h: what a broker allows, from the properties of its CONNACK (5.0, 3.2.2.3)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value; pure functions; any thread.
 */

#pragma once

#include "sonde-mqtt-error.h"
#include "sonde-publish.h"

G_BEGIN_DECLS

typedef struct
{
  SondeMqttVersion version;
  guint32          maximum_packet_size;
  guint8           maximum_qos;
  gboolean         retain_available;
  gint32           keep_alive;      /* s; -1 when the broker leaves ours */
  guint16          receive_maximum; /* QoS 1 and 2 under way at once */
  gboolean         wildcard_available;
  gboolean         shared_available;
  gboolean         subscription_id_available;
  guint16          topic_alias_maximum; /* 0: none are taken */
} SondeLimits;

/* What holds where the broker says nothing. */
void sonde_limits_init (SondeLimits     *self,
                        SondeMqttVersion version,
                        const guint8    *properties,
                        gsize            size);

/**
 * sonde_limits_check_publish:
 * @error: TOO_LARGE, or INVALID for a QoS, retain flag or topic alias that the broker rules out
 *
 * libmosquitto 2.0.11 aborts on a packet a byte too long and drops a retain
 * flag silently: so this comes first.
 */
gboolean sonde_limits_check_publish (const SondeLimits  *self,
                                     const SondePublish *publish,
                                     GError            **error);

/* Whether the broker takes subscriptions to @filter, a valid one. Returns: 0, or the reason code
 * that it would refuse with (5.0, 3.2.2.3.11 and 13), rather end the connection with */
guint8 sonde_limits_check_filter (const SondeLimits *self,
                                  const char        *filter);
/* … with @options (5.0, 3.2.2.3.12; 3.8.3.1: a shared subscription must not have No Local). The code
 * is one that a SUBACK may hold (3.9.3). */
guint8 sonde_limits_check_subscribe (const SondeLimits           *self,
                                     const char                  *filter,
                                     const SondeSubscribeOptions *options);

/* "The broker takes messages up to QoS 1." */
char *sonde_limits_dup_qos_text (const SondeLimits *self);

/* "The broker takes topic aliases up to 10: choose one of these, or none." */
char *sonde_limits_dup_alias_text (const SondeLimits *self);

/* The sentence for a message with the Retain flag when there is no retain_available. */
const char *sonde_limits_get_retain_text (void);

G_END_DECLS
