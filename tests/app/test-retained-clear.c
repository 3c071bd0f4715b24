/* test-retained-clear.c: retained messages cleared and put back, on a real broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "retained-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* How many topics are many: ./dev record asks for more. More than twice of what mosquitto queues for
 * a client, by default. */
static guint many = 2500;

static SondeRetainedJob *
clear (SondeConnection   *connection,
       const char        *filter,
       SondeRetainedList *list)
{
  g_autoptr (GPtrArray) entries = retained_list_entries (list);
  SondeRetainedJob *job = sonde_retained_job_new (connection, filter, entries, list);

  sonde_retained_job_clear (job);
  g_assert_true (sonde_retained_job_get_running (job));

  return job;
}

static void
assert_figures (SondeRetainedJob    *job,
                SondeRetainedFigures wanted)
{
  const SondeRetainedFigures *is = sonde_retained_job_get_figures (job);

  g_assert_cmpint (sonde_retained_job_get_state (job), ==, SONDE_RETAINED_JOB_DONE);
  g_assert_cmpuint (is->total, ==, wanted.total);
  g_assert_cmpuint (is->waiting, ==, wanted.waiting);
  g_assert_cmpuint (is->unsure, ==, wanted.unsure);
  g_assert_cmpuint (is->acknowledged, ==, wanted.acknowledged);
  g_assert_cmpuint (is->done, ==, wanted.done);
  g_assert_cmpuint (is->bare, ==, wanted.bare);
  g_assert_cmpuint (is->failed, ==, wanted.failed);
  g_assert_cmpuint (is->gone, ==, wanted.gone);
  g_assert_cmpuint (is->anew, ==, wanted.anew);
  g_assert_cmpuint (is->unchanged, ==, wanted.unchanged);
}

static void
test_clear_many (ConnectionFixture *fixture,
                 gconstpointer      data)
{
  SondeMqttVersion version = GPOINTER_TO_INT (data);
  g_autoptr (TestBroker) broker = test_broker_new ("max_queued_messages 1000\n");
  g_autoptr (GHashTable) world = retained_world_new ();
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (SondeRetainedList) rest = NULL;
  g_autoptr (SondeRetainedList) after = NULL;
  g_autoptr (SondeRetainedJob) job = NULL;
  SondeConnection *connection;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, version);
  retained_world_add (world, "w", many);
  retained_world_add (world, "rest", 50);
  retained_world_publish (world, connection);

  list = retained_find_all (connection, "w/#");
  retained_assert_equal (list, world, "w/#", version);

  job = clear (connection, "w/#", list);
  retained_wait (job);
  assert_figures (job, (SondeRetainedFigures){ .total = many, .done = many });
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  rest = retained_find_all (connection, "#");
  retained_assert_equal (rest, world, "rest/#", version);

  sonde_retained_job_undo (job);
  retained_wait (job);
  assert_figures (job, (SondeRetainedFigures){ .total = many, .done = many });
  retained_assert_equal (list, world, "w/#", version);
  after = retained_find_all (connection, "#");
  retained_assert_equal (after, world, "#", version);
}

/* Between looking and clearing, and between clearing and undoing, others publish. */
static void
test_meanwhile (ConnectionFixture *fixture,
                gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (SondeRetainedList) after = NULL;
  g_autoptr (SondeRetainedJob) job = NULL;
  g_autoptr (GHashTable) world = retained_world_new ();
  const char *const topics[] = { "a", "b", "c", "d" };
  SondeConnection  *connection;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, SONDE_MQTT_3_1_1);
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    retained_publish (connection, topics[i], "old");
  list = retained_find_all (connection, "#");
  retained_publish (connection, "a", "");
  retained_publish (connection, "b", "newer");

  job = clear (connection, "#", list);
  retained_wait (job);
  assert_figures (job, (SondeRetainedFigures){ .total = 4, .done = 3, .gone = 1 });

  retained_publish (connection, "c", "anew");
  sonde_retained_job_undo (job);
  retained_wait (job);
  assert_figures (job, (SondeRetainedFigures){ .total = 3, .done = 2, .anew = 1 });
  g_assert_false (sonde_retained_job_get_can_undo (job));

  for (guint i = 1; i < G_N_ELEMENTS (topics); i++)
    {
      const char *const texts[] = { "", "newer", "anew", "old" };
      g_autoptr (GBytes) payload = g_bytes_new (texts[i], strlen (texts[i]));
      SondePublish *publish = sonde_publish_new (topics[i], payload, 1, TRUE);

      g_hash_table_replace (world, publish->topic, publish);
    }
  after = retained_find_all (connection, "#");
  retained_assert_equal (after, world, "#", SONDE_MQTT_3_1_1);
  retained_assert_equal (list, world, "#", SONDE_MQTT_3_1_1);
}

