/* test-trial.c: one attempt apart from any connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"

#include "test-broker-process.h"
#include "test-server.h"

#include <sonde-mqtt-error.h>
#include <sonde-trial.h>

#include <signal.h>
#include <string.h>

#define CLIENT_ID "bci_123456"

static void
set_up (ConnectionFixture *fixture,
        gconstpointer      data)
{
  connection_fixture_set_up (fixture);
}

static void
tear_down (ConnectionFixture *fixture,
           gconstpointer      data)
{
  connection_fixture_tear_down (fixture);
}

typedef struct
{
  SondeTrial *trial;
  gboolean    done;
  gboolean    accepted;
  GError     *error;
} Run;

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Run *run = user_data;

  run->accepted = sonde_trial_run_finish (SONDE_TRIAL (object), result, &run->error);
  run->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Run *) data)->done;
}

static void
run_clear (Run *run)
{
  g_clear_object (&run->trial);
  g_clear_error (&run->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static Run
run (SondeTrial *trial)
{
  Run run = { trial, FALSE, FALSE, NULL };

  sonde_trial_run_async (trial, NULL, ran_cb, &run);
  connection_wait ("a trial", is_done, &run);
  g_assert_true (run.accepted == (run.error == NULL));
  return run;
}

static SondeProfile *
make_profile (guint16 port)
{
  SondeProfile *profile = sonde_profile_new ();

  profile->port = port;
  g_free (profile->client_id);
  profile->client_id = g_strdup (CLIENT_ID);
  return profile;
}

static SondeStepState
get_step (const Run *run,
          SondeStage stage)
{
  return sonde_trial_get_report (run->trial)->steps[stage].state;
}

static void
test_accepted (ConnectionFixture *fixture,
               gconstpointer      data)
{
  static const SondeMqttVersion versions[] = { SONDE_MQTT_3_1, SONDE_MQTT_3_1_1, SONDE_MQTT_5 };
  g_autoptr (TestBroker) broker = test_broker_new (NULL);

  if (broker == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (test_broker_get_port (broker));
      g_auto (Run) found = { 0 };

      profile->version = versions[i];
      found = run (sonde_trial_new (fixture->services, profile, SONDE_TRIAL_SAME_ID));
      g_assert_no_error (found.error);
      g_assert_cmpint (get_step (&found, SONDE_STAGE_TCP), ==, SONDE_STEP_DONE);
      g_assert_cmpint (get_step (&found, SONDE_STAGE_CONNECT), ==, SONDE_STEP_DONE);
      g_assert_false (sonde_trial_get_report (found.trial)->failed);
      g_assert_nonnull (strstr (sonde_trial_get_connack_text (found.trial), "Session present: no"));
    }
}

/* Neither the connection nor its session is lost, no will is sent. */
static void
test_disturbs_nothing (ConnectionFixture *fixture,
                       gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (GPtrArray) wills = NULL;
  g_auto (Run) found = { 0 };
  SondeConnection *connection;

  if (broker == NULL)
    return;

  connection =
    connection_fixture_add (fixture, test_broker_get_port (broker), SONDE_MQTT_3_1_1, CLIENT_ID, FALSE);
  connection_connect (connection);
  connection_subscribe (connection, "#", 1);

  profile = sonde_profile_copy (sonde_connection_get_profile (connection));
  g_free (profile->will->topic);
  profile->will->topic = g_strdup ("will");
  g_assert_cmpint (sonde_trial_choose_id (profile, profile, TRUE), ==, SONDE_TRIAL_OWN_ID);
  found = run (sonde_trial_new (fixture->services, profile, SONDE_TRIAL_OWN_ID));
  g_assert_no_error (found.error);

  connection_publish_text (connection, "after", "", 1, FALSE);
  connection_wait_for_received (connection, "after", 1);
  wills = connection_get_received (connection, "will");
  g_assert_cmpuint (wills->len, ==, 0);
  g_assert_true (sonde_connection_get_online (connection));

  connection_disconnect (connection);
  connection_connect (connection);
  g_assert_true (sonde_connection_get_session_present (connection));
}

