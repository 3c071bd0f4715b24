/* sonde-relay.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-relay"

#include "sonde-relay.h"

#include "sonde-relay-buffer.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLICE_US 2000
#define GREETING_SIZE 64

/* Packets that ask for an answer and may come while the network takes none: each answer waits in
 * memory, of a sender that never reads. Far more than come in one slice. */
#define MAX_OWED 65536

struct _SondeRelay
{
  GSource source; /* first: the relay is the source */

  SondeRelayFuncs funcs;
  gpointer        user_data;

  GIOStream             *stream;
  GPollableInputStream  *input;
  GPollableOutputStream *output;
  GSource               *input_child;
  GSource               *output_child;
  GError                *network_error;
  gboolean               readable; /* the input may hold more */
  gboolean               network_ended;
  int                    quick_ack;

  int      peer;
  gpointer peer_tag;
  gboolean peer_ended;
  gboolean holding; /* the first packet is not whole yet */
  gboolean more;    /* the peer has work left */
  gboolean done;    /* "ended" was called */

  SondeRelayBuffer down; /* network → peer */
  SondeRelayBuffer up;   /* peer → network */
  SondeFramer     *down_framer;
  SondeFramer     *up_framer;
  gboolean         is_mqtt;
  gboolean         stopping; /* from where a packet begins, nothing goes to the peer */
  guint            n_owed;   /* packets that asked for an answer since the last one was out */

  guint64 n_fed;        /* bytes of all reads before this one */
  guint64 packet_begin; /* where the packet that passes begins, and ends, counted likewise */
  guint64 packets_end;
  gsize   chunk; /* where this read lies in the buffer */

  guint8 greeting[GREETING_SIZE];
  gsize  greeting_size;
  gint64 last_in, last_out;
};

static gboolean
relay_is_gone (SondeRelay *self)
{
  return self->done || g_source_is_destroyed (&self->source);
}

/* Whether an answer goes out for it. */
static gboolean
asks (const SondePacket *packet)
{
  return (packet->type == SONDE_PACKET_PUBLISH && (packet->flags & 0x06) != 0) ||
         packet->type == SONDE_PACKET_PUBREC || packet->type == SONDE_PACKET_PUBREL;
}

static void
down_packet_cb (const SondePacket *packet,
                gpointer           user_data)
{
  SondeRelay *self = user_data;

  if (self->stopping)
    return;

  self->holding = FALSE;
  self->packet_begin = self->packets_end;
  self->packets_end += packet->size;
  if (asks (packet))
    self->n_owed++;
  self->funcs.packet (packet, FALSE, self->user_data);
}

static void
up_packet_cb (const SondePacket *packet,
              gpointer           user_data)
{
  SondeRelay *self = user_data;

  self->funcs.packet (packet, TRUE, self->user_data);
}

/* What of the packet came earlier has gone on already, and is waited for in vain. */
static void
cut_input (SondeRelay *self)
{
  gint64 offset = (gint64) (self->packet_begin - self->n_fed);

  self->down.end = MAX ((gint64) self->chunk + offset, (gint64) self->down.begin);
  self->network_ended = self->more = TRUE;
  self->readable = FALSE;
}

static void
take_input (SondeRelay *self,
            gsize       length)
{
  const guint8 *bytes = self->down.bytes + self->down.end;

  if (self->greeting_size < GREETING_SIZE)
    {
      gsize n = MIN (length, GREETING_SIZE - self->greeting_size);

      memcpy (self->greeting + self->greeting_size, bytes, n);
      self->greeting_size += n;
    }

  self->chunk = self->down.end;
  self->down.end += length;
  self->last_in = g_get_monotonic_time ();
  if (!sonde_framer_feed (self->down_framer, bytes, length))
    self->is_mqtt = FALSE;
  if (!self->is_mqtt && !self->stopping && self->funcs.broken != NULL)
    {
      self->packet_begin = self->packets_end;
      self->funcs.broken (self->user_data);
    }
  if (self->stopping)
    cut_input (self);
  self->n_fed += length;
  sonde_relay_buffer_apply (&self->down);
  if (!self->is_mqtt || self->down.end >= SONDE_RELAY_BUFFER_SIZE)
    self->holding = FALSE;
}

