/* test-pace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-pace.h>

#define START G_GINT64_CONSTANT (5000000)

/* However late each one goes, the last is due when it always was. */
static void
test_does_not_drift (void)
{
  SondePace pace;

  sonde_pace_start (&pace, START, 1000);
  for (guint i = 0; i < 10000; i++)
    {
      g_assert_cmpint (pace.due, ==, START + i * 1000);
      sonde_pace_catch_up (&pace, pace.due + i % 7 * 3000);
      sonde_pace_step (&pace, 0);
    }
  g_assert_cmpuint (pace.skipped, ==, 0);
}

/* clang-format off */
static const struct
{
  gboolean paused;
  gint64   interval, late, due; /* from START on */
  guint64  skipped;
} cases[] = {
  /* caught up on */
  { FALSE, 1000,         0,       0,       0 },
  { FALSE, 1000,     -5000,       0,       0 },
  { FALSE, 1000,    100000,       0,       0 },
  { FALSE, 1000,    100999,       0,       0 },
  { FALSE, 1000,    101000,    1000,       1 },
  { FALSE, 1000,  60100000, 60000000,  60000 },
  { FALSE, 1000000, 900000,       0,       0 },
  { FALSE, 1000000, 1100000, 1000000,      1 },
  { FALSE, 0,       100000,       0,       0 },
  { FALSE, 0,       100001,  100001,       0 },
  /* after a pause */
  { TRUE,  1000,         0,       0,       0 },
  { TRUE,  1000,     -5000,       0,       0 },
  { TRUE,  1000,         1,    1000,       1 },
  { TRUE,  1000,      1000,    1000,       1 },
  { TRUE,  1000,   3600000500, G_GINT64_CONSTANT (3600001000), 3600001 },
  { TRUE,  1000000,      1, 1000000,       1 },
  { TRUE,  0,            1,       1,       0 },
  { TRUE,  0,        -5000,       0,       0 },
};
/* clang-format on */

static void
test_what_is_too_late_is_skipped (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SondePace pace;

      g_test_message ("case %u", i);
      sonde_pace_start (&pace, START, cases[i].interval);
      if (cases[i].paused)
        sonde_pace_resume (&pace, START + cases[i].late);
      else
        sonde_pace_catch_up (&pace, START + cases[i].late);
      g_assert_cmpint (pace.due - START, ==, cases[i].due);
      g_assert_cmpuint (pace.skipped, ==, cases[i].skipped);
    }
}

static void
test_intervals_of_their_own (void)
{
  SondePace pace;

  sonde_pace_start (&pace, START, 0);
  sonde_pace_step (&pace, 250);
  sonde_pace_step (&pace, -10); /* the clock was set back in between */
  sonde_pace_step (&pace, 50);
  g_assert_cmpint (pace.due, ==, START + 300);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pace/does-not-drift", test_does_not_drift);
  g_test_add_func ("/pace/what-is-too-late-is-skipped", test_what_is_too_late_is_skipped);
  g_test_add_func ("/pace/intervals-of-their-own", test_intervals_of_their_own);
  return g_test_run ();
}
