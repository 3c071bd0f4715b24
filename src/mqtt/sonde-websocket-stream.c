/* sonde-websocket-stream.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-websocket-stream"

#include "sonde-websocket-stream.h"

#include "sonde-mqtt-error.h"
#include "sonde-websocket-frame.h"

#include <glib/gi18n.h>
#include <sonde-format.h>
#include <string.h>

#define INPUT_SIZE (64 * 1024)
#define FRAME_PAYLOAD (64 * 1024)

/* A write takes more than a frame, lest a large packet need a turn of the loop each 64 KiB. */
#define WRITE_LIMIT (256 * 1024)

/* Payload of this size goes from the base to the reader without a stop. */
#define DIRECT_SIZE 4096

/* Reads of the base for one of ours: a peer that sends pings only must not keep the loop. */
#define READS_LIMIT 8

#define MASK_SIZE 4
#define POOL_SIZE (64 * MASK_SIZE)

#define REASON_CHARS 200

struct _SondeWebsocketStream
{
  SondeLayer parent_instance;

  SondeWebsocketReader reader;
  guint8              *input; /* what came and is not read: from input_begin to input_end */
  gsize                input_begin;
  gsize                input_end;

  guint8 *frame; /* being written */
  guint8  pool[POOL_SIZE];
  gsize   pool_begin;

  guint8   pong[SONDE_WEBSOCKET_CONTROL_MAX]; /* due, but the base takes nothing now */
  gsize    pong_size;
  gboolean pong_due;

  gboolean close_sent;
  gboolean ended; /* the peer's side */
  GError  *error; /* the end of both sides */
};

G_DEFINE_FINAL_TYPE (SondeWebsocketStream, sonde_websocket_stream, SONDE_TYPE_LAYER)

/* ---- Frames out ---- */

static const guint8 *
take_mask (SondeWebsocketStream *self)
{
  const guint8 *mask;

  if (self->pool_begin == POOL_SIZE)
    {
      sonde_websocket_fill_random (self->pool, POOL_SIZE);
      self->pool_begin = 0;
    }

  mask = self->pool + self->pool_begin;
  self->pool_begin += MASK_SIZE;

  return mask;
}

static void
send_frame (SondeWebsocketStream *self,
            SondeWebsocketOpcode  opcode,
            const void           *payload,
            gsize                 size)
{
  gsize frame_size = sonde_websocket_write_frame (self->frame, opcode, take_mask (self), payload, size);

  sonde_layer_write_base (SONDE_LAYER (self), self->frame, frame_size);
}

static void
send_close (SondeWebsocketStream *self,
            guint16               code)
{
  guint16 status = GUINT16_TO_BE (code);

  if (self->close_sent)
    return;

  self->close_sent = TRUE;
  send_frame (self, SONDE_WEBSOCKET_CLOSE, &status, sizeof status);
}

/* Only the last ping needs an answer (5.5.3): what waits here cannot grow. */
static void
answer_ping (SondeWebsocketStream *self)
{
  if (!self->pong_due || self->close_sent || sonde_layer_has_backlog (SONDE_LAYER (self)))
    return;

  self->pong_due = FALSE;
  send_frame (self, SONDE_WEBSOCKET_PONG, self->pong, self->pong_size);
}

static gssize
sonde_websocket_stream_write (SondeLayer *layer,
                              const void *buffer,
                              gsize       count,
                              GError    **error)
{
  SondeWebsocketStream *self = SONDE_WEBSOCKET_STREAM (layer);
  gsize                 limit = MIN (count, WRITE_LIMIT);
  gsize                 total = 0;

  if (self->close_sent)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "WebSocket is closed");
      return -1;
    }

  answer_ping (self);
  while (total < limit && !sonde_layer_has_backlog (layer))
    {
      gsize n = MIN (limit - total, FRAME_PAYLOAD);

      send_frame (self, SONDE_WEBSOCKET_BINARY, (const guint8 *) buffer + total, n);
      total += n;
    }

  return total > 0 || count == 0 ? (gssize) total : sonde_layer_fail_would_block (error);
}

