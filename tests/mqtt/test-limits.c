/* test-limits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-limits.h"

/* What a broker says that allows little. */
static const guint8 narrow[] = { 33, 0, 5, 36, 1, 37, 0, 39, 0, 0, 0, 100, 40, 0, 42, 0, 19, 0, 30 };

/* clang-format off */

static const struct
{
  const char *filter;
  guint8      reason;
} filters[] = {
  { "a", 0 },
  { "a/b c", 0 },
  { "+", 0xa2 },
  { "a/#", 0xa2 },
  { "$SYS/#", 0xa2 },
  { "$share/group/a", 0x9e },
  { "$share/group/+", 0x9e },
  { "$shared", 0 },
};

static const struct
{
  gsize    topic_length, payload_size;
  guint8   qos;
  gboolean retain;
  int      code; /* -1: good */
} publishes[] = {
  { 1, 1, 0, FALSE, -1 },
  { 1, 1, 1, FALSE, -1 },
  { 1, 1, 2, FALSE, SONDE_MQTT_ERROR_INVALID },
  { 1, 1, 0, TRUE, SONDE_MQTT_ERROR_INVALID },
  { 1, 89, 0, FALSE, -1 },
  { 1, 90, 0, FALSE, SONDE_MQTT_ERROR_TOO_LARGE },
};

/* clang-format on */

static gboolean
check_publish (const SondeLimits *limits,
               gsize              topic_length,
               gsize              payload_size,
               guint8             qos,
               gboolean           retain,
               GError           **error)
{
  g_autofree char *topic = g_strnfill (topic_length, 't');
  g_autoptr (GBytes) payload = g_bytes_new_take (g_malloc0 (payload_size), payload_size);
  g_autoptr (SondePublish) publish = sonde_publish_new (topic, payload, qos, retain);

  return sonde_limits_check_publish (limits, publish, error);
}

static void
test_defaults (void)
{
  SondeLimits limits;

  sonde_limits_init (&limits, SONDE_MQTT_5, NULL, 0);
  g_assert_cmpuint (limits.maximum_qos, ==, 2);
  g_assert_cmpuint (limits.receive_maximum, ==, 65535);
  g_assert_cmpint (limits.keep_alive, ==, -1);
  g_assert_true (check_publish (&limits, 10, 200 * 1000 * 1000, 2, TRUE, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    g_assert_cmphex (sonde_limits_check_filter (&limits, filters[i].filter), ==, 0);
}

static void
test_narrow (void)
{
  SondeLimits      limits;
  g_autofree char *qos_text = NULL;

  sonde_limits_init (&limits, SONDE_MQTT_5, narrow, sizeof narrow);
  g_assert_cmpuint (limits.receive_maximum, ==, 5);
  g_assert_cmpint (limits.keep_alive, ==, 30);
  qos_text = sonde_limits_dup_qos_text (&limits);
  g_assert_cmpstr (qos_text, ==, "The broker takes messages up to QoS 1.");

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_test_message ("%s", filters[i].filter);
      g_assert_cmphex (sonde_limits_check_filter (&limits, filters[i].filter), ==, filters[i].reason);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (publishes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("publish %" G_GSIZE_FORMAT, i);
      if (check_publish (&limits, publishes[i].topic_length, publishes[i].payload_size, publishes[i].qos,
                         publishes[i].retain, &error))
        g_assert_cmpint (publishes[i].code, ==, -1);
      else
        g_assert_error (error, SONDE_MQTT_ERROR, publishes[i].code);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/limits/defaults", test_defaults);
  g_test_add_func ("/limits/narrow", test_narrow);

  return g_test_run ();
}