typedef struct
{
  SondeRetainedJob *job;
  guint             n;
} Progress;

static gboolean
has_come_far (gpointer data)
{
  const Progress *progress = data;

  return sonde_retained_job_get_figures (progress->job)->acknowledged >= progress->n;
}

static void
wait_until (SondeRetainedJob *job,
            guint             n)
{
  connection_wait ("some acknowledgements", has_come_far, &(Progress){ job, n });
}

/* Together they are all, and what the broker holds agrees. */
static void
assert_adds_up (const SondeRetainedFigures *is)
{
  g_assert_cmpuint (is->total, ==, is->waiting + is->unsure + is->acknowledged + is->done + is->failed + is->gone + is->anew + is->unchanged);
}

static void
test_stop (ConnectionFixture *fixture,
           gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (GHashTable) world = retained_world_new ();
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (SondeRetainedList) rest = NULL;
  g_autoptr (SondeRetainedList) after = NULL;
  g_autoptr (SondeRetainedJob) job = NULL;
  const SondeRetainedFigures *is;
  SondeConnection            *connection;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, SONDE_MQTT_5);
  retained_world_add (world, "w", many);
  retained_world_publish (world, connection);
  list = retained_find_all (connection, "#");
  job = clear (connection, "#", list);
  wait_until (job, 300);
  sonde_retained_job_stop (job);
  retained_wait (job);

  is = sonde_retained_job_get_figures (job);
  g_assert_cmpint (sonde_retained_job_get_state (job), ==, SONDE_RETAINED_JOB_STOPPED);
  g_assert_cmpuint (is->done, >=, 300);
  g_assert_cmpuint (is->done, <, many);
  g_assert_cmpuint (is->done + is->waiting, ==, many);
  rest = retained_find_all (connection, "#");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rest)), ==, is->waiting);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, is->waiting);

  sonde_retained_job_undo (job);
  retained_wait (job);
  g_assert_cmpint (sonde_retained_job_get_state (job), ==, SONDE_RETAINED_JOB_DONE);
  after = retained_find_all (connection, "#");
  retained_assert_equal (after, world, "#", SONDE_MQTT_5);
}

/* What it holds outlives it, but for the latest changes. */
static TestBroker *
start_persistent (const char *folder)
{
  g_autofree char *config = g_strdup_printf ("persistence true\npersistence_location %s/\n"
                                             "autosave_on_changes true\nautosave_interval 200\n",
                                             folder);

  return test_broker_new (config);
}

static void
remove_folder (const char *folder)
{
  g_autofree char *database = g_build_filename (folder, "mosquitto.db", NULL);

  g_remove (database);
  g_rmdir (folder);
}

/* Killed, so that it forgets what it did since it last wrote its file. */
static void
break_off (TestBroker       *broker,
           SondeConnection  *connection,
           SondeRetainedJob *job,
           guint             n)
{
  const SondeRetainedFigures *is;

  wait_until (job, n);
  test_broker_kill (broker);
  retained_wait (job);
  is = sonde_retained_job_get_figures (job);
  g_assert_cmpint (sonde_retained_job_get_state (job), ==, SONDE_RETAINED_JOB_INTERRUPTED);
  g_assert_nonnull (sonde_retained_job_get_reason (job));
  g_test_message ("total %u waiting %u unsure %u acknowledged %u done %u failed %u gone %u anew %u unchanged %u: %s", is->total,
                  is->waiting, is->unsure, is->acknowledged, is->done, is->failed, is->gone, is->anew, is->unchanged,
                  sonde_retained_job_get_reason (job));
  assert_adds_up (is);
  g_assert_cmpuint (is->acknowledged, >=, n);
  g_assert_cmpuint (is->acknowledged + is->unsure + is->waiting, ==, many);

  test_broker_start (broker);
  connection_connect (connection);
  g_assert_true (sonde_connection_get_online (connection));
}