/* ---- Frames in ---- */

/* RFC 6455, 7.4.1, and IANA's list */
static const char *
get_close_name (guint16 code)
{
  switch (code)
    {
    case 1001:
    case 1012:
      return _ ("it is going down, or starts anew");
    case 1002:
      return _ ("protocol error");
    case 1003:
      return _ ("unsupported data");
    case 1008:
      return _ ("policy violation");
    case 1009:
      return _ ("message too big");
    case 1011:
      return _ ("internal error");
    case 1013:
      return _ ("try again later");
    default:
      return _ ("it does not say why");
    }
}

static GError *
close_error (guint16     code,
             const char *words)
{
  g_autofree char *line = sonde_format_line (words, REASON_CHARS);

  if (*line != '\0')
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                        _ ("The server closed the WebSocket with status %u: “%s”."), code, line);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                      _ ("The server closed the WebSocket with status %u: %s."), code, get_close_name (code));
}

static void
read_close (SondeWebsocketStream *self)
{
  guint16          code;
  g_autofree char *words = sonde_websocket_reader_dup_close (&self->reader, &code);
  gboolean         is_plain = *words == '\0' && (code == SONDE_WEBSOCKET_NORMAL || code == SONDE_WEBSOCKET_NO_STATUS);

  self->ended = TRUE;
  if (!self->close_sent && !is_plain)
    self->error = close_error (code, words);
  send_close (self, SONDE_WEBSOCKET_NORMAL);
}

static void
read_control (SondeWebsocketStream *self)
{
  if (self->reader.opcode == SONDE_WEBSOCKET_CLOSE)
    {
      read_close (self);
    }
  else if (self->reader.opcode == SONDE_WEBSOCKET_PING)
    {
      memcpy (self->pong, self->reader.control, self->reader.control_size);
      self->pong_size = self->reader.control_size;
      self->pong_due = TRUE;
      answer_ping (self);
    }
}

static void
break_off (SondeWebsocketStream *self)
{
  SondeWebsocketFault fault = self->reader.fault;

  self->error = g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL, sonde_websocket_fault_to_string (fault));
  send_close (self, fault == SONDE_WEBSOCKET_FAULT_TEXT ? SONDE_WEBSOCKET_UNSUPPORTED_DATA : SONDE_WEBSOCKET_PROTOCOL_ERROR);
}

/* Returns: how much payload came of what is buffered */
static gsize
read_buffered (SondeWebsocketStream *self,
               guint8               *buffer,
               gsize                 count)
{
  const guint8       *at = self->input + self->input_begin;
  gsize               size = self->input_end - self->input_begin;
  gsize               n = 0;
  SondeWebsocketEvent event = sonde_websocket_reader_next (&self->reader, &at, &size);

  if (event == SONDE_WEBSOCKET_DATA)
    {
      n = MIN (MIN (count, size), self->reader.remaining);
      memcpy (buffer, at, n);
      sonde_websocket_reader_skip (&self->reader, n);
    }
  self->input_begin = at + n - self->input;

  if (event == SONDE_WEBSOCKET_CONTROL)
    read_control (self);
  else if (event == SONDE_WEBSOCKET_BROKEN)
    break_off (self);

  return n;
}

/* Nothing is buffered. Returns: how much payload the base brought; 0 also when it
 * brought what is buffered now, or the end; -1: it has nothing, or an error */
