/* retained-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "retained-fixture.h"

#include <sonde-topic.h>

#include <string.h>

#define PLENTY ((gsize) 256 << 20)

static const char *const levels[] = { "", "a", "温度", "two words", "ünï", "Tyler-1", "$dollar", "0" };

GHashTable *
retained_world_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) sonde_publish_free);
}

static char *
make_topic (const char *prefix,
            guint       number)
{
  GString *topic = g_string_new (prefix);

  for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
    g_string_append_printf (topic, "/%s", levels[g_test_rand_int_range (0, G_N_ELEMENTS (levels))]);
  g_string_append_printf (topic, "/%u", number);
  if (g_test_rand_int_range (0, 5) == 0)
    g_string_append_c (topic, '/');

  return g_string_free (topic, FALSE);
}

static GBytes *
make_payload (void)
{
  int     size = g_test_rand_int_range (1, 200);
  guint8 *bytes = g_malloc (size);

  for (int i = 0; i < size; i++)
    bytes[i] = g_test_rand_int_range (0, 256);

  return g_bytes_new_take (bytes, size);
}

static void
add_properties (SondePublish *publish,
                guint         number)
{
  g_autofree char *value = g_strdup_printf ("%u", number);

  g_free (publish->content_type);
  publish->content_type = g_strdup ("application/octet-stream");
  g_free (publish->response_topic);
  publish->response_topic = g_strdup ("answers/here");
  g_bytes_unref (publish->correlation_data);
  publish->correlation_data = g_bytes_new ("\0\xff", 2);
  publish->message_expiry = number % 2 == 0 ? 100000 : 0;
  sonde_pairs_add (publish->user_properties, "name", value);
  sonde_pairs_add (publish->user_properties, "name", "值");
}

void
retained_world_add (GHashTable *world,
                    const char *prefix,
                    guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *topic = make_topic (prefix, i);
      g_autoptr (GBytes) payload = make_payload ();
      SondePublish *publish = sonde_publish_new (topic, payload, i % 3, TRUE);

      if (i % 4 == 0)
        add_properties (publish, i);
      g_hash_table_replace (world, publish->topic, publish);
    }
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  guint *n_left = user_data;

  sonde_connection_publish_finish (SONDE_CONNECTION (source), result, NULL, &error);
  g_assert_no_error (error);
  (*n_left)--;
}

static gboolean
is_zero (gpointer data)
{
  return *(guint *) data == 0;
}

void
retained_world_publish (GHashTable      *world,
                        SondeConnection *connection)
{
  guint          n_left = g_hash_table_size (world);
  GHashTableIter iter;
  gpointer       publish;

  g_hash_table_iter_init (&iter, world);
  while (g_hash_table_iter_next (&iter, NULL, &publish))
    sonde_connection_publish_async (connection, publish, NULL, published_cb, &n_left);
  connection_wait ("what was published", is_zero, &n_left);
}

void
retained_publish (SondeConnection *connection,
                  const char      *topic,
                  const char      *text)
{
  connection_publish_text (connection, topic, text, 1, TRUE);
}

typedef struct
{
  gboolean            ended;
  SondeRetainedFound *found;
  GError            **error;
} Wait;

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Wait *wait = user_data;

  sonde_retained_look_finish (result, wait->found, wait->error);
  wait->ended = TRUE;
}

static gboolean
has_ended (gpointer data)
{
  return ((Wait *) data)->ended;
}

SondeRetainedList *
retained_find (SondeConnection    *connection,
               const char         *filter,
               gsize               max_bytes,
               SondeRetainedFound *found,
               GError            **error)
{
  SondeRetainedList *list = sonde_retained_list_new (max_bytes);
  const char *const  filters[] = { filter, NULL };
  Wait               wait = { .found = found, .error = error };

  sonde_retained_look_async (connection, (GStrv) filters, list, NULL, NULL, looked_cb, &wait);
  connection_wait ("the end of a look", has_ended, &wait);

  return list;
}

SondeConnection *
retained_connect (ConnectionFixture *fixture,
                  TestBroker        *broker,
                  SondeMqttVersion   version)
{
  SondeConnection *connection =
    connection_fixture_add (fixture, test_broker_get_port (broker), version, "retained-1", TRUE);

  connection_connect (connection);
  g_assert_true (sonde_connection_get_online (connection));

  return connection;
}

SondeRetainedList *
retained_find_all (SondeConnection *connection,
                   const char      *filter)
{
  g_autoptr (GError) error = NULL;
  SondeRetainedFound found = { 0 };
  SondeRetainedList *list = retained_find (connection, filter, PLENTY, &found, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found.n_left_out, ==, 0);
  g_assert_cmpuint (found.granted_qos, ==, 2);

  return list;
}

GPtrArray *
retained_list_entries (SondeRetainedList *list)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_ptr_array_add (entries, g_list_model_get_item (G_LIST_MODEL (list), i));

  return entries;
}

static void
assert_same (SondeRetainedEntry *entry,
             SondePublish       *wanted,
             SondeMqttVersion    version)
{
  const char *fault = NULL;
  g_autoptr (SondePublish) is = NULL;
  g_autoptr (SondePublish) plain = NULL;

  g_assert_nonnull (entry);
  is = sonde_retained_entry_dup_publish (entry, &fault);
  g_assert_cmpstr (fault, ==, NULL);

  if (version != SONDE_MQTT_5)
    {
      plain = sonde_publish_new (wanted->topic, wanted->payload, wanted->qos, TRUE);
      wanted = plain;
    }
  g_assert_cmpuint (is->message_expiry, <=, wanted->message_expiry);
  g_assert_true ((is->message_expiry > 0) == (wanted->message_expiry > 0));
  is->message_expiry = wanted->message_expiry;
  g_assert_true (sonde_publish_equal (is, wanted));
}

void
retained_assert_equal (SondeRetainedList *list,
                       GHashTable        *world,
                       const char        *filter,
                       SondeMqttVersion   version)
{
  GHashTableIter iter;
  gpointer       topic, publish;
  guint          n = 0;

  g_hash_table_iter_init (&iter, world);
  while (g_hash_table_iter_next (&iter, &topic, &publish))
    {
      if (!sonde_topic_filter_matches (filter, topic, strlen (topic)))
        continue;

      assert_same (sonde_retained_list_lookup (list, topic), publish, version);
      n++;
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n);
}

static gboolean
is_at_rest (gpointer job)
{
  return !sonde_retained_job_get_running (job);
}

void
retained_wait (SondeRetainedJob *job)
{
  connection_wait ("the end of a run", is_at_rest, job);
}
