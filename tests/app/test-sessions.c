/* test-sessions.c: a session that outlasts Sonde, with a real broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"
#include "test-broker-process.h"

#include <signal.h>
#include <string.h>

#define KEEPER "keeper"

typedef struct
{
  ConnectionFixture fixture;
  TestBroker       *broker;
  SondeConnection  *keeper;
  SondeConnection  *other;
} Sessions;

typedef struct
{
  const char      *path;
  SondeMqttVersion version;
  guint            qos;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "/sessions/restart/3.1/qos-1",   SONDE_MQTT_3_1,   1 },
  { "/sessions/restart/3.1.1/qos-1", SONDE_MQTT_3_1_1, 1 },
  { "/sessions/restart/3.1.1/qos-2", SONDE_MQTT_3_1_1, 2 },
  { "/sessions/restart/5/qos-1",     SONDE_MQTT_5,     1 },
  { "/sessions/restart/5/qos-2",     SONDE_MQTT_5,     2 },
};

static const Case restarted = { "/sessions/unsubscribed-offline-and-restarted", SONDE_MQTT_3_1_1, 1 };
static const Case offline = { "/sessions/unsubscribed-offline", SONDE_MQTT_5, 1 };
/* clang-format on */

static SondeConnection *
add (Sessions        *self,
     const char      *name,
     SondeMqttVersion version,
     gboolean         clean_start)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  g_free (profile->name);
  profile->name = g_strdup (name);
  g_free (profile->client_id);
  profile->client_id = g_strdup (name);
  g_free (profile->host);
  profile->host = g_strdup ("127.0.0.1");
  profile->port = test_broker_get_port (self->broker);
  profile->version = version;
  profile->clean_start = clean_start;
  profile->session_expiry = 3600;
  profile->reconnect = FALSE;
  return sonde_connections_add (self->fixture.connections, profile, NULL);
}

static void
set_up (Sessions     *self,
        gconstpointer data)
{
  const Case *wanted = data;

  self->broker = test_broker_new (NULL);
  if (self->broker == NULL)
    return;

  connection_fixture_set_up (&self->fixture);
  self->keeper = add (self, KEEPER, wanted->version, FALSE);
  self->other = add (self, "other", SONDE_MQTT_5, TRUE);
}

static void
tear_down (Sessions     *self,
           gconstpointer data)
{
  if (self->broker == NULL)
    return;

  connection_fixture_tear_down (&self->fixture);
  test_broker_free (self->broker);
}

static void
restart (Sessions *self)
{
  connection_fixture_restart (&self->fixture);
  self->keeper = sonde_connections_find_by_name (self->fixture.connections, KEEPER);
  self->other = sonde_connections_find_by_name (self->fixture.connections, "other");
  g_assert_nonnull (self->keeper);
}

/* Payloads received on a filter, once what is published last has come too. */
static void
assert_received (Sessions   *self,
                 const char *filter,
                 const char *expected)
{
  static guint     n_last;
  g_autofree char *last = g_strdup_printf ("last/%u", ++n_last);
  g_autoptr (GPtrArray) received = NULL;
  g_autoptr (GString) payloads = g_string_new (NULL);

  connection_subscribe (self->keeper, last, 1);
  connection_publish_text (self->keeper, last, "", 1, FALSE);
  connection_wait_for_received (self->keeper, last, 1);
  sonde_connection_unsubscribe (self->keeper, last);

  received = connection_get_received (self->keeper, filter);
  for (guint i = 0; i < received->len; i++)
    {
      gsize         size;
      const guint8 *payload = sonde_message_item_get_payload (g_ptr_array_index (received, i), &size);

      g_string_append_len (payloads, (const char *) payload, size);
      g_string_append_c (payloads, ' ');
    }
  g_assert_cmpstr (payloads->str, ==, expected);
}

