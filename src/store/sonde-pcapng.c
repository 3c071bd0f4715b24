/* sonde-pcapng.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IETF draft-ietf-opsawg-pcapng: blocks of a type, a length, contents and the length again,
 * padded to four bytes, here in little endian.
 */

#define G_LOG_DOMAIN "sonde-pcapng"

#include "sonde-pcapng.h"

#include <string.h>

#define MQTT_PORT 1883
#define FIRST_PORT 40000
#define N_PORTS 20000

/* Of one IP packet, whose length has 16 bits. */
#define MAX_SEGMENT 65000

#define LINK_TYPE_RAW_IP 101
#define PROTOCOL_TCP 6
#define TCP_HEADER 20
#define TCP_ACK 0x10
#define TCP_PUSH 0x08
#define FULL_WINDOW 0xffff

enum
{
  BLOCK_SECTION_HEADER = 0x0a0d0d0a,
  BLOCK_INTERFACE = 1,
  BLOCK_ENHANCED_PACKET = 6,
};

enum
{
  OPTION_END = 0,
  OPTION_COMMENT = 1,
  OPTION_PACKET_FLAGS = 2,
  OPTION_APPLICATION = 4,
};

/* ---- Connections ---- */

static gboolean
is_inet (GSocketAddress *address)
{
  return address != NULL && G_IS_INET_SOCKET_ADDRESS (address);
}

void
sonde_pcapng_flow_init (SondePcapngFlow *self,
                        GSocketAddress  *local,
                        GSocketAddress  *remote,
                        guint            number,
                        gboolean         wrapped)
{
  *self = (SondePcapngFlow){ .sequence = { 1, 1 } };

  if (is_inet (local) && is_inet (remote) && g_socket_address_get_family (local) == g_socket_address_get_family (remote))
    {
      self->local = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
      self->remote = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
      self->local_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
      self->remote_port = wrapped ? MQTT_PORT : g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (remote));
      return;
    }

  self->local = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  self->remote = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  self->local_port = FIRST_PORT + number % N_PORTS;
  self->remote_port = MQTT_PORT;
}

void
sonde_pcapng_flow_clear (SondePcapngFlow *self)
{
  g_clear_object (&self->local);
  g_clear_object (&self->remote);
}

/* ---- Blocks ---- */

