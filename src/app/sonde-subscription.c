/* sonde-subscription.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription"

#include "sonde-subscription-private.h"

#include <sonde-rate.h>
#include <sonde-reason.h>

#include <string.h>

#include <glib/gi18n.h>

struct _SondeSubscription
{
  GObject parent_instance;

  SondeWanted *wanted;
  gboolean     solo;

  SondeGrant grant;
  gboolean   online;
  gboolean   ever_granted;
  guint8     granted_qos; /* the last that was granted */
  char      *grant_label;
  char      *refusal;
  char      *note; /* of a difference */
  guint64    count;
  guint64    shown_count;
  gint64     last_arrival;
  SondeRate  slots;
  double     rate;
};

G_DEFINE_FINAL_TYPE (SondeSubscription, sonde_subscription, G_TYPE_OBJECT)

enum
{
  PROP_FILTER = 1,
  PROP_QOS,
  PROP_COLOR,
  PROP_ALIAS,
  PROP_MUTED,
  PROP_SOLO,
  PROP_BY_HAND,
  PROP_GRANT,
  PROP_GRANT_LABEL,
  PROP_REFUSED,
  PROP_REFUSAL,
  PROP_NOTE,
  PROP_COUNT,
  PROP_RATE,
  PROP_LAST_ARRIVAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
dup_grant_label (SondeSubscription *self,
                 guint8             code,
                 SondeMqttVersion   version)
{
  switch (self->grant)
    {
    case SONDE_GRANT_PENDING:
      return g_strdup ("…");

    case SONDE_GRANT_REFUSED:
      return g_strdup (sonde_reason_to_string (version, SONDE_REASON_IN_SUBACK, code));

    case SONDE_GRANT_GRANTED:
      /* A broker may grant less than was asked for (MQTT 5.0, 3.8.4). */
      if (code < self->wanted->options.qos)
        return g_strdup_printf (_ ("QoS %u of %u"), code, self->wanted->options.qos);
      return g_strdup_printf (_ ("QoS %u"), code);

    case SONDE_GRANT_NONE:
    default:
      if (self->online)
        return g_strdup (_ ("not subscribed"));
      return g_strdup_printf (_ ("QoS %u"), self->ever_granted ? self->granted_qos : self->wanted->options.qos);
    }
}

static char *
dup_difference (SondeDifference difference,
                const char     *topic)
{
  switch (difference)
    {
    case SONDE_DIFFERENCE_NO_STATUS:
      return g_strdup (_ ("Granted, but nothing came: some brokers, as RabbitMQ, publish no $SYS topics."));

    case SONDE_DIFFERENCE_NO_RETAINED:
      return g_strdup_printf (_ ("The retained message of “%s” did not come: some brokers, as RabbitMQ, send them to exact topic names only."), topic);

    case SONDE_DIFFERENCE_RENAMED:
      return g_strdup_printf (_ ("Came as “%s”: this broker, as RabbitMQ does, turns a dot in a topic into a slash."), topic);

    case SONDE_DIFFERENCE_NONE:
    default:
      return NULL;
    }
}

void
sonde_subscription_set_difference (SondeSubscription *self,
                                   SondeDifference    difference,
                                   const char        *topic)
{
  g_autofree char *note = dup_difference (difference, topic);

  if (g_strcmp0 (self->note, note) == 0)
    return;

  g_free (self->note);
  self->note = g_steal_pointer (&note);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

void
sonde_subscription_set_wanted (SondeSubscription *self,
                               const SondeWanted *wanted)
{
  g_autoptr (SondeWanted) before = self->wanted;
  GObject *object = G_OBJECT (self);

  self->wanted = sonde_wanted_copy (wanted);

  g_object_freeze_notify (object);
  if (before->options.qos != wanted->options.qos)
    {
      self->ever_granted = FALSE;
      g_object_notify_by_pspec (object, properties[PROP_QOS]);
    }
  if (before->color != wanted->color)
    g_object_notify_by_pspec (object, properties[PROP_COLOR]);
  if (strcmp (before->alias, wanted->alias) != 0)
    g_object_notify_by_pspec (object, properties[PROP_ALIAS]);
  if (!before->muted != !wanted->muted)
    g_object_notify_by_pspec (object, properties[PROP_MUTED]);
  if (!before->by_hand != !wanted->by_hand)
    g_object_notify_by_pspec (object, properties[PROP_BY_HAND]);
  g_object_thaw_notify (object);
}

void
sonde_subscription_set_solo (SondeSubscription *self,
                             gboolean           solo)
{
  if (!self->solo == !solo)
    return;

  self->solo = solo;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOLO]);
}