static void
test_restart (Sessions     *self,
              gconstpointer data)
{
  const Case *wanted = data;

  if (self->broker == NULL)
    return;

  connection_connect (self->keeper);
  g_assert_false (sonde_connection_get_session_present (self->keeper));
  connection_subscribe (self->keeper, "missed/#", 2);

  /* Sonde ends, others publish, Sonde begins anew. */
  restart (self);
  connection_connect (self->other);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("job-%u", i);

      connection_publish_text (self->other, "missed/a", text, wanted->qos, FALSE);
    }
  connection_connect (self->keeper);
  /* MQTT 3.1 has no word for it in CONNACK. */
  g_assert_cmpint (sonde_connection_get_session_present (self->keeper), ==, wanted->version != SONDE_MQTT_3_1);
  connection_wait_for_received (self->keeper, "missed/#", 3);
  assert_received (self, "missed/#", "job-1 job-2 job-3 ");

  /* They are not the broker's any more. */
  connection_disconnect (self->keeper);
  sonde_message_log_clear (sonde_connection_get_log (self->keeper));
  connection_connect (self->keeper);
  assert_received (self, "missed/#", "");
  restart (self);
  connection_connect (self->keeper);
  assert_received (self, "missed/#", "");
}

/* The broker holds both until it is told. */
static void
test_unsubscribed_offline (Sessions     *self,
                           gconstpointer data)
{
  if (self->broker == NULL)
    return;

  connection_connect (self->keeper);
  connection_subscribe (self->keeper, "dropped", 1);
  connection_subscribe (self->keeper, "held", 1);
  connection_disconnect (self->keeper);

  sonde_connection_unsubscribe (self->keeper, "dropped");
  connection_connect (self->keeper);
  g_assert_true (sonde_connection_get_session_present (self->keeper));
  connection_connect (self->other);
  connection_publish_text (self->other, "dropped", "no", 1, FALSE);
  connection_publish_text (self->other, "held", "yes", 1, FALSE);
  connection_wait_for_received (self->keeper, "held", 1);
  assert_received (self, "+", "yes ");
}

static guint
count_dropped (Sessions *self)
{
  return sonde_connection_get_profile (self->keeper)->dropped->len;
}

/* What an earlier run subscribed to is unsubscribed from all the same, and only once. */
static void
test_unsubscribed_and_restarted (Sessions     *self,
                                 gconstpointer data)
{
  if (self->broker == NULL)
    return;

  connection_connect (self->keeper);
  connection_subscribe (self->keeper, "before", 1);
  connection_subscribe (self->keeper, "after", 1);
  connection_subscribe (self->keeper, "again", 1);
  connection_subscribe (self->keeper, "held", 1);
  connection_disconnect (self->keeper);

  sonde_connection_unsubscribe (self->keeper, "before");
  sonde_connection_unsubscribe (self->keeper, "again");
  restart (self);
  g_assert_cmpuint (count_dropped (self), ==, 2);
  sonde_connection_unsubscribe (self->keeper, "after");
  g_assert_true (connection_want (self->keeper, "again", 1, NULL));
  g_assert_cmpuint (count_dropped (self), ==, 2);

  connection_connect (self->keeper);
  g_assert_true (sonde_connection_get_session_present (self->keeper));
  connection_connect (self->other);
  connection_publish_text (self->other, "before", "no", 1, FALSE);
  connection_publish_text (self->other, "after", "no", 1, FALSE);
  connection_publish_text (self->other, "again", "yes", 1, FALSE);
  connection_publish_text (self->other, "held", "yes", 1, FALSE);
  connection_wait_for_received (self->keeper, "held", 1);
  assert_received (self, "+", "yes yes ");
  while (count_dropped (self) > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  /* A test has no keyring: what is secret lives for this run. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Sessions, &cases[i], set_up, test_restart, tear_down);
  g_test_add (offline.path, Sessions, &offline, set_up, test_unsubscribed_offline, tear_down);

  g_test_add (restarted.path, Sessions, &restarted, set_up, test_unsubscribed_and_restarted, tear_down);

  return g_test_run ();
}
