/* test-reach.c: a real mosquitto by a socket, through a proxy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-reach"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-identity.h"
#include "test-proxy.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sonde-mqtt-error.h>
#include <sonde-secret.h>
#include <string.h>

#define USER "a:d@ä"
#define PASSWORD "pa:ss@wörd"

#define LARGE (3 * 1024 * 1024)

typedef struct
{
  char       *folder;
  char       *socket_path;
  TestBroker *broker;
  guint16     tls_port;
} Fixture;

/* ---- The broker ---- */

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (TestIdentity) authority = test_identity_new (&(TestIdentityForm){ "Test Authority" }, NULL);
  g_autoptr (TestIdentity) broker = test_identity_new (&(TestIdentityForm){ "broker", "DNS:broker.invalid" }, authority);
  g_autofree char *config = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-reach-XXXXXX", NULL);
  fixture->socket_path = g_build_filename (fixture->folder, "socket", NULL);
  fixture->tls_port = test_free_port ();
  test_identity_write (authority, fixture->folder, "ca", NULL);
  test_identity_write (broker, fixture->folder, "broker", NULL);
  config = g_strdup_printf ("listener %1$u 127.0.0.1\n"
                            "certfile %2$s/broker-cert.pem\n"
                            "keyfile %2$s/broker-key.pem\n"
                            "listener 0 %3$s\n",
                            fixture->tls_port, fixture->folder, fixture->socket_path);
  fixture->broker = test_broker_new (config);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const files[] = { "ca-cert.pem", "ca-key.pem", "broker-cert.pem", "broker-key.pem" };

  g_clear_pointer (&fixture->broker, test_broker_free);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, files[i], NULL);

      g_unlink (path);
    }
  g_unlink (fixture->socket_path);
  g_rmdir (fixture->folder);
  g_free (fixture->socket_path);
  g_free (fixture->folder);
}

static void
exchange (TestClient *client)
{
  g_autofree guint8 *large = g_malloc (LARGE);
  SondePublishResult result;
  SondeSegment      *segment;
  const SondeRecord *record;

  for (gsize i = 0; i < LARGE; i++)
    large[i] = i ^ (i >> 8);

  test_client_subscribe (client, "test/#", 2, SONDE_GRANT_GRANTED, 2);
  for (guint qos = 0; qos <= 2; qos++)
    test_client_publish (client, "test/a", "hello", 5, qos, FALSE, &result);
  test_client_publish (client, "test/large", large, LARGE, 1, FALSE, &result);
  test_client_wait_received (client, 4);

  record = test_client_get_received (client, 3, &segment);
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, large, LARGE);
}

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* What the stages said, in their order: "1 127.0.0.1:1883", one a line */
static void
note_stage_cb (SondeSession *session,
               int           stage,
               const char   *detail,
               gint64        time,
               gpointer      user_data)
{
  g_string_append_printf (user_data, "%d %s\n", stage, detail);
}

static GString *
connect_and_exchange (const SondeProfile *profile)
{
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (GString) stages = g_string_new (NULL);

  g_signal_connect (client->session, "stage", G_CALLBACK (note_stage_cb), stages);
  test_client_connect (client, profile, NULL);
  exchange (client);
  test_client_disconnect (client);
  g_signal_handlers_disconnect_by_func (client->session, note_stage_cb, stages);
  g_test_message ("%s", stages->str);

  return g_steal_pointer (&stages);
}

/* ---- By a socket ---- */

static void
test_socket (Fixture      *fixture,
             gconstpointer data)
{
  static const SondeMqttVersion versions[] = { SONDE_MQTT_3_1, SONDE_MQTT_3_1_1, SONDE_MQTT_5 };
  g_autofree char              *expected = NULL;

  if (fixture->broker == NULL)
    return;

  expected = g_strdup_printf ("%d %s\n%d %s\n%d %s\n", SONDE_STAGE_TCP, fixture->socket_path,
                              SONDE_STAGE_CONNECT, fixture->socket_path, SONDE_STAGE_ONLINE, fixture->socket_path);
  while (!g_file_test (fixture->socket_path, G_FILE_TEST_EXISTS))
    g_usleep (5000);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (SondeProfile) profile = test_profile_new (1, versions[i]);
      g_autoptr (GString) stages = NULL;

      /* What does not count, does not: neither host nor TLS nor proxy. */
      replace (&profile->host, "not a host");
      profile->tls->use_tls = TRUE;
      profile->network->carrier = SONDE_CARRIER_UNIX;
      profile->network->proxy = SONDE_PROXY_SOCKS5;
      replace (&profile->network->socket_path, fixture->socket_path);
      stages = connect_and_exchange (profile);
      g_assert_cmpstr (stages->str, ==, expected);
    }
}

