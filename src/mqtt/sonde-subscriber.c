/* sonde-subscriber.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscriber"

#include "sonde-subscriber.h"

#include "sonde-grants.h"

struct _SondeSubscriber
{
  SondeTransport     *transport;
  SondeSubscriberFunc changed;
  gpointer            user_data;
  SondeGrants        *grants;
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
      const GStrv      filters)
{
  for (guint i = 0; filters[i] != NULL; i++)
    self->changed (filters[i], self->user_data);
}

static void
send_step (SondeSubscriber      *self,
           const SondeGrantStep *step)
{
  if (++self->last_token == 0)
    self->last_token = 1;

  sonde_grants_sent (self->grants, step, self->last_token);
  if (step->subscribe)
    sonde_transport_subscribe (self->transport, self->last_token, step->filter, step->qos);
  else
    sonde_transport_unsubscribe (self->transport, self->last_token, step->filter);
}

static void
send_for_filter (SondeSubscriber *self,
                 const char      *filter)
{
  SondeGrantStep step;

  if (self->connected)
    {
      sonde_grants_get_step (self->grants, filter, &step);
      send_step (self, &step);
    }
  self->changed (filter, self->user_data);
}

void
sonde_subscriber_want (SondeSubscriber *self,
                       const char      *filter,
                       guint8           qos)
{
  g_return_if_fail (self != NULL);

  sonde_grants_want (self->grants, filter, qos);
  send_for_filter (self, filter);
}

void
sonde_subscriber_unwant (SondeSubscriber *self,
                         const char      *filter)
{
  g_return_if_fail (self != NULL);

  /* Offline nobody knows what a session of an earlier run holds. */
  if (self->connected)
    sonde_grants_unwant (self->grants, filter);
  else
    sonde_grants_drop (self->grants, filter);
  send_for_filter (self, filter);
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
sonde_subscriber_connected (SondeSubscriber *self,
                            gboolean         session_present,
                            gboolean         hidden,
                            gboolean         resubscribe)
{
  g_auto (GStrv) filters = NULL;

  g_return_if_fail (self != NULL);

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
  g_autofree char *filter = NULL;
  const guint8    *codes = NULL;
  gsize            size = 0;

  g_return_if_fail (self != NULL);

  /* MQTT 3's UNSUBACK has no codes: it can only succeed (3.11). */
  if (event->codes != NULL)
    codes = g_bytes_get_data (event->codes, &size);
  if (event->type == SONDE_TRANSPORT_SUBACK)
    filter = sonde_grants_subscribed (self->grants, event->token, size > 0 ? codes[0] : 0);
  else
    filter = sonde_grants_unsubscribed (self->grants, event->token, size > 0 ? codes[0] : 0);

  if (filter != NULL)
    self->changed (filter, self->user_data);
}
