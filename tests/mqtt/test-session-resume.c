/* test-session-resume.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-resume"

#include "test-client.h"
#include "test-plain.h"

#include <arpa/inet.h>
#include <sonde-mqtt-error.h>
#include <sonde-packet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * A broker that plays a part: for each packet it hears, in order, a line. Words
 * apart from "!" (hang up, the next line is of the next connection) are bytes in hex.
 */
typedef struct
{
  guint8      type;  /* of the packet that is expected */
  const char *reply; /* may be "" */
} Line;

typedef struct
{
  const Line *lines;
  guint       n_lines;
  guint       next;
  int         listener;
  guint16     port;
  GThread    *thread;
  GPtrArray  *heard; /* of GBytes: whole packets */
} Broker;

static void
say (int         fd,
     const char *hex)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; *hex != '\0' && *hex != '!'; hex++)
    if (g_ascii_isxdigit (hex[0]) && g_ascii_isxdigit (hex[1]))
      {
        guint8 byte = g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]);

        g_byte_array_append (bytes, &byte, 1);
        hex++;
      }
  if (bytes->len > 0)
    g_assert_cmpint (send (fd, bytes->data, bytes->len, MSG_NOSIGNAL), ==, bytes->len);
}

/* Packets of less than 128 bytes only. Returns: %NULL at the end of the stream */
static GBytes *
hear (int fd)
{
  guint8 bytes[130];

  if (recv (fd, bytes, 2, MSG_WAITALL) != 2)
    return NULL;
  g_assert_cmpuint (bytes[1], <, 128);
  if (bytes[1] > 0 && recv (fd, bytes + 2, bytes[1], MSG_WAITALL) != bytes[1])
    return NULL;

  return g_bytes_new (bytes, bytes[1] + 2);
}

static void
play (Broker *broker,
      int     fd)
{
  GBytes *packet;

  while ((packet = hear (fd)) != NULL)
    {
      const Line *line = &broker->lines[broker->next];
      guint8      type = *(const guint8 *) g_bytes_get_data (packet, NULL) >> 4;

      g_ptr_array_add (broker->heard, packet);
      if (type == SONDE_PACKET_DISCONNECT)
        return;
      g_assert_cmpuint (broker->next, <, broker->n_lines);
      g_assert_cmpuint (type, ==, line->type);
      broker->next++;
      say (fd, line->reply);
      if (strchr (line->reply, '!') != NULL)
        return;
    }
}

static gpointer
broker_worker (gpointer data)
{
  Broker *broker = data;
  int     fd;

  while ((fd = accept (broker->listener, NULL, NULL)) >= 0)
    {
      play (broker, fd);
      close (fd);
    }

  return NULL;
}

static Broker *
broker_new (const Line *lines,
            guint       n_lines)
{
  Broker            *broker = g_new0 (Broker, 1);
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t          length = sizeof address;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  broker->lines = lines;
  broker->n_lines = n_lines;
  broker->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  broker->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_no_errno (bind (broker->listener, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (broker->listener, 4));
  g_assert_no_errno (getsockname (broker->listener, (struct sockaddr *) &address, &length));
  broker->port = ntohs (address.sin_port);
  broker->thread = g_thread_new ("broker", broker_worker, broker);

  return broker;
}

/* All lines must have been said. */
static void
broker_free (Broker *broker)
{
  shutdown (broker->listener, SHUT_RDWR);
  g_thread_join (broker->thread);
  close (broker->listener);
  g_assert_cmpuint (broker->next, ==, broker->n_lines);
  g_ptr_array_unref (broker->heard);
  g_free (broker);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Broker, broker_free)

/* The @index-th packet the broker heard. */
static const guint8 *
heard (Broker *broker,
       guint   index)
{
  g_assert_cmpuint (index, <, broker->heard->len);

  return g_bytes_get_data (broker->heard->pdata[index], NULL);
}

/* Connect Flags: after the fixed header, "MQTT" and the version */
static guint8
connect_flags (Broker *broker,
               guint   index)
{
  return heard (broker, index)[9];
}

typedef struct
{
  gboolean           done;
  GError            *error;
  SondePublishResult result;
} Outcome;

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Outcome *outcome = user_data;

  sonde_session_publish_finish (SONDE_SESSION (source), result, &outcome->result, &outcome->error);
  outcome->done = TRUE;
}