/* mosquitto has no abstract ones: a socket that answers CONNECT does. */
static void
test_abstract_socket (void)
{
  g_autofree char *name = g_strdup_printf ("@sonde-test-%u", g_random_int ());
  g_autoptr (GSocket) listener = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) connection = NULL;
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_profile_new (1, SONDE_MQTT_5);
  char buffer[256];

  address = g_unix_socket_address_new_with_type (name + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  listener = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true (g_socket_bind (listener, address, FALSE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));

  profile->network->carrier = SONDE_CARRIER_UNIX;
  replace (&profile->network->socket_path, name);
  sonde_session_connect (client->session, profile, NULL);
  connection = g_socket_accept (listener, NULL, NULL);
  g_assert_cmpint (g_socket_receive (connection, buffer, sizeof buffer, NULL, NULL), >, 0);
  g_assert_cmpint (g_socket_send (connection, "\x20\x03\0\0\0", 5, NULL, NULL), ==, 5);
  test_client_wait_state (client, SONDE_STATE_ONLINE);
  test_client_disconnect (client);
}

/* ---- Through a proxy ---- */

typedef struct
{
  const char      *name;
  SondeProxy       proxy;
  gboolean         login, tls;
  SondeMqttVersion version;
} ProxyCase;

/* clang-format off */
static const ProxyCase proxy_cases[] = {
  { "socks-3.1", SONDE_PROXY_SOCKS5, FALSE, FALSE, SONDE_MQTT_3_1 },
  { "socks-3.1.1", SONDE_PROXY_SOCKS5, FALSE, FALSE, SONDE_MQTT_3_1_1 },
  { "socks-5", SONDE_PROXY_SOCKS5, FALSE, FALSE, SONDE_MQTT_5 },
  { "socks-login", SONDE_PROXY_SOCKS5, TRUE, FALSE, SONDE_MQTT_5 },
  { "socks-tls", SONDE_PROXY_SOCKS5, TRUE, TRUE, SONDE_MQTT_5 },
  { "http-3.1", SONDE_PROXY_HTTP, FALSE, FALSE, SONDE_MQTT_3_1 },
  { "http-3.1.1", SONDE_PROXY_HTTP, FALSE, FALSE, SONDE_MQTT_3_1_1 },
  { "http-5", SONDE_PROXY_HTTP, FALSE, FALSE, SONDE_MQTT_5 },
  { "http-login", SONDE_PROXY_HTTP, TRUE, FALSE, SONDE_MQTT_5 },
  { "http-tls", SONDE_PROXY_HTTP, TRUE, TRUE, SONDE_MQTT_5 },
};
/* clang-format on */

/* A name that only the proxy knows */
static SondeProfile *
make_proxied_profile (Fixture         *fixture,
                      TestProxy       *proxy,
                      const ProxyCase *row)
{
  SondeProfile    *profile = test_profile_new (1234, row->version);
  g_autofree char *ca = g_build_filename (fixture->folder, "ca-cert.pem", NULL);

  replace (&profile->host, "broker.invalid");
  profile->tls->use_tls = row->tls;
  replace (&profile->tls->ca_file, ca);
  profile->network->proxy = row->proxy;
  replace (&profile->network->proxy_host, "127.0.0.1");
  profile->network->proxy_port = test_proxy_get_port (proxy);
  if (row->login)
    {
      replace (&profile->network->proxy_user, row->proxy == SONDE_PROXY_HTTP ? "ad@ä" : USER);
      sonde_secret_set (&profile->network->proxy_password, PASSWORD);
    }

  return profile;
}

static void
assert_passed (TestProxy  *proxy,
               GString    *stages,
               const char *request)
{
  g_autofree char *asked = test_proxy_dup_request (proxy);
  g_autofree char *stage = g_strdup_printf ("%d 127.0.0.1:%u\n", SONDE_STAGE_PROXY, test_proxy_get_port (proxy));
  g_autofree char *online = g_strdup_printf ("%d %s\n", SONDE_STAGE_ONLINE, request);

  g_assert_cmpstr (asked, ==, request);
  g_assert_nonnull (strstr (stages->str, stage));
  g_assert_true (g_str_has_suffix (stages->str, online));
  g_assert_null (strstr (stages->str, "wörd"));
}

