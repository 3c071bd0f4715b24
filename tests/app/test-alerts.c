/* test-alerts.c: which messages call the user, how often, and in which words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-alert-pace.h"
#include "sonde-alert-rules.h"
#include "sonde-alerts.h"

#include <sonde-settings.h>

#include <string.h>

#define PATIENCE_S 60
#define MS 1000

typedef struct
{
  char               *folder;
  SondeServices      *services;
  SondeConnections   *connections;
  SondeConnection    *connection; /* borrowed */
  SondeAlerts        *alerts;
  SondeSegmentWriter *writer;
  gboolean            is_seen;
  guint               n_asked; /* whether it is */
  guint               n_alerts;
  char               *title, *body;
} Fixture;

/* ---- Pace ---- */

/* clang-format off */
static const struct
{
  gint64  at;   /* ms */
  guint   n;    /* match then */
  gint64  wait; /* ms */
  guint64 told; /* when the wait is over */
} pace_table[] = {
  {      0,   1,    0,   1 }, /* the first at once */
  {    100,   1, 4900,   1 },
  {   5000, 300, 5000, 300 }, /* right after the one before was told */
  { 100000,   7,    0,   7 }, /* after a rest at once again */
  { 104999,   1,    1,   1 },
  { 200000,   0,    0,   0 }, /* nothing to tell */
};
/* clang-format on */

static void
test_pace (void)
{
  SondeAlertPace pace = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (pace_table); i++)
    {
      gint64 now = pace_table[i].at * MS;
      gint64 wait = sonde_alert_pace_add (&pace, pace_table[i].n, now);

      g_assert_cmpint (wait, ==, pace_table[i].wait * MS);
      g_assert_cmpuint (sonde_alert_pace_tell (&pace, now + wait), ==, pace_table[i].told);
      g_assert_cmpuint (sonde_alert_pace_tell (&pace, now + wait), ==, 0);
    }
}

/* However many come, and whenever: never two within the interval, and none is left out. */
static void
test_pace_flood (void)
{
  SondeAlertPace pace = { 0 };
  gint64         now = 0, due = -1, told_at = -SONDE_ALERT_INTERVAL_US;
  guint64        n_matched = 0, n_told = 0;

  for (guint i = 0; i < 10000; i++)
    {
      guint  n = g_test_rand_int_range (1, 500);
      gint64 wait;

      now += g_test_rand_int_range (0, 100 * MS);
      if (due >= 0 && now >= due)
        {
          g_assert_cmpint (due - told_at, >=, SONDE_ALERT_INTERVAL_US);
          n_told += sonde_alert_pace_tell (&pace, due);
          told_at = due;
          due = -1;
        }
      wait = sonde_alert_pace_add (&pace, n, now);
      n_matched += n;
      if (due < 0)
        due = now + wait;
      g_assert_cmpint (wait, <=, SONDE_ALERT_INTERVAL_US);
    }
  n_told += sonde_alert_pace_tell (&pace, due);
  g_assert_cmpuint (n_told, ==, n_matched);
}

static void
test_pace_forget (void)
{
  SondeAlertPace pace = { 0 };

  sonde_alert_pace_add (&pace, 5, 0);
  sonde_alert_pace_forget (&pace);
  g_assert_cmpuint (sonde_alert_pace_tell (&pace, 0), ==, 0);
}

/* ---- Alerts ---- */

static void
start (Fixture *fixture)
{
  fixture->services = sonde_services_new (fixture->folder, fixture->folder);
  fixture->connections = sonde_connections_new (fixture->services);
}

static void
stop (Fixture *fixture)
{
  if (fixture->alerts != NULL)
    {
      g_object_run_dispose (G_OBJECT (fixture->alerts));
      g_assert_finalize_object (g_steal_pointer (&fixture->alerts));
    }
  sonde_connections_shut_down (fixture->connections);
  g_clear_object (&fixture->connections);
  g_clear_object (&fixture->services);
}

static gboolean
is_seen_cb (SondeConnection *connection,
            gpointer         user_data)
{
  Fixture *fixture = user_data;

  fixture->n_asked++;
  return fixture->is_seen;
}

