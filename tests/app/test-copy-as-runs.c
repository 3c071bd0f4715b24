/* test-copy-as-runs.c: what was copied is run, and sends the message once more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"
#include "sonde-copy-as.h"
#include "test-broker-process.h"

#include <string.h>

#define PROPERTIES                          \
  "\x01\x01"                                \
  "\x02\x00\x00\x00\x3c"                    \
  "\x03\x00\x0a"                            \
  "text/plain"                              \
  "\x08\x00\x04"                            \
  "re/1"                                    \
  "\x09\x00\x04" CORRELATION "\x26\x00\x04" \
  "it's\x00\x05"                            \
  "a \"b\""
#define CORRELATION "\x01\xff'%"

/* clang-format off */
static const struct
{
  const char *topic, *payload;
  gsize       size;
  guint8      qos;
  gboolean    retain, properties;
} messages[] = {
  { "test",             "hello",              5, 0, FALSE, FALSE },
  { "it's/`id`/$HOME",  "\"$(id)\" `id` \\n", 14, 1, FALSE, FALSE },
  { "车间 1/温度",      "你好\n\n",           8, 2, TRUE,  FALSE },
  { "raw",              "\x00\x01%s\\'\xff\n", 8, 1, FALSE, FALSE },
  { "-q",               "-n",                 2, 0, FALSE, FALSE },
  { "none",             "",                   0, 1, FALSE, FALSE },
  { "with/properties",  "x",                  1, 1, FALSE, TRUE },
};
/* clang-format on */

typedef struct
{
  ConnectionFixture fixture;
  TestBroker       *broker;
  SondeConnection  *connection;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  connection_fixture_set_up (&self->fixture);
  self->broker = test_broker_new (NULL);
  if (self->broker == NULL)
    return;
  self->connection = connection_fixture_add (&self->fixture, test_broker_get_port (self->broker),
                                             GPOINTER_TO_INT (data), "sonde_copy", TRUE);
  connection_connect (self->connection);
  connection_subscribe (self->connection, "#", 2);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  connection_fixture_tear_down (&self->fixture);
  g_clear_pointer (&self->broker, test_broker_free);
}

static void
flushed_cb (SondeSegment *segment,
            guint         count,
            gpointer      user_data)
{
  SondeSegment **to = user_data;

  *to = sonde_segment_ref (segment);
}

/* As message @i came from somewhere. */
static char *
copy (Fixture    *self,
      guint       i,
      SondeCopyAs format)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (SondeSegment) segment = NULL;
  SondeMessage    message = { .topic = messages[i].topic,
                              .topic_length = strlen (messages[i].topic),
                              .payload = messages[i].payload,
                              .payload_size = messages[i].size,
                              .properties = messages[i].properties ? PROPERTIES : NULL,
                              .properties_size = messages[i].properties ? sizeof PROPERTIES - 1 : 0,
                              .qos = messages[i].qos,
                              .retain = messages[i].retain };
  SondeCopySource source = { .profile = sonde_connection_get_profile (self->connection) };

  sonde_segment_writer_append (writer, &message);
  sonde_segment_writer_flush (writer, flushed_cb, &segment);
  source.segment = segment;
  source.record = sonde_segment_get_record (segment, 0);
  return sonde_copy_as_text (&source, format);
}

/* The child needs no turn of our loop: the broker serves it. */
static void
run (const char *program,
     const char *text)
{
  const char      *argv[] = { program, "-c", text, NULL };
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_test_message ("%s", text);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &errors, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_test_message ("%s", errors);
  g_assert_cmpint (status, ==, 0);
}

static void
assert_came (Fixture *self,
             guint    i)
{
  g_autoptr (GPtrArray) received = NULL;
  SondeMessageItem *item;
  gsize             length;
  const void       *bytes;

  connection_wait_for_received (self->connection, "#", 1);
  received = connection_get_received (self->connection, "#");
  g_assert_cmpuint (received->len, ==, 1);
  item = g_ptr_array_index (received, 0);

  g_assert_cmpstr (sonde_message_item_get_topic (item, &length), ==, messages[i].topic);
  bytes = sonde_message_item_get_payload (item, &length);
  g_assert_cmpmem (bytes, length, messages[i].payload, messages[i].size);
  g_assert_cmpuint (sonde_message_item_get_qos (item), ==, messages[i].qos);
  bytes = sonde_message_item_get_properties (item, &length);
  if (messages[i].properties && sonde_connection_get_version (self->connection) == SONDE_MQTT_5)
    {
      g_assert_cmpuint (length, >=, sizeof PROPERTIES - 1);
      g_assert_nonnull (memmem (bytes, length, CORRELATION, strlen (CORRELATION)));
      g_assert_nonnull (memmem (bytes, length, "text/plain", 10));
      g_assert_nonnull (memmem (bytes, length, "re/1", 4));
      g_assert_nonnull (memmem (bytes, length, "\x26\x00\x04it's\x00\x05"
                                               "a \"b\"",
                                14));
    }
  else
    g_assert_cmpuint (length, ==, 0);
}

static void
run_all (Fixture    *self,
         const char *program,
         SondeCopyAs format)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autofree char *text = copy (self, i, format);

      sonde_message_log_clear (sonde_connection_get_log (self->connection));
      run (program, text);
      assert_came (self, i);
    }
}

static void
test_shell (Fixture      *self,
            gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("mosquitto_pub");

  if (self->broker == NULL)
    return;
  if (program == NULL)
    g_test_skip ("mosquitto_pub is not installed");
  else
    run_all (self, "sh", SONDE_COPY_AS_MOSQUITTO_PUB);
}

static void
test_python (Fixture      *self,
             gconstpointer data)
{
  const char *argv[] = { "/usr/bin/python3", "-c", "import paho.mqtt.client", NULL };
  int         status = 1;

  if (self->broker == NULL)
    return;
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL) || status != 0)
    g_test_skip ("paho-mqtt is not installed");
  else
    run_all (self, argv[0], SONDE_COPY_AS_PYTHON);
}

/* mosquitto_sub ends after the first message it is asked for. */
static void
test_subscribe (Fixture      *self,
                gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("mosquitto_sub");
  g_autofree char *line = NULL;
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { "sh", "-c", NULL, NULL };

  if (self->broker == NULL)
    return;
  if (program == NULL)
    {
      g_test_skip ("mosquitto_sub is not installed");
      return;
    }

  connection_publish_text (self->connection, messages[1].topic, "retained", 1, TRUE);
  line = copy (self, 1, SONDE_COPY_AS_MOSQUITTO_SUB);
  command = g_strdup_printf ("%.*s -C 1 -W 10", (int) strlen (line) - 1, line);
  argv[2] = command;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "it's/`id`/$HOME retained\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/copy-as/runs/mosquitto-pub", Fixture, GINT_TO_POINTER (SONDE_MQTT_5), set_up, test_shell, tear_down);
  g_test_add ("/copy-as/runs/mosquitto-pub-3.1.1", Fixture, GINT_TO_POINTER (SONDE_MQTT_3_1_1), set_up, test_shell, tear_down);
  g_test_add ("/copy-as/runs/mosquitto-sub", Fixture, GINT_TO_POINTER (SONDE_MQTT_5), set_up, test_subscribe, tear_down);
  g_test_add ("/copy-as/runs/python", Fixture, GINT_TO_POINTER (SONDE_MQTT_5), set_up, test_python, tear_down);
  g_test_add ("/copy-as/runs/python-3.1.1", Fixture, GINT_TO_POINTER (SONDE_MQTT_3_1_1), set_up, test_python, tear_down);
  return g_test_run ();
}