static void
test_discards_session (ConnectionFixture *fixture,
                       gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_auto (Run) found = { 0 };
  SondeConnection *connection;

  if (broker == NULL)
    return;

  connection =
    connection_fixture_add (fixture, test_broker_get_port (broker), SONDE_MQTT_3_1_1, CLIENT_ID, FALSE);
  connection_connect (connection);
  connection_disconnect (connection);
  found = run (sonde_trial_new (fixture->services, sonde_connection_get_profile (connection), SONDE_TRIAL_SAME_ID));
  g_assert_no_error (found.error);

  connection_connect (connection);
  g_assert_true (sonde_connection_get_online (connection));
  g_assert_false (sonde_connection_get_session_present (connection));
}

/* What is kept serves where nothing was typed; what was typed wins. */
static void
test_secrets (ConnectionFixture *fixture,
              gconstpointer      data)
{
  static const struct
  {
    const char *kept;
    const char *typed;
    gboolean    accepted;
  } cases[] = {
    { "right", NULL, TRUE },
    { "wrong", NULL, FALSE },
    { "wrong", "right", TRUE },
    { "right", "wrong", FALSE },
    { "right", "", FALSE },
    { NULL, "right", TRUE },
  };
  g_autofree char *file = g_build_filename (fixture->folder, "passwords", NULL);
  g_autofree char *config = g_strdup_printf ("allow_anonymous false\npassword_file %s\n", file);
  const char      *argv[] = { "mosquitto_passwd", "-b", "-c", file, "user", "right", NULL };
  g_autoptr (TestBroker) broker = NULL;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL))
    {
      g_test_skip ("mosquitto_passwd is not installed");
      return;
    }
  broker = test_broker_new (config);
  if (broker == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (test_broker_get_port (broker));
      SondeTrial *trial;
      g_auto (Run) found = { 0 };

      g_free (profile->user_name);
      profile->user_name = g_strdup ("user");
      if (cases[i].kept != NULL)
        sonde_connections_add (fixture->connections, profile, cases[i].kept);
      trial = sonde_trial_new (fixture->services, profile, SONDE_TRIAL_SAME_ID);
      if (cases[i].typed != NULL)
        sonde_trial_set_secret (trial, SONDE_SECRET_PASSWORD, cases[i].typed);
      found = run (trial);

      if (cases[i].accepted)
        {
          g_assert_no_error (found.error);
          continue;
        }
      g_assert_error (found.error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_REFUSED);
      g_assert_cmpint (get_step (&found, SONDE_STAGE_TCP), ==, SONDE_STEP_DONE);
      g_assert_cmpint (get_step (&found, SONDE_STAGE_CONNECT), ==, SONDE_STEP_FAILED);
      g_assert_cmpstr (sonde_trial_get_report (found.trial)->summary, ==, found.error->message);
    }
}

static void
test_nobody_listens (ConnectionFixture *fixture,
                     gconstpointer      data)
{
  g_autoptr (SondeProfile) profile = make_profile (test_free_port ());
  g_auto (Run) found = run (sonde_trial_new (fixture->services, profile, SONDE_TRIAL_OWN_ID));

  g_assert_error (found.error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT);
  g_assert_cmpint (get_step (&found, SONDE_STAGE_TCP), ==, SONDE_STEP_FAILED);
  g_assert_cmpint (get_step (&found, SONDE_STAGE_CONNECT), ==, SONDE_STEP_NOT_TRIED);
  g_assert_nonnull (sonde_trial_get_report (found.trial)->advice);
  g_assert_null (sonde_trial_get_connack_text (found.trial));
}

/* A broker that goes by the client id: the test says that it used another. */
static void
test_other_id_refused (ConnectionFixture *fixture,
                       gconstpointer      data)
{
  static const guint8 refusal[] = { 0x20, 3, 0, 0x85, 0 };
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_HANGS_UP, refusal, sizeof refusal);
  g_autoptr (SondeProfile) profile = make_profile (test_server_get_port (server));
  g_auto (Run) own = run (sonde_trial_new (fixture->services, profile, SONDE_TRIAL_OWN_ID));
  g_auto (Run) same = run (sonde_trial_new (fixture->services, profile, SONDE_TRIAL_SAME_ID));

  g_assert_nonnull (strstr (sonde_trial_get_report (own.trial)->advice, "client ID of its own"));
  g_assert_null (strstr (sonde_trial_get_report (same.trial)->advice, "client ID of its own"));
}

