/* test-broker-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-broker-addresses.h>
#include <sonde-broker-authority.h>
#include <sonde-broker-options.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-options-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "options", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const names[] = { "options", "ca.pem", "ca.key" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_round_trip (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) options = sonde_broker_options_load (fixture->path, NULL);
  g_autoptr (SondeBrokerOptions) fresh = sonde_broker_options_new ();
  g_autoptr (SondeBrokerOptions) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  struct stat      status;

  g_assert_true (sonde_broker_options_equal (options, fresh));

  g_assert_true (g_file_set_contents (fixture->path, "[local-broker]\nport=9\nfuture=kept\n", -1, NULL));
  options->port = 65535;
  options->beyond_loopback = TRUE;
  options->require_password = TRUE;
  options->use_tls = TRUE;
  options->persistence = FALSE;
  options->log_packets = TRUE;
  g_free (options->user_name);
  options->user_name = g_strdup ("  ada; lovelace=\\ 你好");
  g_free (options->password_hash);
  options->password_hash = g_strdup ("$7$1$a$b");
  g_assert_true (sonde_broker_options_save (options, fixture->path, &error));
  g_assert_no_error (error);

  read = sonde_broker_options_load (fixture->path, NULL);
  g_assert_true (sonde_broker_options_equal (options, read));
  g_assert_false (sonde_broker_options_equal (options, fresh));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "future=kept"));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* The file that a sentence names */
static char *
dup_quoted (const char *sentence)
{
  const char *begin = strstr (sentence, "“");
  const char *end = strstr (sentence, "”");

  g_assert_true (begin != NULL && end != NULL);
  begin += strlen ("“");

  return g_strndup (begin, end - begin);
}

/* Half of what it says is not half of what was wanted. */
static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const texts[] = {
    "[local-broker]\nbeyond-loopback=true\nrequire-password=perhaps\n",
    "[local-broker]\nbeyond-loopback=true\nport=0\n",
    "[local-broker]\nbeyond-loopback=true\nport=65536\n",
    "[local-broker]\nbeyond-loopback=true\nport=many\n",
    "[local-broker]\nbeyond-loopback=true\nuser-name=\xff\n",
    "{\"beyond-loopback\": true}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SondeBrokerOptions) fresh = sonde_broker_options_new ();
      g_autoptr (SondeBrokerOptions) read = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *aside = NULL;
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (fixture->path, texts[i], -1, NULL));
      read = sonde_broker_options_load (fixture->path, &error);
      g_assert_nonnull (error);
      aside = dup_quoted (error->message);
      g_assert_nonnull (strstr (aside, "options.damaged-"));
      g_assert_true (sonde_broker_options_equal (read, fresh));
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, texts[i]);
      g_assert_cmpint (g_unlink (aside), ==, 0);
    }
}

/* Not even one that was set aside before. */
static void
test_damaged_twice (Fixture      *fixture,
                    gconstpointer data)
{
  char *names[2];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (SondeBrokerOptions) read = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (fixture->path, "damaged", -1, NULL));
      read = sonde_broker_options_load (fixture->path, &error);
      g_assert_nonnull (error);
      names[i] = dup_quoted (error->message);
    }

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpint (g_unlink (names[i]), ==, 0);
      g_free (names[i]);
    }
}

static void
test_part (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) read = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "[local-broker]\nport=1884\n", -1, NULL));
  read = sonde_broker_options_load (fixture->path, NULL);
  g_assert_cmpuint (read->port, ==, 1884);
  g_assert_true (read->persistence);
}

