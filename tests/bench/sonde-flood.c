/* sonde-flood.c: a broker that only sends, as fast as the socket takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sonde-flood --port 0 --count 1000000 --size 100 --topics 100 --qos 0 [--clients 1]
 *
 * Prints its port, answers CONNECT and SUBSCRIBE, and --delay after a client's first
 * SUBSCRIBE prints the time (ms since the epoch) and sends it --count PUBLISH
 * packets, each payload beginning {"seq":n. Ends when --clients clients have left.
 */

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH_BYTES (256 * 1024)
#define READ_BYTES (64 * 1024)

static int port = 0;
static int count = 1000000;
static int size = 100;
static int n_topics = 100;
static int qos = 0;
static int n_clients = 1;
static int delay_ms = 0;

static const GOptionEntry entries[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &port, "Port to listen on, 0 for a free one", "N" },
  { "count", 0, 0, G_OPTION_ARG_INT, &count, "Messages for each client", "N" },
  { "size", 0, 0, G_OPTION_ARG_INT, &size, "Bytes of payload", "N" },
  { "topics", 0, 0, G_OPTION_ARG_INT, &n_topics, "Topic names to go round", "N" },
  { "qos", 0, 0, G_OPTION_ARG_INT, &qos, "Of the messages", "N" },
  { "clients", 0, 0, G_OPTION_ARG_INT, &n_clients, "Clients to serve before the end", "N" },
  { "delay", 0, 0, G_OPTION_ARG_INT, &delay_ms, "From SUBSCRIBE to the first message", "MS" },
  { NULL }
};

typedef struct
{
  int        fd;
  gboolean   v5;
  gboolean   subscribed;
  gboolean   started;
  guint      next; /* message to make */
  GByteArray in;
  guint8    *out;
  gsize      out_begin, out_end;
} Client;

static void
append (Client     *client,
        const void *bytes,
        gsize       length)
{
  memcpy (client->out + client->out_end, bytes, length);
  client->out_end += length;
}

static void
append_head (Client *client,
             guint8  first,
             guint32 remaining)
{
  append (client, &first, 1);
  do
    {
      guint8 byte = (remaining & 0x7f) | (remaining > 0x7f ? 0x80 : 0);

      append (client, &byte, 1);
      remaining >>= 7;
    }
  while (remaining > 0);
}

static void
append_publish (Client *client,
                guint   number)
{
  static char payload[1024 * 1024];
  char        topic[32];
  guint8      word[2];
  int         topic_length = g_snprintf (topic, sizeof topic, "flood/%03u", number % n_topics);
  int         length = g_snprintf (payload, sizeof payload, "{\"seq\":%u,\"x\":\"", number);
  guint16     packet_id = number % 65535 + 1;

  /* Filled up to the size with text that closes the JSON. */
  memset (payload + length, 'x', MAX (0, size - length));
  if (size >= length + 2)
    memcpy (payload + size - 2, "\"}", 2);

  append_head (client, 0x30 | qos << 1, 2 + topic_length + (qos > 0 ? 2 : 0) + (client->v5 ? 1 : 0) + size);
  word[0] = topic_length >> 8, word[1] = topic_length & 0xff;
  append (client, word, 2);
  append (client, topic, topic_length);
  word[0] = packet_id >> 8, word[1] = packet_id & 0xff;
  if (qos > 0)
    append (client, word, 2);
  if (client->v5)
    append (client, "", 1);
  append (client, payload, size);
}

static void
answer_connect (Client       *client,
                const guint8 *body)
{
  guint name_length = body[0] << 8 | body[1];

  client->v5 = body[2 + name_length] == 5;
  if (client->v5)
    append (client, "\x20\x03\x00\x00\x00", 5);
  else
    append (client, "\x20\x02\x00\x00", 4);
}

static void
answer_subscribe (Client       *client,
                  const guint8 *body)
{
  append_head (client, 0x90, client->v5 ? 4 : 3);
  append (client, body, 2);
  if (client->v5)
    append (client, "", 1);
  append (client, qos == 2 ? "\x02" : qos == 1 ? "\x01"
                                               : "",
          1);
  client->subscribed = TRUE;
}