static gboolean
waits_for_connack (gpointer data)
{
  return sonde_trial_get_report (data)->steps[SONDE_STAGE_CONNECT].state == SONDE_STEP_RUNNING;
}

static void
test_cancelled (ConnectionFixture *fixture,
                gconstpointer      data)
{
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_ANSWERS, "", 0);
  g_autoptr (SondeProfile) profile = make_profile (test_server_get_port (server));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Run) found = { 0 };
  gpointer watched;

  profile->connect_timeout = 1;
  found.trial = sonde_trial_new (fixture->services, profile, SONDE_TRIAL_SAME_ID);
  sonde_trial_run_async (found.trial, cancellable, ran_cb, &found);
  connection_wait ("CONNECT", waits_for_connack, found.trial);
  g_cancellable_cancel (cancellable);
  connection_wait ("the end", is_done, &found);
  g_assert_error (found.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* What it left to end behind the scenes does end. */
  watched = found.trial;
  g_object_add_weak_pointer (watched, &watched);
  g_clear_object (&found.trial);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_choose_id (void)
{
  /* clang-format off */
  static const struct
  {
    SondeMqttVersion version;
    gboolean         typed_clean;
    guint32          typed_expiry;
    gboolean         is_new;
    gboolean         kept_clean;
    gboolean         other_id;
    gboolean         in_use;
    SondeTrialId     id;
  } cases[] = {
    { SONDE_MQTT_5,     TRUE,   0, TRUE,  FALSE, FALSE, FALSE, SONDE_TRIAL_SAME_ID },
    { SONDE_MQTT_5,     TRUE,   0, FALSE, TRUE,  FALSE, FALSE, SONDE_TRIAL_SAME_ID },
    { SONDE_MQTT_5,     TRUE,   0, FALSE, TRUE,  FALSE, TRUE,  SONDE_TRIAL_OWN_ID },
    { SONDE_MQTT_5,     TRUE,   0, FALSE, TRUE,  TRUE,  TRUE,  SONDE_TRIAL_SAME_ID },
    { SONDE_MQTT_5,     TRUE,   0, FALSE, FALSE, FALSE, FALSE, SONDE_TRIAL_OWN_ID },
    { SONDE_MQTT_5,     TRUE,  60, TRUE,  FALSE, FALSE, FALSE, SONDE_TRIAL_OWN_ID },
    { SONDE_MQTT_5,     FALSE,  0, TRUE,  FALSE, FALSE, FALSE, SONDE_TRIAL_OWN_ID },
    { SONDE_MQTT_3_1_1, FALSE,  0, TRUE,  FALSE, FALSE, FALSE, SONDE_TRIAL_OWN_ID },
    { SONDE_MQTT_3_1_1, TRUE,  60, TRUE,  FALSE, FALSE, FALSE, SONDE_TRIAL_SAME_ID },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeProfile) typed = make_profile (1883);
      g_autoptr (SondeProfile) kept = make_profile (1883);

      typed->version = cases[i].version;
      typed->clean_start = cases[i].typed_clean;
      typed->session_expiry = cases[i].typed_expiry;
      kept->clean_start = cases[i].kept_clean;
      if (cases[i].other_id)
        {
          g_free (kept->client_id);
          kept->client_id = g_strdup ("other");
        }
      g_assert_cmpint (sonde_trial_choose_id (typed, cases[i].is_new ? NULL : kept, cases[i].in_use), ==, cases[i].id);
    }
}

int
main (int    argc,
      char **argv)
{
  /* A test has no keyring: what is secret lives for this run. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trial/choose-id", test_choose_id);
#define ADD(path, test) g_test_add (path, ConnectionFixture, NULL, set_up, test, tear_down)
  ADD ("/trial/accepted", test_accepted);
  ADD ("/trial/disturbs-nothing", test_disturbs_nothing);
  ADD ("/trial/discards-session", test_discards_session);
  ADD ("/trial/secrets", test_secrets);
  ADD ("/trial/nobody-listens", test_nobody_listens);
  ADD ("/trial/other-id-refused", test_other_id_refused);
  ADD ("/trial/cancelled", test_cancelled);
#undef ADD
  return g_test_run ();
}
