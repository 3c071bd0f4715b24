/* test-client.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-client"

#include "test-client.h"
#include "test-plain.h"

#include <signal.h>
#include <unistd.h>

#define HANG_SECONDS 120
#define TICK_MS 5

void
test_client_init (int    *argc,
                  char ***argv)
{
  g_test_init (argc, argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  alarm (HANG_SECONDS);
}

static void
messages_cb (TestClient   *self,
             SondeSegment *segment,
             guint         count)
{
  guint first = 0;

  if (self->segments->len > 0 && g_ptr_array_index (self->segments, self->segments->len - 1) == segment)
    first = self->n_records - segment->first_serial;
  else
    g_ptr_array_add (self->segments, sonde_segment_ref (segment));

  g_assert_cmpuint (segment->first_serial + first, ==, self->n_records);
  g_assert_cmpuint (count, >, first);
  for (guint i = first; i < count; i++)
    if (sonde_record_get_kind (sonde_segment_get_record (segment, i)) == SONDE_MESSAGE_RECEIVED)
      self->n_received++;
  self->n_records += count - first;
}

static void
connack_cb (TestClient *self)
{
  self->n_connacks++;
}

static gboolean
tick_cb (gpointer user_data)
{
  TestClient *self = user_data;
  gint64      now = g_get_monotonic_time ();

  self->max_stall = MAX (self->max_stall, now - self->last_turn);
  self->last_turn = now;

  return G_SOURCE_CONTINUE;
}

TestClient *
test_client_new (void)
{
  TestClient *self = g_new0 (TestClient, 1);
  g_autoptr (SondeMosquittoTransport) transport = NULL;

  self->network = sonde_network_new ();
  transport = sonde_mosquitto_transport_new (self->network);
  self->session = sonde_session_new (SONDE_TRANSPORT (transport));
  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_segment_unref);
  g_signal_connect_swapped (self->session, "messages", G_CALLBACK (messages_cb), self);
  g_signal_connect_swapped (self->session, "connack", G_CALLBACK (connack_cb), self);

  self->last_turn = g_get_monotonic_time ();
  self->ticker = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->ticker, tick_cb, self, NULL);
  g_source_attach (self->ticker, NULL);

  return self;
}

void
test_client_free (TestClient *self)
{
  if (self == NULL)
    return;

  g_source_destroy (self->ticker);
  g_source_unref (self->ticker);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_assert_finalize_object (self->session);
  g_assert_finalize_object (self->network);
  g_ptr_array_unref (self->segments);
  g_free (self);
}

SondeProfile *
test_profile_new (guint16          port,
                  SondeMqttVersion version)
{
  SondeProfile *profile = sonde_profile_new ();

  g_free (profile->client_id);
  profile->client_id = sonde_profile_generate_client_id ();
  profile->port = port;
  profile->version = version;

  return profile;
}

void
test_client_wait_state (TestClient *self,
                        SondeState  state)
{
  while (sonde_session_get_state (self->session) != state)
    g_main_context_iteration (NULL, TRUE);
}

void
test_client_connect (TestClient         *self,
                     const SondeProfile *profile,
                     const char         *password)
{
  guint n_connacks = self->n_connacks;

  sonde_session_connect (self->session, profile, password);
  while (self->n_connacks == n_connacks)
    {
      g_assert_no_error (sonde_session_get_error (self->session));
      g_main_context_iteration (NULL, TRUE);
    }
  /* Accepted; a scripted broker may have closed in the same breath. A refusal ends in IDLE. */
  g_assert_cmpint (sonde_session_get_state (self->session), !=, SONDE_STATE_IDLE);
}

void
test_client_disconnect (TestClient *self)
{
  sonde_session_disconnect (self->session);
  test_client_wait_state (self, SONDE_STATE_IDLE);
  g_assert_no_error (sonde_session_get_error (self->session));
}

void
test_client_subscribe (TestClient *self,
                       const char *filter,
                       guint8      qos,
                       SondeGrant  grant,
                       guint8      code)
{
  guint8 granted;

  test_plain_subscribe (self->session, filter, qos);
  while (sonde_session_get_grant (self->session, filter, &granted) == SONDE_GRANT_PENDING)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (sonde_session_get_grant (self->session, filter, &granted), ==, grant);
  g_assert_cmpuint (granted, ==, code);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

void
test_client_publish (TestClient         *self,
                     const char         *topic,
                     const void         *payload,
                     gsize               size,
                     guint8              qos,
                     gboolean            retain,
                     SondePublishResult *result)
{
  g_autoptr (GBytes) bytes = g_bytes_new (payload, size);
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;

  test_plain_publish (self->session, topic, bytes, qos, retain, result_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  sonde_session_publish_finish (self->session, answer, result, &error);
  g_assert_no_error (error);
}

void
test_client_wait_received (TestClient *self,
                           guint       n)
{
  while (self->n_received < n)
    g_main_context_iteration (NULL, TRUE);
}

const SondeRecord *
test_client_get_received (TestClient    *self,
                          guint          index,
                          SondeSegment **segment)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      SondeSegment *candidate = g_ptr_array_index (self->segments, i);

      for (guint j = 0; j < sonde_segment_get_count (candidate); j++)
        {
          const SondeRecord *record = sonde_segment_get_record (candidate, j);

          if (sonde_record_get_kind (record) == SONDE_MESSAGE_RECEIVED && index-- == 0)
            {
              if (segment != NULL)
                *segment = candidate;
              return record;
            }
        }
    }

  g_assert_not_reached ();
}