static gboolean
read_network (SondeRelay *self)
{
  g_autoptr (GError) error = NULL;
  gsize  room = SONDE_RELAY_BUFFER_SIZE - MIN (self->down.end, SONDE_RELAY_BUFFER_SIZE);
  gssize n;

  if (!self->readable || self->network_ended || self->n_owed > MAX_OWED || room == 0 || (!self->holding && sonde_relay_buffer_get_length (&self->down) > 0))
    return FALSE;

  n = g_pollable_input_stream_read_nonblocking (self->input, self->down.bytes + self->down.end, room, NULL, &error);

  /* Less than asked for: the rest is a matter for poll(). */
  if (n < (gssize) room)
    self->readable = FALSE;

  if (n > 0)
    take_input (self, n);
  else if (n == 0)
    self->network_ended = TRUE;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      /* What TLS tells of the end is the cause of a broken pipe met before. */
      self->network_ended = TRUE;
      if (error->domain != G_IO_ERROR)
        g_clear_error (&self->network_error);
      if (self->network_error == NULL)
        self->network_error = g_steal_pointer (&error);
    }

  return n > 0;
}

static gboolean
write_peer (SondeRelay *self)
{
  gssize n;

  if (self->holding || sonde_relay_buffer_get_length (&self->down) == 0)
    return FALSE;

  n = send (self->peer, self->down.bytes + self->down.begin, sonde_relay_buffer_get_length (&self->down), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n > 0)
    sonde_relay_buffer_skip (&self->down, n);
  else if (errno != EAGAIN && errno != EINTR)
    sonde_relay_buffer_skip (&self->down, sonde_relay_buffer_get_length (&self->down)); /* nobody is there to read it */

  return n > 0;
}

static gboolean
read_peer (SondeRelay *self)
{
  gssize n;

  if (self->peer_ended || sonde_relay_buffer_get_length (&self->up) > 0)
    return FALSE;

  n = recv (self->peer, self->up.bytes, SONDE_RELAY_BUFFER_SIZE, MSG_DONTWAIT);
  if (n > 0)
    {
      self->up.end = n;
      sonde_framer_feed (self->up_framer, self->up.bytes, n);
    }
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    {
      self->peer_ended = TRUE;
    }
  else if (!self->more)
    {
      self->n_owed = 0;
    }

  return n > 0;
}

static gboolean
write_network (SondeRelay *self)
{
  g_autoptr (GError) error = NULL;
  gssize n;

  if (sonde_relay_buffer_get_length (&self->up) == 0)
    return FALSE;

  n = g_pollable_output_stream_write_nonblocking (self->output, self->up.bytes + self->up.begin, sonde_relay_buffer_get_length (&self->up), NULL, &error);
  if (n > 0)
    {
      sonde_relay_buffer_skip (&self->up, n);
      self->last_out = g_get_monotonic_time ();
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      /* What the other side said before it hung up is still to be read: there the end is found. */
      sonde_relay_buffer_skip (&self->up, sonde_relay_buffer_get_length (&self->up));
      self->readable = TRUE;
      if (self->network_error == NULL)
        self->network_error = g_steal_pointer (&error);
    }

  return n > 0;
}

/* Returns: whether anything moved */
static gboolean
relay_step (SondeRelay *self,
            gint64      deadline)
{
  gboolean moved, handed;

  moved = read_network (self);
  handed = write_peer (self);
  if (handed || self->more)
    {
      self->more = self->funcs.turn (deadline, self->user_data);
      if (relay_is_gone (self))
        return FALSE;
    }

  /* The room this makes may be what the peer waits for. */
  if (read_peer (self))
    moved = self->more = TRUE;
  if (write_network (self))
    moved = TRUE;

  return moved || handed || self->more;
}

static GSource *
toggle_child (SondeRelay *self,
              GSource    *child,
              GSource    *replacement)
{
  if (child != NULL)
    {
      g_source_remove_child_source (&self->source, child);
      g_source_unref (child);
    }
  if (replacement != NULL)
    g_source_add_child_source (&self->source, replacement);

  return replacement;
}

