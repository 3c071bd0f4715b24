/* test-emqx-api.c: against a server that answers as EMQX 5’s documentation says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-emqx-api.h>

#include <string.h>

#define KEY "4f33d24d7b8e448d"
#define SECRET "gwtbmFJZrnzUu8mPK1BxUkBA66PygETiDEegkf1q8dD"
#define BAD_KEY "{\"code\":\"BAD_API_KEY_OR_SECRET\",\"message\":\"Check api_key/api_secret\"}"
#define NOT_FOUND "{\"code\":\"NOT_FOUND\",\"message\":\"Request Path Not Found\"}"

typedef struct
{
  const char *method;
  const char *path;  /* decoded */
  const char *query; /* as it was sent, or NULL */
  guint       status;
  const char *body;
} Answer;

/* clang-format off */
static const Answer answers[] = {
  { "GET", "/api/v5/nodes", NULL, 200,
    "[{\"node\":\"emqx@10.0.0.1\",\"node_status\":\"running\",\"version\":\"5.8.1\",\"uptime\":93784000,"
    "\"connections\":63,\"live_connections\":42,\"role\":\"core\"},"
    "{\"node\":\"emqx@10.0.0.2\",\"node_status\":\"stopped\"}]" },
  { "GET", "/api/v5/monitor_current", NULL, 200,
    "{\"connections\":70,\"live_connections\":50,\"subscriptions\":256,\"topics\":96,\"retained_msg_count\":17,"
    "\"received_msg_rate\":15,\"sent_msg_rate\":45.5,\"dropped_msg_rate\":0}" },
  { "GET", "/api/v5/clients", "page=1&limit=100", 200,
    "{\"data\":[{\"clientid\":\"bci_123456\",\"username\":\"ann\",\"ip_address\":\"10.0.0.7\",\"port\":51234,"
    "\"node\":\"emqx@10.0.0.1\",\"proto_ver\":5,\"keepalive\":60,\"clean_start\":true,\"connected\":true,"
    "\"connected_at\":\"2026-11-23T12:00:00.000+00:00\",\"subscriptions_cnt\":2},"
    "{\"clientid\":\"a/b ü\",\"username\":null,\"connected\":false,\"proto_ver\":\"4\",\"keepalive\":-1}, 7],"
    "\"meta\":{\"count\":2,\"limit\":100,\"page\":1,\"hasnext\":true}}" },
  { "GET", "/api/v5/clients", "page=1&limit=100&like_clientid=a%26b%20%C3%BC", 200,
    "{\"data\":[],\"meta\":{\"hasnext\":false}}" },
  { "GET", "/api/v5/clients/a/b ü/subscriptions", NULL, 200,
    "[{\"topic\":\"motor/#\",\"qos\":1,\"node\":\"emqx@10.0.0.1\",\"clientid\":\"a/b ü\"}]" },
  { "DELETE", "/api/v5/clients/bci_123456", NULL, 204, "" },
  { "DELETE", "/api/v5/clients/gone", NULL, 404, "{\"code\":\"CLIENTID_NOT_FOUND\",\"message\":\"Client ID not found\"}" },
  { "DELETE", "/api/v5/clients/mine", NULL, 403, "{\"code\":\"UNAUTHORIZED_ROLE\",\"message\":\"no\"}" },
  { "DELETE", "/api/v5/clients/broken", NULL, 500, "{\"code\":\"BAD_RPC\",\"message\":\"node\\ndown\"}" },
  { "DELETE", "/api/v5/clients/moved", NULL, 302, "" },
};

static const struct
{
  const char *address;
  gboolean    good;
} addresses[] = {
  { "http://localhost:18083", TRUE }, { "https://emqx.example/mqtt/", TRUE }, { "http://[::1]:18083", TRUE },
  { "localhost:18083", FALSE }, { "mqtt://localhost", FALSE }, { "", FALSE }, { "http://", FALSE },
  { "http://key:secret@localhost", FALSE }, { "http://localhost/?a", FALSE }, { "http://a b", FALSE },
};

/* Nothing of these is a list of nodes, or a figure. */
static const char *const nonsense[] = {
  "", "x", "{}", "7", "null", "[", "{\"data\":[]}", "\xff", "<html>EMQX</html>",
};
/* clang-format on */

typedef struct
{
  GSocketService *server;
  char           *address;
  const char     *nodes; /* instead of the answer */
  gsize           nodes_length;
  GAsyncResult   *result;
  guint           n_requests;
} Fixture;

static void
answer (GOutputStream *stream,
        guint          status,
        const char    *body,
        gsize          length)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 %u Said\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n"
                                           "Connection: close\r\n\r\n",
                                           status, status == 302 ? "Location: http://127.0.0.1:1/\r\n" : "", length);

  g_output_stream_write_all (stream, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (stream, body, length, NULL, NULL, NULL);
}

