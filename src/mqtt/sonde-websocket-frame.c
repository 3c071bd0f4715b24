/* sonde-websocket-frame.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-websocket-frame"

#include "sonde-websocket-frame.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/random.h>

#define FIN 0x80
#define RESERVED_BITS 0x70
#define OPCODE 0x0f
#define CONTROL_BIT 0x08 /* of an opcode */
#define MASK 0x80
#define LENGTH 0x7f
#define LENGTH_16 126
#define LENGTH_64 127

/* ---- Writing ---- */

void
sonde_websocket_fill_random (guint8 *bytes,
                             gsize   count)
{
  /* It fails for larger ones only, or where the kernel has no such call at all. */
  if (getentropy (bytes, count) != 0)
    g_error ("No random numbers: %s", g_strerror (errno));
}

static gsize
write_head (guint8              *frame,
            SondeWebsocketOpcode opcode,
            guint64              size)
{
  guint16 size_16 = GUINT16_TO_BE ((guint16) size);
  guint64 size_64 = GUINT64_TO_BE (size);

  frame[0] = FIN | opcode;
  if (size < LENGTH_16)
    {
      frame[1] = MASK | size;
      return 2;
    }
  if (size <= G_MAXUINT16)
    {
      frame[1] = MASK | LENGTH_16;
      memcpy (frame + 2, &size_16, sizeof size_16);
      return 2 + sizeof size_16;
    }

  frame[1] = MASK | LENGTH_64;
  memcpy (frame + 2, &size_64, sizeof size_64);
  return 2 + sizeof size_64;
}

/* Eight bytes at a time: it is on the way of each byte that is published. */
static void
copy_masked (guint8       *target,
             const guint8 *source,
             gsize         size,
             const guint8  mask[4])
{
  guint64 wide, word;
  gsize   i = 0;

  memcpy (&wide, mask, 4);
  memcpy ((guint8 *) &wide + 4, mask, 4);

  for (; i + sizeof word <= size; i += sizeof word)
    {
      memcpy (&word, source + i, sizeof word);
      word ^= wide;
      memcpy (target + i, &word, sizeof word);
    }
  for (; i < size; i++)
    target[i] = source[i] ^ mask[i % 4];
}

gsize
sonde_websocket_write_frame (guint8              *frame,
                             SondeWebsocketOpcode opcode,
                             const guint8         mask[4],
                             const void          *payload,
                             gsize                size)
{
  gsize head_size = write_head (frame, opcode, size);

  memcpy (frame + head_size, mask, 4);
  copy_masked (frame + head_size + 4, payload, size, mask);

  return head_size + 4 + size;
}

/* ---- Reading ---- */

const char *
sonde_websocket_fault_to_string (SondeWebsocketFault fault)
{
  switch (fault)
    {
    case SONDE_WEBSOCKET_FAULT_TEXT:
      return _ ("The server sent text, but MQTT is binary: the path may be that of another service.");
    case SONDE_WEBSOCKET_FAULT_MASKED:
      return _ ("The server broke the rules of WebSocket: it sent a masked frame.");
    case SONDE_WEBSOCKET_FAULT_RESERVED:
      return _ ("The server broke the rules of WebSocket: it used an extension that was not agreed on.");
    case SONDE_WEBSOCKET_FAULT_CONTROL:
      return _ ("The server broke the rules of WebSocket: it sent a malformed control frame.");
    case SONDE_WEBSOCKET_FAULT_SEQUENCE:
      return _ ("The server broke the rules of WebSocket: its frames are out of order.");
    case SONDE_WEBSOCKET_FAULT_LENGTH:
      return _ ("The server broke the rules of WebSocket: it sent a frame of impossible length.");
    case SONDE_WEBSOCKET_FAULT_NONE:
    default:
      g_return_val_if_reached ("");
    }
}

static gboolean
is_control (const SondeWebsocketReader *self)
{
  return (self->opcode & CONTROL_BIT) != 0;
}

static guint
get_head_needed (const SondeWebsocketReader *self)
{
  guint length = self->head[1] & LENGTH;

  if (self->head_size < 2)
    return 2;
  if (length == LENGTH_16)
    return 2 + sizeof (guint16);
  if (length == LENGTH_64)
    return 2 + sizeof (guint64);

  return 2;
}

static SondeWebsocketFault
check_opcode (const SondeWebsocketReader *self)
{
  switch ((SondeWebsocketOpcode) self->opcode)
    {
    case SONDE_WEBSOCKET_CONTINUATION:
      return self->in_message ? SONDE_WEBSOCKET_FAULT_NONE : SONDE_WEBSOCKET_FAULT_SEQUENCE;
    case SONDE_WEBSOCKET_BINARY:
      return self->in_message ? SONDE_WEBSOCKET_FAULT_SEQUENCE : SONDE_WEBSOCKET_FAULT_NONE;
    case SONDE_WEBSOCKET_TEXT:
      return SONDE_WEBSOCKET_FAULT_TEXT;
    case SONDE_WEBSOCKET_CLOSE:
    case SONDE_WEBSOCKET_PING:
    case SONDE_WEBSOCKET_PONG:
      return SONDE_WEBSOCKET_FAULT_NONE;
    default:
      return SONDE_WEBSOCKET_FAULT_RESERVED;
    }
}

