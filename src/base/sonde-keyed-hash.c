/* sonde-keyed-hash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-keyed-hash"

#include "sonde-keyed-hash.h"

#include <string.h>

static inline guint64
rotate (guint64 x,
        guint   n)
{
  return x << n | x >> (64 - n);
}

static inline void
mix (guint64 v[4])
{
  v[0] += v[1];
  v[1] = rotate (v[1], 13) ^ v[0];
  v[0] = rotate (v[0], 32);
  v[2] += v[3];
  v[3] = rotate (v[3], 16) ^ v[2];
  v[0] += v[3];
  v[3] = rotate (v[3], 21) ^ v[0];
  v[2] += v[1];
  v[1] = rotate (v[1], 17) ^ v[2];
  v[2] = rotate (v[2], 32);
}

static inline void
take_word (guint64 v[4],
           guint64 word)
{
  v[3] ^= word;
  mix (v);
  mix (v);
  v[0] ^= word;
}

guint64
sonde_keyed_hash (const guint64 key[2],
                  gconstpointer bytes,
                  gsize         size)
{
  const guint8 *at = bytes;
  guint64       v[4] = { key[0] ^ G_GUINT64_CONSTANT (0x736f6d6570736575), key[1] ^ G_GUINT64_CONSTANT (0x646f72616e646f6d),
                         key[0] ^ G_GUINT64_CONSTANT (0x6c7967656e657261), key[1] ^ G_GUINT64_CONSTANT (0x7465646279746573) };
  guint64       word;
  gsize         left;

  for (left = size; left >= sizeof word; left -= sizeof word, at += sizeof word)
    {
      memcpy (&word, at, sizeof word);
      take_word (v, GUINT64_FROM_LE (word));
    }

  word = (guint64) size << 56;
  for (gsize i = 0; i < left; i++)
    word |= (guint64) at[i] << (8 * i);
  take_word (v, word);

  v[2] ^= 0xff;
  for (guint i = 0; i < 4; i++)
    mix (v);

  return v[0] ^ v[1] ^ v[2] ^ v[3];
}