static void
test_proxy (Fixture      *fixture,
            gconstpointer data)
{
  const ProxyCase *row = data;
  g_autoptr (TestProxy) proxy = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (GString) stages = NULL;
  const char *login = NULL;

  if (fixture->broker == NULL)
    return;

  if (row->login)
    login = row->proxy == SONDE_PROXY_HTTP ? "ad@ä:" PASSWORD : USER ":" PASSWORD;
  proxy = test_proxy_new (login, row->tls ? fixture->tls_port : test_broker_get_port (fixture->broker));
  profile = make_proxied_profile (fixture, proxy, row);
  stages = connect_and_exchange (profile);
  assert_passed (proxy, stages, "broker.invalid:1234");
}

/* Addresses are sent as such, an IPv6 one to HTTP in brackets. */
static void
test_proxy_address (Fixture      *fixture,
                    gconstpointer data)
{
  static const ProxyCase rows[] = {
    { "socks", SONDE_PROXY_SOCKS5, .version = SONDE_MQTT_5 },
    { "http", SONDE_PROXY_HTTP, .version = SONDE_MQTT_5 },
  };

  for (guint i = 0; fixture->broker != NULL && i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestProxy) proxy = test_proxy_new (NULL, test_broker_get_port (fixture->broker));
      g_autoptr (SondeProfile) profile = make_proxied_profile (fixture, proxy, &rows[i]);
      g_autoptr (GString) stages = NULL;

      replace (&profile->host, "2001:db8::17");
      stages = connect_and_exchange (profile);
      assert_passed (proxy, stages, "[2001:db8::17]:1234");
    }
}

/* ---- The system's proxies ---- */

/* What the desktop says: for all traffic, for the web */
static char *proxies_for_all[3];
static char *proxies_for_web[3];

#define TEST_TYPE_PROXIES (test_proxies_get_type ())
G_DECLARE_FINAL_TYPE (TestProxies, test_proxies, TEST, PROXIES, GObject)

struct _TestProxies
{
  GObject parent_instance;
};

static gboolean
proxies_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
proxies_lookup (GProxyResolver *resolver,
                const char     *uri,
                GCancellable   *cancellable,
                GError        **error)
{
  if (strstr (uri, "unreadable") != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "a script failed");
      return NULL;
    }

  return g_strdupv (g_str_has_prefix (uri, "none://") ? proxies_for_all : proxies_for_web);
}

static void
proxies_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = proxies_is_supported;
  iface->lookup = proxies_lookup;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProxies, test_proxies, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, proxies_iface_init))

static void
test_proxies_class_init (TestProxiesClass *klass)
{
}

static void
test_proxies_init (TestProxies *self)
{
}

static void
set_proxies (char      **proxies,
             const char *first,
             const char *second)
{
  replace (&proxies[0], first);
  replace (&proxies[1], second);
}

/* Through @proxy, if there is one */
static void
connect_by_system (Fixture    *fixture,
                   TestProxy  *proxy,
                   const char *all,
                   const char *all_else,
                   const char *web)
{
  g_autoptr (SondeProfile) profile = test_profile_new (test_broker_get_port (fixture->broker), SONDE_MQTT_5);
  g_autofree char *address = sonde_profile_dup_address (profile);
  g_autoptr (GString) stages = NULL;
  g_autofree char *direct = g_strdup_printf ("%d ", SONDE_STAGE_PROXY);

  set_proxies (proxies_for_all, all, all_else);
  set_proxies (proxies_for_web, web, NULL);
  profile->network->proxy = SONDE_PROXY_SYSTEM;
  stages = connect_and_exchange (profile);
  if (proxy != NULL)
    assert_passed (proxy, stages, address);
  else
    g_assert_false (g_str_has_prefix (stages->str, direct) || strstr (stages->str, "\n2 ") != NULL);
}

