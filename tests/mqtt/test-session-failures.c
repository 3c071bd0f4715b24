/* test-session-failures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-failures"

#include "test-broker-process.h"
#include "test-failure.h"

#include <gio/gio.h>

/* ---- A name server of our own: tests look nothing up ---- */

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
lookup_by_name_with_flags_async (GResolver               *resolver,
                                 const char              *hostname,
                                 GResolverNameLookupFlags flags,
                                 GCancellable            *cancellable,
                                 GAsyncReadyCallback      callback,
                                 gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (g_str_has_prefix (hostname, "unknown"))
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "unknown");
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "later");
}

static GList *
lookup_by_name_with_flags_finish (GResolver    *resolver,
                                  GAsyncResult *result,
                                  GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_by_name_with_flags_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* ---- The table ---- */

/* clang-format off */
#define WEBSOCKET SONDE_STATE_IDLE, SONDE_CARRIER_WEBSOCKET

static const TestFailure cases[] = {
  { "not-taken", SONDE_MQTT_5, TEST_SERVER_NOT_TAKEN, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_TCP, "did not answer within 1 s" },
  { "silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_CONNECT, "did not answer CONNECT within 1 s" },
  { "hangs-up-5", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_UNANSWERED, SONDE_STAGE_CONNECT, "may not speak MQTT 5" },
  { "hangs-up-3", SONDE_MQTT_3_1_1, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_UNANSWERED, SONDE_STAGE_CONNECT, "without an answer" },
  { "resets", SONDE_MQTT_5, TEST_SERVER_RESETS, NULL, 0,
    SONDE_MQTT_ERROR_UNANSWERED, SONDE_STAGE_CONNECT, "without an answer" },

  { "web-server", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("HTTP/1.1 400 Bad Request\r\n\r\n"),
    SONDE_MQTT_ERROR_EXPECTS_WEBSOCKET, SONDE_STAGE_CONNECT, "is a web server, not an MQTT broker" },
  { "ssh", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, TEST_BYTES ("SSH-2.0-OpenSSH_9.2\r\n"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is an SSH server" },
  { "tls-alert", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x15\x03\x01\x00\x02\x02\x46"),
    SONDE_MQTT_ERROR_EXPECTS_TLS, SONDE_STAGE_CONNECT, "expects TLS" },
  { "noise", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\xff\xff\xff\xff\xff\xff"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is not an MQTT broker" },
  { "other-packet", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\xd0\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is not an MQTT broker" },
  { "half-a-connack", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x03\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is not whole" },

  { "refused-3", SONDE_MQTT_3_1_1, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x02\x00\x05"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "not authorized" },
  { "refused-5", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x0c\x00\x87\x09\x1f\x00\x06" "closed"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "not authorized (“closed”)" },
  { "busy-5", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x03\x00\x89\x00"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "server busy" },
  { "only-3", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x02\x00\x01"),
    SONDE_MQTT_ERROR_VERSION, SONDE_STAGE_CONNECT, "choose MQTT 3.1.1" },
  { "only-3-in-5", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x03\x00\x84\x00"),
    SONDE_MQTT_ERROR_VERSION, SONDE_STAGE_CONNECT, "choose MQTT 3.1.1" },

  { "lost", SONDE_MQTT_5, TEST_SERVER_RESETS, TEST_BYTES ("\x20\x03\x00\x00\x00"),
    SONDE_MQTT_ERROR_CUT, SONDE_STAGE_ONLINE, "", SONDE_STATE_WAITING },
  { "closed-at-once", SONDE_MQTT_3_1_1, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x02\x00\x00"),
    SONDE_MQTT_ERROR_CUT, SONDE_STAGE_ONLINE, "another client uses the client ID", SONDE_STATE_WAITING },
  { "taken-over", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x03\x00\x00\x00" "\xe0\x01\x8e"),
    SONDE_MQTT_ERROR_TAKEN_OVER, SONDE_STAGE_ONLINE, "Another client took over the session", SONDE_STATE_IDLE },
  { "shutting-down", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x03\x00\x00\x00" "\xe0\x0a\x8b\x08\x1f\x00\x05" "night"),
    SONDE_MQTT_ERROR_LOST, SONDE_STAGE_ONLINE, "(“night”)", SONDE_STATE_WAITING },
  { "breaks-the-rules", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x03\x00\x00\x00" "\x36\x06\x00\x01t\x00\x01\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "broke the rules of MQTT with a packet of type PUBLISH. A QoS of 3", SONDE_STATE_WAITING },
  /* Server Keep Alive 1 s, and no answer to the ping */
  { "no-pingresp", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x06\x00\x00\x03\x13\x00\x01"),
    SONDE_MQTT_ERROR_LOST, SONDE_STAGE_ONLINE, "keep-alive", SONDE_STATE_WAITING },

  /* MQTT 3.1.1, 3.2.2; 5.0, 3.2.2 */
  { "connack-too-short", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x01\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-empty", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-too-long", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x03\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-length-of-5-bytes", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\xff\xff\xff\xff\x7f"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-reserved-bits", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x03\x02\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-reserved-bits-3", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x02\x80\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-header-flags", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x21\x03\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is not an MQTT broker" },
  { "connack-trailing-bytes", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x05\x00\x00\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-properties-too-long", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x04\x00\x00\x7f\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-unknown-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x05\x00\x00\x02\x7e\x01"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-duplicate-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x09\x00\x00\x06\x21\x00\x05\x21\x00\x05"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "breaks the rules of MQTT" },
  { "connack-without-end", SONDE_MQTT_5, TEST_SERVER_FLOODS, TEST_BYTES ("\x20\xff\xff\xff\x7f\x00\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "CONNACK" },
  { "connack-flood", SONDE_MQTT_5, TEST_SERVER_FLOODS, TEST_BYTES ("\x20\x03\x00\x00\x00" "\x20\x03\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "with a packet of type CONNACK", SONDE_STATE_WAITING },
  { "publish-unknown-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\x30\x06\x00\x01t\x02\x7e\x01"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "with a packet of type PUBLISH", SONDE_STATE_WAITING },
  { "publish-half-a-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\x32\x09\x00\x01t\x00\x01\x03\x02\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "with a packet of type PUBLISH", SONDE_STATE_WAITING },
  { "suback-unknown-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\x90\x06\x00\x01\x02\x00\x01\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "with a packet of type SUBACK", SONDE_STATE_WAITING },
  { "puback-unknown-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\x40\x06\x00\x01\x00\x02\x90\x01"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "with a packet of type PUBACK", SONDE_STATE_WAITING },
  { "disconnect-unknown-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\xe0\x04\x8b\x02\x7e\x01"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "with a packet of type DISCONNECT", SONDE_STATE_WAITING },
  { "auth-unknown-property", SONDE_MQTT_5, TEST_SERVER_ANSWERS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\xf0\x04\x18\x02\x7e\x01"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "with a packet of type AUTH", SONDE_STATE_WAITING },
  { "packet-too-large", SONDE_MQTT_5, TEST_SERVER_ANSWERS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\x30\x20\x00\x01t\x00payload of twenty-eight byte"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "a packet of 34 B: the maximum packet size of this connection is 33 B",
    .maximum_packet_size = 33 },
  { "packet-without-end", SONDE_MQTT_5, TEST_SERVER_FLOODS,
    TEST_BYTES ("\x20\x03\x00\x00\x00" "\x30\xff\xff\xff\x7f\x00\x01t\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "the maximum packet size of this connection is 1",
    .maximum_packet_size = 1024 * 1024 },
  { "reset-in-suback", SONDE_MQTT_5, TEST_SERVER_RESETS, TEST_BYTES ("\x20\x03\x00\x00\x00" "\x90\x04\x00"),
    SONDE_MQTT_ERROR_CUT, SONDE_STAGE_ONLINE, "", SONDE_STATE_WAITING },

  { "websocket-silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_WEBSOCKET, "did not answer the WebSocket request within 1 s", WEBSOCKET },
  { "websocket-half-an-answer", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 101 Switching Protocols\r\nUpgrade:"),
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_WEBSOCKET, "did not answer the WebSocket request within 1 s", WEBSOCKET },
  { "websocket-hangs-up", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_WEBSOCKET, "without an answer to the WebSocket request", WEBSOCKET },
  { "websocket-hangs-up-in-the-answer", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("HTTP/1.1 101 Switching Protocols\r\nUpgrade:"),
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_WEBSOCKET, "in the middle of its answer", WEBSOCKET },
  { "websocket-resets", SONDE_MQTT_5, TEST_SERVER_RESETS, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_WEBSOCKET, "without an answer to the WebSocket request", WEBSOCKET },
  { "websocket-wrong-path", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 404 Not Found\r\n\r\n<html>"),
    SONDE_MQTT_ERROR_WEBSOCKET, SONDE_STAGE_WEBSOCKET, "has nothing at the path “/mqtt” (404 Not Found)", WEBSOCKET },
  { "websocket-wrong-accept", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
    SONDE_MQTT_ERROR_WEBSOCKET, SONDE_STAGE_WEBSOCKET, "Sec-WebSocket-Accept is wrong", WEBSOCKET },
  { "websocket-to-mqtt", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x03\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_WEBSOCKET, "is not a web server", WEBSOCKET },
  { "websocket-to-tls", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x15\x03\x01\x00\x02\x02\x46"),
    SONDE_MQTT_ERROR_EXPECTS_TLS, SONDE_STAGE_WEBSOCKET, "expects TLS", WEBSOCKET },
};
/* clang-format on */

static void
test_failure (gconstpointer data)
{
  test_failure_run (data);
}

static void
test_refused_port (void)
{
  static const TestFailure expected = {
    .code = SONDE_MQTT_ERROR_CONNECT,
    .stage = SONDE_STAGE_TCP,
    .words = "refused the connection",
  };
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_profile_new (test_free_port (), SONDE_MQTT_5);

  test_failure_expect (&expected, client, profile);
}

static void
test_names (void)
{
  static const struct
  {
    const char *host;
    TestFailure expected;
  } names[] = {
    /* clang-format off */
    { "unknown.invalid", { .code = SONDE_MQTT_ERROR_RESOLVE, .words = "no host named “unknown.invalid”" } },
    { "later.invalid", { .code = SONDE_MQTT_ERROR_RESOLVE, .words = "could not be looked up" } },
    /* clang-format on */
  };
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);

  g_resolver_set_default (resolver);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TestClient) client = test_client_new ();
      g_autoptr (SondeProfile) profile = test_profile_new (1883, SONDE_MQTT_5);

      g_free (profile->host);
      profile->host = g_strdup (names[i].host);
      test_failure_expect (&names[i].expected, client, profile);
    }
  g_resolver_set_default (before);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/session-failures/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_failure);
    }
  g_test_add_func ("/session-failures/refused-port", test_refused_port);
  g_test_add_func ("/session-failures/names", test_names);

  return g_test_run ();
}
