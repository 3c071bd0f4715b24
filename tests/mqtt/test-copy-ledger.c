/* test-copy-ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-copy-ledger.h"

#define SECOND G_USEC_PER_SEC

/* ---- What it does, in the plainest way: a list of publications, and who got a copy of each ---- */

typedef struct
{
  guint64 content;
  guint32 slots;
} Publication;

static gboolean
naive_add (GArray *publications,
           guint64 content,
           guint32 slots)
{
  const Publication next = { content, slots };

  for (guint i = 0; i < publications->len; i++)
    {
      Publication *publication = &g_array_index (publications, Publication, i);

      if (publication->content == content && (publication->slots & slots) == 0)
        {
          publication->slots |= slots;
          return FALSE;
        }
    }

  g_array_append_val (publications, next);
  return TRUE;
}

/* Any copies in any order, a slot each */
static void
test_as_naive (void)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (SondeCopyLedger) ledger = sonde_copy_ledger_new ();
      g_autoptr (GArray) publications = g_array_new (FALSE, FALSE, sizeof (Publication));
      guint n_slots = g_test_rand_int_range (2, SONDE_COPY_SLOTS + 1);
      guint n_contents = g_test_rand_int_range (1, 6);

      for (guint i = 0; i < 500; i++)
        {
          guint64 content = g_test_rand_int_range (0, n_contents);
          guint32 slots = 1u << g_test_rand_int_range (0, n_slots);

          g_assert_cmpint (sonde_copy_ledger_add (ledger, content, n_slots, slots, i), ==,
                           naive_add (publications, content, slots));
        }
    }
}

/* A broker that sends one copy for all */
static void
test_one_copy (void)
{
  g_autoptr (SondeCopyLedger) ledger = sonde_copy_ledger_new ();

  for (guint i = 0; i < 10; i++)
    g_assert_true (sonde_copy_ledger_add (ledger, 1, 3, 7, i));
  /* … or not for all, or for one more some other time */
  for (guint i = 0; i < 10; i++)
    g_assert_true (sonde_copy_ledger_add (ledger, 2, 3, 6, i));
  g_assert_false (sonde_copy_ledger_add (ledger, 2, 3, 1, 10));
  g_assert_true (sonde_copy_ledger_add (ledger, 2, 3, 7, 11));
}

static void
test_forgets (void)
{
  g_autoptr (SondeCopyLedger) ledger = sonde_copy_ledger_new ();

  /* After a while */
  g_assert_true (sonde_copy_ledger_add (ledger, 1, 2, 1, 0));
  g_assert_true (sonde_copy_ledger_add (ledger, 1, 2, 1, SECOND));
  g_assert_false (sonde_copy_ledger_add (ledger, 1, 2, 2, 2 * SECOND));
  g_assert_true (sonde_copy_ledger_add (ledger, 1, 2, 2, 60 * SECOND));
  g_assert_false (sonde_copy_ledger_add (ledger, 1, 2, 1, 61 * SECOND));

  /* When told */
  g_assert_true (sonde_copy_ledger_add (ledger, 1, 2, 1, 0));
  sonde_copy_ledger_clear (ledger);
  g_assert_true (sonde_copy_ledger_add (ledger, 1, 2, 2, 0));
  g_assert_false (sonde_copy_ledger_add (ledger, 1, 2, 1, 0));
}

/* What is expected longest leaves first. */
static void
test_is_bounded (void)
{
  g_autoptr (SondeCopyLedger) ledger = sonde_copy_ledger_new ();

  for (guint i = 0; i < 100000; i++)
    g_assert_true (sonde_copy_ledger_add (ledger, i, 2, 1, 0));
  g_assert_true (sonde_copy_ledger_add (ledger, 0, 2, 2, 0));
  for (guint i = 99000; i < 100000; i++)
    g_assert_false (sonde_copy_ledger_add (ledger, i, 2, 2, 0));

  for (guint i = 0; i < 100000; i++)
    g_assert_true (sonde_copy_ledger_add (ledger, 1, 2, 1, 0));
  for (guint i = 0; i < 1000; i++)
    g_assert_false (sonde_copy_ledger_add (ledger, 1, 2, 2, 0));
}

/* One that subscribes later is behind with nothing that came before. */
static void
test_newcomer (void)
{
  g_autoptr (SondeCopyLedger) ledger = sonde_copy_ledger_new ();

  g_assert_true (sonde_copy_ledger_add (ledger, 1, 2, 1, 0));
  g_assert_true (sonde_copy_ledger_add (ledger, 1, 3, 4, 0));
  g_assert_false (sonde_copy_ledger_add (ledger, 1, 3, 2, 0));
  g_assert_false (sonde_copy_ledger_add (ledger, 1, 3, 2, 0));
  g_assert_false (sonde_copy_ledger_add (ledger, 1, 3, 1, 0));
  g_assert_true (sonde_copy_ledger_add (ledger, 1, 3, 1, 0));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/copy-ledger/as-naive", test_as_naive);
  g_test_add_func ("/copy-ledger/one-copy", test_one_copy);
  g_test_add_func ("/copy-ledger/forgets", test_forgets);
  g_test_add_func ("/copy-ledger/is-bounded", test_is_bounded);
  g_test_add_func ("/copy-ledger/newcomer", test_newcomer);

  return g_test_run ();
}