static void
test_broken_off (ConnectionFixture *fixture,
                 gconstpointer      data)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-retained-XXXXXX", NULL);
  g_autoptr (TestBroker) broker = start_persistent (folder);
  g_autoptr (GHashTable) world = retained_world_new ();
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (SondeRetainedList) none = NULL;
  g_autoptr (SondeRetainedList) after = NULL;
  g_autoptr (SondeRetainedJob) job = NULL;
  SondeConnection *connection;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, SONDE_MQTT_5);
  retained_world_add (world, "w", many);
  retained_world_publish (world, connection);
  list = retained_find_all (connection, "#");

  job = clear (connection, "#", list);
  break_off (broker, connection, job, many / 2);
  sonde_retained_job_resume (job);
  retained_wait (job);
  assert_figures (job, (SondeRetainedFigures){ .total = many, .done = many });
  none = retained_find_all (connection, "#");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (none)), ==, 0);

  sonde_retained_job_undo (job);
  break_off (broker, connection, job, many / 2);
  sonde_retained_job_resume (job);
  retained_wait (job);
  assert_figures (job, (SondeRetainedFigures){ .total = many, .done = many });
  after = retained_find_all (connection, "#");
  retained_assert_equal (after, world, "#", SONDE_MQTT_5);

  test_broker_kill (broker);
  remove_folder (folder);
}

/* Undone without having been resumed. */
static void
test_broken_off_undone (ConnectionFixture *fixture,
                        gconstpointer      data)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-retained-XXXXXX", NULL);
  g_autoptr (TestBroker) broker = start_persistent (folder);
  g_autoptr (GHashTable) world = retained_world_new ();
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (SondeRetainedList) after = NULL;
  g_autoptr (SondeRetainedJob) job = NULL;
  SondeConnection *connection;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, SONDE_MQTT_5);
  retained_world_add (world, "w", many);
  retained_world_publish (world, connection);
  list = retained_find_all (connection, "#");
  job = clear (connection, "#", list);
  break_off (broker, connection, job, many / 2);
  sonde_retained_job_undo (job);
  retained_wait (job);
  g_assert_cmpint (sonde_retained_job_get_state (job), ==, SONDE_RETAINED_JOB_DONE);
  after = retained_find_all (connection, "#");
  retained_assert_equal (after, world, "#", SONDE_MQTT_5);

  test_broker_kill (broker);
  remove_folder (folder);
}

/* Not let publish: MQTT 5 says so, MQTT 3 is silent, and the second look shows it. */
static void
test_refused (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeMqttVersion version = GPOINTER_TO_INT (data);
  g_autofree char *folder = g_dir_make_tmp ("sonde-retained-XXXXXX", NULL);
  g_autofree char *acl = g_build_filename (folder, "acl", NULL);
  g_autofree char *config = g_strdup_printf ("acl_file %s\n", acl);
  g_autoptr (TestBroker) broker = NULL;
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (SondeRetainedJob) job = NULL;
  SondeConnection *connection;

  g_assert_true (g_file_set_contents (acl, "pattern readwrite open/#\npattern readwrite %c/#\npattern read #\n", -1, NULL));
  broker = test_broker_new (config);
  if (broker != NULL)
    {
      connection = retained_connect (fixture, broker, version);
      retained_publish (connection, "open/1", "1");
      retained_publish (connection, "retained-1/mine", "2"); /* of this client id only */
      list = retained_find_all (connection, "#");
      job = clear (connection, "#", list);
      retained_wait (job);
      if (version == SONDE_MQTT_5)
        assert_figures (job, (SondeRetainedFigures){ .total = 2, .done = 1, .failed = 1 });
      else
        assert_figures (job, (SondeRetainedFigures){ .total = 2, .done = 1, .unchanged = 1 });
      g_assert_true ((sonde_retained_job_get_failure (job) != NULL) == (version == SONDE_MQTT_5));
    }
  g_remove (acl);
  g_rmdir (folder);
}