static void
alert_cb (SondeAlerts      *alerts,
          SondeConnection  *connection,
          const SondeAlert *alert,
          Fixture          *fixture)
{
  g_assert_true (connection == fixture->connection);
  g_assert_cmpstr (alert->profile_id, ==, sonde_connection_get_profile (connection)->id);
  g_free (fixture->title);
  g_free (fixture->body);
  fixture->title = g_strdup (alert->title);
  fixture->body = g_strdup (alert->body);
  fixture->n_alerts++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  fixture->folder = g_dir_make_tmp ("sonde-alerts-XXXXXX", NULL);
  start (fixture);
  g_free (profile->name);
  profile->name = g_strdup ("Lab <1>");
  fixture->connection = sonde_connections_add (fixture->connections, profile, NULL);
  fixture->alerts = sonde_alerts_new (fixture->connections, is_seen_cb, fixture);
  g_signal_connect (fixture->alerts, "alert", G_CALLBACK (alert_cb), fixture);
  fixture->writer = sonde_segment_writer_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  stop (fixture);
  sonde_segment_writer_free (fixture->writer);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
  g_free (fixture->title);
  g_free (fixture->body);
}

static void
append_cb (SondeSegment *segment,
           guint         count,
           gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static void
receive (Fixture    *fixture,
         const char *topic,
         const char *payload,
         gsize       size,
         guint       n)
{
  SondeMessage message = {
    .kind = SONDE_MESSAGE_RECEIVED,
    .topic = topic,
    .topic_length = strlen (topic),
    .payload = payload,
    .payload_size = size,
  };

  for (guint i = 0; i < n; i++)
    sonde_segment_writer_append (fixture->writer, &message);
  sonde_segment_writer_flush (fixture->writer, append_cb, sonde_connection_get_log (fixture->connection));
}

static gboolean
passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
wait_for (const guint *count)
{
  gboolean passed = FALSE;
  guint    patience = g_timeout_add_seconds (PATIENCE_S, passed_cb, &passed);

  while (*count == 0 && !passed)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

static void
wait_for_alert (Fixture *fixture)
{
  wait_for (&fixture->n_alerts);
  g_assert_cmpuint (fixture->n_alerts, ==, 1);
  fixture->n_alerts = 0;
}

static const char *
get_id (Fixture *fixture)
{
  return sonde_connection_get_profile (fixture->connection)->id;
}

static SondeAlertRules *
get_rules (Fixture *fixture)
{
  return sonde_alert_rules_get_for (fixture->services);
}

static void
add (Fixture    *fixture,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sonde_alert_rules_add (get_rules (fixture), get_id (fixture), text, &error));
  g_assert_no_error (error);
}

/* clang-format off */
static const struct
{
  const char *topic;
  const char *payload;
  gssize      size; /* -1: a text */
  guint       n;
  const char *title;
  const char *body;
} text_table[] = {
  { "alarm/3", "too hot", -1, 1, "alarm/3", "too hot\nLab <\u20601>" },
  { "alarm/3", "过热", -1, 2, "alarm/3", "过热\nLab <\u20601>, and 1 more" },
  { "alarm/3", "x", -1, 1235, "alarm/3", "x\nLab <\u20601>, and 1,234 more" },
  { "alarm/3", "", -1, 1, "alarm/3", "Lab <\u20601>" },
  { "alarm/3", "\x00\x01\xff", 3, 1, "alarm/3", "Lab <\u20601>" },
  { "alarm/<b>", "<b>&amp;</b>\n<a href=\"x\">", -1, 1, "alarm/<\u2060b>",
    "<\u2060b>&\u2060amp;<\u2060/b> <\u2060a href=\"x\">\nLab <\u20601>" },
};
/* clang-format on */

/* Each row is told of by a rule of its own: none waits for the one before. */
static void
test_text (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_table); i++)
    {
      gsize            size = text_table[i].size < 0 ? strlen (text_table[i].payload) : (gsize) text_table[i].size;
      g_autofree char *rule = g_strdup_printf ("topic:alarm/+ size:<%u", 1000 + i);

      add (fixture, rule);
      receive (fixture, text_table[i].topic, text_table[i].payload, size, text_table[i].n);
      wait_for_alert (fixture);
      g_assert_cmpstr (fixture->title, ==, text_table[i].title);
      g_assert_cmpstr (fixture->body, ==, text_table[i].body);
      sonde_alert_rules_remove (get_rules (fixture), get_id (fixture), rule);
    }
}