static void
test_system_proxy (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (TestProxy) open = NULL;
  g_autoptr (TestProxy) locked = NULL;
  g_autofree char *socks = NULL;
  g_autofree char *http = NULL;
  g_autofree char *dead = NULL;
  g_autofree char *login = NULL;

  if (fixture->broker == NULL)
    return;

  open = test_proxy_new (NULL, test_broker_get_port (fixture->broker));
  locked = test_proxy_new (USER ":" PASSWORD, test_broker_get_port (fixture->broker));
  socks = g_strdup_printf ("socks://127.0.0.1:%u", test_proxy_get_port (open));
  http = g_strdup_printf ("http://127.0.0.1:%u", test_proxy_get_port (open));
  login = g_strdup_printf ("socks5://a%%3Ad%%40%%C3%%A4:pa%%3Ass%%40w%%C3%%B6rd@127.0.0.1:%u", test_proxy_get_port (locked));
  dead = g_strdup_printf ("http://127.0.0.1:%u", test_free_port ());

  connect_by_system (fixture, NULL, "direct://", NULL, "direct://");
  connect_by_system (fixture, open, socks, NULL, NULL);
  connect_by_system (fixture, open, "direct://", NULL, http);
  connect_by_system (fixture, locked, login, NULL, NULL);
  connect_by_system (fixture, open, dead, http, NULL);
  connect_by_system (fixture, NULL, dead, "direct://", NULL);
  connect_by_system (fixture, open, "https://127.0.0.1:1", socks, NULL);
}

/* ---- Where there is nothing to go through ---- */

static void
expect_error (const SondeProfile *profile,
              SondeMqttError      code,
              const char         *words)
{
  g_autoptr (TestClient) client = test_client_new ();
  const GError *error;

  sonde_session_connect (client->session, profile, NULL);
  while ((error = sonde_session_get_error (client->session)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_test_message ("%s", error->message);
  g_assert_error (error, SONDE_MQTT_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpint (sonde_session_get_state (client->session), ==, SONDE_STATE_IDLE);
}

static void
test_unusable_system_proxy (void)
{
  g_autoptr (SondeProfile) profile = test_profile_new (1883, SONDE_MQTT_5);
  g_autofree char *user = g_strnfill (256, 'u');
  g_autofree char *long_user = g_strdup_printf ("socks5://%s@127.0.0.1:1", user);
  const char      *uris[] = { "socks4://127.0.0.1:1", "::::", "http://a%3Ab:c@127.0.0.1:1", long_user };

  profile->network->proxy = SONDE_PROXY_SYSTEM;
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      set_proxies (proxies_for_all, uris[i], NULL);
      expect_error (profile, SONDE_MQTT_ERROR_PROXY, "a proxy that Sonde cannot use");
    }
  replace (&profile->host, "unreadable");
  expect_error (profile, SONDE_MQTT_ERROR_PROXY, "could not be read: a script failed");
}

/* A profiles file edited by hand: nothing is tried, least of all without the proxy. */
static void
test_checked_again (void)
{
  g_autoptr (SondeProfile) profile = test_profile_new (1883, SONDE_MQTT_5);
  SondeNetworkOptions *network = profile->network;

  network->proxy = SONDE_PROXY_HTTP;
  expect_error (profile, SONDE_MQTT_ERROR_INVALID, "name or address of the proxy");
  replace (&network->proxy_host, "http://proxy");
  expect_error (profile, SONDE_MQTT_ERROR_INVALID, "its kind and its port");
  replace (&network->proxy_host, "127.0.0.1");
  replace (&network->proxy_user, "a:b");
  expect_error (profile, SONDE_MQTT_ERROR_INVALID, "colon");
  network->carrier = SONDE_CARRIER_UNIX;
  expect_error (profile, SONDE_MQTT_ERROR_INVALID, "path of the broker’s socket");
  replace (&network->socket_path, "relative");
  expect_error (profile, SONDE_MQTT_ERROR_INVALID, "whole path");
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_setenv ("GIO_USE_PROXY_RESOLVER", "sonde-test", TRUE);
  test_client_init (&argc, &argv);
  /* The extension point is there from now on. */
  g_type_ensure (G_TYPE_PROXY_RESOLVER);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TEST_TYPE_PROXIES, "sonde-test", 0);

  g_test_add ("/reach/socket", Fixture, NULL, set_up, test_socket, tear_down);
  g_test_add_func ("/reach/abstract-socket", test_abstract_socket);
  for (guint i = 0; i < G_N_ELEMENTS (proxy_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/reach/proxy/", proxy_cases[i].name, NULL);

      g_test_add (path, Fixture, &proxy_cases[i], set_up, test_proxy, tear_down);
    }
  g_test_add ("/reach/proxy/address", Fixture, NULL, set_up, test_proxy_address, tear_down);
  g_test_add ("/reach/system-proxy", Fixture, NULL, set_up, test_system_proxy, tear_down);
  g_test_add_func ("/reach/unusable-system-proxy", test_unusable_system_proxy);
  g_test_add_func ("/reach/checked-again", test_checked_again);

  result = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (proxies_for_all); i++)
    {
      g_free (proxies_for_all[i]);
      g_free (proxies_for_web[i]);
    }

  return result;
}
