/* test-script.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-script"

#include "test-script.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _TestScripted
{
  const TestScript *script;
  GThread          *thread;
  int               listener;
  guint16           port;
  int               client;  /* atomic; -1 when there is none */
  int               n_gone;  /* atomic */
  int               stalled; /* atomic */
  GMutex            mutex;
  GPtrArray        *heard; /* under the mutex */
};

/* Returns: %FALSE when the client is gone, or takes no more */
static gboolean
say (TestScripted *self,
     int           client,
     const void   *bytes,
     gsize         size)
{
  gsize step = self->script->bytewise ? 1 : size;

  for (gsize done = 0; done < size;)
    {
      gssize n = send (client, (const guint8 *) bytes + done, MIN (step, size - done), MSG_NOSIGNAL);

      if (n <= 0)
        {
          if (errno == EAGAIN)
            g_atomic_int_set (&self->stalled, TRUE);
          return FALSE;
        }
      done += n;
    }

  return TRUE;
}

GBytes *
test_script_hear (int client)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  guint8  byte;
  guint32 remaining = 0;
  guint   shift = 0;

  do
    {
      if (recv (client, &byte, 1, 0) != 1)
        return NULL;
      g_byte_array_append (packet, &byte, 1);
      if (packet->len > 1)
        {
          remaining |= (guint32) (byte & 0x7f) << shift;
          shift += 7;
        }
    }
  while (packet->len == 1 || (byte & 0x80) != 0);

  if (remaining > 0)
    {
      guint head = packet->len;

      g_byte_array_set_size (packet, head + remaining);
      if (recv (client, packet->data + head, remaining, MSG_WAITALL) != (gssize) remaining)
        return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&packet));
}

/* What the script holds, with what comes before it in one piece. @id: of the packet that it answers, or %NULL */
static gboolean
play (TestScripted *self,
      int           client,
      const guint8 *before,
      gsize         before_size,
      const guint8 *id)
{
  const TestScript *script = self->script;
  g_autoptr (GByteArray) piece = g_byte_array_new ();
  guint8 length = script->last != NULL ? strlen (script->last) : 0;

  g_byte_array_append (piece, before, before_size);
  g_byte_array_append (piece, script->bytes, script->size);
  if (id != NULL && script->size >= 4)
    memcpy (piece->data + before_size + 2, id, 2);
  if (!say (self, client, piece->data, piece->len))
    return FALSE;
  for (guint i = 1; i < script->times; i++)
    if (!say (self, client, script->bytes, script->size))
      return FALSE;

  if (script->last != NULL)
    {
      guint8 head[] = { 0x30, 2 + length + (script->version == SONDE_MQTT_5 ? 1 : 0), 0, length };

      g_byte_array_set_size (piece, 0);
      g_byte_array_append (piece, head, sizeof head);
      g_byte_array_append (piece, (const guint8 *) script->last, length);
      if (script->version == SONDE_MQTT_5)
        g_byte_array_append (piece, (const guint8 *) "", 1);
      if (!say (self, client, piece->data, piece->len))
        return FALSE;
    }

  return !script->hangs_up;
}

static gboolean
answer_connect (TestScripted *self,
                int           client)
{
  const TestScript *script = self->script;
  gboolean          is_v5 = script->version == SONDE_MQTT_5;
  const guint8     *connack = (const guint8 *) (is_v5 ? "\x20\x03\x00\x00\x00" : "\x20\x02\x00\x00");
  gsize             size = is_v5 ? 5 : 4;

  if (script->connack != NULL)
    {
      connack = script->connack;
      size = script->connack_size;
    }
  if (script->when == TEST_SCRIPT_FOR_CONNACK)
    return play (self, client, NULL, 0, NULL);
  if (script->when == TEST_SCRIPT_AFTER_CONNACK)
    return play (self, client, connack, size, NULL);

  return say (self, client, connack, size);
}

/* Grants one filter. */
static gboolean
answer_subscribe (TestScripted *self,
                  int           client,
                  const guint8 *packet,
                  gsize         size)
{
  const TestScript *script = self->script;
  gboolean          is_v5 = script->version == SONDE_MQTT_5;
  guint8            suback[] = { 0x90, is_v5 ? 4 : 3, packet[2], packet[3], is_v5 ? 0 : packet[size - 1] & 3, packet[size - 1] & 3 };
  gsize             suback_size = is_v5 ? 6 : 5;

  if (script->when == TEST_SCRIPT_FOR_SUBACK)
    return play (self, client, NULL, 0, packet + 2);
  if (script->when == TEST_SCRIPT_AFTER_SUBACK)
    return play (self, client, suback, suback_size, NULL);

  return say (self, client, suback, suback_size);
}