/* A payload without end is no body without end. */
static void
test_bounded (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *payload = g_strnfill (5 << 20, '<');

  add (fixture, "<");
  receive (fixture, "t", payload, 5 << 20, 1);
  wait_for_alert (fixture);
  g_assert_cmpint (g_utf8_strlen (fixture->body, -1), <, 500);
}

static void
test_silent (Fixture      *fixture,
             gconstpointer data)
{
  add (fixture, "needle");
  fixture->is_seen = TRUE;
  receive (fixture, "t", "needle", 6, 1);
  wait_for (&fixture->n_asked);
  sonde_alert_rules_remove (get_rules (fixture), get_id (fixture), "needle");
  fixture->is_seen = FALSE;
  add (fixture, "other");
  receive (fixture, "t", "needle", 6, 1);
  receive (fixture, "t", "other", 5, 1);
  wait_for_alert (fixture);
  g_assert_true (g_str_has_prefix (fixture->body, "other\n"));
}

static void
test_rules (void)
{
  g_autoptr (GSettings) settings = sonde_settings_new ();
  g_autoptr (SondeAlertRules) rules = sonde_alert_rules_new (settings);
  g_autoptr (SondeAlertRules) again = NULL;
  g_autoptr (GError) error = NULL;
  const char *const *texts;

  g_assert_nonnull (settings);
  g_assert_false (sonde_alert_rules_add (rules, "a", "size:>big", &error));
  g_assert_error (error, SONDE_QUERY_ERROR, SONDE_QUERY_ERROR_VALUE);
  g_clear_error (&error);

  g_assert_true (sonde_alert_rules_add (rules, "a", "topic:a/# -test", NULL));
  g_assert_true (sonde_alert_rules_add (rules, "a", "\"too hot\"", NULL));
  g_assert_true (sonde_alert_rules_add (rules, "a", "topic:a/# -test", NULL));
  g_assert_true (sonde_alert_rules_add (rules, "b", "x", NULL));
  sonde_alert_rules_remove (rules, "b", "x");
  sonde_alert_rules_remove (rules, "b", "not there");

  /* As the settings keep them. */
  again = sonde_alert_rules_new (settings);
  texts = sonde_alert_rules_list (again, "a");
  g_assert_cmpuint (g_strv_length ((GStrv) texts), ==, 2);
  g_assert_cmpstr (texts[0], ==, "topic:a/# -test");
  g_assert_cmpstr (texts[1], ==, "\"too hot\"");
  g_assert_null (sonde_alert_rules_list (again, "b")[0]);

  for (guint i = 2; i < SONDE_ALERT_RULES_MOST; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_assert_true (sonde_alert_rules_add (rules, "a", text, NULL));
    }
  g_assert_false (sonde_alert_rules_add (rules, "a", "one more", &error));
  g_assert_error (error, SONDE_QUERY_ERROR, SONDE_QUERY_ERROR_TOO_MANY);
}

/* A copy of a connection has them too, and what is deleted for good leaves none. */
static void
test_copied (Fixture      *fixture,
             gconstpointer data)
{
  SondeAlertRules *rules = get_rules (fixture);
  SondeConnection *copy;
  g_autofree char *id = NULL;

  add (fixture, "too hot");
  copy = sonde_connections_duplicate (fixture->connections, fixture->connection);
  id = g_strdup (sonde_connection_get_profile (copy)->id);
  g_assert_true (sonde_alert_rules_has (rules, id, "too hot"));

  sonde_alert_rules_remove (rules, get_id (fixture), "too hot");
  g_assert_true (sonde_alert_rules_has (rules, id, "too hot"));
  sonde_connections_remove (fixture->connections, copy);
  g_assert_true (sonde_alert_rules_has (rules, id, "too hot"));
  sonde_connections_forget (fixture->connections, copy);
  g_assert_false (sonde_alert_rules_has (rules, id, "too hot"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/alerts/pace", test_pace);
  g_test_add_func ("/alerts/pace-flood", test_pace_flood);
  g_test_add_func ("/alerts/pace-forget", test_pace_forget);
  g_test_add ("/alerts/text", Fixture, NULL, set_up, test_text, tear_down);
  g_test_add ("/alerts/bounded", Fixture, NULL, set_up, test_bounded, tear_down);
  g_test_add ("/alerts/silent", Fixture, NULL, set_up, test_silent, tear_down);
  g_test_add ("/alerts/copied", Fixture, NULL, set_up, test_copied, tear_down);
  g_test_add_func ("/alerts/rules", test_rules);

  return g_test_run ();
}
