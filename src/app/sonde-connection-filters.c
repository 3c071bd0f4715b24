/* sonde-connection-filters.c: subscribing on a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include <sonde-mqtt-error.h>
#include <sonde-reason.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>
#include <string.h>

const char *
sonde_connection_check_filter (SondeConnection *self,
                               const char      *filter)
{
  const SondeLimits *limits;
  SondeTopicFault    fault;
  guint8             reason;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  fault = sonde_topic_filter_check (filter, strlen (filter));
  if (fault != SONDE_TOPIC_FAULT_NONE)
    return sonde_topic_fault_to_string (fault);

  limits = sonde_connection_get_limits (self);
  reason = limits != NULL ? sonde_limits_check_filter (limits, filter) : 0;

  return reason != 0 ? sonde_reason_to_advice (SONDE_MQTT_5, SONDE_REASON_IN_SUBACK, reason) : NULL;
}

static const char *
check_options (SondeConnection             *self,
               const char                  *filter,
               const SondeSubscribeOptions *options)
{
  const SondeLimits *limits = sonde_connection_get_limits (self);

  if (self->profile->version != SONDE_MQTT_5)
    return NULL;
  if (options->no_local && sonde_topic_filter_is_shared (filter))
    return _ ("A shared subscription cannot have No Local: turn it off.");
  if (options->id > SONDE_MAX_SUBSCRIPTION_ID)
    return _ ("Choose a subscription identifier up to 268,435,455.");
  if (options->id > 0 && limits != NULL && !limits->subscription_id_available)
    return _ ("The broker takes no subscription identifiers: leave it out.");

  for (guint i = 0; i < options->user_properties->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (options->user_properties, i);
      const char      *sentence = sonde_profile_check_user_property (pair->name, pair->value);

      if (sentence != NULL)
        return sentence;
    }
  return NULL;
}

/* Nothing is begun that would stop half-way: all of them are checked first. */
static gboolean
check_all (SondeConnection             *self,
           GStrv                        filters,
           const SondeSubscribeOptions *options,
           GError                     **error)
{
  gboolean several = filters[0] != NULL && filters[1] != NULL;

  for (guint i = 0; filters[i] != NULL; i++)
    {
      const char *sentence = sonde_connection_check_filter (self, filters[i]);

      if (sentence == NULL)
        sentence = check_options (self, filters[i], options);
      if (sentence == NULL)
        continue;

      if (several)
        /* Translators: a topic filter, and a whole sentence that says what is wrong with it */
        g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, _ ("“%s”: %s"), filters[i], sentence);
      else
        g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);
      return FALSE;
    }
  return TRUE;
}

/* Each once, in their order. */
static GStrv
dup_distinct (GStrv filters)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; filters[i] != NULL; i++)
    if (g_hash_table_add (seen, filters[i]))
      g_strv_builder_add (builder, filters[i]);
  return g_strv_builder_end (builder);
}

static void
add_wanted (SondeConnection             *self,
            SondeProfile                *profile,
            const char                  *filter,
            const SondeSubscribeOptions *options)
{
  SondeSubscription *item = sonde_subscriptions_add (self->subscriptions, filter, options->qos);
  SondeWanted       *wanted = sonde_profile_want (profile, filter, options->qos, sonde_subscription_get_color (item));

  sonde_subscribe_options_set (&wanted->options, options);
  /* What is asked for while offline is asked for on connect. */
  if (!sonde_connection_get_online (self))
    wanted->by_hand = FALSE;
  sonde_subscriptions_change (self->subscriptions, wanted);
}

gboolean
sonde_connection_subscribe_many (SondeConnection             *self,
                                 GStrv                        filters,
                                 const SondeSubscribeOptions *options,
                                 GError                     **error)
{
  g_auto (GStrv) distinct = NULL;
  g_auto (SondeSubscribeOptions) own = { 0 };
  g_autoptr (SondeProfile) profile = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), FALSE);
  g_return_val_if_fail (filters != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->qos <= 2, FALSE);

  if (!check_all (self, filters, options, error))
    return FALSE;

  /* They may be the row's own. */
  distinct = dup_distinct (filters);
  sonde_subscribe_options_init (&own, 0);
  sonde_subscribe_options_set (&own, options);
  profile = sonde_profile_copy (self->profile);
  for (guint i = 0; distinct[i] != NULL; i++)
    add_wanted (self, profile, distinct[i], &own);
  sonde_connection_set_profile (self, profile);
  sonde_session_subscribe_many (self->session, distinct, &own);
  return TRUE;
}

gboolean
sonde_connection_subscribe (SondeConnection             *self,
                            const char                  *filter,
                            const SondeSubscribeOptions *options,
                            GError                     **error)
{
  const char *const filters[] = { filter, NULL };

  g_return_val_if_fail (filter != NULL, FALSE);

  return sonde_connection_subscribe_many (self, (GStrv) filters, options, error);
}

void
sonde_connection_unsubscribe_many (SondeConnection *self,
                                   GStrv            filters)
{
  g_auto (GStrv) names = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (filters != NULL);

  names = dup_distinct (filters); /* may be the rows' own */
  sonde_session_unsubscribe_many (self->session, names);
  profile = sonde_profile_copy (self->profile);
  for (guint i = 0; names[i] != NULL; i++)
    sonde_profile_unwant (profile, names[i], !profile->clean_start && sonde_session_may_hold (self->session, names[i]));
  sonde_connection_set_profile (self, profile);
  for (guint i = 0; names[i] != NULL; i++)
    sonde_subscriptions_remove (self->subscriptions, names[i]);
}

void
sonde_connection_unsubscribe (SondeConnection *self,
                              const char      *filter)
{
  const char *const filters[] = { filter, NULL };

  g_return_if_fail (filter != NULL);

  sonde_connection_unsubscribe_many (self, (GStrv) filters);
}
