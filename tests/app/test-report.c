/* test-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-report.h"

#include <sonde-mqtt-error.h>

#include <gio/gio.h>

static SondeReport *
make_report (gboolean use_tls)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  g_free (profile->name);
  profile->name = g_strdup ("Lab");
  profile->tls->use_tls = use_tls;

  return sonde_report_new (profile);
}

static void
test_refused (void)
{
  SondeReport *report = make_report (FALSE);
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
test_tls (void)
{
  SondeReport     *report = make_report (TRUE);
  g_autofree char *text = NULL;

  sonde_report_stage (report, SONDE_STAGE_RESOLVE, NULL, 1000);
  sonde_report_stage (report, SONDE_STAGE_TCP, NULL, 2000);
  sonde_report_stage (report, SONDE_STAGE_TLS, "10.0.0.5:8883", 3000);
  sonde_report_stage (report, SONDE_STAGE_TLS, "TLSv1.3 with “lab”", 5000);
  sonde_report_stage (report, SONDE_STAGE_CONNECT, NULL, 5000);

  g_assert_cmpint (report->steps[SONDE_STAGE_TLS].state, ==, SONDE_STEP_DONE);
  text = sonde_report_to_text (report);
  g_assert_nonnull (strstr (text, "✓ TLS established: TLSv1.3 with “lab” (2.0 ms)\n"));
  sonde_report_free (report);
}

static SondeChain *
make_chain (void)
{
  SondeChain       *chain = sonde_chain_new ("lab.example");
  SondeCertificate *certificate = g_new0 (SondeCertificate, 1);

  certificate->name = g_strdup ("lab");
  certificate->subject = g_strdup ("CN=lab");
  certificate->issuer = g_strdup ("CN=Lab Root");
  certificate->names = g_strdup ("lab.example");
  certificate->ends = 1577923200;
  certificate->fingerprint = g_strdup ("9F:2C");
  certificate->pem = g_strdup ("-----BEGIN CERTIFICATE-----");
  certificate->fault = g_strdup ("Not known.");
  g_ptr_array_add (chain->certificates, certificate);
  chain->missing_issuer = g_strdup ("Lab Root");

  return chain;
}

static void
test_chain (void)
{
  SondeReport *report = make_report (TRUE);
  SondeReport *copy;
  g_autoptr (SondeChain) chain = make_chain ();
  g_autoptr (GError) error = g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, "Not known.");
  g_autofree char *text = NULL;

  sonde_report_stage (report, SONDE_STAGE_TLS, NULL, 1);
  sonde_report_set_chain (report, chain);
  sonde_report_fail (report, error, "Look.", 2);
  copy = sonde_report_copy (report);
  sonde_report_free (report);

  text = sonde_report_to_text (copy);
  g_assert_nonnull (strstr (text,
                            "\nWhat the broker presented, asked for “lab.example”:\n"
                            "  CN=lab\n"
                            "    ✗ Not known.\n"
                            "    Issued by: CN=Lab Root\n"
                            "    For: lab.example\n"
                            "    Valid: 1970-01-01 to 2020-01-02\n"
                            "    SHA-256 fingerprint: 9F:2C\n"
                            "  Not presented, and not known here: Lab Root\n"
                            "\nLook.\n"));
  sonde_report_free (copy);
}

static void
test_accepted (void)
{
  SondeReport *report = make_report (TRUE);

  sonde_report_stage (report, SONDE_STAGE_RESOLVE, NULL, 1);
  sonde_report_stage (report, SONDE_STAGE_TCP, NULL, 2);
  sonde_report_stage (report, SONDE_STAGE_TLS, NULL, 3);
  sonde_report_stage (report, SONDE_STAGE_CONNECT, NULL, 4);
  sonde_report_stage (report, SONDE_STAGE_ONLINE, NULL, 5);

  for (guint i = 0; i < SONDE_STAGE_ONLINE; i++)
    {
      gboolean applies = i != SONDE_STAGE_PROXY && i != SONDE_STAGE_WEBSOCKET;

      g_assert_true (report->steps[i].applies == applies);
      g_assert_cmpint (report->steps[i].state, ==, applies ? SONDE_STEP_DONE : SONDE_STEP_NOT_TRIED);
      g_assert_cmpint (report->steps[i].duration, ==, applies ? 1 : -1);
    }
  g_assert_false (report->failed);
  sonde_report_free (report);
}

static void
test_socket (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  SondeReport     *report;
  g_autofree char *text = NULL;

  g_free (profile->name);
  profile->name = g_strdup ("Lab");
  profile->network->carrier = SONDE_CARRIER_UNIX;
  profile->network->proxy = SONDE_PROXY_SOCKS5;
  profile->tls->use_tls = TRUE;
  report = sonde_report_new (profile);
  sonde_report_stage (report, SONDE_STAGE_TCP, "/run/broker", 1000);
  sonde_report_stage (report, SONDE_STAGE_CONNECT, "/run/broker", 2000);
  text = sonde_report_to_text (report);
  g_assert_cmpstr (text, ==,
                   "Could not connect to Lab\n"
                   "\n"
                   "✓ Socket connected: /run/broker (1.0 ms)\n"
                   "… MQTT CONNECT: /run/broker\n");
  sonde_report_free (report);
}

/* Whether there is one is known when the next step begins. */
static void
test_system_proxy (void)
{
  for (guint named = 0; named < 2; named++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      SondeReport *report;

      profile->network->proxy = SONDE_PROXY_SYSTEM;
      report = sonde_report_new (profile);
      sonde_report_stage (report, SONDE_STAGE_RESOLVE, NULL, 1);
      sonde_report_stage (report, SONDE_STAGE_TCP, NULL, 2);
      g_assert_true (report->steps[SONDE_STAGE_PROXY].applies);
      if (named)
        sonde_report_stage (report, SONDE_STAGE_PROXY, "127.0.0.1:1080", 3);
      sonde_report_stage (report, SONDE_STAGE_CONNECT, NULL, 4);
      g_assert_cmpint (report->steps[SONDE_STAGE_PROXY].applies, ==, named);
      sonde_report_free (report);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/says-where-it-stopped", test_refused);
  g_test_add_func ("/report/tells-of-tls", test_tls);
  g_test_add_func ("/report/tells-of-the-chain", test_chain);
  g_test_add_func ("/report/all-done", test_accepted);
  g_test_add_func ("/report/socket", test_socket);
  g_test_add_func ("/report/system-proxy", test_system_proxy);
  return g_test_run ();
}