static gboolean
answer_publish (TestScripted *self,
                int           client,
                const guint8 *packet)
{
  guint         qos = packet[0] >> 1 & 3;
  const guint8 *id = packet + 4 + (packet[2] << 8 | packet[3]);
  guint8        answer[] = { qos == 1 ? 0x40 : 0x50, 2, 0, 0 };

  if (qos == 0)
    return TRUE;
  if (self->script->when == TEST_SCRIPT_FOR_PUBLISH)
    return play (self, client, NULL, 0, id);

  memcpy (answer + 2, id, 2);

  return say (self, client, answer, sizeof answer);
}

/* Returns: %FALSE when that was all */
static gboolean
answer (TestScripted *self,
        int           client,
        GBytes       *heard)
{
  gsize         size;
  const guint8 *packet = g_bytes_get_data (heard, &size);
  guint8        reply[] = { 0, 2, size > 3 ? packet[2] : 0, size > 3 ? packet[3] : 0 };

  switch (packet[0] >> 4)
    {
    case SONDE_PACKET_CONNECT:
      return answer_connect (self, client);
    case SONDE_PACKET_SUBSCRIBE:
      return answer_subscribe (self, client, packet, size);
    case SONDE_PACKET_PUBLISH:
      return answer_publish (self, client, packet);
    case SONDE_PACKET_PUBREC:
      reply[0] = 0x62;
      return say (self, client, reply, sizeof reply);
    case SONDE_PACKET_PUBREL:
      reply[0] = 0x70;
      return say (self, client, reply, sizeof reply);
    case SONDE_PACKET_PINGREQ:
      return say (self, client, "\xd0\x00", 2);
    case SONDE_PACKET_DISCONNECT:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
serve (TestScripted *self,
       int           client)
{
  GBytes  *heard;
  gboolean goes_on = TRUE;

  while ((heard = test_script_hear (client)) != NULL)
    {
      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->heard, heard);
      g_mutex_unlock (&self->mutex);
      /* What is said after we have nothing more to say is still heard: a DISCONNECT. */
      if (goes_on)
        goes_on = answer (self, client, heard);
      if (!goes_on && self->script->hangs_up)
        return;
    }
}

static gpointer
scripted_worker (gpointer data)
{
  TestScripted  *self = data;
  struct timeval patience = { .tv_sec = 1 };
  struct linger  hard = { .l_onoff = 1, .l_linger = 0 };
  int            client, on = 1;

  while ((client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    {
      g_atomic_int_set (&self->client, client);
      setsockopt (client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      setsockopt (client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
      serve (self, client);
      g_atomic_int_set (&self->client, -1);
      if (self->script->reset)
        setsockopt (client, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
      close (client);
      g_atomic_int_inc (&self->n_gone);
    }

  return NULL;
}

TestScripted *
test_scripted_new (const TestScript *script)
{
  TestScripted      *self = g_new0 (TestScripted, 1);
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t          length = sizeof address;
  int                buffer = 32 * 1024;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->script = script;
  self->client = -1;
  g_mutex_init (&self->mutex);
  self->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  /* So that a flood is held back soon. */
  setsockopt (self->listener, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  setsockopt (self->listener, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  g_assert_no_errno (bind (self->listener, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (self->listener, 4));
  g_assert_no_errno (getsockname (self->listener, (struct sockaddr *) &address, &length));
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("scripted", scripted_worker, self);

  return self;
}

void
test_scripted_free (TestScripted *self)
{
  int client;

  if (self == NULL)
    return;

  shutdown (self->listener, SHUT_RDWR);
  client = g_atomic_int_get (&self->client);
  if (client >= 0)
    shutdown (client, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->listener);
  g_ptr_array_unref (self->heard);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
test_scripted_get_port (TestScripted *self)
{
  return self->port;
}

GPtrArray *
test_scripted_dup_heard (TestScripted *self)
{
  GPtrArray *heard = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->heard->len; i++)
    g_ptr_array_add (heard, g_bytes_ref (self->heard->pdata[i]));
  g_mutex_unlock (&self->mutex);

  return heard;
}

guint
test_scripted_get_n_gone (TestScripted *self)
{
  return g_atomic_int_get (&self->n_gone);
}

gboolean
test_scripted_is_stalled (TestScripted *self)
{
  return g_atomic_int_get (&self->stalled);
}
