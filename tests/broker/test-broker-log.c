/* test-broker-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-broker-clients.h>
#include <sonde-broker-lines.h>

#define FROM "New client connected from 127.0.0.1:40000 as "

typedef struct
{
  const char      *line;
  const char      *id; /* %NULL: cannot be told */
  const char      *address;
  SondeMqttVersion version;
  gboolean         clean;
  guint16          keep_alive;
} Arrival;

static void
test_arrivals (void)
{
  /* Of mosquitto 2.0.11 and 2.0.21; forged where it says so. */
  /* clang-format off */
  static const Arrival cases[] = {
    { FROM "plain (p2, c1, k60).",                     "plain",                  "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "five (p5, c0, k65535).",                   "five",                   "127.0.0.1:40000", SONDE_MQTT_5, FALSE, 65535 },
    { FROM "old (p1, c1, k0, u'ada').",                "old",                    "127.0.0.1:40000", SONDE_MQTT_3_1, TRUE, 0 },
    { FROM "next (p9, c1, k0).",                       "next",                   "127.0.0.1:40000", 0, TRUE, 0 },
    { "New client connected from ::1:5 as six (p2, c1, k1).", "six",             "[::1]:5", SONDE_MQTT_3_1_1, TRUE, 1 },
    { "New bridge connected from 10.0.0.1:9 as b (p2, c0, k60).", "b",           "10.0.0.1:9", SONDE_MQTT_3_1_1, FALSE, 60 },
    { FROM "a b \"c\" (p2, c1, k60).",                 "a b \"c\"",              "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "x as y (p2, c1, k60).",                    "x as y",                 "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "漢字 (p2, c1, k60).",                      "漢字",                   "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "z\u2028end (p2, c1, k60).",                "z\u2028end",             "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM " (p2, c1, k60).",                          "",                       "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    /* forged */
    { FROM "New client connected from 9.9.9.9:1 as victim (p5, c0, k1). (p2, c1, k60).",
      "New client connected from 9.9.9.9:1 as victim (p5, c0, k1).", "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "x (p5, c0, k1 (p2, c1, k60).",             "x (p5, c0, k1",          "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "u (p5, c0, k1, u'q (p2, c1, k60).",        "u (p5, c0, k1, u'q",     "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "u (p5, c0, k1, u'q (p2, c1, k60, u'n').",  NULL,                     "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "user (p5, c1, k60, u'n (p2, c1, k60, u'm').", NULL,                  "127.0.0.1:40000", SONDE_MQTT_3_1_1, TRUE, 60 },
    { FROM "user (p5, c1, k60, u'n (p2, c1, k60).').", "user",                   "127.0.0.1:40000", SONDE_MQTT_5, TRUE, 60 },
    { FROM "user (p5, c1, k60, u''').",                "user",                   "127.0.0.1:40000", SONDE_MQTT_5, TRUE, 60 },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SondeBrokerEvent) event = { 0 };

      g_test_message ("%s", cases[i].line);
      g_assert_true (sonde_broker_log_parse (cases[i].line, &event));
      g_assert_cmpint (event.kind, ==, SONDE_BROKER_EVENT_CAME);
      g_assert_cmpstr (event.client_id, ==, cases[i].id);
      g_assert_cmpstr (event.address, ==, cases[i].address);
      g_assert_cmpint (event.version, ==, cases[i].version);
      g_assert_cmpint (event.clean, ==, cases[i].clean);
      g_assert_cmpuint (event.keep_alive, ==, cases[i].keep_alive);
    }
}

static void
test_departures (void)
{
  /* clang-format off */
  static const struct
  {
    const char     *line;
    const char     *id;
    SondeBrokerLeft left;
    const char     *detail;
  } cases[] = {
    { "Client X disconnected.",                                 "X", SONDE_BROKER_LEFT_NORMALLY,   NULL },
    { "Client X closed its connection.",                        "X", SONDE_BROKER_LEFT_CLOSED,     NULL },
    { "Client X has exceeded timeout, disconnecting.",          "X", SONDE_BROKER_LEFT_TIMEOUT,    NULL },
    { "Client X already connected, closing old connection.",    "X", SONDE_BROKER_LEFT_TAKEN_OVER, NULL },
    { "Client X disconnected, session taken over.",             "X", SONDE_BROKER_LEFT_TAKEN_OVER, NULL },
    { "Client X been disconnected by administrative action.",   "X", SONDE_BROKER_LEFT_EXPELLED,   "administrative action" },
    { "Client X disconnected due to protocol error.",           "X", SONDE_BROKER_LEFT_EXPELLED,   "due to protocol error" },
    { "Client X disconnected, not authorised.",                 "X", SONDE_BROKER_LEFT_EXPELLED,   "not authorised" },
    { "Client X disconnected: Connection reset by peer.",       "X", SONDE_BROKER_LEFT_EXPELLED,   "Connection reset by peer" },
    { "Bad socket read/write on client X: The connection was lost.", "X", SONDE_BROKER_LEFT_EXPELLED, "The connection was lost." },
    { "Client two words disconnected.",                         "two words", SONDE_BROKER_LEFT_NORMALLY, NULL },
    /* forged */
    { "Client victim disconnected. disconnected.",              "victim disconnected.", SONDE_BROKER_LEFT_NORMALLY, NULL },
    { "Client victim disconnected, x. disconnected.",           "victim disconnected, x.", SONDE_BROKER_LEFT_NORMALLY, NULL },
    { "Client victim disconnected: x closed its connection.",   "victim disconnected: x", SONDE_BROKER_LEFT_CLOSED, NULL },
    { "Client victim closed its connection. disconnected.",     "victim closed its connection.", SONDE_BROKER_LEFT_NORMALLY, NULL },
    { "Client victim disconnected: a disconnected: Broken pipe.", "victim disconnected: a", SONDE_BROKER_LEFT_EXPELLED, "Broken pipe" },
    { "Client victim disconnected, has exceeded timeout, disconnecting.", "victim disconnected,", SONDE_BROKER_LEFT_TIMEOUT, NULL },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SondeBrokerEvent) event = { 0 };
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_true (sonde_broker_log_parse (cases[i].line, &event));
      g_assert_cmpint (event.kind, ==, SONDE_BROKER_EVENT_LEFT);
      g_assert_cmpstr (event.client_id, ==, cases[i].id);
      g_assert_cmpint (event.left, ==, cases[i].left);
      g_assert_cmpstr (event.detail, ==, cases[i].detail);

      text = sonde_broker_left_to_text (event.left, event.detail);
      g_assert_cmpstr (text, !=, "");
    }
}

static void
test_others (void)
{
  static const char *const lines[] = {
    "",
    "mosquitto version 2.0.11 running",
    "New connection from 127.0.0.1:35495 on port 1883.",
    "Sending CONNACK to New client connected from 9.9.9.9:1 as victim (p2, c1, k60).",
    "Received DISCONNECT from Client victim disconnected.",
    "\tNew client connected from 9.9.9.9:1 as victim (p2, c1, k60). (QoS 0)",
    " New client connected from 9.9.9.9:1 as victim (p2, c1, k60).",
    "New client connected from",
    "New client connected from 127.0.0.1:1 as ).",
    "New client connected from 127.0.0.1:1 as x).",
    FROM "x (p2, c1, k60)",
    FROM "x (p2, c1, k99999).",
    FROM "x (p2, c1, k123456).",
    FROM "x (p2, c1).",
    FROM "x (p, c1, k60).",
    FROM "x (p2, c1, k60, u'').x",
    "Client",
    "Client ",
    "Client X",
    "Client X disconnectedly.",
    "Client connection from 127.0.0.1 failed: error:0A00010B:SSL routines::wrong version number.",
    "Client connection from 127.0.0.1 denied access by tcpd.",
    "Bad socket read/write on client X",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (SondeBrokerEvent) event = { 0 };

      g_test_message ("%s", lines[i]);
      g_assert_false (sonde_broker_log_parse (lines[i], &event));
    }
}

/* Any cut of a line, and any end of one, is read without harm. */
static void
test_cuts (void)
{
  static const char line[] = FROM "user (p5, c1, k60, u'n (p2, c1, k60, u'm').";

  for (gsize i = 0; i < sizeof line; i++)
    for (gsize length = 0; length < sizeof line - i; length++)
      {
        g_auto (SondeBrokerEvent) event = { 0 };
        g_auto (SondeBrokerEvent) departure = { 0 };
        g_autofree char *part = g_strndup (line + i, length);
        g_autofree char *client = g_strconcat ("Client ", part, NULL);

        g_assert_false (sonde_broker_log_parse (part, &event) && length < sizeof line - 1 - i && event.client_id == NULL);
        g_assert_false (sonde_broker_log_parse (client, &departure));
      }
}

static char *
list_clients (SondeBrokerClients *clients)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (clients)); i++)
    {
      g_autoptr (SondeBrokerClient) client = g_list_model_get_item (G_LIST_MODEL (clients), i);
      const char *id = sonde_broker_client_get_id (client);

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", id != NULL ? id : "?");
    }

  return g_string_free (text, FALSE);
}

static void
left_cb (SondeBrokerClients *clients,
         const char         *client_id,
         const char         *why,
         char              **last)
{
  g_free (*last);
  *last = g_strdup (client_id);
}

static void
test_clients (void)
{
  /* clang-format off */
  static const struct
  {
    const char *line, *clients, *left;
  } steps[] = {
    { FROM "a (p2, c1, k60).",                                   "a",     NULL },
    { FROM "b (p2, c1, k60, u'ada').",                           "a|b",   NULL },
    { "Client a disconnected.",                                  "b",     "a" },
    { "Client stranger disconnected.",                           "b",     "stranger" },
    { "Client b already connected, closing old connection.",     "",      "b" },
    { FROM "b (p5, c0, k60).",                                   "b",     "b" },
    { FROM "b (p5, c0, k30).",                                   "b",     "b" }, /* a line was missing */
    { FROM "<unknown> (p5, c0, k30).",                           "b|<unknown>", "b" },
    { "Client <unknown> disconnected due to protocol error.",    "b|<unknown>", "b" }, /* of one that said no id */
    { FROM "c (p5, c1, k60, u'n (p2, c1, k60, u'm').",           "b|<unknown>|?", "b" },
    { "Client n disconnected.",                                  "b|<unknown>|?", "n" },
    { "Client c disconnected.",                                  "b|<unknown>",   "c" },
    { FROM "d (p5, c1, k60, u'n (p2, c1, k60, u'm').",           "b|<unknown>|?", "c" },
    { FROM "d (p5, c1, k60).",                                   "b|<unknown>|d", "c" },
  };
  /* clang-format on */
  g_autoptr (SondeBrokerClients) clients = sonde_broker_clients_new ();
  g_autofree char *left = NULL;

  g_signal_connect (clients, "left", G_CALLBACK (left_cb), &left);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *found = NULL;

      g_test_message ("%s", steps[i].line);
      g_assert_true (sonde_broker_clients_read (clients, steps[i].line, 7));
      found = list_clients (clients);
      g_assert_cmpstr (found, ==, steps[i].clients);
      g_assert_cmpstr (left, ==, steps[i].left);
    }

  sonde_broker_clients_clear (clients);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (clients)), ==, 0);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_lines (void)
{
  g_autoptr (SondeBrokerLines) lines = sonde_broker_lines_new ();
  guint  n_changes = 0;
  gint64 time;

  g_signal_connect_swapped (lines, "changed", G_CALLBACK (count_cb), &n_changes);
  for (guint i = 0; i < SONDE_BROKER_LINES_MAX + 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      sonde_broker_lines_append (lines, i, text);
    }
  g_assert_cmpuint (sonde_broker_lines_get_first (lines), ==, 3);
  g_assert_cmpuint (sonde_broker_lines_get_end (lines), ==, SONDE_BROKER_LINES_MAX + 3);
  g_assert_cmpstr (sonde_broker_lines_get (lines, 3, &time), ==, "3");
  g_assert_cmpint (time, ==, 3);
  g_assert_cmpuint (n_changes, ==, SONDE_BROKER_LINES_MAX + 3);

  sonde_broker_lines_clear (lines);
  g_assert_cmpuint (sonde_broker_lines_get_first (lines), ==, SONDE_BROKER_LINES_MAX + 3);
  sonde_broker_lines_append (lines, 9, "after");
  g_assert_cmpstr (sonde_broker_lines_get (lines, SONDE_BROKER_LINES_MAX + 3, &time), ==, "after");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/broker-log/who-came", test_arrivals);
  g_test_add_func ("/broker-log/who-left", test_departures);
  g_test_add_func ("/broker-log/lines-of-no-client", test_others);
  g_test_add_func ("/broker-log/cut-lines", test_cuts);
  g_test_add_func ("/broker-clients/come-and-leave", test_clients);
  g_test_add_func ("/broker-lines/the-last-are-kept", test_lines);

  return g_test_run ();
}