static void
reconnect_by (SondeConnection *connection,
              SondeMqttVersion version)
{
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));

  connection_disconnect (connection);
  profile->version = version;
  sonde_connection_set_profile (connection, profile);
  connection_connect (connection);
  g_assert_true (sonde_connection_get_online (connection));
}

/* Found with properties, and put back over a version that has none: said before, and done. What is
 * put back over MQTT 5 again has all of them. */
static void
test_other_version (ConnectionFixture *fixture,
                    gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (GHashTable) world = retained_world_new ();
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (SondeRetainedList) bare = NULL;
  g_autoptr (SondeRetainedList) whole = NULL;
  g_autoptr (SondeRetainedJob) job = NULL;
  g_autoptr (SondeRetainedJob) again = NULL;
  SondeConnection *connection;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, SONDE_MQTT_5);
  retained_world_add (world, "w", 50);
  retained_world_publish (world, connection);
  list = retained_find_all (connection, "#");
  job = clear (connection, "#", list);
  retained_wait (job);
  g_assert_false (sonde_retained_job_get_loses_properties (job));

  reconnect_by (connection, SONDE_MQTT_3_1_1);
  g_assert_true (sonde_retained_job_get_loses_properties (job));
  sonde_retained_job_undo (job);
  retained_wait (job);
  assert_figures (job, (SondeRetainedFigures){ .total = 50, .done = 50, .bare = 13 /* every fourth */ });
  g_assert_false (sonde_retained_job_get_loses_properties (job));
  bare = retained_find_all (connection, "#");
  retained_assert_equal (bare, world, "#", SONDE_MQTT_3_1_1);

  reconnect_by (connection, SONDE_MQTT_5);
  retained_world_publish (world, connection);
  whole = retained_find_all (connection, "#");
  retained_assert_equal (whole, world, "#", SONDE_MQTT_5);

  /* Cleared over MQTT 3, from a list that MQTT 5 had found */
  reconnect_by (connection, SONDE_MQTT_3_1_1);
  again = clear (connection, "#", whole);
  retained_wait (again);
  assert_figures (again, (SondeRetainedFigures){ .total = 50, .done = 50 });
  reconnect_by (connection, SONDE_MQTT_5);
  g_assert_false (sonde_retained_job_get_loses_properties (again));
  sonde_retained_job_undo (again);
  retained_wait (again);
  assert_figures (again, (SondeRetainedFigures){ .total = 50, .done = 50 });
  retained_assert_equal (whole, world, "#", SONDE_MQTT_5);
}

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

static void
add (const char      *path,
     SondeMqttVersion version,
     void (*test) (ConnectionFixture *, gconstpointer))
{
  g_test_add (path, ConnectionFixture, GINT_TO_POINTER (version), set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  const char *wanted = g_getenv ("SONDE_RETAINED_TOPICS");

  g_test_init (&argc, &argv, NULL);
  if (wanted != NULL)
    many = CLAMP (g_ascii_strtoull (wanted, NULL, 10), 2500, 100000);

  add ("/retained-clear/clear-many/5", SONDE_MQTT_5, test_clear_many);
  add ("/retained-clear/clear-many/3.1.1", SONDE_MQTT_3_1_1, test_clear_many);
  add ("/retained-clear/meanwhile", 0, test_meanwhile);
  add ("/retained-clear/stop", 0, test_stop);
  add ("/retained-clear/broken-off", 0, test_broken_off);
  add ("/retained-clear/broken-off/undone", 0, test_broken_off_undone);
  add ("/retained-clear/other-version", 0, test_other_version);
  add ("/retained-clear/refused/5", SONDE_MQTT_5, test_refused);
  add ("/retained-clear/refused/3.1.1", SONDE_MQTT_3_1_1, test_refused);

  return g_test_run ();
}
