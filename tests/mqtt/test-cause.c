/* test-cause.c: the sentence that names the cause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-cause.h"

#include <string.h>

#define UNANSWERED SONDE_MQTT_ERROR_UNANSWERED
#define EXPECTS_TLS SONDE_MQTT_ERROR_EXPECTS_TLS
#define PROTOCOL SONDE_MQTT_ERROR_PROTOCOL
#define NO_TLS SONDE_MQTT_ERROR_NO_TLS
#define NO_WEBSOCKET SONDE_MQTT_ERROR_NO_WEBSOCKET
#define CLIENT_ID SONDE_MQTT_ERROR_CLIENT_ID
#define VERSION SONDE_MQTT_ERROR_VERSION
#define REFUSED SONDE_MQTT_ERROR_REFUSED
#define TIMEOUT SONDE_MQTT_ERROR_TIMEOUT

/* clang-format off */

/* Closed before CONNACK: what may be wrong, by what the profile says */
static const struct
{
  SondeMqttVersion version;
  guint16          port;
  gboolean         use_tls;
  SondeMqttError   code;
  const char      *words;
} unanswered[] = {
  { SONDE_MQTT_5, 1883, FALSE, UNANSWERED, "may not speak MQTT 5 (try 3.1.1), or expect TLS" },
  { SONDE_MQTT_3_1_1, 1883, FALSE, UNANSWERED, "may expect TLS, or not be an MQTT broker" },
  { SONDE_MQTT_5, 8883, FALSE, EXPECTS_TLS, "usually one for TLS, which this connection does not use" },
  { SONDE_MQTT_3_1_1, 8883, FALSE, EXPECTS_TLS, "usually one for TLS, which this connection does not use" },
  { SONDE_MQTT_5, 8883, TRUE, UNANSWERED, "may not speak MQTT 5" },
};

/* Closed during the TLS handshake (@code is PROTOCOL then), or the WebSocket upgrade; or the timeout came */
static const struct
{
  SondeStage     stage;
  SondeCarrier   carrier;
  guint16        port;
  gboolean       use_tls, timed_out;
  SondeMqttError code;
} ways[] = {
  { SONDE_STAGE_TLS, SONDE_CARRIER_TCP, 1883, TRUE, FALSE, NO_TLS },
  { SONDE_STAGE_TLS, SONDE_CARRIER_TCP, 1883, TRUE, TRUE, NO_TLS },
  { SONDE_STAGE_TLS, SONDE_CARRIER_WEBSOCKET, 8083, TRUE, FALSE, NO_TLS },
  { SONDE_STAGE_TLS, SONDE_CARRIER_TCP, 8883, TRUE, FALSE, PROTOCOL },
  { SONDE_STAGE_TLS, SONDE_CARRIER_TCP, 8883, TRUE, TRUE, TIMEOUT },
  { SONDE_STAGE_TLS, SONDE_CARRIER_TCP, 4000, TRUE, FALSE, PROTOCOL },
  { SONDE_STAGE_WEBSOCKET, SONDE_CARRIER_WEBSOCKET, 1883, FALSE, FALSE, NO_WEBSOCKET },
  { SONDE_STAGE_WEBSOCKET, SONDE_CARRIER_WEBSOCKET, 8883, TRUE, FALSE, NO_WEBSOCKET },
  { SONDE_STAGE_WEBSOCKET, SONDE_CARRIER_WEBSOCKET, 443, FALSE, FALSE, EXPECTS_TLS },
  { SONDE_STAGE_WEBSOCKET, SONDE_CARRIER_WEBSOCKET, 4000, FALSE, FALSE, PROTOCOL },
  { SONDE_STAGE_CONNECT, SONDE_CARRIER_TCP, 8883, FALSE, TRUE, EXPECTS_TLS },
  { SONDE_STAGE_CONNECT, SONDE_CARRIER_TCP, 8883, TRUE, TRUE, TIMEOUT },
  { SONDE_STAGE_CONNECT, SONDE_CARRIER_UNIX, 8883, FALSE, TRUE, TIMEOUT },
};

/* CONNACK */
static const struct
{
  SondeMqttVersion version;
  guint8           reason;
  gboolean         v3_answer;
  SondeMqttError   code;
} refusals[] = {
  { SONDE_MQTT_5, 0x84, FALSE, VERSION },
  { SONDE_MQTT_5, 1, TRUE, VERSION },
  { SONDE_MQTT_3_1_1, 1, FALSE, REFUSED },
  { SONDE_MQTT_5, 0x85, FALSE, CLIENT_ID },
  { SONDE_MQTT_3_1_1, 2, FALSE, CLIENT_ID },
  { SONDE_MQTT_3_1, 2, FALSE, CLIENT_ID },
  { SONDE_MQTT_5, 0x87, FALSE, REFUSED },
  { SONDE_MQTT_3_1_1, 5, FALSE, REFUSED },
};

/* clang-format on */

static void
test_unanswered (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unanswered); i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      g_autoptr (GError) error = NULL;
      gboolean may_retry;

      profile->version = unanswered[i].version;
      profile->port = unanswered[i].port;
      profile->tls->use_tls = unanswered[i].use_tls;
      error = sonde_cause_from_network (profile, SONDE_STAGE_CONNECT, NULL, 0, &may_retry);
      g_test_message ("%s", error->message);
      g_assert_error (error, SONDE_MQTT_ERROR, (int) unanswered[i].code);
      g_assert_nonnull (strstr (error->message, unanswered[i].words));
    }
}

static void
test_ways (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      g_autoptr (GError) below = NULL;
      g_autoptr (GError) error = NULL;
      gboolean may_retry = FALSE;

      profile->port = ways[i].port;
      profile->tls->use_tls = ways[i].use_tls;
      profile->network->carrier = ways[i].carrier;
      if (ways[i].stage == SONDE_STAGE_TLS)
        below = g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL, "Closed.");

      if (ways[i].timed_out)
        error = sonde_cause_from_timeout (profile, ways[i].stage, &may_retry);
      else
        error = sonde_cause_from_network (profile, ways[i].stage, below, 0, &may_retry);
      g_test_message ("way %u: %s", i, error->message);
      g_assert_error (error, SONDE_MQTT_ERROR, (int) ways[i].code);
      g_assert_true (may_retry);
    }
}

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      g_autoptr (GError) error = NULL;
      gboolean may_retry = TRUE;

      profile->version = refusals[i].version;
      error = sonde_cause_from_connack (profile, refusals[i].reason, refusals[i].v3_answer, NULL, 0, &may_retry);
      g_test_message ("refusal %u: %s", i, error->message);
      g_assert_error (error, SONDE_MQTT_ERROR, (int) refusals[i].code);
      g_assert_false (may_retry);
    }
}

static void
test_taken_over (void)
{
  static const struct
  {
    const char *client_id, *sentence;
  } rows[] = {
    { "bci_123456", "Another client took over the session: it uses the same client ID, “bci_123456”." },
    { "", "The broker ended the connection: session taken over." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      g_autoptr (GError) error = NULL;
      gboolean may_retry = TRUE;

      g_free (profile->client_id);
      profile->client_id = g_strdup (rows[i].client_id);
      error = sonde_cause_from_disconnect (profile, 0x8E, NULL, 0, &may_retry);
      g_assert_cmpstr (error->message, ==, rows[i].sentence);
      g_assert_false (may_retry);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cause/unanswered", test_unanswered);
  g_test_add_func ("/cause/ways", test_ways);
  g_test_add_func ("/cause/refusals", test_refusals);
  g_test_add_func ("/cause/taken-over", test_taken_over);
  return g_test_run ();
}