static void
find_answer (Fixture       *fixture,
             GOutputStream *stream,
             const char    *method,
             const char    *target)
{
  g_auto (GStrv) parts = g_strsplit (target, "?", 2);
  g_autofree char *path = g_uri_unescape_string (parts[0], NULL);

  if (fixture->nodes != NULL && g_str_equal (path, "/api/v5/nodes"))
    {
      answer (stream, 200, fixture->nodes, fixture->nodes_length);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (method, answers[i].method) && g_str_equal (path, answers[i].path) &&
        g_strcmp0 (parts[1], answers[i].query) == 0)
      {
        answer (stream, answers[i].status, answers[i].body, strlen (answers[i].body));
        return;
      }

  answer (stream, 404, NOT_FOUND, strlen (NOT_FOUND));
}

/* In a thread of its own: the fixture is at rest meanwhile. */
static gboolean
run_cb (Fixture           *fixture,
        GSocketConnection *connection)
{
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  GOutputStream   *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *encoded = g_base64_encode ((const guchar *) KEY ":" SECRET, strlen (KEY ":" SECRET));
  g_autofree char *wanted = g_strconcat ("Authorization: Basic ", encoded, NULL);
  g_autofree char *request = NULL;
  g_auto (GStrv) words = NULL;
  gboolean authorized = FALSE;

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  request = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL || *line == '\0')
        break;
      authorized |= g_str_equal (line, wanted);
    }
  if (request == NULL)
    return TRUE;

  g_atomic_int_inc (&fixture->n_requests);
  words = g_strsplit (request, " ", 3);
  if (authorized)
    find_answer (fixture, output, words[0], words[1]);
  else
    answer (output, 401, BAD_KEY, strlen (BAD_KEY));

  return TRUE;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = g_threaded_socket_service_new (4);
  g_socket_listener_add_address (G_SOCKET_LISTENER (fixture->server), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &bound, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (fixture->server, "run", G_CALLBACK (run_cb), fixture);
  fixture->address =
    g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_socket_service_stop (fixture->server);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->server));
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->result);
  g_free (fixture->address);
}

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_set_object (&((Fixture *) user_data)->result, result);
}

static GAsyncResult *
wait_for_result (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return fixture->result;
}

static SondeEmqxOverview *
get_overview (Fixture      *fixture,
              SondeEmqxApi *api,
              GError      **error)
{
  g_clear_object (&fixture->result);
  sonde_emqx_api_get_overview_async (api, NULL, done_cb, fixture);
  return sonde_emqx_api_get_overview_finish (api, wait_for_result (fixture), error);
}

static SondeEmqxClients *
list_clients (Fixture      *fixture,
              SondeEmqxApi *api,
              const char   *search,
              GError      **error)
{
  g_clear_object (&fixture->result);
  sonde_emqx_api_list_clients_async (api, search, NULL, done_cb, fixture);
  return sonde_emqx_api_list_clients_finish (api, wait_for_result (fixture), error);
}

static gboolean
disconnect_client (Fixture      *fixture,
                   SondeEmqxApi *api,
                   const char   *client_id,
                   GError      **error)
{
  g_clear_object (&fixture->result);
  sonde_emqx_api_disconnect_client_async (api, client_id, NULL, done_cb, fixture);
  return sonde_emqx_api_disconnect_client_finish (api, wait_for_result (fixture), error);
}

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_test_message ("%s", addresses[i].address);
      g_assert_cmpint (sonde_emqx_api_check_address (addresses[i].address) == NULL, ==, addresses[i].good);
    }
}

static void
test_overview (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SondeEmqxApi) api = sonde_emqx_api_new (fixture->address, KEY, SECRET);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeEmqxOverview) overview = get_overview (fixture, api, &error);
  const SondeEmqxNode *node;

  g_assert_no_error (error);
  g_assert_cmpint (overview->clients, ==, 50);
  g_assert_cmpint (overview->sessions, ==, 70);
  g_assert_cmpint (overview->subscriptions, ==, 256);
  g_assert_cmpint (overview->retained, ==, 17);
  g_assert_cmpfloat (overview->received, ==, 15);
  g_assert_cmpfloat (overview->sent, ==, 45.5);
  g_assert_cmpuint (overview->nodes->len, ==, 2);
  node = g_ptr_array_index (overview->nodes, 0);
  g_assert_cmpstr (node->name, ==, "emqx@10.0.0.1");
  g_assert_cmpstr (node->status, ==, "running");
  g_assert_cmpstr (node->version, ==, "5.8.1");
  g_assert_cmpint (node->uptime, ==, 93784000);
  g_assert_cmpint (node->clients, ==, 42);
  node = g_ptr_array_index (overview->nodes, 1);
  g_assert_cmpstr (node->version, ==, "");
  g_assert_cmpint (node->clients, ==, -1);
}