static void
test_checks (void)
{
  static const char *const good[] = { "ada", "a b", "你好", "x#", "$7$", "\"quoted\"" };
  static const char *const bad[] = { "", "a:b", "#ada", " ada", "ada ", "a\nb", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_null (sonde_broker_options_check_user_name (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_nonnull (sonde_broker_options_check_user_name (bad[i]));

  g_assert_nonnull (sonde_broker_options_check_password (""));
  g_assert_null (sonde_broker_options_check_password (" "));
}

static void
test_hash (void)
{
  g_autofree char *one = sonde_broker_hash_password ("secret");
  g_autofree char *two = sonde_broker_hash_password ("secret");
  g_auto (GStrv) parts = g_strsplit (one, "$", -1);
  gsize              length;
  g_autofree guint8 *salt = NULL;
  g_autofree guint8 *hash = NULL;

  /* Salted: no two are alike. */
  g_assert_cmpstr (one, !=, two);
  g_assert_null (strstr (one, "secret"));
  g_assert_cmpuint (g_strv_length (parts), ==, 5);
  g_assert_cmpstr (parts[1], ==, "7");
  salt = g_base64_decode (parts[3], &length);
  g_assert_cmpuint (length, ==, 12);
  hash = g_base64_decode (parts[4], &length);
  g_assert_cmpuint (length, ==, 64);
}

static void
test_authority (Fixture      *fixture,
                gconstpointer data)
{
  static const char *const names[] = { "127.0.0.1", "::1", "localhost", NULL };
  g_autoptr (SondeBrokerIdentity) made = NULL;
  g_autoptr (SondeBrokerIdentity) kept = NULL;
  g_autoptr (SondeBrokerIdentity) anew = NULL;
  g_autoptr (SondeBrokerIdentity) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_build_filename (fixture->folder, "ca.key", NULL);
  struct stat      status;

  made = sonde_broker_authority_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_true (sonde_broker_identity_is_authority (made, 9L * 365 * 24 * 3600));
  g_assert_false (sonde_broker_identity_is_authority (made, 11L * 365 * 24 * 3600));
  g_assert_cmpint (g_stat (key, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  kept = sonde_broker_authority_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept->certificate, ==, made->certificate);

  server = sonde_broker_make_server (made, names);
  g_assert_nonnull (server);
  g_assert_false (sonde_broker_identity_is_authority (server, 0));

  /* A key that is not its own */
  g_assert_true (g_file_set_contents (key, server->key, -1, NULL));
  anew = sonde_broker_authority_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (anew->certificate, !=, made->certificate);

  g_clear_pointer (&server, sonde_broker_identity_free);
  g_free (anew->key);
  anew->key = g_strdup ("no key");
  g_assert_null (sonde_broker_make_server (anew, names));
}

static void
test_names (void)
{
  g_auto (GStrv) names = sonde_broker_list_names ();
  g_auto (GStrv) addresses = sonde_broker_list_addresses ();

  g_assert_true (g_strv_contains ((const char *const *) names, "127.0.0.1"));
  g_assert_true (g_strv_contains ((const char *const *) names, "::1"));
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_assert_true (g_hostname_is_ip_address (addresses[i]));
      g_assert_cmpstr (addresses[i], !=, "127.0.0.1");
      g_assert_true (g_strv_contains ((const char *const *) names, addresses[i]));
    }
}

static void
test_own_socket (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_autoptr (GSocketAddress) bound = g_socket_connection_get_local_address (connection, NULL);
  g_autofree char *address = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (bound));

  g_assert_true (g_str_has_prefix (address, "127.0.0.1:"));
  g_assert_true (sonde_broker_is_own_socket (address));
  g_assert_false (sonde_broker_is_own_socket ("127.0.0.2:1"));
  g_clear_object (&connection);
  g_clear_object (&client);
  g_assert_false (sonde_broker_is_own_socket (address));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/broker-options/written-and-read", test_round_trip);
  ADD ("/broker-options/damaged-is-none", test_damaged);
  ADD ("/broker-options/damaged-twice", test_damaged_twice);
  ADD ("/broker-options/missing-is-as-new", test_part);
  ADD ("/broker-options/authority-is-kept", test_authority);
  g_test_add_func ("/broker-options/checks", test_checks);
  g_test_add_func ("/broker-options/hash", test_hash);
  g_test_add_func ("/broker-options/own-socket", test_own_socket);
  g_test_add_func ("/broker-options/names-of-this-computer", test_names);

  return g_test_run ();
}