void
sonde_subscription_set_grant (SondeSubscription *self,
                              SondeGrant         grant,
                              guint8             code,
                              SondeMqttVersion   version)
{
  GObject *object = G_OBJECT (self);

  self->grant = grant;
  if (grant == SONDE_GRANT_GRANTED)
    {
      self->ever_granted = TRUE;
      self->granted_qos = code;
    }

  g_clear_pointer (&self->grant_label, g_free);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->note, g_free);
  self->grant_label = dup_grant_label (self, code, version);
  if (grant == SONDE_GRANT_REFUSED)
    self->refusal = g_strdup (sonde_reason_to_advice (version, SONDE_REASON_IN_SUBACK, code));

  g_object_freeze_notify (object);
  g_object_notify_by_pspec (object, properties[PROP_GRANT]);
  g_object_notify_by_pspec (object, properties[PROP_GRANT_LABEL]);
  g_object_notify_by_pspec (object, properties[PROP_REFUSED]);
  g_object_notify_by_pspec (object, properties[PROP_REFUSAL]);
  g_object_notify_by_pspec (object, properties[PROP_NOTE]);
  g_object_thaw_notify (object);
}

void
sonde_subscription_set_online (SondeSubscription *self,
                               gboolean           online)
{
  if (!self->online == !online)
    return;

  self->online = online;
  if (self->grant == SONDE_GRANT_NONE)
    {
      g_free (self->grant_label);
      self->grant_label = dup_grant_label (self, 0, SONDE_MQTT_5);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRANT_LABEL]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRANT]);
}

void
sonde_subscription_add_count (SondeSubscription *self,
                              guint              n,
                              gint64             now,
                              gint64             arrived_at)
{
  self->count += n;
  self->last_arrival = arrived_at;
  sonde_rate_add (&self->slots, n, now);
}

gboolean
sonde_subscription_refresh (SondeSubscription *self,
                            gint64             now)
{
  double rate = sonde_rate_get (&self->slots, now);

  if (self->shown_count != self->count)
    {
      self->shown_count = self->count;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_ARRIVAL]);
    }
  if (rate < self->rate || rate > self->rate)
    {
      self->rate = rate;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
    }
  return rate > 0;
}

static void
sonde_subscription_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeSubscription *self = SONDE_SUBSCRIPTION (object);

  switch (prop_id)
    {
    case PROP_FILTER:
      g_value_set_string (value, self->wanted->filter);
      break;
    case PROP_QOS:
      g_value_set_uint (value, self->wanted->options.qos);
      break;
    case PROP_COLOR:
      g_value_set_uint (value, self->wanted->color);
      break;
    case PROP_ALIAS:
      g_value_set_string (value, self->wanted->alias);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->wanted->muted);
      break;
    case PROP_SOLO:
      g_value_set_boolean (value, self->solo);
      break;
    case PROP_BY_HAND:
      g_value_set_boolean (value, self->wanted->by_hand);
      break;
    case PROP_GRANT:
      g_value_set_int (value, self->grant);
      break;
    case PROP_GRANT_LABEL:
      g_value_set_string (value, self->grant_label);
      break;
    case PROP_REFUSED:
      g_value_set_boolean (value, self->grant == SONDE_GRANT_REFUSED);
      break;
    case PROP_REFUSAL:
      g_value_set_string (value, self->refusal);
      break;
    case PROP_NOTE:
      g_value_set_string (value, sonde_subscription_get_note (self));
      break;
    case PROP_COUNT:
      g_value_set_uint64 (value, self->count);
      break;
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_LAST_ARRIVAL:
      g_value_set_int64 (value, self->last_arrival);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscription_finalize (GObject *object)
{
  SondeSubscription *self = SONDE_SUBSCRIPTION (object);

  g_clear_pointer (&self->wanted, sonde_wanted_free);
  g_clear_pointer (&self->grant_label, g_free);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (sonde_subscription_parent_class)->finalize (object);
}

