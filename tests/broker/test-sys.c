/* test-sys.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-sys.h>

#include <math.h>
#include <string.h>

#define NEAR 0.01

/* clang-format off */

/* What the files of sys/ come to; what is not known is -1. */
static const struct
{
  const char *file;
  guint       n_nodes;
  const char *dialect, *version;
  gint64      uptime, clients, clients_total, clients_maximum, subscriptions, retained;
  gint64      totals[SONDE_SYS_N_RATES];
  double      rates[SONDE_SYS_N_RATES];
  gboolean    packets;
} recordings[] = {
  { "mosquitto.tsv", 1, "mosquitto", "2.0.11", 12000, 3, 3, 3, 2, 54,
    { 87, 239, 9575, 15935 }, { 27 / 2.964356, 57 / 2.964356, 2943 / 2.964356, 4262 / 2.964356 }, FALSE },
  { "emqx-4.tsv", 1, "EMQX", "4.0.7", 183905000, 42, 61, 57, 128, 17,
    { 5600, 9800, 1600000, 3800000 }, { 10, 30, 10000, 30000 }, FALSE },
  { "emqx-5.tsv", 2, "EMQX", "5.8.1", -1, 50, 122, -1, 256, 17,
    { 8400, 14700, 2400000, 5700000 }, { 15, 45, 15000, 45000 }, FALSE },
  { "hivemq.tsv", 1, "HiveMQ", "3.4.4", 86400000, 12, 16, 31, 22, 5,
    { 280, 560, 121000, 242000 }, { 2, 4, 1000, 2000 }, TRUE },
  { "vernemq.tsv", 1, "VerneMQ", "", 3640000, 25, 33, -1, 77, 9,
    { 2100, 3900, 180000, 400000 }, { 15, 20, 2000, 5000 }, FALSE },
};

static const struct
{
  const char     *topic;
  const char     *node; /* %NULL: it is none of the figures */
  SondeSysField   field;
  SondeSysDialect dialect;
} topics[] = {
  { "$SYS/broker/clients/connected", "", SONDE_SYS_CLIENTS, SONDE_SYS_OTHER },
  { "$SYS/broker/load/bytes/received/1min", "", SONDE_SYS_LOAD_BYTES_IN, SONDE_SYS_OTHER },
  { "$SYS/broker/load/bytes/received", "", SONDE_SYS_BYTES_IN, SONDE_SYS_HIVEMQ },
  { "$SYS/broker/load/bytes/received/5min", NULL, 0, 0 },
  { "$SYS/broker/clients.connected", NULL, 0, 0 },
  { "$SYS/broker/clients/connected/x", NULL, 0, 0 },
  { "$SYS/broker/clients", NULL, 0, 0 },
  { "$SYS/broker/", NULL, 0, 0 },
  { "$SYS/brokers/emqx@a/stats/connections.count", "emqx@a", SONDE_SYS_CLIENTS, SONDE_SYS_EMQX },
  { "$SYS/brokers/emqx@a/stats/connections/count", "emqx@a", SONDE_SYS_CLIENTS, SONDE_SYS_EMQX },
  { "$SYS/brokers/emqx@a/metrics/bytes.sent", "emqx@a", SONDE_SYS_BYTES_OUT, SONDE_SYS_EMQX },
  { "$SYS/brokers/emqx@a/clients/version/connected", NULL, 0, 0 },
  { "$SYS/brokers//version", NULL, 0, 0 },
  { "$SYS/brokers", NULL, 0, 0 },
  { "$SYS/VerneMQ@h/router/subscriptions", "VerneMQ@h", SONDE_SYS_SUBSCRIPTIONS, SONDE_SYS_VERNEMQ },
  { "$SYS/VerneMQ/router/subscriptions", NULL, 0, 0 },
  { "$SYS/abc/heartbeat", NULL, 0, 0 },
  { "$SYS/", NULL, 0, 0 },
  { "$SYS", NULL, 0, 0 },
  { "broker/clients/connected", NULL, 0, 0 },
  { "", NULL, 0, 0 },
};

static const struct
{
  const char *payload;
  gint64      count; /* -1: is none */
} counts[] = {
  { "0", 0 }, { "12", 12 }, { " 12 ", 12 }, { "12.75", 12 }, { "9223372036854775807", G_MAXINT64 },
  { "2.5e3", 2500 }, { "9223372036854775808", -1 }, { "1e300", -1 }, { "1e999", -1 }, { "-1", -1 }, { "+", -1 },
  { "", -1 }, { " ", -1 }, { "nan", -1 }, { "inf", -1 }, { "0x10", -1 }, { "1,5", -1 }, { "12 seconds", -1 },
  { "1e", -1 }, { "..", -1 },
  { "00000000000000000000000000000000000000000000000000000000000000000000000000000012", -1 },
};