/* The first two bytes are there. */
static SondeWebsocketFault
check_head (const SondeWebsocketReader *self)
{
  guint    length = self->head[1] & LENGTH;
  gboolean is_whole = (self->head[0] & FIN) != 0;

  if ((self->head[0] & RESERVED_BITS) != 0)
    return SONDE_WEBSOCKET_FAULT_RESERVED;
  if ((self->head[1] & MASK) != 0)
    return SONDE_WEBSOCKET_FAULT_MASKED;
  if (is_control (self) && (!is_whole || length > SONDE_WEBSOCKET_CONTROL_MAX))
    return SONDE_WEBSOCKET_FAULT_CONTROL;
  if (self->opcode == SONDE_WEBSOCKET_CLOSE && length == 1)
    return SONDE_WEBSOCKET_FAULT_CONTROL;

  return check_opcode (self);
}

static guint64
get_length (const SondeWebsocketReader *self)
{
  guint   length = self->head[1] & LENGTH;
  guint16 length_16;
  guint64 length_64;

  if (length == LENGTH_16)
    {
      memcpy (&length_16, self->head + 2, sizeof length_16);
      return GUINT16_FROM_BE (length_16);
    }
  if (length == LENGTH_64)
    {
      memcpy (&length_64, self->head + 2, sizeof length_64);
      return GUINT64_FROM_BE (length_64);
    }

  return length;
}

/* The head is whole. */
static void
begin_payload (SondeWebsocketReader *self)
{
  self->head_size = 0;
  self->control_size = 0;
  self->remaining = get_length (self);
  self->in_payload = TRUE;
  if (self->remaining > G_MAXINT64)
    self->fault = SONDE_WEBSOCKET_FAULT_LENGTH;
  else if (!is_control (self))
    self->in_message = (self->head[0] & FIN) == 0;
}

/* Returns: whether the head is whole, and nothing is wrong with it */
static gboolean
read_head (SondeWebsocketReader *self,
           const guint8        **data,
           gsize                *size)
{
  while (*size > 0 && self->fault == SONDE_WEBSOCKET_FAULT_NONE)
    {
      self->head[self->head_size++] = *(*data)++;
      --*size;
      if (self->head_size == 2)
        {
          self->opcode = self->head[0] & OPCODE;
          self->fault = check_head (self);
        }
      if (self->head_size >= get_head_needed (self))
        {
          begin_payload (self);
          return self->fault == SONDE_WEBSOCKET_FAULT_NONE;
        }
    }

  return FALSE;
}

/* Returns: whether the control frame is whole */
static gboolean
read_control (SondeWebsocketReader *self,
              const guint8        **data,
              gsize                *size)
{
  gsize n = MIN (*size, self->remaining);

  memcpy (self->control + self->control_size, *data, n);
  self->control_size += n;
  *data += n;
  *size -= n;
  sonde_websocket_reader_skip (self, n);

  return !self->in_payload;
}

SondeWebsocketEvent
sonde_websocket_reader_next (SondeWebsocketReader *self,
                             const guint8        **data,
                             gsize                *size)
{
  for (;;)
    {
      if (self->fault != SONDE_WEBSOCKET_FAULT_NONE)
        return SONDE_WEBSOCKET_BROKEN;
      if (!self->in_payload && !read_head (self, data, size))
        return self->fault != SONDE_WEBSOCKET_FAULT_NONE ? SONDE_WEBSOCKET_BROKEN : SONDE_WEBSOCKET_NOTHING;

      if (is_control (self))
        return read_control (self, data, size) ? SONDE_WEBSOCKET_CONTROL : SONDE_WEBSOCKET_NOTHING;
      if (self->remaining > 0)
        return SONDE_WEBSOCKET_DATA;

      /* A frame without payload */
      self->in_payload = FALSE;
    }
}

guint64
sonde_websocket_reader_get_payload (const SondeWebsocketReader *self)
{
  return self->in_payload && !is_control (self) ? self->remaining : 0;
}

void
sonde_websocket_reader_skip (SondeWebsocketReader *self,
                             gsize                 count)
{
  g_return_if_fail (count <= self->remaining);

  self->remaining -= count;
  if (self->remaining == 0)
    self->in_payload = FALSE;
}

char *
sonde_websocket_reader_dup_close (const SondeWebsocketReader *self,
                                  guint16                    *code)
{
  *code = SONDE_WEBSOCKET_NO_STATUS;
  if (self->control_size < 2)
    return g_strdup ("");

  *code = self->control[0] << 8 | self->control[1];

  return g_utf8_make_valid ((const char *) self->control + 2, self->control_size - 2);
}