static void
publish (TestClient *client,
         guint8      qos,
         Outcome    *outcome)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("p", 1);

  test_plain_publish (client->session, "t", payload, qos, FALSE, published_cb, outcome);
}

/* Through the loss, the wait and the next attempt */
static void
come_back (TestClient *client)
{
  test_client_wait_state (client, SONDE_STATE_WAITING);
  sonde_session_retry_now (client->session);
  test_client_wait_state (client, SONDE_STATE_ONLINE);
}

static SondeProfile *
make_profile (Broker *broker)
{
  SondeProfile *profile = test_profile_new (broker->port, SONDE_MQTT_5);

  profile->session_expiry = 60;

  return profile;
}

static void
finish (TestClient *client,
        Outcome    *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
  test_client_disconnect (client);
}

#define CONNACK "20 03 00 00 00"
#define CONNACK_PRESENT "20 03 01 00 00"

static void
test_qos_1 (void)
{
  static const Line lines[] = {
    { SONDE_PACKET_CONNECT, CONNACK },
    { SONDE_PACKET_PUBLISH, "!" },
    { SONDE_PACKET_CONNECT, CONNACK_PRESENT },
    { SONDE_PACKET_PUBLISH, "40 02 00 01" },
  };
  g_autoptr (Broker) broker = broker_new (lines, G_N_ELEMENTS (lines));
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = make_profile (broker);
  Outcome outcome = { 0 };

  test_client_connect (client, profile, NULL);
  publish (client, 1, &outcome);
  come_back (client);
  finish (client, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (outcome.result.round_trip, >, 0);

  /* Sent again as such, in a session begun afresh only once */
  g_assert_cmphex (heard (broker, 1)[0], ==, 0x32);
  g_assert_cmphex (heard (broker, 3)[0], ==, 0x3a);
  g_assert_cmphex (connect_flags (broker, 0) & 2, ==, 2);
  g_assert_cmphex (connect_flags (broker, 2) & 2, ==, 0);
}

static void
test_qos_2 (void)
{
  static const Line lines[] = {
    { SONDE_PACKET_CONNECT, CONNACK },
    { SONDE_PACKET_PUBLISH, "50 03 00 01 10" }, /* nobody listens */
    { SONDE_PACKET_PUBREL, "!" },
    { SONDE_PACKET_CONNECT, CONNACK_PRESENT },
    { SONDE_PACKET_PUBREL, "70 02 00 01" },
  };
  g_autoptr (Broker) broker = broker_new (lines, G_N_ELEMENTS (lines));
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = make_profile (broker);
  Outcome outcome = { 0 };

  test_client_connect (client, profile, NULL);
  publish (client, 2, &outcome);
  come_back (client);
  finish (client, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmphex (outcome.result.reason, ==, 0x10);
}

/* The broker has forgotten us: nothing is sent again that was reported lost. */
static void
test_session_gone (void)
{
  static const Line lines[] = {
    { SONDE_PACKET_CONNECT, CONNACK },
    { SONDE_PACKET_PUBLISH, "!" },
    { SONDE_PACKET_CONNECT, CONNACK },
    { SONDE_PACKET_PUBLISH, "40 02 00 01" },
  };
  g_autoptr (Broker) broker = broker_new (lines, G_N_ELEMENTS (lines));
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = make_profile (broker);
  Outcome lost = { 0 }, fresh = { 0 };

  test_client_connect (client, profile, NULL);
  publish (client, 1, &lost);
  come_back (client);
  while (!lost.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (lost.error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST);
  g_clear_error (&lost.error);

  publish (client, 1, &fresh);
  finish (client, &fresh);
  g_assert_no_error (fresh.error);
  g_assert_cmphex (heard (broker, 3)[0], ==, 0x32);
}

static void
test_assigned_client_id (void)
{
  static const Line lines[] = {
    { SONDE_PACKET_CONNECT, "20 08 00 00 05 12 00 02 6964 !" },
    { SONDE_PACKET_CONNECT, CONNACK },
  };
  g_autoptr (Broker) broker = broker_new (lines, G_N_ELEMENTS (lines));
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = make_profile (broker);
  const guint8 *connect;
  gsize         properties;

  g_clear_pointer (&profile->client_id, g_free);
  profile->client_id = g_strdup ("");
  profile->clean_start = FALSE;
  test_client_connect (client, profile, NULL);
  come_back (client);
  test_client_disconnect (client);

  /* Empty, without Clean Start, then the one the broker chose */
  connect = heard (broker, 0);
  properties = 13 + connect[12];
  g_assert_cmpmem (connect + properties, 2, "\x00", 2);
  g_assert_cmphex (connect_flags (broker, 0) & 2, ==, 0);
  connect = heard (broker, 1);
  properties = 13 + connect[12];
  g_assert_cmpmem (connect + properties, 4, "\x00\x02id", 4);
}

/* Properties and DUP are those on the wire; QoS 2 comes once, though sent twice, and the
 * next message with its packet id is itself. */
static void
test_received_qos_2 (void)
{
  static const Line lines[] = {
    { SONDE_PACKET_CONNECT, CONNACK " 34 09 0001 74 0007 02 0101 41" },
    { SONDE_PACKET_PUBREC, "!" },
    { SONDE_PACKET_CONNECT, CONNACK_PRESENT " 3c 09 0001 74 0007 02 0101 41" },
    { SONDE_PACKET_PUBREC, "62 02 0007" },
    { SONDE_PACKET_PUBCOMP, "" },
    { SONDE_PACKET_PUBCOMP, "34 07 0001 74 0007 00 42" },
    { SONDE_PACKET_PUBREC, "62 02 0007" },
    { SONDE_PACKET_PUBCOMP, "" },
  };
  g_autoptr (Broker) broker = broker_new (lines, G_N_ELEMENTS (lines));
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = make_profile (broker);
  const SondeRecord *record;
  SondeSegment      *segment;

  test_client_connect (client, profile, NULL);
  come_back (client);
  test_client_wait_received (client, 2);
  test_client_disconnect (client);
  g_assert_cmpuint (client->n_received, ==, 2);

  record = test_client_get_received (client, 0, &segment);
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, "A", 1);
  g_assert_cmpmem (sonde_segment_get_properties (segment, record), record->properties_size, "\x01\x01", 2);
  g_assert_cmpuint (record->flags & SONDE_RECORD_DUP, !=, 0);
  g_assert_cmpuint (record->packet_id, ==, 7);
  record = test_client_get_received (client, 1, &segment);
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, "B", 1);
  g_assert_cmpuint (record->properties_size, ==, 0);
  g_assert_cmpuint (record->flags & SONDE_RECORD_DUP, ==, 0);
}

/* QoS 0 and 1 in one read: each keeps its own */
static void
test_received_properties (void)
{
  static const Line lines[] = {
    { SONDE_PACKET_CONNECT, CONNACK
      " 30 05 0001 74 00 30"
      " 3a 09 0001 74 0001 02 0101 31"
      " 30 0a 0001 74 05 02 00000009 32"
      " 32 07 0001 74 0002 00 33" },
    { SONDE_PACKET_PUBACK, "" },
    { SONDE_PACKET_PUBACK, "" },
  };
  static const struct
  {
    const char *payload, *properties;
    gsize       size;
    gboolean    dup;
  } expected[] = {
    { "0", "", 0, FALSE },
    { "1", "\x01\x01", 2, TRUE },
    { "2", "\x02\0\0\0\x09", 5, FALSE },
    { "3", "", 0, FALSE },
  };
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (Broker) broker = NULL;
  g_autoptr (TestClient) client = NULL;

  broker = broker_new (lines, G_N_ELEMENTS (lines));
  client = test_client_new ();
  profile = make_profile (broker);
  test_client_connect (client, profile, NULL);
  test_client_wait_received (client, 4);
  test_client_disconnect (client);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      SondeSegment      *segment;
      const SondeRecord *record = test_client_get_received (client, i, &segment);

      g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, expected[i].payload, 1);
      g_assert_cmpmem (sonde_segment_get_properties (segment, record), record->properties_size, expected[i].properties, expected[i].size);
      g_assert_cmpint ((record->flags & SONDE_RECORD_DUP) != 0, ==, expected[i].dup);
    }
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  g_test_add_func ("/session-resume/qos-1", test_qos_1);
  g_test_add_func ("/session-resume/qos-2", test_qos_2);
  g_test_add_func ("/session-resume/session-gone", test_session_gone);
  g_test_add_func ("/session-resume/assigned-client-id", test_assigned_client_id);
  g_test_add_func ("/session-resume/received-qos-2", test_received_qos_2);
  g_test_add_func ("/session-resume/received-properties", test_received_properties);

  return g_test_run ();
}
