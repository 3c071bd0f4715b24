/* sonde-subscription.h: one topic filter one listens to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include <sonde-session.h>
#include <sonde-wanted.h>

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SondeSubscription:
 *
 * Properties (notify): filter (string, construct only), qos (uint, asked for),
 *   color (uint, 0 to SONDE_N_COLORS - 1), alias (string, "" for none), muted, solo,
 *   by-hand (gboolean: a preset, not subscribed to on connect), grant (int, SondeGrant),
 *   grant-label (string: "QoS 1", "QoS 0 of 2", "not authorized", "…" while pending,
 *   "QoS 1" dim when offline, "not subscribed" when online all the same), refused (gboolean), refusal (string: advice, or NULL),
 *   note (string, or NULL: the refusal's advice, or in what the broker differs here),
 *   count (uint64), rate (double, a second), last-arrival (int64: µs since the epoch, 0 for never).
 * The last three notify at most four times a second.
 */
#define SONDE_TYPE_SUBSCRIPTION (sonde_subscription_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscription, sonde_subscription, SONDE, SUBSCRIPTION, GObject)

const char *sonde_subscription_get_filter (SondeSubscription *self);
guint       sonde_subscription_get_qos (SondeSubscription *self);
guint       sonde_subscription_get_color (SondeSubscription *self);
SondeGrant  sonde_subscription_get_grant (SondeSubscription *self);
/* All that the profile keeps of it; changed by sonde_connection_change_subscription(). */
const SondeWanted *sonde_subscription_get_wanted (SondeSubscription *self);
const char        *sonde_subscription_get_alias (SondeSubscription *self);
gboolean           sonde_subscription_get_muted (SondeSubscription *self);
gboolean           sonde_subscription_get_solo (SondeSubscription *self);
gboolean           sonde_subscription_get_by_hand (SondeSubscription *self);
gint64             sonde_subscription_get_last_arrival (SondeSubscription *self);
double             sonde_subscription_get_rate (SondeSubscription *self);

gboolean    sonde_subscription_can_subscribe (SondeSubscription *self); /* changes with grant */
const char *sonde_subscription_get_grant_label (SondeSubscription *self);
gboolean    sonde_subscription_get_refused (SondeSubscription *self);
const char *sonde_subscription_get_note (SondeSubscription *self);
guint64     sonde_subscription_get_count (SondeSubscription *self);

G_END_DECLS