static const struct
{
  SondeSysDialect dialect;
  const char     *payload;
  gint64          ms; /* -1: is none */
} uptimes[] = {
  { SONDE_SYS_OTHER, "0 seconds", 0 },
  { SONDE_SYS_OTHER, "1 second", 1000 },
  { SONDE_SYS_OTHER, "123 seconds", 123000 },
  { SONDE_SYS_OTHER, "123", 123000 },
  { SONDE_SYS_EMQX, "123", 123 },
  { SONDE_SYS_EMQX, "59 minutes, 1 seconds", 3541000 },
  { SONDE_SYS_EMQX, "1 days,0 hours, 0 minutes, 0 seconds", 86400000 },
  { SONDE_SYS_VERNEMQ, "1500", 1500 },
  { SONDE_SYS_OTHER, "seconds", -1 },
  { SONDE_SYS_OTHER, "12 parsecs", -1 },
  { SONDE_SYS_OTHER, "12 seconds 3", -1 },
  { SONDE_SYS_OTHER, "-12 seconds", -1 },
  { SONDE_SYS_OTHER, "99999999999999999999 days", -1 },
  { SONDE_SYS_OTHER, "36000 days 36000 days", -1 },
  { SONDE_SYS_OTHER, "9223372036854775807", -1 },
  { SONDE_SYS_OTHER, "", -1 },
  { SONDE_SYS_OTHER, ",", -1 },
};
/* clang-format on */

static void
test_topics (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      SondeSysTopic known;
      gboolean      found = sonde_sys_topic_read (topics[i].topic, &known);

      g_test_message ("%s", topics[i].topic);
      g_assert_cmpint (found, ==, topics[i].node != NULL);
      if (!found)
        continue;

      g_assert_cmpmem (known.node, known.node_length, topics[i].node, strlen (topics[i].node));
      g_assert_cmpint (known.field, ==, topics[i].field);
      g_assert_cmpint (known.dialect, ==, topics[i].dialect);
    }
}

static void
test_payloads (void)
{
  g_autofree char *version = sonde_sys_dup_version ("mosquitto version 2.0.11", 24);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 count = -1;

      g_test_message ("count “%s”", counts[i].payload);
      if (!sonde_sys_read_count (counts[i].payload, strlen (counts[i].payload), &count))
        count = -1;
      g_assert_cmpint (count, ==, counts[i].count);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (uptimes); i++)
    {
      gint64 ms = -1;

      g_test_message ("uptime “%s”", uptimes[i].payload);
      if (!sonde_sys_read_uptime (uptimes[i].dialect, uptimes[i].payload, strlen (uptimes[i].payload), &ms))
        ms = -1;
      g_assert_cmpint (ms, ==, uptimes[i].ms);
    }
  g_assert_cmpstr (version, ==, "2.0.11");
  g_assert_null (sonde_sys_dup_version ("\xff\xfe", 2));
  g_assert_null (sonde_sys_dup_version ("\n", 1));
  g_assert_null (sonde_sys_dup_version (NULL, 0));
}

static void
replay (SondeSys   *sys,
        const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "sys", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  gint64 at = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = NULL;

      if (*lines[i] == '#' || *lines[i] == '\0')
        continue;

      fields = g_strsplit (lines[i], "\t", 4);
      g_assert_cmpuint (g_strv_length (fields), ==, 4);
      at = (1 + g_ascii_strtod (fields[0], NULL)) * G_TIME_SPAN_SECOND + 0.5;
      sonde_sys_settle (sys, at);
      sonde_sys_add (sys, fields[2], fields[3], strlen (fields[3]), *fields[1] == '1', at);
    }
  g_assert_false (sonde_sys_is_settled (sys));
  g_assert_true (sonde_sys_settle (sys, at + SONDE_SYS_QUIET));
  g_assert_true (sonde_sys_is_settled (sys));
  g_assert_false (sonde_sys_settle (sys, at + 2 * SONDE_SYS_QUIET));
}

