/* test-keyed-hash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-keyed-hash.h"

/* The key is 00 01 … 0f, the bytes 00 01 …: the example of the paper (Aumasson and Bernstein, 2012,
 * appendix A) and the first ones of its reference implementation. */
static const guint64 key[] = { G_GUINT64_CONSTANT (0x0706050403020100), G_GUINT64_CONSTANT (0x0f0e0d0c0b0a0908) };

/* clang-format off */
static const struct
{
  gsize   size;
  guint64 hash;
} hashes[] = {
  { 0, G_GUINT64_CONSTANT (0x726fdb47dd0e0e31) },
  { 1, G_GUINT64_CONSTANT (0x74f839c593dc67fd) },
  { 15, G_GUINT64_CONSTANT (0xa129ca6149be45e5) },
};
/* clang-format on */

static void
test_hashes (void)
{
  guint8 bytes[16];

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = i;
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    g_assert_cmphex (sonde_keyed_hash (key, bytes, hashes[i].size), ==, hashes[i].hash);
}

static void
test_differs (void)
{
  const guint64 other[] = { key[0], key[1] ^ 1 };

  g_assert_cmphex (sonde_keyed_hash (key, "ab", 2), !=, sonde_keyed_hash (other, "ab", 2));
  g_assert_cmphex (sonde_keyed_hash (key, "ab", 2), !=, sonde_keyed_hash (key, "ab\0", 3));
  g_assert_cmphex (sonde_keyed_hash (key, NULL, 0), ==, sonde_keyed_hash (key, "", 0));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyed-hash/hashes", test_hashes);
  g_test_add_func ("/keyed-hash/differs", test_differs);

  return g_test_run ();
}
