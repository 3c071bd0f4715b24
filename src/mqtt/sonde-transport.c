/* sonde-transport.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-transport"

#include "sonde-transport.h"

G_DEFINE_INTERFACE (SondeTransport, sonde_transport, G_TYPE_OBJECT)

static void
sonde_transport_default_init (SondeTransportInterface *iface)
{
}

SondeTransportEvent *
sonde_transport_event_new (SondeTransportEventType type)
{
  SondeTransportEvent *self = g_new0 (SondeTransportEvent, 1);

  self->type = type;
  self->time = g_get_monotonic_time ();

  return self;
}

void
sonde_transport_event_free (SondeTransportEvent *self)
{
  if (self == NULL)
    return;

  g_free (self->detail);
  g_clear_error (&self->error);
  g_clear_pointer (&self->codes, g_bytes_unref);
  g_clear_pointer (&self->properties, g_bytes_unref);
  g_clear_pointer (&self->chain, sonde_chain_unref);
  g_clear_pointer (&self->segment, sonde_segment_unref);
  g_clear_pointer (&self->progress, sonde_repeat_progress_free);
  g_free (self);
}

void
sonde_transport_set_sink (SondeTransport    *self,
                          SondeTransportSink sink,
                          gpointer           user_data)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));

  SONDE_TRANSPORT_GET_IFACE (self)->set_sink (self, sink, user_data);
}

void
sonde_transport_open (SondeTransport     *self,
                      const SondeProfile *profile,
                      const char         *password,
                      gboolean            again)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));
  g_return_if_fail (profile != NULL);

  SONDE_TRANSPORT_GET_IFACE (self)->open (self, profile, password, again);
}

void
sonde_transport_close (SondeTransport     *self,
                       const SondeGoodbye *goodbye)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));

  SONDE_TRANSPORT_GET_IFACE (self)->close (self, goodbye);
}

void
sonde_transport_subscribe (SondeTransport              *self,
                           guint                        token,
                           GStrv                        filters,
                           const SondeSubscribeOptions *options)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));
  g_return_if_fail (token != 0);
  g_return_if_fail (filters != NULL && filters[0] != NULL);
  g_return_if_fail (options != NULL);

  SONDE_TRANSPORT_GET_IFACE (self)->subscribe (self, token, filters, options);
}

void
sonde_transport_unsubscribe (SondeTransport *self,
                             guint           token,
                             GStrv           filters)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));
  g_return_if_fail (token != 0);
  g_return_if_fail (filters != NULL && filters[0] != NULL);

  SONDE_TRANSPORT_GET_IFACE (self)->unsubscribe (self, token, filters);
}

void
sonde_transport_publish (SondeTransport     *self,
                         guint               token,
                         const SondePublish *publish)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));
  g_return_if_fail (token != 0);
  g_return_if_fail (publish != NULL);
  g_return_if_fail (publish->qos <= 2);

  SONDE_TRANSPORT_GET_IFACE (self)->publish (self, token, publish);
}

void
sonde_transport_repeat (SondeTransport         *self,
                        guint                   id,
                        const SondeRepeatOrder *order)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));
  g_return_if_fail (id != 0);
  g_return_if_fail (order != NULL);

  SONDE_TRANSPORT_GET_IFACE (self)->repeat (self, id, order);
}

void
sonde_transport_stop_repeat (SondeTransport *self,
                             guint           id)
{
  g_return_if_fail (SONDE_IS_TRANSPORT (self));

  SONDE_TRANSPORT_GET_IFACE (self)->stop_repeat (self, id);
}
