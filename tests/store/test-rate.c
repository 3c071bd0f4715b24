/* test-rate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-rate.h"

#define MS 1000
#define START (G_GINT64_CONSTANT (4711) * 1000 * MS)

static void
test_nothing (void)
{
  SondeRate rate = { 0 };

  g_assert_cmpfloat (sonde_rate_get (&rate, 0), ==, 0);
  g_assert_cmpfloat (sonde_rate_get (&rate, START), ==, 0);
}

/* A steady stream has its rate at every moment once the window is full, and 0 after it. */
static void
test_steady (void)
{
  SondeRate rate = { 0 };
  gint64    now = START;

  for (guint i = 0; i < 200; i++, now += 100 * MS)
    {
      sonde_rate_add (&rate, 7, now);
      if (i >= 60)
        g_assert_cmpfloat_with_epsilon (sonde_rate_get (&rate, now), 70, 1.5);
    }

  g_assert_cmpfloat (sonde_rate_get (&rate, now + 2000 * MS), <, 50);
  g_assert_cmpfloat (sonde_rate_get (&rate, now + 2000 * MS), >, 30);
  g_assert_cmpfloat (sonde_rate_get (&rate, now + 6000 * MS), ==, 0);
}

static void
test_lone_message_fades (void)
{
  SondeRate rate = { 0 };

  sonde_rate_add (&rate, 5, START);
  g_assert_cmpfloat (sonde_rate_get (&rate, START), ==, 1);
  g_assert_cmpfloat (sonde_rate_get (&rate, START + 4999 * MS), ==, 1);
  g_assert_cmpfloat_with_epsilon (sonde_rate_get (&rate, START + 5500 * MS), 0.5, 1e-9);
  g_assert_cmpfloat (sonde_rate_get (&rate, START + 6000 * MS), ==, 0);

  /* A long pause leaves nothing behind. */
  sonde_rate_add (&rate, 10, START + 3600000 * (gint64) MS);
  g_assert_cmpfloat (sonde_rate_get (&rate, START + 3600000 * (gint64) MS), ==, 2);
}

static void
test_no_overflow (void)
{
  SondeRate rate = { 0 };

  sonde_rate_add (&rate, G_MAXUINT32, START);
  sonde_rate_add (&rate, G_MAXUINT32, START);
  g_assert_cmpfloat (sonde_rate_get (&rate, START), ==, G_MAXUINT32 / 5.0);
}

/* Right after the clock's zero there is no earlier second to look at. */
static void
test_first_seconds (void)
{
  SondeRate rate = { 0 };

  sonde_rate_add (&rate, 5, 0);
  g_assert_cmpfloat (sonde_rate_get (&rate, 0), ==, 1);
  g_assert_cmpfloat (sonde_rate_get (&rate, 3000 * MS), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rate/nothing", test_nothing);
  g_test_add_func ("/rate/steady", test_steady);
  g_test_add_func ("/rate/lone-message-fades", test_lone_message_fades);
  g_test_add_func ("/rate/no-overflow", test_no_overflow);
  g_test_add_func ("/rate/first-seconds", test_first_seconds);

  return g_test_run ();
}
