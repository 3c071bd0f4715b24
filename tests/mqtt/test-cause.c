/* test-cause.c: the sentence that names the cause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-cause.h"

#include <string.h>

/* clang-format off */

/* Closed before CONNACK: what may be wrong, by what the profile says */
static const struct
{
  SondeMqttVersion version;
  guint16          port;
  gboolean         use_tls;
  const char      *words;
} unanswered[] = {
  { SONDE_MQTT_5, 1883, FALSE, "may not speak MQTT 5 (try 3.1.1), or expect TLS" },
  { SONDE_MQTT_3_1_1, 1883, FALSE, "may expect TLS, or not be an MQTT broker" },
  { SONDE_MQTT_5, 8883, FALSE, "usually one for TLS, which this connection does not use" },
  { SONDE_MQTT_3_1_1, 8883, FALSE, "usually one for TLS, which this connection does not use" },
  { SONDE_MQTT_5, 8883, TRUE, "may not speak MQTT 5" },
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
      g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL);
      g_assert_nonnull (strstr (error->message, unanswered[i].words));
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
  g_test_add_func ("/cause/taken-over", test_taken_over);
  return g_test_run ();
}