static void
test_recordings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      g_autoptr (SondeSys) sys = sonde_sys_new ();
      const SondeSysFacts *facts;

      g_test_message ("%s", recordings[i].file);
      replay (sys, recordings[i].file);
      facts = sonde_sys_get_total (sys);
      g_assert_cmpuint (sonde_sys_get_n_nodes (sys), ==, recordings[i].n_nodes);
      g_assert_cmpstr (sonde_sys_dialect_to_string (facts->dialect), ==, recordings[i].dialect);
      g_assert_cmpstr (facts->version, ==, recordings[i].version);
      g_assert_cmpint (facts->uptime, ==, recordings[i].uptime);
      g_assert_cmpint (facts->clients, ==, recordings[i].clients);
      g_assert_cmpint (facts->clients_total, ==, recordings[i].clients_total);
      g_assert_cmpint (facts->clients_maximum, ==, recordings[i].clients_maximum);
      g_assert_cmpint (facts->subscriptions, ==, recordings[i].subscriptions);
      g_assert_cmpint (facts->retained, ==, recordings[i].retained);
      g_assert_cmpint (facts->packets, ==, recordings[i].packets);
      g_assert_false (facts->averaged);
      for (guint rate = 0; rate < SONDE_SYS_N_RATES; rate++)
        {
          g_assert_cmpint (facts->totals[rate], ==, recordings[i].totals[rate]);
          g_assert_cmpfloat_with_epsilon (facts->rates[rate], recordings[i].rates[rate], NEAR);
        }
    }
}

static void
test_nodes (void)
{
  g_autoptr (SondeSys) sys = sonde_sys_new ();
  const SondeSysFacts *second;

  replay (sys, "emqx-5.tsv");
  g_assert_cmpstr (sonde_sys_get_facts (sys, 0)->node, ==, "emqx@10.0.0.1");
  g_assert_cmpint (sonde_sys_get_facts (sys, 0)->clients, ==, 42);
  g_assert_cmpint (sonde_sys_get_facts (sys, 0)->clients_maximum, ==, 57);
  second = sonde_sys_get_facts (sys, 1);
  g_assert_cmpstr (second->node, ==, "emqx@10.0.0.2");
  g_assert_cmpint (second->clients, ==, 8);
  g_assert_cmpint (second->uptime, ==, 93060000);
  g_assert_cmpfloat_with_epsilon (second->rates[SONDE_SYS_RATE_MESSAGES_IN], 5, NEAR);
}

static void
say (SondeSys   *sys,
     const char *topic,
     const char *payload,
     gboolean    retained,
     double      seconds)
{
  gint64 at = seconds * G_TIME_SPAN_SECOND;

  sonde_sys_settle (sys, at);
  sonde_sys_add (sys, topic, payload, strlen (payload), retained, at);
}

#define IN "$SYS/broker/publish/messages/received"
#define OUT "$SYS/broker/publish/messages/sent"
#define LOAD_IN "$SYS/broker/load/publish/received/1min"
#define UPTIME "$SYS/broker/uptime"

static double
get_rate_in (SondeSys *sys,
             double    seconds)
{
  sonde_sys_settle (sys, seconds * G_TIME_SPAN_SECOND);
  return sonde_sys_get_total (sys)->rates[SONDE_SYS_RATE_MESSAGES_IN];
}

/* Of what is retained there is a mean of a minute only; then what was sent in each round counts. */
static void
test_mosquitto_rounds (void)
{
  g_autoptr (SondeSys) sys = sonde_sys_new ();

  g_assert_cmpfloat (get_rate_in (sys, 0), ==, -1);
  say (sys, UPTIME, "100 seconds", TRUE, 1);
  say (sys, IN, "1000", TRUE, 1);
  say (sys, OUT, "500", TRUE, 1);
  say (sys, LOAD_IN, "120.00", TRUE, 1);
  g_assert_cmpfloat (get_rate_in (sys, 2), ==, 2);
  g_assert_true (sonde_sys_get_total (sys)->averaged);

  /* A round of 11 s, of which we saw 7 */
  say (sys, UPTIME, "111 seconds", FALSE, 8);
  say (sys, IN, "1110", FALSE, 8);
  g_assert_cmpfloat (get_rate_in (sys, 9), ==, 10);
  g_assert_cmpfloat (sonde_sys_get_total (sys)->rates[SONDE_SYS_RATE_MESSAGES_OUT], ==, 0);
  g_assert_false (sonde_sys_get_total (sys)->averaged);

  /* Nothing changed: only the uptime comes. */
  say (sys, UPTIME, "122 seconds", FALSE, 19);
  g_assert_cmpfloat (get_rate_in (sys, 20), ==, 0);

  /* What a client does comes between the rounds, and is none. */
  say (sys, "$SYS/broker/clients/connected", "3", FALSE, 23);
  say (sys, UPTIME, "133 seconds", FALSE, 30);
  say (sys, IN, "1220", FALSE, 30);
  say (sys, OUT, "501", FALSE, 30);
  g_assert_cmpfloat (get_rate_in (sys, 31), ==, 10);

  /* It began anew. */
  say (sys, UPTIME, "3 seconds", FALSE, 41);
  say (sys, IN, "7", FALSE, 41);
  g_assert_cmpfloat (get_rate_in (sys, 42), ==, 2);
  g_assert_true (sonde_sys_get_total (sys)->averaged);
  say (sys, UPTIME, "14 seconds", FALSE, 52);
  say (sys, IN, "29", FALSE, 52);
  g_assert_cmpfloat (get_rate_in (sys, 53), ==, 2);
  g_assert_cmpint (sonde_sys_get_total (sys)->totals[SONDE_SYS_RATE_MESSAGES_IN], ==, 29);
  g_assert_false (sonde_sys_get_total (sys)->averaged);
}

