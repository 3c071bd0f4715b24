/* test-websocket-frame.c: whatever the pieces, the same payload, control frames and faults
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-websocket-frame.h"

#include <string.h>

#define A125 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* clang-format off */

#define ROW(name, bytes, expected) { name, bytes, sizeof bytes - 1, expected }

/* Payload stands as it is, the rest in brackets. */
static const struct
{
  const char *name, *bytes;
  gsize       size;
  const char *expected;
} rows[] = {
  ROW ("nothing", "", ""),
  ROW ("one", "\x82\x05hello", "hello"),
  ROW ("empty", "\x82\x00\x82\x01" "a", "a"),
  ROW ("two", "\x82\x02he\x82\x03llo", "hello"),
  ROW ("fragments", "\x02\x02he\x00\x01l\x80\x02lo", "hello"),
  ROW ("empty-fragments", "\x02\x00\x00\x00\x80\x02lo", "lo"),
  ROW ("16-bits", "\x82\x7e\x00\x05hello\x82\x01!", "hello!"),
  ROW ("64-bits", "\x82\x7f\x00\x00\x00\x00\x00\x00\x00\x05hello\x82\x01!", "hello!"),
  ROW ("not-whole", "\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xffhello", "hello"),
  ROW ("half-a-head", "\x82\x7f\x00\x00", ""),
  ROW ("ping", "\x89\x00", "[ping ]"),
  ROW ("ping-with-data", "\x89\x03" "abc", "[ping abc]"),
  ROW ("pong", "\x8a\x01x", "[pong x]"),
  ROW ("ping-between", "\x02\x02he\x89\x01?\x80\x03llo", "he[ping ?]llo"),
  ROW ("longest-ping", "\x89\x7d" A125, "[ping " A125 "]"),
  ROW ("close", "\x88\x00", "[close 1005 ]"),
  ROW ("close-code", "\x88\x02\x03\xe8", "[close 1000 ]"),
  ROW ("close-words", "\x88\x05\x03\xf0" "bye", "[close 1008 bye]"),
  ROW ("close-invalid", "\x88\x03\x03\xe9\xff", "[close 1001 \xef\xbf\xbd]"),
  ROW ("close-half-code", "\x88\x01\x03", "[fault 4]"),
  ROW ("masked", "\x82\x85" "abcdhello", "[fault 1]"),
  ROW ("masked-empty", "\x82\x80" "abcd", "[fault 1]"),
  ROW ("bit-1", "\xc2\x05hello", "[fault 2]"),
  ROW ("bit-2", "\xa2\x05hello", "[fault 2]"),
  ROW ("bit-3", "\x92\x05hello", "[fault 2]"),
  ROW ("opcode-3", "\x83\x05hello", "[fault 2]"),
  ROW ("opcode-7", "\x87\x00", "[fault 2]"),
  ROW ("opcode-b", "\x8b\x00", "[fault 2]"),
  ROW ("opcode-f", "\x8f\x00", "[fault 2]"),
  ROW ("text", "\x82\x01" "a\x81\x05hello", "a[fault 3]"),
  ROW ("text-empty", "\x81\x00", "[fault 3]"),
  ROW ("long-ping", "\x89\x7e\x00\x7e" A125 "a", "[fault 4]"),
  ROW ("longer-ping", "\x89\x7f", "[fault 4]"),
  ROW ("ping-in-fragments", "\x09\x00", "[fault 4]"),
  ROW ("no-beginning", "\x80\x05hello", "[fault 5]"),
  ROW ("no-beginning-after", "\x82\x01" "a\x00\x05hello", "a[fault 5]"),
  ROW ("within-another", "\x02\x02he\x82\x03llo", "he[fault 5]"),
  ROW ("too-long", "\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00hello", "[fault 6]"),
  ROW ("nothing-after-a-fault", "\x83\x00\x82\x05hello\x89\x00", "[fault 2]"),
};

/* clang-format on */