static void
test_clients (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (SondeEmqxApi) api = sonde_emqx_api_new (fixture->address, KEY, SECRET);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeEmqxClients) all = list_clients (fixture, api, "", &error);
  g_autoptr (SondeEmqxClients) none = NULL;
  g_autoptr (GPtrArray) subscriptions = NULL;
  const SondeEmqxClient *client;

  g_assert_no_error (error);
  g_assert_true (all->more);
  g_assert_cmpuint (all->clients->len, ==, 2);
  client = g_ptr_array_index (all->clients, 0);
  g_assert_cmpstr (client->client_id, ==, "bci_123456");
  g_assert_cmpstr (client->user_name, ==, "ann");
  g_assert_cmpstr (client->address, ==, "10.0.0.7:51234");
  g_assert_cmpint (client->protocol, ==, 5);
  g_assert_cmpint (client->keep_alive, ==, 60);
  g_assert_cmpint (client->subscriptions, ==, 2);
  g_assert_true (client->connected && client->clean_start);
  client = g_ptr_array_index (all->clients, 1);
  g_assert_cmpstr (client->client_id, ==, "a/b ü");
  g_assert_cmpstr (client->user_name, ==, "");
  g_assert_cmpint (client->protocol, ==, -1);
  g_assert_cmpint (client->keep_alive, ==, -1);
  g_assert_false (client->connected);

  none = list_clients (fixture, api, "a&b ü", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->clients->len, ==, 0);
  g_assert_false (none->more);

  g_clear_object (&fixture->result);
  sonde_emqx_api_list_subscriptions_async (api, "a/b ü", NULL, done_cb, fixture);
  subscriptions = sonde_emqx_api_list_subscriptions_finish (api, wait_for_result (fixture), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (subscriptions->len, ==, 1);
  g_assert_cmpstr (((SondeEmqxSubscription *) g_ptr_array_index (subscriptions, 0))->topic, ==, "motor/#");
  g_assert_cmpint (((SondeEmqxSubscription *) g_ptr_array_index (subscriptions, 0))->qos, ==, 1);
}

static void
test_disconnect (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct
  {
    const char *client_id;
    int         code;
    const char *words;
  } cases[] = {
    { "gone", G_IO_ERROR_NOT_FOUND, "Client ID not found" },
    { "mine", G_IO_ERROR_PERMISSION_DENIED, "role" },
    { "broken", G_IO_ERROR_FAILED, "500: node down" },
    { "moved", G_IO_ERROR_INVALID_DATA, "not the REST API" },
    { "nobody knows", G_IO_ERROR_NOT_FOUND, "Not Found" },
  };
  g_autoptr (SondeEmqxApi) api = sonde_emqx_api_new (fixture->address, KEY, SECRET);
  g_autoptr (GError) error = NULL;

  g_assert_true (disconnect_client (fixture, api, "bci_123456", &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].client_id);
      g_assert_false (disconnect_client (fixture, api, cases[i].client_id, &error));
      g_assert_error (error, G_IO_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_clear_error (&error);
    }
}

/* A key that is wrong is sent once, and is in no error. */
static void
test_wrong_key (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (SondeEmqxApi) api = sonde_emqx_api_new (fixture->address, KEY, "wrong-secret");
  g_autoptr (GError) error = NULL;

  g_assert_null (get_overview (fixture, api, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_null (strstr (error->message, "wrong-secret"));
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_nonsense (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SondeEmqxApi) api = sonde_emqx_api_new (fixture->address, KEY, SECRET);
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autofree char *large = g_strnfill (9 * 1024 * 1024, ' ');

  for (gsize i = 0; i < G_N_ELEMENTS (nonsense) + 2; i++)
    {
      g_autoptr (GError) error = NULL;

      fixture->nodes = i < G_N_ELEMENTS (nonsense) ? nonsense[i] : (i == G_N_ELEMENTS (nonsense) ? deep : large);
      fixture->nodes_length = strlen (fixture->nodes);
      g_assert_null (get_overview (fixture, api, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_unreachable (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (SondeEmqxApi) api = sonde_emqx_api_new (fixture->address, KEY, SECRET);
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  sonde_emqx_api_get_overview_async (api, cancellable, done_cb, fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (sonde_emqx_api_get_overview_finish (api, wait_for_result (fixture), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  g_socket_service_stop (fixture->server);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->server));
  g_assert_null (get_overview (fixture, api, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/emqx-api/addresses", test_addresses);
#define ADD(path, function) g_test_add ("/emqx-api/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("overview", test_overview);
  ADD ("clients", test_clients);
  ADD ("disconnect", test_disconnect);
  ADD ("wrong-key", test_wrong_key);
  ADD ("nonsense", test_nonsense);
  ADD ("unreachable", test_unreachable);

  return g_test_run ();
}
