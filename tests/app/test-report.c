/* test-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-report.h"

#include <sonde-mqtt-error.h>

#include <gio/gio.h>

static void
test_refused (void)
{
  SondeReport *report = sonde_report_new ("Lab");
  SondeReport *copy;
  g_autoptr (GError) error = g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT, "Nobody listens.");
  g_autofree char *text = NULL;

  sonde_report_stage (report, SONDE_STAGE_RESOLVE, "lab.example", 1000);
  sonde_report_stage (report, SONDE_STAGE_TCP, "10.0.0.5", 3000);
  sonde_report_stage (report, SONDE_STAGE_TCP, "10.0.0.6", 4000);
  sonde_report_fail (report, error, "Look.", 9000);

  g_assert_true (report->failed);
  g_assert_cmpstr (report->title, ==, "Could not connect to Lab");
  g_assert_cmpstr (report->summary, ==, "Nobody listens.");
  g_assert_cmpint (report->steps[SONDE_STAGE_RESOLVE].state, ==, SONDE_STEP_DONE);
  g_assert_cmpint (report->steps[SONDE_STAGE_RESOLVE].duration, ==, 2000);
  g_assert_cmpint (report->steps[SONDE_STAGE_TCP].state, ==, SONDE_STEP_FAILED);
  g_assert_cmpint (report->steps[SONDE_STAGE_TCP].duration, ==, 6000);
  g_assert_cmpstr (report->steps[SONDE_STAGE_TCP].detail, ==, "10.0.0.6");
  g_assert_cmpint (report->steps[SONDE_STAGE_CONNECT].state, ==, SONDE_STEP_NOT_TRIED);
  g_assert_cmpint (report->steps[SONDE_STAGE_CONNECT].duration, ==, -1);

  copy = sonde_report_copy (report);
  sonde_report_free (report);
  text = sonde_report_to_text (copy);
  g_assert_cmpstr (text, ==,
                   "Could not connect to Lab\n"
                   "Nobody listens.\n"
                   "\n"
                   "✓ Found the address: lab.example (2.0 ms)\n"
                   "✗ Connect by TCP: 10.0.0.6 (6.0 ms)\n"
                   "· MQTT CONNECT: Not tried.\n"
                   "\n"
                   "Look.\n");
  sonde_report_free (copy);
}

static void
test_accepted (void)
{
  SondeReport *report = sonde_report_new ("Lab");

  sonde_report_stage (report, SONDE_STAGE_RESOLVE, NULL, 1);
  sonde_report_stage (report, SONDE_STAGE_TCP, NULL, 2);
  sonde_report_stage (report, SONDE_STAGE_CONNECT, NULL, 3);
  sonde_report_stage (report, SONDE_STAGE_ONLINE, NULL, 4);

  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      g_assert_cmpint (report->steps[i].state, ==, SONDE_STEP_DONE);
      g_assert_cmpint (report->steps[i].duration, ==, 1);
    }
  g_assert_false (report->failed);
  sonde_report_free (report);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/says-where-it-stopped", test_refused);
  g_test_add_func ("/report/all-done", test_accepted);
  return g_test_run ();
}