/* Returns: %FALSE on DISCONNECT */
static gboolean
handle_packet (Client       *client,
               guint8        first,
               const guint8 *body)
{
  switch (first >> 4)
    {
    case 1:
      answer_connect (client, body);
      break;
    case 5: /* PUBREC → PUBREL */
      append_head (client, 0x62, 2);
      append (client, body, 2);
      break;
    case 8:
      answer_subscribe (client, body);
      break;
    case 12:
      append (client, "\xd0", 2);
      break;
    case 14:
      return FALSE;
    default:
      break;
    }

  return TRUE;
}

static gboolean
handle_input (Client *client)
{
  guint8  *at = client->in.data;
  guint8  *end = at + client->in.len;
  gboolean goes_on = TRUE;

  while (goes_on && end - at >= 2)
    {
      guint8 *body = at + 1;
      gsize   remaining = 0;
      guint   shift = 0;

      do
        {
          remaining |= (gsize) (*body & 0x7f) << shift;
          shift += 7;
        }
      while ((*body++ & 0x80) != 0 && body < end);
      if (end - body < (gssize) remaining)
        break;

      /* Room for the answer must be there: the rest waits. */
      if (client->out_end + 64 > BATCH_BYTES * 2)
        break;
      goes_on = handle_packet (client, *at, body);
      at = body + remaining;
    }
  memmove (client->in.data, at, end - at);
  client->in.len = end - at;

  return goes_on;
}

static gboolean
receive (Client *client,
         int     flags)
{
  gssize n = recv (client->fd, client->in.data + client->in.len, READ_BYTES - client->in.len, flags);

  if (n > 0)
    client->in.len += n;
  if (n == 0 || (n < 0 && (flags & MSG_DONTWAIT) == 0))
    return FALSE;

  return handle_input (client);
}

static void
start (Client *client)
{
  g_usleep (delay_ms * G_TIME_SPAN_MILLISECOND);
  printf ("%" G_GINT64_FORMAT "\n", g_get_real_time () / G_TIME_SPAN_MILLISECOND);
  fflush (stdout);
  client->started = TRUE;
}

static void
make_batch (Client *client)
{
  if (client->out_begin == client->out_end)
    {
      client->out_begin = client->out_end = 0;
      if (client->subscribed && !client->started)
        start (client);
    }
  while (client->started && client->next < (guint) count && client->out_end + size + 64 < BATCH_BYTES)
    append_publish (client, client->next++);
}

static void
serve (int fd)
{
  guint8  *in = g_malloc (READ_BYTES);
  Client   client = { .fd = fd, .in = { in, 0 }, .out = g_malloc (BATCH_BYTES * 2 + size) };
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      make_batch (&client);
      if (client.out_begin < client.out_end)
        {
          gssize n = send (fd, client.out + client.out_begin, client.out_end - client.out_begin, MSG_NOSIGNAL);

          if (n <= 0)
            break;
          client.out_begin += n;
          goes_on = receive (&client, MSG_DONTWAIT);
        }
      else
        {
          goes_on = receive (&client, 0);
        }
    }

  g_free (client.out);
  g_free (in);
  close (fd);
}

static gpointer
serve_worker (gpointer data)
{
  serve (GPOINTER_TO_INT (data));

  return NULL;
}

static int
listen_on_loopback (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  socklen_t          length = sizeof address;
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int                on = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, (struct sockaddr *) &address, sizeof address) != 0 || listen (fd, 8) != 0)
    {
      perror ("sonde-flood");
      return -1;
    }
  getsockname (fd, (struct sockaddr *) &address, &length);
  printf ("%u\n", ntohs (address.sin_port));
  fflush (stdout);

  return fd;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  int fd;

  signal (SIGPIPE, SIG_IGN);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (qos < 0 || qos > 2 || n_topics < 1 || size < 0 || size > 64 * 1024)
    {
      g_printerr ("--qos 0 to 2, --topics from 1, --size up to 65536\n");
      return 2;
    }

  fd = listen_on_loopback ();
  if (fd < 0)
    return 1;

  for (int i = 0; i < n_clients; i++)
    {
      int client = accept4 (fd, NULL, NULL, SOCK_CLOEXEC);
      int on = 1;

      if (client < 0)
        return 1;
      setsockopt (client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      g_ptr_array_add (threads, g_thread_new ("client", serve_worker, GINT_TO_POINTER (client)));
    }
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);

  return 0;
}
