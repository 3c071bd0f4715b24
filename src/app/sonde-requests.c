/* sonde-requests.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-requests"

#include "sonde-requests.h"

#include "sonde-request-private.h"

#define TIMEOUT_S 10

struct _SondeRequests
{
  GObject parent_instance;

  SondeSession       *session;
  SondeSubscriptions *subscriptions;
  GPtrArray          *waiting; /* of SondeRequest, the oldest first */
  SondeRequest       *last;
  SondeRequestDraft   draft;
};

enum
{
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeRequests, sonde_requests, G_TYPE_OBJECT)

static void
changed_cb (SondeRequests *self,
            SondeRequest  *request)
{
  if (!sonde_request_get_ended (request))
    return;

  if (sonde_request_get_left (request))
    g_signal_emit (self, signals[LEFT], 0, sonde_request_get_message (request)->response_topic);
  g_signal_handlers_disconnect_by_data (request, self);
  g_ptr_array_remove (self->waiting, request);
}

SondeRequest *
sonde_requests_send (SondeRequests      *self,
                     const SondePublish *message,
                     guint               timeout_ms)
{
  SondeRequest *request;

  g_return_val_if_fail (SONDE_IS_REQUESTS (self), NULL);
  g_return_val_if_fail (message != NULL && timeout_ms > 0, NULL);

  request = sonde_request_new (self->session, self->subscriptions, message, timeout_ms);
  g_signal_connect_swapped (request, "changed", G_CALLBACK (changed_cb), self);
  g_ptr_array_add (self->waiting, g_object_ref (request));
  g_set_object (&self->last, request);
  sonde_request_start (request);
  return request;
}

SondeRequestDraft *
sonde_requests_get_draft (SondeRequests *self)
{
  g_return_val_if_fail (SONDE_IS_REQUESTS (self), NULL);

  return &self->draft;
}

SondeRequest *
sonde_requests_get_last (SondeRequests *self)
{
  g_return_val_if_fail (SONDE_IS_REQUESTS (self), NULL);

  return self->last;
}

guint
sonde_requests_get_n_waiting (SondeRequests *self)
{
  g_return_val_if_fail (SONDE_IS_REQUESTS (self), 0);

  return self->waiting->len;
}

void
sonde_requests_take (SondeRequests *self,
                     SondeSegment  *segment,
                     guint          first,
                     guint          end)
{
  g_return_if_fail (SONDE_IS_REQUESTS (self));

  /* One that takes an answer leaves, and the next one is not asked. */
  for (guint i = first; i < end && self->waiting->len > 0; i++)
    for (guint j = 0; j < self->waiting->len; j++)
      if (sonde_request_take (g_ptr_array_index (self->waiting, j), segment, i))
        break;
}

void
sonde_requests_stop (SondeRequests *self)
{
  g_return_if_fail (SONDE_IS_REQUESTS (self));

  while (self->waiting->len > 0)
    sonde_request_cancel (g_ptr_array_index (self->waiting, 0));
}

static void
sonde_requests_dispose (GObject *object)
{
  SondeRequests *self = SONDE_REQUESTS (object);

  sonde_requests_stop (self);
  g_clear_object (&self->last);
  g_clear_object (&self->subscriptions);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (sonde_requests_parent_class)->dispose (object);
}

static void
sonde_requests_finalize (GObject *object)
{
  SondeRequests *self = SONDE_REQUESTS (object);

  g_ptr_array_unref (self->waiting);
  g_free (self->draft.response_topic);

  G_OBJECT_CLASS (sonde_requests_parent_class)->finalize (object);
}

static void
sonde_requests_class_init (SondeRequestsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_requests_dispose;
  object_class->finalize = sonde_requests_finalize;

  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sonde_requests_init (SondeRequests *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->draft.timeout_s = TIMEOUT_S;
}

SondeRequests *
sonde_requests_new (SondeSession       *session,
                    SondeSubscriptions *subscriptions)
{
  SondeRequests *self;

  g_return_val_if_fail (SONDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (subscriptions), NULL);

  self = g_object_new (SONDE_TYPE_REQUESTS, NULL);
  self->session = g_object_ref (session);
  self->subscriptions = g_object_ref (subscriptions);
  return self;
}
