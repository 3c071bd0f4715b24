/* test-goodbye.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-goodbye.h"

#include "sonde-reason.h"

/* clang-format off */

static const struct
{
  SondeGoodbye     goodbye;
  SondeMqttVersion version;
  guint32          session_expiry;
  gboolean         good;
} goodbyes[] = {
  { { 0 }, SONDE_MQTT_3_1, 0, TRUE },
  { { .drop = TRUE }, SONDE_MQTT_3_1_1, 0, TRUE },
  { { .reason = 0x04 }, SONDE_MQTT_3_1_1, 0, FALSE },
  { { .set_session_expiry = TRUE }, SONDE_MQTT_3_1_1, 0, FALSE },
  { { .reason = 0x04 }, SONDE_MQTT_5, 0, TRUE },
  { { .set_session_expiry = TRUE }, SONDE_MQTT_5, 0, TRUE },
  { { .set_session_expiry = TRUE, .session_expiry = 1 }, SONDE_MQTT_5, 0, FALSE },
  { { .set_session_expiry = TRUE, .session_expiry = 1 }, SONDE_MQTT_5, 60, TRUE },
  { { .set_session_expiry = TRUE, .session_expiry = SONDE_SESSION_EXPIRY_NEVER }, SONDE_MQTT_5, 60, TRUE },
};

/* clang-format on */

static void
test_checks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (goodbyes); i++)
    {
      const char *sentence = sonde_goodbye_check (&goodbyes[i].goodbye, goodbyes[i].version, goodbyes[i].session_expiry);

      g_test_message ("goodbye %" G_GSIZE_FORMAT ": %s", i, sentence);
      g_assert_cmpint (sentence == NULL, ==, goodbyes[i].good);
    }
}

static void
test_strings (void)
{
  g_assert_null (sonde_goodbye_to_string (NULL));
  g_assert_null (sonde_goodbye_to_string (&(SondeGoodbye){ 0 }));
  g_assert_null (sonde_goodbye_to_string (&(SondeGoodbye){ .set_session_expiry = TRUE }));
  g_assert_cmpstr (sonde_goodbye_to_string (&(SondeGoodbye){ .drop = TRUE }), ==, "without DISCONNECT");
  g_assert_cmpstr (sonde_goodbye_to_string (&(SondeGoodbye){ .reason = 4 }), ==, "disconnect with will message");
}

/* Each has a name of its own. */
static void
test_reasons (void)
{
  gsize         n_reasons;
  const guint8 *reasons = sonde_goodbye_list_reasons (&n_reasons);
  const char   *unknown = sonde_reason_to_string (SONDE_MQTT_5, SONDE_REASON_IN_DISCONNECT, 0xff);

  g_assert_cmpuint (reasons[0], ==, 0x00);
  g_assert_cmpuint (reasons[1], ==, 0x04);
  for (gsize i = 0; i < n_reasons; i++)
    {
      g_test_message ("0x%02x", reasons[i]);
      g_assert_cmpstr (sonde_reason_to_string (SONDE_MQTT_5, SONDE_REASON_IN_DISCONNECT, reasons[i]), !=, unknown);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/goodbye/checks", test_checks);
  g_test_add_func ("/goodbye/strings", test_strings);
  g_test_add_func ("/goodbye/reasons", test_reasons);

  return g_test_run ();
}