static gssize
read_base (SondeWebsocketStream *self,
           guint8               *buffer,
           gsize                 count,
           GError              **error)
{
  gsize  payload = MIN (count, sonde_websocket_reader_get_payload (&self->reader));
  gssize n;

  if (payload >= DIRECT_SIZE)
    {
      n = sonde_layer_read_base (SONDE_LAYER (self), buffer, payload, error);
      if (n > 0)
        sonde_websocket_reader_skip (&self->reader, n);
      self->ended = n == 0;
      return n;
    }

  n = sonde_layer_read_base (SONDE_LAYER (self), self->input, INPUT_SIZE, error);
  self->ended = n == 0;
  self->input_begin = 0;
  self->input_end = MAX (n, 0);

  return MIN (n, 0);
}

static gssize
sonde_websocket_stream_read (SondeLayer *layer,
                             void       *buffer,
                             gsize       count,
                             GError    **error)
{
  SondeWebsocketStream *self = SONDE_WEBSOCKET_STREAM (layer);
  guint8               *target = buffer;
  gsize                 total = 0;
  guint                 n_reads = 0;

  answer_ping (self);
  while (total < count && self->error == NULL && !self->ended)
    {
      g_autoptr (GError) fault = NULL;
      gssize n;

      if (self->input_begin < self->input_end)
        {
          total += read_buffered (self, target + total, count - total);
          continue;
        }

      n = n_reads++ < READS_LIMIT ? read_base (self, target + total, count - total, &fault) : sonde_layer_fail_would_block (&fault);
      if (n >= 0)
        total += n;
      else if (!g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        self->error = g_steal_pointer (&fault);
      else
        return total > 0 ? (gssize) total : sonde_layer_fail_would_block (error);
    }

  if (total > 0 || self->error == NULL)
    return total;

  g_propagate_error (error, g_error_copy (self->error));
  return -1;
}

static gboolean
sonde_websocket_stream_is_readable (SondeLayer *layer)
{
  SondeWebsocketStream *self = SONDE_WEBSOCKET_STREAM (layer);

  return self->error != NULL || self->ended || self->input_begin < self->input_end;
}

static gboolean
sonde_websocket_stream_is_writable (SondeLayer *layer)
{
  return TRUE;
}

static void
sonde_websocket_stream_end (SondeLayer *layer)
{
  send_close (SONDE_WEBSOCKET_STREAM (layer), SONDE_WEBSOCKET_NORMAL);
}

/* ---- Life ---- */

static void
sonde_websocket_stream_finalize (GObject *object)
{
  SondeWebsocketStream *self = SONDE_WEBSOCKET_STREAM (object);

  g_free (self->input);
  g_free (self->frame);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (sonde_websocket_stream_parent_class)->finalize (object);
}

static void
sonde_websocket_stream_class_init (SondeWebsocketStreamClass *klass)
{
  SondeLayerClass *layer_class = SONDE_LAYER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_websocket_stream_finalize;
  layer_class->read = sonde_websocket_stream_read;
  layer_class->write = sonde_websocket_stream_write;
  layer_class->is_readable = sonde_websocket_stream_is_readable;
  layer_class->is_writable = sonde_websocket_stream_is_writable;
  layer_class->end = sonde_websocket_stream_end;
}

static void
sonde_websocket_stream_init (SondeWebsocketStream *self)
{
  self->input = g_malloc (INPUT_SIZE);
  self->frame = g_malloc (FRAME_PAYLOAD + SONDE_WEBSOCKET_HEAD_MAX);
  self->pool_begin = POOL_SIZE;
}

SondeWebsocketStream *
sonde_websocket_stream_new (GIOStream *base,
                            GBytes    *first)
{
  SondeWebsocketStream *self;

  g_return_val_if_fail (G_IS_IO_STREAM (base), NULL);
  g_return_val_if_fail (first == NULL || g_bytes_get_size (first) <= INPUT_SIZE, NULL);

  self = g_object_new (SONDE_TYPE_WEBSOCKET_STREAM, NULL);
  sonde_layer_set_base (SONDE_LAYER (self), base);
  if (first != NULL)
    {
      self->input_end = g_bytes_get_size (first);
      memcpy (self->input, g_bytes_get_data (first, NULL), self->input_end);
    }

  return self;
}
