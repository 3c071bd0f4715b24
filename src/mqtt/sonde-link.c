/* sonde-link.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-link"

#include "sonde-link.h"

#include "sonde-alarm.h"
#include "sonde-cause.h"
#include "sonde-dialog.h"
#include "sonde-route.h"

/* For the broker to read our DISCONNECT and close. */
#define GOODBYE_US G_USEC_PER_SEC

typedef enum
{
  LINK_IDLE,
  LINK_OPENING, /* on the way to a stream */
  LINK_WAITING, /* for CONNACK */
  LINK_ONLINE,
  LINK_CLOSING, /* DISCONNECT is on its way */
} LinkState;

/* What an operation under way knows of its link: %NULL once nobody waits for it. */
typedef struct
{
  SondeLink        *link;
  SondeNetworkHold *hold;
} Operation;

struct _SondeLink
{
  SondeNetworkHold *hold;
  SondeDelivery    *delivery;
  SondeDialog      *dialog;
  SondePacketRing  *packets; /* or %NULL */
  GSource          *timeout; /* of connecting, or of the goodbye */
  LinkState         state;
  gboolean          abandoned;

  /* One attempt */
  SondeProfile *profile;
  SondeStage    stage;
  GCancellable *cancellable;
  Operation    *operation;
  SondeRoute   *route;
  SondeChain   *chain;     /* what the broker presented for TLS; or %NULL */
  gint64        online_at; /* monotonic µs */
  const char   *farewell;  /* how the user ended it, where not normally */
};

static Operation *
begin_operation (SondeLink *self)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->link = self;
  operation->hold = sonde_network_hold_again (self->hold);
  self->operation = operation;

  return operation;
}

/* Returns: the link that still waits for it, or %NULL */
static SondeLink *
end_operation (Operation *operation)
{
  SondeLink *self = operation->link;

  if (self != NULL)
    self->operation = NULL;
  sonde_network_hold_release (operation->hold);
  g_free (operation);

  return self;
}

static void
link_free (SondeLink *self)
{
  sonde_dialog_free (self->dialog);
  sonde_delivery_free (self->delivery);
  sonde_alarm_clear (&self->timeout);
  g_clear_pointer (&self->profile, sonde_profile_free);
  g_clear_pointer (&self->packets, sonde_packet_ring_unref);
  sonde_network_hold_release (self->hold);
  g_free (self);
}

static void
enter_stage (SondeLink  *self,
             SondeStage  stage,
             const char *detail)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_STAGE);

  self->stage = stage;
  event->stage = stage;
  event->detail = g_strdup (detail);
  if (self->chain != NULL)
    event->chain = sonde_chain_ref (self->chain);
  sonde_delivery_post (self->delivery, event);
}

/* ---- The end ---- */

static void
drop_connection (SondeLink *self)
{
  if (self->operation != NULL)
    self->operation->link = NULL;
  self->operation = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_source_set_ready_time (self->timeout, -1);
  sonde_dialog_stop (self->dialog);
  g_clear_pointer (&self->route, sonde_route_free);
}

/* The attempt is over. @error is taken; %NULL when the user asked. May free @self. */
static void
finish (SondeLink *self,
        GError    *error,
        gboolean   may_retry)
{
  SondeTransportEvent *event;

  if (self->stage == SONDE_STAGE_ONLINE && error != NULL)
    sonde_delivery_append_event (self->delivery, SONDE_LOG_EVENT_LOST, error->message);
  else if (self->stage == SONDE_STAGE_ONLINE)
    sonde_delivery_append_event (self->delivery, SONDE_LOG_EVENT_DISCONNECTED, self->farewell);

  event = sonde_transport_event_new (SONDE_TRANSPORT_CLOSED);
  event->error = error;
  event->may_retry = error != NULL && may_retry;
  event->stage = self->stage;
  event->reason = sonde_dialog_get_disconnect_reason (self->dialog);
  event->chain = g_steal_pointer (&self->chain);

  drop_connection (self);
  self->state = LINK_IDLE;
  sonde_delivery_post (self->delivery, event);

  if (self->abandoned)
    link_free (self);
}

static void
fail_to_connect (SondeLink    *self,
                 const GError *network_error)
{
  gboolean may_retry;
  GError  *error = sonde_cause_from_network (self->profile, self->stage, network_error, 0, &may_retry);

  finish (self, error, may_retry);
}

/* ---- Saying goodbye ---- */

static void
route_ended_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  SondeLink *self = end_operation (user_data);

  sonde_route_end_finish (result);
  if (self != NULL)
    finish (self, NULL, FALSE);
}

/* DISCONNECT is out. */
static void
linger (SondeLink *self)
{
  sonde_dialog_stop (self->dialog);
  sonde_route_end_async (self->route, self->cancellable, route_ended_cb, begin_operation (self));
}

static gboolean
timeout_cb (gpointer user_data)
{
  SondeLink *self = user_data;
  gboolean   may_retry = FALSE;
  GError    *error = NULL;

  if (self->state != LINK_CLOSING && sonde_dialog_was_answered (self->dialog))
    error = sonde_dialog_dup_cause (self->dialog, self->stage, FALSE, NULL, 0, &may_retry);
  else if (self->state != LINK_CLOSING)
    error = sonde_cause_from_timeout (self->profile, self->stage, &may_retry);
  finish (self, error, may_retry);

  return G_SOURCE_CONTINUE;
}

