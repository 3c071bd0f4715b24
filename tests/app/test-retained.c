/* test-retained.c: retained messages found on a real broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "retained-fixture.h"

#include <sonde-mqtt-error.h>

#include <glib/gstdio.h>
#include <string.h>

#define DYNAMIC_SECURITY "/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so"
#define PLENTY ((gsize) 256 << 20)

/* One line of each: QoS, payload, topic. */
static char *
list_by_mosquitto_sub (TestBroker *broker,
                       const char *filter)
{
  g_autofree char  *port = g_strdup_printf ("%u", test_broker_get_port (broker));
  const char *const argv[] = { "mosquitto_sub", "-h", "127.0.0.1", "-p", port, "-t", filter, "-q",
                               "2", "-F", "%q %x %t", "-W", "1", "--retained-only", NULL };
  g_autofree char  *output = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&output);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
sort_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);

  return g_strjoinv ("\n", lines);
}

static char *
list_by_us (SondeRetainedList *list)
{
  g_autoptr (GPtrArray) entries = retained_list_entries (list);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      gsize         size;
      const guint8 *payload = g_bytes_get_data (sonde_retained_entry_get_payload (entries->pdata[i]), &size);

      g_string_append_printf (text, "%u ", sonde_retained_entry_get_qos (entries->pdata[i]));
      for (gsize j = 0; j < size; j++)
        g_string_append_printf (text, "%02x", payload[j]);
      g_string_append_printf (text, " %s\n", sonde_retained_entry_get_topic (entries->pdata[i]));
    }
  return sort_lines (text->str);
}

static void
test_look (ConnectionFixture *fixture,
           gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  const char *const      filters[] = { "#", "w/#", "w/+/+", "+/温度/#", "//#", "nothing/#" };
  const SondeMqttVersion versions[] = { SONDE_MQTT_3_1_1, SONDE_MQTT_5 };

  if (broker == NULL)
    return;

  for (guint v = 0; v < G_N_ELEMENTS (versions); v++)
    {
      SondeConnection *connection = retained_connect (fixture, broker, versions[v]);
      g_autoptr (GHashTable) world = retained_world_new ();

      retained_world_add (world, "w", 150);
      retained_world_add (world, "other", 30);
      retained_world_add (world, "/", 20);
      retained_world_publish (world, connection);
      for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
        {
          g_autoptr (SondeRetainedList) list = retained_find_all (connection, filters[i]);
          g_autofree char *by_us = list_by_us (list);
          g_autofree char *by_mosquitto = list_by_mosquitto_sub (broker, filters[i]);
          g_autofree char *sorted = sort_lines (by_mosquitto);

          g_assert_cmpstr (by_us, ==, sorted);
          if (v == 0)
            retained_assert_equal (list, world, filters[i], versions[v]);
        }
      connection_disconnect (connection);
    }
}

/* The user's session gets none of it. */
static void
test_apart (ConnectionFixture *fixture,
            gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (GPtrArray) received = NULL;
  g_autoptr (SondeRetainedList) list = NULL;
  SondeConnection *connection;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, SONDE_MQTT_5);
  retained_publish (connection, "one", "1");
  list = retained_find_all (connection, "#");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  received = connection_get_received (connection, "#");
  g_assert_cmpuint (received->len, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (connection))), ==, 0);
}

static void
test_bounded (ConnectionFixture *fixture,
              gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (GHashTable) world = retained_world_new ();
  g_autoptr (SondeRetainedList) list = NULL;
  SondeRetainedFound found;
  SondeConnection   *connection;
  guint              n;

  if (broker == NULL)
    return;

  connection = retained_connect (fixture, broker, SONDE_MQTT_5);
  retained_world_add (world, "w", 100);
  retained_world_publish (world, connection);
  list = retained_find (connection, "#", 20000, &found, NULL);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (n, <, 90);
  g_assert_cmpuint (n + found.n_left_out, ==, 100);
}

static void
test_offline (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeConnection *connection = connection_fixture_add (fixture, test_free_port (), SONDE_MQTT_5, "x", TRUE);
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (GError) error = NULL;
  SondeRetainedFound found;

  list = retained_find (connection, "#", PLENTY, &found, &error);
  g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_OFFLINE);
}

static void
test_not_let_in (ConnectionFixture *fixture,
                 gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new ("clientid_prefixes retained-\n");
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (GError) error = NULL;
  SondeRetainedFound found;

  if (broker == NULL)
    return;

  list = retained_find (retained_connect (fixture, broker, SONDE_MQTT_5), "#", PLENTY, &found, &error);
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, SONDE_MQTT_ERROR);
}

/* Not let subscribe to anything: said, and nothing is waited for. */
static void
test_refused (ConnectionFixture *fixture,
              gconstpointer      data)
{
  const char *const plugin = DYNAMIC_SECURITY;
  g_autofree char  *folder = NULL;
  g_autofree char  *rules = NULL;
  g_autofree char  *config = NULL;
  g_autoptr (TestBroker) broker = NULL;
  g_autoptr (SondeRetainedList) list = NULL;
  g_autoptr (GError) error = NULL;
  SondeRetainedFound found;

  if (!g_file_test (plugin, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("mosquitto has no dynamic security here");
      return;
    }

  folder = g_dir_make_tmp ("sonde-retained-XXXXXX", NULL);
  rules = g_build_filename (folder, "rules.json", NULL);
  config = g_strdup_printf ("plugin %s\nplugin_opt_config_file %s\n", plugin, rules);
  g_assert_true (g_file_set_contents (rules,
                                      "{\"defaultACLAccess\": {\"publishClientSend\": true, \"publishClientReceive\": true,"
                                      " \"subscribe\": false, \"unsubscribe\": true}}",
                                      -1, NULL));
  broker = test_broker_new (config);
  if (broker != NULL)
    {
      list = retained_find (retained_connect (fixture, broker, GPOINTER_TO_INT (data)), "#", PLENTY, &found, &error);
      g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_REFUSED);
      g_assert_true (g_str_has_prefix (error->message, "The broker refused the subscription to “#”: "));
    }
  g_remove (rules);
  g_rmdir (folder);
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
  g_test_init (&argc, &argv, NULL);

  add ("/retained/look", 0, test_look);
  add ("/retained/apart", 0, test_apart);
  add ("/retained/bounded", 0, test_bounded);
  add ("/retained/offline", 0, test_offline);
  add ("/retained/not-let-in", 0, test_not_let_in);
  add ("/retained/refused/5", SONDE_MQTT_5, test_refused);
  add ("/retained/refused/3.1.1", SONDE_MQTT_3_1_1, test_refused);

  return g_test_run ();
}
