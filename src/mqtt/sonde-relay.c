/* sonde-relay.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-relay"

#include "sonde-relay.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLICE_US 2000
#define BUFFER_SIZE (64 * 1024)
#define GREETING_SIZE 64

/* Beyond the buffer, for what is inserted into one read. */
#define INSERT_ROOM (8 * 1024)

typedef struct
{
  guint8 *bytes;
  gsize   begin, end;
} Buffer;

/* Bytes to go to the peer behind a packet. */
typedef struct
{
  gsize  at; /* in the buffer */
  guint8 bytes[SONDE_RELAY_INSERT_MAX];
  gsize  size;
} Insertion;

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

  Buffer       down; /* network → peer */
  Buffer       up;   /* peer → network */
  SondeFramer *down_framer;
  SondeFramer *up_framer;
  gboolean     is_mqtt;

  guint64 n_fed;       /* bytes of all reads before this one */
  guint64 packets_end; /* where the packet that passes ends, counted likewise */
  gsize   chunk;       /* where this read lies in the buffer */
  GArray *insertions;

  guint8 greeting[GREETING_SIZE];
  gsize  greeting_size;
  gint64 last_in, last_out;
};

static gsize
buffer_length (const Buffer *buffer)
{
  return buffer->end - buffer->begin;
}

static void
buffer_skip (Buffer *buffer,
             gsize   length)
{
  buffer->begin += length;
  if (buffer->begin == buffer->end)
    buffer->begin = buffer->end = 0;
}

static gboolean
relay_is_gone (SondeRelay *self)
{
  return self->done || g_source_is_destroyed (&self->source);
}

static void
down_packet_cb (const SondePacket *packet,
                gpointer           user_data)
{
  SondeRelay *self = user_data;

  self->holding = FALSE;
  self->packets_end += packet->size;
  self->funcs.packet (packet, FALSE, self->user_data);
}

static void
up_packet_cb (const SondePacket *packet,
              gpointer           user_data)
{
  SondeRelay *self = user_data;

  self->funcs.packet (packet, TRUE, self->user_data);
}

/* The last one first, so that the others stay where they are. */
static void
apply_insertions (SondeRelay *self)
{
  for (guint i = self->insertions->len; i > 0; i--)
    {
      const Insertion *insertion = &g_array_index (self->insertions, Insertion, i - 1);
      guint8          *place = self->down.bytes + insertion->at;

      memmove (place + insertion->size, place, self->down.end - insertion->at);
      memcpy (place, insertion->bytes, insertion->size);
      self->down.end += insertion->size;
    }
  g_array_set_size (self->insertions, 0);
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
  self->n_fed += length;
  apply_insertions (self);
  if (!self->is_mqtt || self->down.end >= BUFFER_SIZE)
    self->holding = FALSE;
}

static gboolean
read_network (SondeRelay *self)
{
  g_autoptr (GError) error = NULL;
  gsize  room = BUFFER_SIZE - MIN (self->down.end, BUFFER_SIZE);
  gssize n;

  if (!self->readable || self->network_ended || room == 0 || (!self->holding && buffer_length (&self->down) > 0))
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

  if (self->holding || buffer_length (&self->down) == 0)
    return FALSE;

  n = send (self->peer, self->down.bytes + self->down.begin, buffer_length (&self->down), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n > 0)
    buffer_skip (&self->down, n);
  else if (errno != EAGAIN && errno != EINTR)
    buffer_skip (&self->down, buffer_length (&self->down)); /* nobody is there to read it */

  return n > 0;
}

static gboolean
read_peer (SondeRelay *self)
{
  gssize n;

  if (self->peer_ended || buffer_length (&self->up) > 0)
    return FALSE;

  n = recv (self->peer, self->up.bytes, BUFFER_SIZE, MSG_DONTWAIT);
  if (n > 0)
    {
      self->up.end = n;
      sonde_framer_feed (self->up_framer, self->up.bytes, n);
    }
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    {
      self->peer_ended = TRUE;
    }

  return n > 0;
}

static gboolean
write_network (SondeRelay *self)
{
  g_autoptr (GError) error = NULL;
  gssize n;

  if (buffer_length (&self->up) == 0)
    return FALSE;

  n = g_pollable_output_stream_write_nonblocking (self->output, self->up.bytes + self->up.begin, buffer_length (&self->up), NULL, &error);
  if (n > 0)
    {
      buffer_skip (&self->up, n);
      self->last_out = g_get_monotonic_time ();
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      /* What the other side said before it hung up is still to be read: there the end is found. */
      buffer_skip (&self->up, buffer_length (&self->up));
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
  gboolean     want_input = !self->network_ended && (self->holding || buffer_length (&self->down) == 0);
  gboolean     want_output = buffer_length (&self->up) > 0;
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
  if (!self->holding && buffer_length (&self->down) > 0)
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

  if (self->peer_ended && buffer_length (&self->up) == 0)
    {
      self->done = TRUE;
      self->funcs.ended (SONDE_RELAY_PEER, NULL, self->user_data);
    }
  else if (self->network_ended && (self->holding || buffer_length (&self->down) == 0))
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
  g_array_unref (self->insertions);
  g_free (self->down.bytes);
  g_free (self->up.bytes);
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
  self->down.bytes = g_malloc (BUFFER_SIZE + INSERT_ROOM);
  self->insertions = g_array_new (FALSE, FALSE, sizeof (Insertion));
  self->up.bytes = g_malloc (BUFFER_SIZE);
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
  g_return_if_fail (buffer_length (&self->up) == 0);

  /* May be longer than what one read takes: a CONNECT has fields of 64 KiB. */
  if (length > BUFFER_SIZE)
    self->up.bytes = g_realloc (self->up.bytes, length);
  memcpy (self->up.bytes, data, length);
  self->up.begin = 0;
  self->up.end = length;
  sonde_framer_feed (self->up_framer, data, length);
  self->more = TRUE;
}

gboolean
sonde_relay_insert (SondeRelay   *self,
                    const guint8 *bytes,
                    gsize         size)
{
  Insertion insertion = { .size = size };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (size <= SONDE_RELAY_INSERT_MAX, FALSE);

  insertion.at = self->chunk + (self->packets_end - self->n_fed);
  if (insertion.at > self->down.end || (self->insertions->len + 1) * SONDE_RELAY_INSERT_MAX > INSERT_ROOM)
    return FALSE;

  memcpy (insertion.bytes, bytes, size);
  g_array_append_val (self->insertions, insertion);

  return TRUE;
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