void
sonde_link_close (SondeLink          *self,
                  const SondeGoodbye *goodbye)
{
  g_return_if_fail (self != NULL);

  self->farewell = sonde_goodbye_to_string (goodbye);
  if (self->state == LINK_ONLINE && (goodbye == NULL || !goodbye->drop))
    {
      self->state = LINK_CLOSING;
      g_source_set_ready_time (self->timeout, g_get_monotonic_time () + GOODBYE_US);
      sonde_dialog_say_goodbye (self->dialog, goodbye);
    }
  else if (self->state == LINK_OPENING || self->state == LINK_WAITING || self->state == LINK_ONLINE)
    {
      finish (self, NULL, FALSE);
    }
}

/* ---- The conversation ---- */

static void
dialog_accepted_cb (gboolean session_present,
                    gpointer user_data)
{
  SondeLink *self = user_data;

  self->state = LINK_ONLINE;
  self->online_at = g_get_monotonic_time ();
  g_source_set_ready_time (self->timeout, -1);
  sonde_delivery_append_event (self->delivery,
                               session_present ? SONDE_LOG_EVENT_CONNECTED_AGAIN : SONDE_LOG_EVENT_CONNECTED,
                               self->route->address);
  enter_stage (self, SONDE_STAGE_ONLINE, self->route->address);
}

static void
dialog_ended_cb (gboolean      network_ended,
                 const GError *network_error,
                 gpointer      user_data)
{
  SondeLink *self = user_data;
  gboolean   may_retry = FALSE;
  GError    *error = NULL;

  if (self->state == LINK_CLOSING && !network_ended)
    {
      linger (self);
      return;
    }

  if (self->state != LINK_CLOSING)
    error = sonde_dialog_dup_cause (self->dialog, self->stage, network_ended, network_error,
                                    g_get_monotonic_time () - self->online_at, &may_retry);
  finish (self, error, may_retry);
}

static const SondeDialogFuncs dialog_funcs = {
  .accepted = dialog_accepted_cb,
  .ended = dialog_ended_cb,
};

/* ---- On the way to a stream ---- */

static void
route_stage_cb (SondeStage  stage,
                const char *detail,
                gpointer    user_data)
{
  Operation *operation = user_data;

  if (operation->link != NULL)
    enter_stage (operation->link, stage, detail);
}

static void
record_network (SondeLink *self)
{
  GSocketConnection *connection = self->route->connection;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  sonde_packet_ring_set_network (self->packets, local, remote, self->route->stream != G_IO_STREAM (connection));
}

static void
begin_dialog (SondeLink *self)
{
  SondeRoute *route = self->route;
  int         fd = g_socket_get_fd (g_socket_connection_get_socket (route->connection));
  GError     *error = NULL;

  self->state = LINK_WAITING;
  enter_stage (self, SONDE_STAGE_CONNECT, route->address);
  if (self->packets != NULL)
    record_network (self);
  if (!sonde_dialog_start (self->dialog, route->stream, fd, &error))
    finish (self, error, TRUE);
}

static void
route_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeRoute) route = sonde_route_open_finish (result, &error);
  SondeLink *self = end_operation (user_data);

  if (self == NULL)
    return;

  self->chain = sonde_route_open_dup_chain (result);
  if (route == NULL)
    {
      fail_to_connect (self, error);
      return;
    }

  self->route = g_steal_pointer (&route);
  begin_dialog (self);
}

void
sonde_link_open (SondeLink          *self,
                 const SondeProfile *profile,
                 const char         *password,
                 gboolean            again)
{
  Operation *operation;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->state == LINK_IDLE);

  g_clear_pointer (&self->profile, sonde_profile_free);
  self->profile = sonde_profile_copy (profile);
  self->state = LINK_OPENING;
  self->farewell = NULL;
  self->stage = SONDE_STAGE_RESOLVE;
  self->cancellable = g_cancellable_new ();
  sonde_dialog_prepare (self->dialog, profile, password, again);
  if (self->packets != NULL)
    sonde_packet_ring_begin_attempt (self->packets, profile->version);
  g_source_set_ready_time (self->timeout, g_get_monotonic_time () + (gint64) profile->connect_timeout * G_USEC_PER_SEC);

  operation = begin_operation (self);
  sonde_route_open_async (self->profile, route_stage_cb, operation, self->cancellable, route_opened_cb, operation);
}

/* ---- Life ---- */

SondeLink *
sonde_link_new (SondeNetworkHold *hold,
                SondeMailbox     *mailbox)
{
  SondeLink *self = g_new0 (SondeLink, 1);

  self->hold = hold;
  self->delivery = sonde_delivery_new (mailbox);
  self->dialog = sonde_dialog_new (self->delivery, &dialog_funcs, self);
  self->timeout = sonde_alarm_new ("[sonde] link", timeout_cb, self);

  return self;
}

void
sonde_link_abandon (SondeLink *self)
{
  g_return_if_fail (self != NULL);

  self->abandoned = TRUE;
  if (self->state == LINK_IDLE)
    link_free (self);
  else
    sonde_link_close (self, NULL);
}

void
sonde_link_set_packets (SondeLink       *self,
                        SondePacketRing *packets)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->packets == NULL);

  self->packets = sonde_packet_ring_ref (packets);
  sonde_dialog_set_packets (self->dialog, packets);
}

SondeSender *
sonde_link_get_sender (SondeLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return sonde_dialog_get_sender (self->dialog);
}
