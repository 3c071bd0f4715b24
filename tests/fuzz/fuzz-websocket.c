/* fuzz-websocket.c: whatever the pieces, the same frames; and an answer of HTTP, or one sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-websocket-frame.h"
#include "sonde-websocket-handshake.h"

#include "sonde-mqtt-error.h"

#include <string.h>

/* RFC 6455, 1.3: an input may come to the end of the handshake. */
#define KEY "dGhlIHNhbXBsZSBub25jZQ=="

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static guint
hash_bytes (guint         hash,
            const guint8 *bytes,
            gsize         size)
{
  for (gsize i = 0; i < size; i++)
    hash = hash * 33 + bytes[i];

  return hash;
}

static guint
hash_control (guint                       hash,
              const SondeWebsocketReader *reader)
{
  guint16          code;
  g_autofree char *words = sonde_websocket_reader_dup_close (reader, &code);

  g_assert_cmpuint (reader->control_size, <=, SONDE_WEBSOCKET_CONTROL_MAX);
  g_assert_true (g_utf8_validate (words, -1, NULL));

  return hash_bytes (hash * 33 + reader->opcode, reader->control, reader->control_size);
}

static guint
read_frames (guint                 hash,
             SondeWebsocketReader *reader,
             const guint8         *at,
             gsize                 size)
{
  for (;;)
    {
      SondeWebsocketEvent event = sonde_websocket_reader_next (reader, &at, &size);
      gsize               n;

      if (event == SONDE_WEBSOCKET_BROKEN)
        return hash * 33 + reader->fault;
      if (event == SONDE_WEBSOCKET_CONTROL)
        {
          hash = hash_control (hash, reader);
          continue;
        }

      n = MIN (size, sonde_websocket_reader_get_payload (reader));
      if (event == SONDE_WEBSOCKET_NOTHING || n == 0)
        {
          g_assert_cmpuint (size, ==, 0);
          return hash;
        }
      hash = hash_bytes (hash, at, n);
      sonde_websocket_reader_skip (reader, n);
      at += n;
      size -= n;
    }
}

/* Returns: what came out of the reader, as one number */
static guint
frame (const guint8 *data,
       gsize         size,
       gsize         piece)
{
  SondeWebsocketReader reader = { 0 };
  guint                hash = 5381;

  for (gsize at = 0; at < size && reader.fault == SONDE_WEBSOCKET_FAULT_NONE; at += piece)
    {
      gsize              n = MIN (piece, size - at);
      g_autofree guint8 *copy = g_memdup2 (data + at, n);

      hash = read_frames (hash, &reader, copy, n);
    }

  return hash;
}

static void
answer (const guint8 *data,
        gsize         size)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autoptr (GByteArray) received = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_memdup2 (data, size);
  gsize            head_size = sonde_http_head_find_end (copy, size);
  SondeHttpAnswer  whole = { received };

  g_assert_cmpuint (head_size, <=, size);
  profile->network->carrier = SONDE_CARRIER_WEBSOCKET;
  g_byte_array_append (received, data, size);
  if (head_size > 0 && sonde_http_head_is_likely (copy, size))
    whole.head = sonde_http_head_parse (copy, head_size);

  if (!sonde_websocket_check_answer (profile, KEY, &whole, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == SONDE_MQTT_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strpbrk (error->message, "\r\n\x1b"));
    }
  sonde_http_head_free (whole.head);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  if (size < 2)
    return 0;

  g_assert_cmpuint (frame (data + 1, size - 1, size), ==, frame (data + 1, size - 1, 1 + data[0] % 32));
  answer (data + 1, size - 1);

  return 0;
}
