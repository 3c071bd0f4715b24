/* sonde-subscribe-options.h: how a topic filter is subscribed to (5.0, 3.8.3.1); plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All but the QoS is of MQTT 5 only, and left out in MQTT 3.
 */

#pragma once

#include "sonde-pairs.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_RETAIN_SEND,     /* at each SUBSCRIBE */
  SONDE_RETAIN_SEND_NEW, /* only where the subscription did not exist */
  SONDE_RETAIN_DO_NOT_SEND,
} SondeRetainHandling;

#define SONDE_MAX_SUBSCRIPTION_ID 268435455  /* 3.8.2.1.2 */
#define SONDE_OWN_SUBSCRIPTION_IDS 268000000 /* from here on they are our own, unless the user gave one */

/* A member of what has it: sonde_subscribe_options_init() it first. */
typedef struct
{
  guint8              qos; /* the most that is asked for */
  gboolean            no_local;
  gboolean            retain_as_published;
  SondeRetainHandling retain_handling;
  guint32             id;              /* Subscription Identifier; 0: none */
  guint32             own_id;          /* ours in its place, to tell copies of a message (see sonde-copies.h); 0: none */
  GPtrArray          *user_properties; /* of SondePair */
} SondeSubscribeOptions;

void sonde_subscribe_options_init (SondeSubscribeOptions *self,
                                   guint8                 qos);
void sonde_subscribe_options_clear (SondeSubscribeOptions *self);
/* @self is initialised; what it held is freed. */
void     sonde_subscribe_options_set (SondeSubscribeOptions       *self,
                                      const SondeSubscribeOptions *from);
gboolean sonde_subscribe_options_equal (const SondeSubscribeOptions *a,
                                        const SondeSubscribeOptions *b);

/* Whether it is more than a QoS. */
gboolean sonde_subscribe_options_are_special (const SondeSubscribeOptions *self);

/* The properties of the SUBSCRIBE as on the wire (5.0, 3.8.2.1), after their length; maybe empty. */
GBytes *sonde_subscribe_options_dup_properties (const SondeSubscribeOptions *self);
gsize   sonde_subscribe_options_get_properties_size (const SondeSubscribeOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondeSubscribeOptions, sonde_subscribe_options_clear)

G_END_DECLS