static void
append_control (GString                    *text,
                const SondeWebsocketReader *reader)
{
  static const char *const names[] = { "close", "ping", "pong" };
  guint16                  code;

  g_string_append_printf (text, "[%s ", names[reader->opcode - SONDE_WEBSOCKET_CLOSE]);
  if (reader->opcode == SONDE_WEBSOCKET_CLOSE)
    {
      g_autofree char *words = sonde_websocket_reader_dup_close (reader, &code);

      g_string_append_printf (text, "%u %s", code, words);
    }
  else
    {
      g_string_append_len (text, (const char *) reader->control, reader->control_size);
    }
  g_string_append_c (text, ']');
}

static void
feed (GString              *text,
      SondeWebsocketReader *reader,
      const guint8         *at,
      gsize                 size)
{
  for (;;)
    {
      SondeWebsocketEvent event = sonde_websocket_reader_next (reader, &at, &size);
      gsize               n = 0;

      if (event == SONDE_WEBSOCKET_DATA)
        n = MIN (size, sonde_websocket_reader_get_payload (reader));
      if (event == SONDE_WEBSOCKET_NOTHING || event == SONDE_WEBSOCKET_BROKEN || (event == SONDE_WEBSOCKET_DATA && n == 0))
        return;

      if (event == SONDE_WEBSOCKET_CONTROL)
        append_control (text, reader);
      g_string_append_len (text, (const char *) at, n);
      at += n;
      size -= n;
      sonde_websocket_reader_skip (reader, event == SONDE_WEBSOCKET_DATA ? n : 0);
    }
}

static void
test_reading (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize piece = 1; piece <= 8; piece++)
      {
        SondeWebsocketReader reader = { 0 };
        g_autoptr (GString) text = g_string_new (NULL);

        g_test_message ("%s, in pieces of %" G_GSIZE_FORMAT, rows[i].name, piece);
        for (gsize at = 0; at < rows[i].size; at += piece)
          feed (text, &reader, (const guint8 *) rows[i].bytes + at, MIN (piece, rows[i].size - at));
        if (reader.fault != SONDE_WEBSOCKET_FAULT_NONE)
          {
            g_string_append_printf (text, "[fault %d]", reader.fault);
            g_assert_cmpuint (strlen (sonde_websocket_fault_to_string (reader.fault)), >, 0);
          }
        g_assert_cmpstr (text->str, ==, rows[i].expected);
      }
}

/* ---- Writing ---- */

/* clang-format off */
static const struct
{
  gsize       size;
  const char *head;
  gsize       head_size;
} heads[] = {
  { 0, "\x82\x80", 2 },
  { 1, "\x82\x81", 2 },
  { 7, "\x82\x87", 2 },
  { 125, "\x82\xfd", 2 },
  { 126, "\x82\xfe\x00\x7e", 4 },
  { 65535, "\x82\xfe\xff\xff", 4 },
  { 65536, "\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00", 10 },
};
/* clang-format on */

static void
test_writing (void)
{
  static const guint8 mask[4] = { 0x12, 0x00, 0xff, 0xa5 };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      gsize              size = heads[i].size;
      g_autofree guint8 *payload = g_malloc (size + 1);
      g_autofree guint8 *frame = g_malloc (size + SONDE_WEBSOCKET_HEAD_MAX);
      gsize              frame_size;

      for (gsize j = 0; j < size; j++)
        payload[j] = j * 7 ^ j >> 8;
      frame_size = sonde_websocket_write_frame (frame, SONDE_WEBSOCKET_BINARY, mask, payload, size);

      g_assert_cmpuint (frame_size, ==, heads[i].head_size + sizeof mask + size);
      g_assert_cmpmem (frame, heads[i].head_size, heads[i].head, heads[i].head_size);
      g_assert_cmpmem (frame + heads[i].head_size, sizeof mask, mask, sizeof mask);
      for (gsize j = 0; j < size; j++)
        g_assert_cmpuint (frame[heads[i].head_size + sizeof mask + j] ^ mask[j % 4], ==, payload[j]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/websocket-frame/reading", test_reading);
  g_test_add_func ("/websocket-frame/writing", test_writing);

  return g_test_run ();
}
