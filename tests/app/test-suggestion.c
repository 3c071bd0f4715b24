/* test-suggestion.c: which change may mend what failed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-mqtt-error.h>
#include <sonde-suggestion.h>

#include <gio/gio.h>

#define TCP SONDE_CARRIER_TCP
#define WEBSOCKET SONDE_CARRIER_WEBSOCKET
#define UNIX SONDE_CARRIER_UNIX
#define FAILED(name) SONDE_MQTT_ERROR_##name
#define SUGGEST(name) SONDE_SUGGESTION_##name

/* clang-format off */
static const struct
{
  SondeMqttError   error;
  SondeCarrier     carrier;
  guint16          port;
  gboolean         use_tls;
  SondeMqttVersion version;
  const char      *client_id;
  SondeSuggestion  expected;
} rows[] = {
  { FAILED (EXPECTS_TLS), TCP, 8883, FALSE, SONDE_MQTT_5, "a", SUGGEST (USE_TLS) },
  { FAILED (EXPECTS_TLS), TCP, 4000, FALSE, SONDE_MQTT_3_1, "a", SUGGEST (USE_TLS) },
  { FAILED (EXPECTS_TLS), WEBSOCKET, 443, FALSE, SONDE_MQTT_5, "a", SUGGEST (USE_TLS) },
  /* the profile has changed since */
  { FAILED (EXPECTS_TLS), TCP, 8883, TRUE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (EXPECTS_TLS), UNIX, 8883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },

  { FAILED (NO_TLS), TCP, 1883, TRUE, SONDE_MQTT_5, "a", SUGGEST (NO_TLS) },
  { FAILED (NO_TLS), TCP, 4000, TRUE, SONDE_MQTT_5, "a", SUGGEST (NO_TLS) },
  { FAILED (NO_TLS), WEBSOCKET, 80, TRUE, SONDE_MQTT_5, "a", SUGGEST (NO_TLS) },
  { FAILED (NO_TLS), TCP, 1883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  /* where TLS is usual, no TLS is suspicious */
  { FAILED (NO_TLS), TCP, 8883, TRUE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (NO_TLS), TCP, 443, TRUE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (NO_TLS), WEBSOCKET, 443, TRUE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (TLS), TCP, 1883, TRUE, SONDE_MQTT_5, "a", SUGGEST (NONE) },

  { FAILED (VERSION), TCP, 4000, FALSE, SONDE_MQTT_5, "a", SUGGEST (MQTT_3_1_1) },
  { FAILED (VERSION), TCP, 4000, FALSE, SONDE_MQTT_3_1_1, "a", SUGGEST (NONE) },
  { FAILED (UNANSWERED), TCP, 1883, FALSE, SONDE_MQTT_5, "a", SUGGEST (MQTT_3_1_1) },
  { FAILED (UNANSWERED), TCP, 4000, TRUE, SONDE_MQTT_5, "a", SUGGEST (MQTT_3_1_1) },
  /* MQTT 5 it may be, or TLS */
  { FAILED (UNANSWERED), TCP, 4000, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (UNANSWERED), TCP, 1883, FALSE, SONDE_MQTT_3_1_1, "a", SUGGEST (NONE) },

  { FAILED (EXPECTS_WEBSOCKET), TCP, 4000, FALSE, SONDE_MQTT_5, "a", SUGGEST (WEBSOCKET) },
  { FAILED (EXPECTS_WEBSOCKET), WEBSOCKET, 4000, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (NO_WEBSOCKET), WEBSOCKET, 1883, FALSE, SONDE_MQTT_5, "a", SUGGEST (TCP) },
  { FAILED (NO_WEBSOCKET), TCP, 1883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (WEBSOCKET), WEBSOCKET, 8083, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },

  { FAILED (CLIENT_ID), TCP, 1883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NEW_CLIENT_ID) },
  { FAILED (CLIENT_ID), TCP, 1883, FALSE, SONDE_MQTT_5, "", SUGGEST (NEW_CLIENT_ID) },
  { FAILED (CLIENT_ID), TCP, 1883, FALSE, SONDE_MQTT_3_1_1, "", SUGGEST (NONE) },
  { FAILED (TAKEN_OVER), TCP, 1883, FALSE, SONDE_MQTT_3_1_1, "a", SUGGEST (NEW_CLIENT_ID) },

  { FAILED (CUT), TCP, 1883, FALSE, SONDE_MQTT_3_1_1, "a", SUGGEST (NONE) },
  { FAILED (LOST), TCP, 1883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (REFUSED), TCP, 1883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (TIMEOUT), TCP, 8883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
  { FAILED (PROTOCOL), TCP, 8883, FALSE, SONDE_MQTT_5, "a", SUGGEST (NONE) },
};
/* clang-format on */

static SondeProfile *
make_profile (guint row)
{
  SondeProfile *profile = sonde_profile_new ();

  profile->port = rows[row].port;
  profile->version = rows[row].version;
  profile->network->carrier = rows[row].carrier;
  profile->tls->use_tls = rows[row].use_tls;
  g_free (profile->client_id);
  profile->client_id = g_strdup (rows[row].client_id);

  return profile;
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (i);
      g_autoptr (GError) error = g_error_new_literal (SONDE_MQTT_ERROR, (int) rows[i].error, "It failed.");
      SondeSuggestion suggestion = sonde_suggestion_for (profile, error);

      g_test_message ("row %u", i);
      g_assert_cmpint (suggestion, ==, rows[i].expected);
      g_assert_true ((suggestion == SONDE_SUGGESTION_NONE) == (sonde_suggestion_to_label (suggestion) == NULL));
      g_assert_true ((suggestion == SONDE_SUGGESTION_NONE) == (sonde_suggestion_to_title (suggestion) == NULL));
      g_assert_true ((suggestion == SONDE_SUGGESTION_NONE) == (sonde_suggestion_to_sentence (suggestion) == NULL));
    }
}

/* Taken, a suggestion is not made again for the same error; nothing else of the profile changes. */
static void
test_apply (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (i);
      g_autoptr (SondeProfile) changed = sonde_suggestion_apply (rows[i].expected, profile);
      g_autoptr (GError) error = g_error_new_literal (SONDE_MQTT_ERROR, (int) rows[i].error, "It failed.");

      g_test_message ("row %u", i);
      if (rows[i].expected == SONDE_SUGGESTION_NEW_CLIENT_ID)
        {
          g_assert_cmpstr (changed->client_id, !=, profile->client_id);
          g_assert_null (sonde_profile_check_client_id (changed->client_id, changed->version, changed->clean_start));
        }
      else
        {
          g_assert_cmpint (sonde_suggestion_for (changed, error), ==, SONDE_SUGGESTION_NONE);
        }

      g_assert_true (sonde_profile_equal (profile, changed) == (rows[i].expected == SONDE_SUGGESTION_NONE));
      g_assert_cmpuint (changed->port, ==, profile->port);
      g_assert_true (changed->tls->verify == profile->tls->verify);
    }
}

static void
test_other_errors (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It failed.");

  g_assert_cmpint (sonde_suggestion_for (profile, NULL), ==, SONDE_SUGGESTION_NONE);
  g_assert_cmpint (sonde_suggestion_for (profile, error), ==, SONDE_SUGGESTION_NONE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/suggestion/table", test_table);
  g_test_add_func ("/suggestion/apply", test_apply);
  g_test_add_func ("/suggestion/other-errors", test_other_errors);
  return g_test_run ();
}
