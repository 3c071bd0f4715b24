/* test-own-broker.c: the Local broker's connection follows the options of its broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"

#include <sonde-own-broker.h>

#include <glib/gstdio.h>
#include <string.h>

#define PASSWORD "secret of the test"

typedef struct
{
  gboolean use_tls;
  gboolean require_password;
} Case;

/* clang-format off */
static const Case cases[] = {
  { TRUE, FALSE }, { FALSE, TRUE }, { TRUE, TRUE }, { FALSE, FALSE },
};
/* clang-format on */

static SondeLocalBroker *
get_broker (ConnectionFixture *fixture)
{
  return sonde_services_get_local_broker (fixture->services);
}

static SondeConnection *
add_local (ConnectionFixture *fixture)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new_local ();

  return sonde_connections_add (fixture->connections, profile, NULL);
}

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static gboolean
try_apply (ConnectionFixture *fixture,
           const Case        *wanted,
           const char        *password,
           GError           **error)
{
  g_autoptr (SondeBrokerOptions) options = sonde_broker_options_copy (sonde_local_broker_get_options (get_broker (fixture)));
  g_autoptr (GAsyncResult) result = NULL;

  options->use_tls = wanted->use_tls;
  options->require_password = wanted->require_password;
  g_free (options->user_name);
  options->user_name = g_strdup ("ada");
  sonde_own_broker_apply_async (fixture->services, options, wanted->require_password ? password : NULL,
                                store_result_cb, &result);
  connection_wait ("options to be applied", has_result, &result);

  return sonde_own_broker_apply_finish (result, error);
}

static void
apply (ConnectionFixture *fixture,
       const Case        *wanted)
{
  g_autoptr (GError) error = NULL;
  gboolean applied = try_apply (fixture, wanted, PASSWORD, &error);

  g_assert_no_error (error);
  g_assert_true (applied);
}

/* As the options are now: the session says how it connected. */
static gboolean
is_online_so (gpointer data)
{
  SondeConnection          *connection = data;
  const SondeProfile       *profile = sonde_connection_get_online_profile (connection);
  SondeLocalBroker         *broker = sonde_services_get_local_broker (sonde_connection_get_services (connection));
  const SondeBrokerOptions *options = sonde_local_broker_get_options (broker);

  return profile != NULL && profile->tls->use_tls == options->use_tls &&
         (*profile->user_name != '\0') == options->require_password;
}

static void
test_connect (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConnectionFixture fixture = { 0 };
      SondeConnection  *connection;

      connection_fixture_set_up (&fixture);
      connection = add_local (&fixture);
      apply (&fixture, &cases[i]);
      connection_connect (connection);
      g_assert_cmpstr (sonde_connection_get_error_text (connection), ==, NULL);
      g_assert_true (is_online_so (connection));
      g_assert_true (sonde_own_broker_is_of (connection));

      /* What is saved is as it was typed. */
      g_assert_cmpstr (sonde_connection_get_profile (connection)->user_name, ==, "");
      g_assert_false (sonde_connection_get_profile (connection)->tls->use_tls);
      connection_fixture_tear_down (&fixture);
    }
}

static void
test_change (void)
{
  ConnectionFixture fixture = { 0 };
  SondeConnection  *connection;

  connection_fixture_set_up (&fixture);
  connection = add_local (&fixture);
  connection_connect (connection);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      apply (&fixture, &cases[i]);
      connection_wait ("the connection to come back", is_online_so, connection);
    }
  connection_fixture_tear_down (&fixture);
}

/* Disconnected is disconnected: a broker that starts anew brings nothing back. */
static void
test_idle_stays (void)
{
  ConnectionFixture fixture = { 0 };
  SondeConnection  *connection;

  connection_fixture_set_up (&fixture);
  connection = add_local (&fixture);
  connection_connect (connection);
  connection_disconnect (connection);
  apply (&fixture, &cases[0]);
  g_assert_cmpint (sonde_connection_get_state (connection), ==, SONDE_STATE_IDLE);
  connection_fixture_tear_down (&fixture);
}

static gboolean
is_idle (gpointer data)
{
  return sonde_connection_get_state (data) == SONDE_STATE_IDLE;
}

static void
test_stop (void)
{
  ConnectionFixture fixture = { 0 };
  SondeConnection  *connection;

  connection_fixture_set_up (&fixture);
  connection = add_local (&fixture);
  connection_connect (connection);
  sonde_local_broker_stop_and_wait (get_broker (&fixture));
  connection_wait ("the connection to end", is_idle, connection);
  g_assert_nonnull (strstr (sonde_connection_get_error_text (connection), "stopped"));

  connection_connect (connection);
  g_assert_true (sonde_connection_get_online (connection));
  g_assert_cmpstr (sonde_connection_get_error_text (connection), ==, NULL);
  connection_fixture_tear_down (&fixture);
}

/* Another Sonde, without a keyring: it says where the password is to be typed. */
static void
test_password_not_kept (void)
{
  ConnectionFixture fixture = { 0 };
  SondeConnection  *connection;

  connection_fixture_set_up (&fixture);
  add_local (&fixture);
  apply (&fixture, &cases[1]);
  connection_fixture_restart (&fixture);
  connection = add_local (&fixture);
  connection_connect (connection);
  g_assert_false (sonde_connection_get_online (connection));
  g_assert_nonnull (strstr (sonde_connection_get_error_text (connection), "Broker page"));
  connection_fixture_tear_down (&fixture);
}

/* The broker still has the password of before, and so has Sonde. */
static void
test_not_written (void)
{
  ConnectionFixture fixture = { 0 };
  SondeConnection  *connection;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  connection_fixture_set_up (&fixture);
  connection = add_local (&fixture);
  apply (&fixture, &cases[1]);
  path = g_build_filename (fixture.folder, "data folder", "local-broker", "options", NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);

  g_assert_false (try_apply (&fixture, &cases[1], "another", &error));
  g_assert_nonnull (strstr (error->message, "goes on as before"));
  connection_connect (connection);
  g_assert_cmpstr (sonde_connection_get_error_text (connection), ==, NULL);
  g_assert_true (is_online_so (connection));
  connection_fixture_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  /* No keyring but this run's memory. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/own-broker/connects-as-its-options-want", test_connect);
  g_test_add_func ("/own-broker/comes-back-when-they-change", test_change);
  g_test_add_func ("/own-broker/stays-disconnected", test_idle_stays);
  g_test_add_func ("/own-broker/stopped", test_stop);
  g_test_add_func ("/own-broker/options-not-written", test_not_written);
  g_test_add_func ("/own-broker/password-that-is-not-kept", test_password_not_kept);

  return g_test_run ();
}
