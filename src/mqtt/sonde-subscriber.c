/* sonde-subscriber.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscriber"

#include "sonde-subscriber.h"

#include "sonde-grants.h"

/* Larger than this no packet becomes by the number of its filters. */
#define PACKET_SIZE 65536

struct _SondeSubscriber
{
  SondeTransport     *transport;
  SondeSubscriberFunc changed;
  gpointer            user_data;
  SondeGrants        *grants;
  SondeLimits         limits;
  gboolean            connected;
  guint               last_token;
};

SondeSubscriber *
sonde_subscriber_new (SondeTransport     *transport,
                      SondeSubscriberFunc changed,
                      gpointer            user_data)
{
  SondeSubscriber *self = g_new0 (SondeSubscriber, 1);

  self->transport = transport;
  self->changed = changed;
  self->user_data = user_data;
  self->grants = sonde_grants_new ();

  return self;
}

void
sonde_subscriber_free (SondeSubscriber *self)
{
  if (self == NULL)
    return;

  sonde_grants_free (self->grants);
  g_free (self);
}

/* Of those that were known before a change. */
static void
tell (SondeSubscriber *self,
      GStrv            filters)
{
  for (guint i = 0; filters[i] != NULL; i++)
    self->changed (filters[i], self->user_data);
}

/* Those of a SUBSCRIBE that the broker takes: over others many would end the connection. */
static GStrv
list_allowed (SondeSubscriber      *self,
              const SondeGrantStep *step)
{
  g_autoptr (GStrvBuilder) filters = g_strv_builder_new ();

  for (guint i = 0; i < step->filters->len; i++)
    {
      const char *filter = g_ptr_array_index (step->filters, i);
      guint8      reason = step->subscribe ? sonde_limits_check_subscribe (&self->limits, filter, &step->options) : 0;

      if (reason == 0)
        g_strv_builder_add (filters, filter);
      else
        sonde_grants_refused (self->grants, filter, reason);
    }

  return g_strv_builder_end (filters);
}

static void
send_step (SondeSubscriber      *self,
           const SondeGrantStep *step)
{
  g_auto (GStrv) filters = list_allowed (self, step);

  if (filters[0] == NULL)
    return;

  if (++self->last_token == 0)
    self->last_token = 1;

  sonde_grants_sent (self->grants, filters, step->subscribe ? &step->options : NULL, self->last_token);
  if (step->subscribe)
    sonde_transport_subscribe (self->transport, self->last_token, filters, &step->options);
  else
    sonde_transport_unsubscribe (self->transport, self->last_token, filters);
}

static void
send_for_filters (SondeSubscriber *self,
                  GStrv            filters)
{
  if (self->connected)
    {
      g_autoptr (GPtrArray) plan = sonde_grants_plan_for (self->grants, filters);

      for (guint i = 0; i < plan->len; i++)
        send_step (self, g_ptr_array_index (plan, i));
    }
  tell (self, filters);
}

void
sonde_subscriber_want (SondeSubscriber             *self,
                       GStrv                        filters,
                       const SondeSubscribeOptions *options)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; filters[i] != NULL; i++)
    sonde_grants_want (self->grants, filters[i], options);
  send_for_filters (self, filters);
}

void
sonde_subscriber_unwant (SondeSubscriber *self,
                         GStrv            filters)
{
  g_return_if_fail (self != NULL);

  /* Offline nobody knows what a session of an earlier run holds; online what is not known is
   * unsubscribed from all the same. */
  for (guint i = 0; filters[i] != NULL; i++)
    sonde_grants_drop (self->grants, filters[i]);
  send_for_filters (self, filters);
}

gboolean
sonde_subscriber_may_hold (SondeSubscriber *self,
                           const char      *filter)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return sonde_grants_may_hold (self->grants, filter);
}

SondeGrant
sonde_subscriber_get (SondeSubscriber *self,
                      const char      *filter,
                      guint8          *code)
{
  g_return_val_if_fail (self != NULL, SONDE_GRANT_NONE);

  return sonde_grants_get (self->grants, filter, code);
}

static void
send_plan (SondeSubscriber *self,
           gboolean         session_present,
           gboolean         resubscribe)
{
  g_autoptr (GPtrArray) plan = sonde_grants_plan (self->grants, session_present);

  for (guint i = 0; i < plan->len; i++)
    {
      const SondeGrantStep *step = g_ptr_array_index (plan, i);

      if (resubscribe || !step->subscribe)
        send_step (self, step);
    }
}

void
sonde_subscriber_connected (SondeSubscriber   *self,
                            const SondeLimits *limits,
                            gboolean           session_present,
                            gboolean           hidden,
                            gboolean           resubscribe)
{
  g_auto (GStrv) filters = NULL;

  g_return_if_fail (self != NULL);

  self->limits = *limits;
  sonde_grants_set_limits (self->grants, limits->version, MIN (limits->maximum_packet_size, PACKET_SIZE),
                           limits->subscription_id_available);
  filters = sonde_grants_list (self->grants);
  self->connected = TRUE;
  /* What is not wanted leaves the session that may be there; what is wanted is subscribed all the same. */
  if (hidden && !session_present)
    send_plan (self, TRUE, FALSE);
  send_plan (self, session_present, resubscribe);
  tell (self, filters);
}

void
sonde_subscriber_disconnected (SondeSubscriber *self,
                               gboolean         session_lasts)
{
  g_auto (GStrv) filters = NULL;

  g_return_if_fail (self != NULL);

  filters = sonde_grants_list (self->grants);
  self->connected = FALSE;
  sonde_grants_disconnected (self->grants, session_lasts);
  tell (self, filters);
}

void
sonde_subscriber_take_answer (SondeSubscriber           *self,
                              const SondeTransportEvent *event)
{
  g_auto (GStrv) filters = NULL;
  const guint8 *codes = NULL;
  gsize         size = 0;

  g_return_if_fail (self != NULL);

  if (event->codes != NULL)
    codes = g_bytes_get_data (event->codes, &size);
  if (event->type == SONDE_TRANSPORT_SUBACK)
    filters = sonde_grants_subscribed (self->grants, event->token, codes, size);
  else
    filters = sonde_grants_unsubscribed (self->grants, event->token, codes, size);

  tell (self, filters);
}
