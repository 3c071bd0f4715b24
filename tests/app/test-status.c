/* test-status.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-status.h"

#include <locale.h>
#include <string.h>

static void
test_texts (void)
{
  /* clang-format off */
  static const struct
  {
    SondeState  state;
    gint64      retry_at, now;
    const char *text;
  } cases[] = {
    { SONDE_STATE_IDLE,          0,       0,       "Disconnected" },
    { SONDE_STATE_CONNECTING,    0,       0,       "Connecting…" },
    { SONDE_STATE_ONLINE,        0,       0,       "Connected" },
    { SONDE_STATE_DISCONNECTING, 0,       0,       "Disconnecting…" },
    { SONDE_STATE_WAITING,       4000000, 0,       "Reconnecting in 4 s" },
    { SONDE_STATE_WAITING,       4000000, 1,       "Reconnecting in 4 s" },
    { SONDE_STATE_WAITING,       4000000, 3000001, "Reconnecting in 1 s" },
    { SONDE_STATE_WAITING,       4000000, 4000000, "Reconnecting in 0 s" },
    { SONDE_STATE_WAITING,       4000000, 9000000, "Reconnecting in 0 s" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = sonde_status_to_text (cases[i].state, cases[i].retry_at, cases[i].now);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_next_change (void)
{
  gint64 retry_at = 4000000;

  /* Asking again after the time told always gives another text, until it is due. */
  for (gint64 now = 0; now + 1000000 < retry_at; now += 77777)
    {
      g_autofree char *before = sonde_status_to_text (SONDE_STATE_WAITING, retry_at, now);
      gint64           later = now + sonde_status_next_change (retry_at, now) * 1000;
      g_autofree char *after = sonde_status_to_text (SONDE_STATE_WAITING, retry_at, later);

      g_assert_cmpstr (before, !=, after);
      g_assert_cmpint (later - now, <=, 1001000);
    }
}

/* Each names the button that is there. */
static void
test_refuse_publish (void)
{
  g_assert_nonnull (strstr (sonde_status_refuse_publish (SONDE_STATE_IDLE), "Connect,"));
  g_assert_nonnull (strstr (sonde_status_refuse_publish (SONDE_STATE_WAITING), "Retry now,"));
  g_assert_null (strstr (sonde_status_refuse_publish (SONDE_STATE_CONNECTING), "press"));
}

static void
test_connack (void)
{
  static const guint8 properties[] = { 36, 1, 18, 0, 3, 'a', 'b', 'c' };
  g_autofree char    *v3 = sonde_connack_to_text (SONDE_MQTT_3_1_1, 0, TRUE, NULL, 0);
  g_autofree char    *v3_refusal = sonde_connack_to_text (SONDE_MQTT_3_1_1, 0x86, FALSE, NULL, 0);
  g_autofree char    *v5 = sonde_connack_to_text (SONDE_MQTT_5, 0x87, FALSE, properties, sizeof properties);

  g_assert_true (g_str_has_prefix (v3, "Session present: yes\nReturn code: 0, "));
  g_assert_cmpstr (v3_refusal, ==, "Session present: no\nReturn code: 4, bad user name or password");
  g_assert_true (g_str_has_prefix (v5, "Session present: no\nReason code: 135, not authorized\n"));
  g_assert_nonnull (strstr (v5, ": 1\n"));
  g_assert_nonnull (strstr (v5, ": abc"));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status/texts", test_texts);
  g_test_add_func ("/status/next-change-changes-the-text", test_next_change);
  g_test_add_func ("/status/refuse-publish", test_refuse_publish);
  g_test_add_func ("/status/connack", test_connack);
  return g_test_run ();
}