static gboolean
input_ready_cb (GObject *stream,
                gpointer user_data)
{
  SondeRelay *self = user_data;

  self->readable = TRUE;

  return G_SOURCE_CONTINUE;
}

static gboolean
output_ready_cb (GObject *stream,
                 gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Asks poll() for what can move next, no more: each fd is level-triggered. */
static void
watch (SondeRelay *self)
{
  gboolean     want_input = !self->network_ended && self->n_owed <= MAX_OWED && (self->holding || sonde_relay_buffer_get_length (&self->down) == 0);
  gboolean     want_output = sonde_relay_buffer_get_length (&self->up) > 0;
  GIOCondition peer = 0;

  if (want_input != (self->input_child != NULL))
    {
      GSource *child = want_input ? g_pollable_input_stream_create_source (self->input, NULL) : NULL;

      if (child != NULL)
        g_source_set_callback (child, G_SOURCE_FUNC (input_ready_cb), self, NULL);
      self->input_child = toggle_child (self, self->input_child, child);
    }
  if (want_output != (self->output_child != NULL))
    {
      GSource *child = want_output ? g_pollable_output_stream_create_source (self->output, NULL) : NULL;

      if (child != NULL)
        g_source_set_callback (child, G_SOURCE_FUNC (output_ready_cb), self, NULL);
      self->output_child = toggle_child (self, self->output_child, child);
    }

  if (!self->peer_ended && !want_output)
    peer |= G_IO_IN;
  if (!self->holding && sonde_relay_buffer_get_length (&self->down) > 0)
    peer |= G_IO_OUT;
  g_source_modify_unix_fd (&self->source, self->peer_tag, peer);
}

static void
arm_quick_ack (SondeRelay *self)
{
  int on = 1;

  /* The kernel forgets it again and again; not every socket is TCP. */
  if (self->quick_ack >= 0)
    (void) setsockopt (self->quick_ack, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

/* Returns: whether this was the end */
static gboolean
check_end (SondeRelay *self)
{
  if (self->more)
    return FALSE;

  if (self->peer_ended && sonde_relay_buffer_get_length (&self->up) == 0)
    {
      self->done = TRUE;
      self->funcs.ended (SONDE_RELAY_PEER, NULL, self->user_data);
    }
  else if (self->network_ended && (self->holding || sonde_relay_buffer_get_length (&self->down) == 0))
    {
      self->done = TRUE;
      self->funcs.ended (SONDE_RELAY_NETWORK, self->network_error, self->user_data);
    }

  return self->done;
}

static gboolean
relay_prepare (GSource *source,
               int     *timeout)
{
  SondeRelay *self = (SondeRelay *) source;

  *timeout = -1;

  return self->more;
}

static gboolean
relay_check (GSource *source)
{
  SondeRelay *self = (SondeRelay *) source;

  return self->more || g_source_query_unix_fd (source, self->peer_tag) != 0;
}

static gboolean
relay_dispatch (GSource    *source,
                GSourceFunc callback,
                gpointer    user_data)
{
  SondeRelay *self = (SondeRelay *) source;
  gint64      deadline = g_get_monotonic_time () + SLICE_US;
  gint64      last_in = self->last_in;

  while (relay_step (self, deadline) && g_get_monotonic_time () < deadline)
    ;
  if (relay_is_gone (self))
    return G_SOURCE_REMOVE;

  if (self->last_in != last_in)
    arm_quick_ack (self);

  if (!self->more && !self->readable)
    self->funcs.dry (self->user_data);
  if (relay_is_gone (self) || check_end (self))
    return G_SOURCE_REMOVE;

  watch (self);

  return G_SOURCE_CONTINUE;
}

static void
relay_finalize (GSource *source)
{
  SondeRelay *self = (SondeRelay *) source;

  g_clear_pointer (&self->input_child, g_source_unref);
  g_clear_pointer (&self->output_child, g_source_unref);
  g_clear_pointer (&self->down_framer, sonde_framer_free);
  g_clear_pointer (&self->up_framer, sonde_framer_free);
  g_clear_object (&self->stream);
  g_clear_error (&self->network_error);
  sonde_relay_buffer_clear (&self->down);
  sonde_relay_buffer_clear (&self->up);
  close (self->peer);
}

static GSourceFuncs relay_source_funcs = {
  .prepare = relay_prepare,
  .check = relay_check,
  .dispatch = relay_dispatch,
  .finalize = relay_finalize,
};

SondeRelay *
sonde_relay_new (GIOStream             *stream,
                 int                    peer,
                 const SondeRelayFuncs *funcs,
                 gpointer               user_data)
{
  GSource    *source = g_source_new (&relay_source_funcs, sizeof (SondeRelay));
  SondeRelay *self = (SondeRelay *) source;

  g_source_set_static_name (source, "[sonde] relay");
  self->funcs = *funcs;
  self->user_data = user_data;
  self->stream = g_object_ref (stream);
  self->input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  self->output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream));
  self->quick_ack = -1;
  self->peer = peer;
  self->peer_tag = g_source_add_unix_fd (source, peer, G_IO_IN);
  self->holding = TRUE;
  self->is_mqtt = TRUE;
  sonde_relay_buffer_init (&self->down);
  sonde_relay_buffer_init (&self->up);
  self->down_framer = sonde_framer_new (down_packet_cb, self);
  self->up_framer = sonde_framer_new (up_packet_cb, self);
  self->last_in = self->last_out = g_get_monotonic_time ();

  watch (self);
  g_source_attach (source, g_main_context_get_thread_default ());

  return self;
}

void
sonde_relay_free (SondeRelay *self)
{
  if (self == NULL)
    return;

  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

void
sonde_relay_set_peer (SondeRelay *self,
                      int         peer)
{
  g_return_if_fail (self != NULL);

  g_source_remove_unix_fd (&self->source, self->peer_tag);
  close (self->peer);
  self->peer = peer;
  self->peer_ended = FALSE;
  self->peer_tag = g_source_add_unix_fd (&self->source, peer, G_IO_IN);
}

void
sonde_relay_prepend (SondeRelay *self,
                     GBytes     *bytes)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_return_if_fail (self != NULL);
  g_return_if_fail (sonde_relay_buffer_get_length (&self->up) == 0);

  /* May be longer than what one read takes: a CONNECT has fields of 64 KiB. */
  sonde_relay_buffer_append (&self->up, data, length);
  sonde_framer_feed (self->up_framer, data, length);
  self->more = TRUE;
}

gboolean
sonde_relay_insert (SondeRelay   *self,
                    const guint8 *bytes,
                    gsize         size)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (size <= SONDE_RELAY_INSERT_MAX, FALSE);

  return sonde_relay_buffer_insert (&self->down, self->chunk + (self->packets_end - self->n_fed), bytes, size);
}

void
sonde_relay_stop (SondeRelay *self)
{
  g_return_if_fail (self != NULL);

  self->stopping = TRUE;
}

void
sonde_relay_send_last (SondeRelay   *self,
                       const guint8 *bytes,
                       gsize         size)
{
  g_return_if_fail (self != NULL);

  if (!sonde_framer_is_between (self->up_framer))
    return;

  sonde_relay_buffer_append (&self->up, bytes, size);
  sonde_framer_feed (self->up_framer, bytes, size);
  (void) write_network (self);
}

void
sonde_relay_set_limit (SondeRelay *self,
                       gsize       size)
{
  g_return_if_fail (self != NULL);

  sonde_framer_set_limit (self->down_framer, size);
}

void
sonde_relay_set_quick_ack (SondeRelay *self,
                           int         fd)
{
  g_return_if_fail (self != NULL);

  self->quick_ack = fd;
}

const guint8 *
sonde_relay_get_greeting (SondeRelay *self,
                          gsize      *size)
{
  g_return_val_if_fail (self != NULL, NULL);

  *size = self->greeting_size;

  return self->greeting;
}

gint64
sonde_relay_get_last_in (SondeRelay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->last_in;
}

gint64
sonde_relay_get_last_out (SondeRelay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->last_out;
}