static void
append_16 (GByteArray *bytes,
           guint16     number)
{
  guint16 little = GUINT16_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
append_32 (GByteArray *bytes,
           guint32     number)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
pad (GByteArray *bytes)
{
  static const guint8 zeros[4];

  g_byte_array_append (bytes, zeros, -bytes->len & 3);
}

static void
append_option (GByteArray *bytes,
               guint16     code,
               const void *value,
               gsize       size)
{
  append_16 (bytes, code);
  append_16 (bytes, size);
  g_byte_array_append (bytes, value, size);
  pad (bytes);
}

static void
append_text_option (GByteArray *bytes,
                    guint16     code,
                    const char *text)
{
  if (text != NULL)
    append_option (bytes, code, text, MIN (strlen (text), G_MAXUINT16));
}

/* Returns: where it begins, for end_block() */
static guint
begin_block (GByteArray *file,
             guint32     type)
{
  guint begin = file->len;

  append_32 (file, type);
  append_32 (file, 0);

  return begin;
}

static void
end_block (GByteArray *file,
           guint       begin)
{
  guint32 length;

  append_32 (file, OPTION_END);
  length = GUINT32_TO_LE (file->len - begin + 4);
  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  memcpy (file->data + begin + 4, &length, sizeof length);
}

void
sonde_pcapng_append_head (GByteArray *file,
                          const char *comment)
{
  guint begin = begin_block (file, BLOCK_SECTION_HEADER);

  append_32 (file, 0x1a2b3c4d);
  append_16 (file, 1);
  append_16 (file, 0);
  append_32 (file, G_MAXUINT32); /* the length of the section: not told */
  append_32 (file, G_MAXUINT32);
  append_text_option (file, OPTION_COMMENT, comment);
  append_text_option (file, OPTION_APPLICATION, "Sonde");
  end_block (file, begin);

  begin = begin_block (file, BLOCK_INTERFACE);
  append_16 (file, LINK_TYPE_RAW_IP);
  append_16 (file, 0);
  append_32 (file, 0); /* packets of any length */
  end_block (file, begin);
}

/* ---- Headers ---- */

static void
put_16 (guint8 *at,
        guint16 number)
{
  at[0] = number >> 8;
  at[1] = number & 0xff;
}

static void
put_32 (guint8 *at,
        guint32 number)
{
  put_16 (at, number >> 16);
  put_16 (at + 2, number & 0xffff);
}

/* Sums 16-bit numbers up (RFC 1071); @size may be odd at the end only. */
static guint32
add_up (guint32       sum,
        const guint8 *bytes,
        gsize         size)
{
  for (gsize i = 0; i + 1 < size; i += 2)
    sum += bytes[i] << 8 | bytes[i + 1];
  if (size % 2 == 1)
    sum += bytes[size - 1] << 8;

  return (sum >> 16) + (sum & 0xffff);
}

static guint16
finish_sum (guint32 sum)
{
  sum = (sum >> 16) + (sum & 0xffff);

  return ~((sum >> 16) + sum);
}

/* Returns: the size of the header, up to 40 bytes */
static gsize
write_ip (guint8       *header,
          GInetAddress *from,
          GInetAddress *to,
          gsize         payload)
{
  gsize size = g_inet_address_get_native_size (from);

  if (size == 4)
    {
      memset (header, 0, 20);
      header[0] = 0x45;
      put_16 (header + 2, 20 + payload);
      header[8] = 64; /* time to live */
      header[9] = PROTOCOL_TCP;
      memcpy (header + 12, g_inet_address_to_bytes (from), size);
      memcpy (header + 16, g_inet_address_to_bytes (to), size);
      put_16 (header + 10, finish_sum (add_up (0, header, 20)));
      return 20;
    }

  memset (header, 0, 40);
  header[0] = 0x60;
  put_16 (header + 4, payload);
  header[6] = PROTOCOL_TCP;
  header[7] = 64;
  memcpy (header + 8, g_inet_address_to_bytes (from), size);
  memcpy (header + 24, g_inet_address_to_bytes (to), size);

  return 40;
}

static void
write_tcp (guint8                *header,
           const SondePcapngFlow *flow,
           gboolean               outgoing)
{
  memset (header, 0, TCP_HEADER);
  put_16 (header, outgoing ? flow->local_port : flow->remote_port);
  put_16 (header + 2, outgoing ? flow->remote_port : flow->local_port);
  put_32 (header + 4, flow->sequence[outgoing]);
  put_32 (header + 8, flow->sequence[!outgoing]);
  header[12] = TCP_HEADER / 4 << 4;
  header[13] = TCP_ACK | TCP_PUSH;
  put_16 (header + 14, FULL_WINDOW);
}

/* Over the pseudo-header, too: addresses, protocol, length (RFC 9293, 3.1). */
static void
put_tcp_checksum (guint8       *header,
                  GInetAddress *from,
                  GInetAddress *to,
                  const guint8 *bytes,
                  gsize         size)
{
  gsize   native = g_inet_address_get_native_size (from);
  guint32 sum = PROTOCOL_TCP + TCP_HEADER + size;

  sum = add_up (sum, g_inet_address_to_bytes (from), native);
  sum = add_up (sum, g_inet_address_to_bytes (to), native);
  sum = add_up (sum, header, TCP_HEADER);
  put_16 (header + 16, finish_sum (add_up (sum, bytes, size)));
}

/* ---- Packets ---- */

/* @size bytes of a packet, of which @kept are there */
static void
append_segment (GByteArray      *file,
                SondePcapngFlow *flow,
                gint64           time,
                gboolean         outgoing,
                const guint8    *bytes,
                gsize            kept,
                gsize            size,
                const char      *comment)
{
  GInetAddress *from = outgoing ? flow->local : flow->remote;
  GInetAddress *to = outgoing ? flow->remote : flow->local;
  guint32       flags = GUINT32_TO_LE (outgoing ? 2 : 1);
  guint8        header[40 + TCP_HEADER];
  gsize         header_size = write_ip (header, from, to, TCP_HEADER + size);
  guint         begin = begin_block (file, BLOCK_ENHANCED_PACKET);

  write_tcp (header + header_size, flow, outgoing);
  if (kept == size)
    put_tcp_checksum (header + header_size, from, to, bytes, size);
  header_size += TCP_HEADER;

  append_32 (file, 0); /* the interface */
  append_32 (file, (guint64) time >> 32);
  append_32 (file, (guint64) time & G_MAXUINT32);
  append_32 (file, header_size + kept);
  append_32 (file, header_size + size);
  g_byte_array_append (file, header, header_size);
  g_byte_array_append (file, bytes, kept);
  pad (file);
  append_text_option (file, OPTION_COMMENT, comment);
  append_option (file, OPTION_PACKET_FLAGS, &flags, sizeof flags);
  end_block (file, begin);

  flow->sequence[outgoing] += size;
}

void
sonde_pcapng_append_packet (GByteArray      *file,
                            SondePcapngFlow *flow,
                            gint64           time,
                            gboolean         outgoing,
                            const guint8    *bytes,
                            gsize            kept,
                            gsize            size,
                            const char      *comment)
{
  g_return_if_fail (kept <= size);

  for (gsize at = 0; at < size; at += MAX_SEGMENT)
    append_segment (file, flow, time, outgoing, bytes + MIN (at, kept), MIN (kept - MIN (at, kept), MAX_SEGMENT),
                    MIN (size - at, MAX_SEGMENT), at == 0 ? comment : NULL);
}