static void
sonde_subscription_class_init (SondeSubscriptionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sonde_subscription_get_property;
  object_class->finalize = sonde_subscription_finalize;

  properties[PROP_FILTER] = g_param_spec_string ("filter", NULL, NULL, NULL, flags);
  properties[PROP_QOS] = g_param_spec_uint ("qos", NULL, NULL, 0, 2, 0, flags);
  properties[PROP_COLOR] =
    g_param_spec_uint ("color", NULL, NULL, 0, SONDE_N_COLORS - 1, 0, flags);
  properties[PROP_ALIAS] = g_param_spec_string ("alias", NULL, NULL, "", flags);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, flags);
  properties[PROP_SOLO] = g_param_spec_boolean ("solo", NULL, NULL, FALSE, flags);
  properties[PROP_BY_HAND] = g_param_spec_boolean ("by-hand", NULL, NULL, FALSE, flags);
  properties[PROP_GRANT] =
    g_param_spec_int ("grant", NULL, NULL, SONDE_GRANT_NONE, SONDE_GRANT_REFUSED, SONDE_GRANT_NONE, flags);
  properties[PROP_GRANT_LABEL] = g_param_spec_string ("grant-label", NULL, NULL, NULL, flags);
  properties[PROP_REFUSED] = g_param_spec_boolean ("refused", NULL, NULL, FALSE, flags);
  properties[PROP_REFUSAL] = g_param_spec_string ("refusal", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_COUNT] = g_param_spec_uint64 ("count", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_LAST_ARRIVAL] = g_param_spec_int64 ("last-arrival", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_subscription_init (SondeSubscription *self)
{
}

SondeSubscription *
sonde_subscription_new (const SondeWanted *wanted)
{
  SondeSubscription *self = g_object_new (SONDE_TYPE_SUBSCRIPTION, NULL);

  self->wanted = sonde_wanted_copy (wanted);
  self->grant_label = g_strdup_printf (_ ("QoS %u"), wanted->options.qos);
  return self;
}

const char *
sonde_subscription_get_filter (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), NULL);

  return self->wanted->filter;
}

guint
sonde_subscription_get_qos (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), 0);

  return self->wanted->options.qos;
}

guint
sonde_subscription_get_color (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), 0);

  return self->wanted->color;
}

const SondeWanted *
sonde_subscription_get_wanted (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), NULL);

  return self->wanted;
}

const char *
sonde_subscription_get_alias (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), NULL);

  return self->wanted->alias;
}

gboolean
sonde_subscription_get_muted (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), FALSE);

  return self->wanted->muted;
}

gboolean
sonde_subscription_get_solo (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), FALSE);

  return self->solo;
}

gboolean
sonde_subscription_get_by_hand (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), FALSE);

  return self->wanted->by_hand;
}

gint64
sonde_subscription_get_last_arrival (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), 0);

  return self->last_arrival;
}

double
sonde_subscription_get_rate (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), 0);

  return self->rate;
}

SondeGrant
sonde_subscription_get_grant (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), SONDE_GRANT_NONE);

  return self->grant;
}

gboolean
sonde_subscription_can_subscribe (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), FALSE);

  return self->online && (self->grant == SONDE_GRANT_NONE || self->grant == SONDE_GRANT_REFUSED);
}

const char *
sonde_subscription_get_grant_label (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), NULL);

  return self->grant_label;
}

gboolean
sonde_subscription_get_refused (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), FALSE);

  return self->grant == SONDE_GRANT_REFUSED;
}

const char *
sonde_subscription_get_note (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), NULL);

  return self->refusal != NULL ? self->refusal : self->note;
}

guint64
sonde_subscription_get_count (SondeSubscription *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (self), 0);

  return self->count;
}