/* What is no figure leaves the last one, a clock that jumps no rate, and sums do not overflow. */
static void
test_nonsense (void)
{
  g_autoptr (SondeSys) sys = sonde_sys_new ();

  say (sys, "$SYS/broker/clients/connected", "5", TRUE, 1);
  say (sys, "$SYS/broker/clients/connected", "-7", TRUE, 1);
  say (sys, "$SYS/broker/clients/connected", "nan", TRUE, 1);
  sonde_sys_add (sys, "$SYS/broker/clients/connected", NULL, 0, TRUE, G_TIME_SPAN_SECOND);
  sonde_sys_settle (sys, 2 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (sonde_sys_get_total (sys)->clients, ==, 5);

  say (sys, IN, "1000", FALSE, 10);
  say (sys, IN, "9223372036854775807", FALSE, 5);
  g_assert_cmpfloat (get_rate_in (sys, 6), ==, -1);

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *topic = g_strdup_printf ("$SYS/brokers/n%u/stats/connections/count", i);

      say (sys, topic, "9223372036854775807", FALSE, 20);
    }
  sonde_sys_settle (sys, 21 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (sonde_sys_get_n_nodes (sys), ==, 64);
  g_assert_cmpint (sonde_sys_get_total (sys)->clients, <=, G_MAXINT64);
  g_assert_cmpstr (sonde_sys_get_total (sys)->node, ==, "");
}

static void
assert_sane (const SondeSysFacts *facts)
{
  g_assert_cmpint (facts->clients, >=, -1);
  g_assert_cmpint (facts->uptime, >=, -1);
  for (guint i = 0; i < SONDE_SYS_N_RATES; i++)
    {
      g_assert_true (isfinite (facts->rates[i]));
      g_assert_true (facts->rates[i] == -1 || facts->rates[i] >= 0);
      g_assert_cmpint (facts->totals[i], >=, -1);
    }
}

static void
test_random (void)
{
  static const char *const payloads[] = { "0", "1", "9223372036854775807", "-1", "1e308", "x", "", "3 days", "4.5" };
  g_autoptr (SondeSys) sys = sonde_sys_new ();
  gint64 at = G_TIME_SPAN_HOUR;

  for (guint i = 0; i < 20000; i++)
    {
      const char *topic = topics[g_test_rand_int_range (0, G_N_ELEMENTS (topics))].topic;
      const char *payload = payloads[g_test_rand_int_range (0, G_N_ELEMENTS (payloads))];

      at += g_test_rand_int_range (-100000, 900000);
      sonde_sys_add (sys, topic, payload, strlen (payload), g_test_rand_bit (), at);
      if (g_test_rand_bit ())
        sonde_sys_settle (sys, at);
      assert_sane (sonde_sys_get_total (sys));
      for (guint node = 0; node < sonde_sys_get_n_nodes (sys); node++)
        assert_sane (sonde_sys_get_facts (sys, node));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sys/topics", test_topics);
  g_test_add_func ("/sys/payloads", test_payloads);
  g_test_add_func ("/sys/recordings", test_recordings);
  g_test_add_func ("/sys/nodes", test_nodes);
  g_test_add_func ("/sys/mosquitto-rounds", test_mosquitto_rounds);
  g_test_add_func ("/sys/nonsense", test_nonsense);
  g_test_add_func ("/sys/random", test_random);

  return g_test_run ();
}
