/* test-session-failures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-failures"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-server.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sonde-mqtt-error.h>
#include <string.h>

/* Generous: what is meant is a stall of seconds, not a busy machine. */
#define LONGEST_STALL (500 * 1000)

#define CONNECT_TIMEOUT 1

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

#define BYTES(string) string, sizeof (string) - 1

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  TestServerManner manner;
  const char      *bytes;
  gsize            size;
  SondeMqttError   code;
  SondeStage       stage;
  const char      *words; /* in the sentence */
  SondeState       then;  /* WAITING: it will try again by itself */
  SondeCarrier     carrier;
} Case;

/* clang-format off */
#define WEBSOCKET SONDE_STATE_IDLE, SONDE_CARRIER_WEBSOCKET

static const Case cases[] = {
  { "not-taken", SONDE_MQTT_5, TEST_SERVER_NOT_TAKEN, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_TCP, "did not answer within 1 s" },
  { "silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_CONNECT, "did not answer CONNECT within 1 s" },
  { "hangs-up-5", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "may not speak MQTT 5" },
  { "hangs-up-3", SONDE_MQTT_3_1_1, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "without an answer" },
  { "resets", SONDE_MQTT_5, TEST_SERVER_RESETS, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "without an answer" },

  { "web-server", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("HTTP/1.1 400 Bad Request\r\n\r\n"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is a web server, not an MQTT broker" },
  { "ssh", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, BYTES ("SSH-2.0-OpenSSH_9.2\r\n"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is an SSH server" },
  { "tls-alert", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("\x15\x03\x01\x00\x02\x02\x46"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "expects TLS" },
  { "noise", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("\xff\xff\xff\xff\xff\xff"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is not an MQTT broker" },
  { "other-packet", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("\xd0\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is not an MQTT broker" },
  { "half-a-connack", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("\x20\x03\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "is not an MQTT broker" },

  { "refused-3", SONDE_MQTT_3_1_1, TEST_SERVER_HANGS_UP, BYTES ("\x20\x02\x00\x05"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "not authorized" },
  { "refused-5", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("\x20\x0c\x00\x87\x09\x1f\x00\x06" "closed"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "not authorized (“closed”)" },
  { "busy-5", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("\x20\x03\x00\x89\x00"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "server busy" },
  { "only-3", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("\x20\x02\x00\x01"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "choose MQTT 3.1.1" },
  { "only-3-in-5", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("\x20\x03\x00\x84\x00"),
    SONDE_MQTT_ERROR_REFUSED, SONDE_STAGE_CONNECT, "choose MQTT 3.1.1" },

  { "lost", SONDE_MQTT_5, TEST_SERVER_RESETS, BYTES ("\x20\x03\x00\x00\x00"),
    SONDE_MQTT_ERROR_LOST, SONDE_STAGE_ONLINE, "", SONDE_STATE_WAITING },
  { "closed-at-once", SONDE_MQTT_3_1_1, TEST_SERVER_HANGS_UP, BYTES ("\x20\x02\x00\x00"),
    SONDE_MQTT_ERROR_LOST, SONDE_STAGE_ONLINE, "another client uses the client ID", SONDE_STATE_WAITING },
  { "taken-over", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("\x20\x03\x00\x00\x00" "\xe0\x01\x8e"),
    SONDE_MQTT_ERROR_LOST, SONDE_STAGE_ONLINE, "session taken over", SONDE_STATE_IDLE },
  { "shutting-down", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("\x20\x03\x00\x00\x00" "\xe0\x0a\x8b\x08\x1f\x00\x05" "night"),
    SONDE_MQTT_ERROR_LOST, SONDE_STAGE_ONLINE, "(“night”)", SONDE_STATE_WAITING },
  { "breaks-the-rules", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("\x20\x03\x00\x00\x00" "\x36\x05\x00\x01t\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_ONLINE, "breaks the rules", SONDE_STATE_WAITING },
  /* Server Keep Alive 1 s, and no answer to the ping */
  { "no-pingresp", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("\x20\x06\x00\x00\x03\x13\x00\x01"),
    SONDE_MQTT_ERROR_LOST, SONDE_STAGE_ONLINE, "keep-alive", SONDE_STATE_WAITING },

  { "websocket-silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_WEBSOCKET, "did not answer the WebSocket request within 1 s", WEBSOCKET },
  { "websocket-half-an-answer", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("HTTP/1.1 101 Switching Protocols\r\nUpgrade:"),
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_WEBSOCKET, "did not answer the WebSocket request within 1 s", WEBSOCKET },
  { "websocket-hangs-up", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_WEBSOCKET, "without an answer to the WebSocket request", WEBSOCKET },
  { "websocket-hangs-up-in-the-answer", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("HTTP/1.1 101 Switching Protocols\r\nUpgrade:"),
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_WEBSOCKET, "in the middle of its answer", WEBSOCKET },
  { "websocket-resets", SONDE_MQTT_5, TEST_SERVER_RESETS, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_WEBSOCKET, "without an answer to the WebSocket request", WEBSOCKET },
  { "websocket-wrong-path", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, BYTES ("HTTP/1.1 404 Not Found\r\n\r\n<html>"),
    SONDE_MQTT_ERROR_WEBSOCKET, SONDE_STAGE_WEBSOCKET, "has nothing at the path “/mqtt” (404 Not Found)", WEBSOCKET },
  { "websocket-wrong-accept", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
    SONDE_MQTT_ERROR_WEBSOCKET, SONDE_STAGE_WEBSOCKET, "Sec-WebSocket-Accept is wrong", WEBSOCKET },
  { "websocket-to-mqtt", SONDE_MQTT_5, TEST_SERVER_ANSWERS, BYTES ("\x20\x03\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_WEBSOCKET, "is not a web server", WEBSOCKET },
  { "websocket-to-tls", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, BYTES ("\x15\x03\x01\x00\x02\x02\x46"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_WEBSOCKET, "expects TLS", WEBSOCKET },
};
/* clang-format on */

static void
note_stage_cb (SondeSession *session,
               int           stage,
               const char   *detail,
               gint64        time,
               gpointer      user_data)
{
  g_assert_cmpint (time, >, 0);
  *(int *) user_data = stage;
}

static void
expect_failure (TestClient         *client,
                const SondeProfile *profile,
                const Case         *expected)
{
  int           stage = -1;
  const GError *error;

  g_signal_connect (client->session, "stage", G_CALLBACK (note_stage_cb), &stage);
  sonde_session_connect (client->session, profile, NULL);
  while ((error = sonde_session_get_error (client->session)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_test_message ("%s", error->message);
  g_assert_error (error, SONDE_MQTT_ERROR, (int) expected->code);
  g_assert_nonnull (strstr (error->message, expected->words));
  g_assert_cmpint (stage, ==, expected->stage);
  g_assert_cmpint (sonde_session_get_state (client->session), ==, expected->then);
  g_assert_cmpint (client->max_stall, <, LONGEST_STALL);

  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_signal_handlers_disconnect_by_func (client->session, note_stage_cb, &stage);
}

static void
test_failure (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (TestServer) server = test_server_new (expected->manner, expected->bytes, expected->size);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_profile_new (test_server_get_port (server), expected->version);

  profile->connect_timeout = CONNECT_TIMEOUT;
  profile->network->carrier = expected->carrier;
  expect_failure (client, profile, expected);
}

static void
test_refused_port (void)
{
  static const Case expected = {
    .code = SONDE_MQTT_ERROR_CONNECT,
    .stage = SONDE_STAGE_TCP,
    .words = "refused the connection",
  };
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_profile_new (test_free_port (), SONDE_MQTT_5);

  expect_failure (client, profile, &expected);
}

static void
test_names (void)
{
  static const struct
  {
    const char *host;
    Case        expected;
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
      expect_failure (client, profile, &names[i].expected);
    }
  g_resolver_set_default (before);
}

/* ---- Leaks ---- */

static guint
count_fds (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static void
fail_once (TestClient         *client,
           const SondeProfile *profile)
{
  sonde_session_connect (client->session, profile, NULL);
  while (sonde_session_get_error (client->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
}

static void
test_no_fd_is_left (void)
{
  g_autoptr (TestServer) hangs_up = test_server_new (TEST_SERVER_HANGS_UP, NULL, 0);
  g_autoptr (TestServer) refuses = test_server_new (TEST_SERVER_HANGS_UP, "\x20\x03\x00\x87", 5);
  g_autoptr (TestServer) resets = test_server_new (TEST_SERVER_RESETS, "\x20\x03\x00\x00", 5);
  guint16 ports[] = { test_server_get_port (hangs_up), test_server_get_port (refuses), test_server_get_port (resets), test_free_port () };
  g_autoptr (SondeProfile) profile = test_profile_new (0, SONDE_MQTT_5);
  guint before = 0;

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (TestClient) client = test_client_new ();

      for (guint i = 0; i < 100; i++)
        {
          profile->port = ports[i % G_N_ELEMENTS (ports)];
          fail_once (client, profile);
        }
      g_clear_pointer (&client, test_client_free);

      /* The first round made what lasts, such as the network monitor's socket. */
      if (round == 0)
        before = count_fds ();
      else
        g_assert_cmpuint (count_fds (), <=, before);
    }
}

/* In every stage, and nothing is left. */
static void
test_cancelled (void)
{
  g_autoptr (TestServer) not_taken = test_server_new (TEST_SERVER_NOT_TAKEN, NULL, 0);
  g_autoptr (TestServer) silent = test_server_new (TEST_SERVER_ANSWERS, NULL, 0);
  guint16    ports[] = { test_server_get_port (not_taken), test_server_get_port (silent) };
  SondeStage stages[] = { SONDE_STAGE_TCP, SONDE_STAGE_CONNECT };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (TestClient) client = test_client_new ();
      g_autoptr (SondeProfile) profile = test_profile_new (ports[i], SONDE_MQTT_5);

      sonde_session_connect (client->session, profile, NULL);
      while (sonde_session_get_stage (client->session) != stages[i])
        g_main_context_iteration (NULL, TRUE);
      test_client_disconnect (client);
      g_assert_cmpuint (client->n_records, ==, 0);

      /* Gone in the middle of an attempt */
      sonde_session_connect (client->session, profile, NULL);
      while (sonde_session_get_stage (client->session) != stages[i])
        g_main_context_iteration (NULL, TRUE);
    }
}

/* The private sockets lived here. */
static void
assert_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-test-runtime-XXXXXX", NULL);
  int              result;

  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  test_client_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/session-failures/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_failure);
    }
  g_test_add_func ("/session-failures/refused-port", test_refused_port);
  g_test_add_func ("/session-failures/names", test_names);
  g_test_add_func ("/session-failures/no-fd-is-left", test_no_fd_is_left);
  g_test_add_func ("/session-failures/cancelled", test_cancelled);

  result = g_test_run ();
  assert_empty (folder);
  g_rmdir (folder);

  return result;
}
