/* sonde-needle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-needle"

#include "sonde-needle.h"

#include <string.h>

#define CASE_BIT 0x20

/* Times a byte: that byte eight times. */
#define EACH_BYTE G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

/* What payloads are made of, the most frequent first. */
static const char frequent[] = " \"0e1:,at2o3i5n4s6r8d7l9.cm/up{}_-hgfybvkwxjqz";

/* ---- Made ---- */

/* Where it has one, the lower case; a letter beyond ASCII never becomes one of ASCII (the
 * Kelvin sign is no k), so that a needle of ASCII is found by its bytes. */
static gunichar
fold (gunichar c)
{
  gunichar folded;

  if (c < 0x80)
    return g_ascii_tolower (c);

  folded = g_unichar_tolower (g_unichar_toupper (c));

  return folded < 0x80 ? c : folded;
}

static gboolean
has_case (gunichar c)
{
  return g_unichar_islower (c) || g_unichar_isupper (c) || g_unichar_istitle (c) || fold (c) != c;
}

static SondeNeedleMode
choose_mode (const char *text)
{
  SondeNeedleMode mode = SONDE_NEEDLE_ASCII;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isupper (c) || g_unichar_istitle (c))
        return SONDE_NEEDLE_EXACT;
      if (c >= 0x80 && has_case (c))
        mode = SONDE_NEEDLE_FOLDED;
    }

  return mode;
}

static guint
get_frequency (guint8 byte)
{
  const char *found = byte != '\0' ? strchr (frequent, g_ascii_tolower (byte)) : NULL;

  return found != NULL ? frequent + sizeof frequent - found : 0;
}

/* The rarest byte that is not at @taken, unless there is no other. */
static gsize
find_rarest (const SondeNeedle *self,
             gsize              taken)
{
  gsize rarest = taken == 0 && self->length > 1 ? 1 : 0;

  for (gsize i = rarest + 1; i < self->length; i++)
    if (i != taken && get_frequency (self->bytes[i]) < get_frequency (self->bytes[rarest]))
      rarest = i;

  return rarest;
}

static void
set_anchor (SondeNeedle *self,
            guint        n,
            gsize        at)
{
  guint8   byte = self->bytes[at];
  gboolean ignores_case = self->mode != SONDE_NEEDLE_EXACT && g_ascii_isalpha (byte);

  self->anchors[n] = at;
  self->values[n] = byte * EACH_BYTE;
  self->cases[n] = ignores_case ? CASE_BIT * EACH_BYTE : 0;
}

void
sonde_needle_init (SondeNeedle *self,
                   const char  *text)
{
  g_return_if_fail (text != NULL && *text != '\0');

  *self = (SondeNeedle){ .mode = choose_mode (text), .length = strlen (text) };
  self->bytes = self->mode == SONDE_NEEDLE_EXACT ? g_strdup (text) : g_ascii_strdown (text, -1);

  if (self->mode == SONDE_NEEDLE_FOLDED)
    {
      glong n;

      self->characters = g_utf8_to_ucs4_fast (text, -1, &n);
      self->n_characters = n;
      for (gsize i = 0; i < self->n_characters; i++)
        self->characters[i] = fold (self->characters[i]);
      while (self->characters[self->n_ascii] < 0x80)
        self->n_ascii++;
    }

  set_anchor (self, 0, find_rarest (self, G_MAXSIZE));
  set_anchor (self, 1, find_rarest (self, self->anchors[0]));
}

void
sonde_needle_clear (SondeNeedle *self)
{
  g_clear_pointer (&self->bytes, g_free);
  g_clear_pointer (&self->characters, g_free);
}

/* ---- Found by its bytes ---- */

/*
 * Eight places at a time: a place is worth a closer look when both anchors lie there.
 *
 *   bytes     { " s p e e d " : 4 2 …      needle  "speed", anchors p and d
 *   at +1       " s p e e d " :            ^ p     zero where it is p
 *   at +4           e d " : 4 2 …          ^ d     zero where it is d
 *
 * Payloads are short, and libc's memmem() spends more on each than this on all of it.
 */
static inline guint64
load (const guint8 *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);

  return GUINT64_FROM_LE (word);
}

/* The high bit of each byte that is zero, and maybe of bytes above such a one. */
static inline guint64
find_zeros (guint64 word)
{
  return (word - EACH_BYTE) & ~word & HIGH_BITS;
}

static inline gboolean
is_here (const SondeNeedle *self,
         const guint8      *bytes)
{
  if (self->mode == SONDE_NEEDLE_EXACT)
    return memcmp (bytes, self->bytes, self->length) == 0;

  for (gsize i = 0; i < self->length; i++)
    if ((guint8) g_ascii_tolower (bytes[i]) != (guint8) self->bytes[i])
      return FALSE;

  return TRUE;
}

static inline gboolean
is_in_block (const SondeNeedle *self,
             const guint8      *bytes)
{
  guint64 first = (load (bytes + self->anchors[0]) | self->cases[0]) ^ self->values[0];
  guint64 second = (load (bytes + self->anchors[1]) | self->cases[1]) ^ self->values[1];

  for (guint64 found = find_zeros (first | second); found != 0; found &= found - 1)
    if (is_here (self, bytes + __builtin_ctzll (found) / 8))
      return TRUE;

  return FALSE;
}

static gboolean
is_in_bytes (const SondeNeedle *self,
             const guint8      *bytes,
             gsize              length)
{
  gsize n_places;

  if (length < self->length)
    return FALSE;

  n_places = length - self->length + 1;
  if (n_places < 8)
    {
      for (gsize i = 0; i < n_places; i++)
        if (is_here (self, bytes + i))
          return TRUE;

      return FALSE;
    }

  for (gsize i = 0; i < n_places - 8; i += 8)
    if (is_in_block (self, bytes + i))
      return TRUE;

  /* The last block overlaps the one before it. */
  return is_in_block (self, bytes + n_places - 8);
}

/* ---- Found by its characters ---- */

/* Returns: the folded character at @bytes, or what no character is */
static gunichar
read_folded (const guint8 *bytes,
             const guint8 *end,
             gsize        *length)
{
  gunichar c = g_utf8_get_char_validated ((const char *) bytes, end - bytes);

  if (c >= (gunichar) -2)
    {
      *length = 1;
      return c;
    }

  *length = g_unichar_to_utf8 (c, NULL);
  return fold (c);
}

static gboolean
begins_here (const SondeNeedle *self,
             const guint8      *bytes,
             const guint8      *end)
{
  for (gsize i = 0; i < self->n_characters; i++)
    {
      gsize length;

      if (bytes == end || read_folded (bytes, end, &length) != self->characters[i])
        return FALSE;
      bytes += length;
    }

  return TRUE;
}

/* The first byte from @bytes on that may begin a character beyond ASCII, or @end. */
static const guint8 *
find_beyond_ascii (const guint8 *bytes,
                   const guint8 *end)
{
  while (end - bytes >= 8 && (load (bytes) & HIGH_BITS) == 0)
    bytes += 8;
  while (bytes < end && *bytes < 0xc2)
    bytes++;

  return bytes;
}

/* Such characters are rare in most payloads: the needle's first one is looked for. */
static gboolean
is_in_characters (const SondeNeedle *self,
                  const guint8      *bytes,
                  gsize              length)
{
  const guint8 *end = bytes + length;

  if (length < self->n_ascii)
    return FALSE;

  for (const guint8 *at = bytes + self->n_ascii; (at = find_beyond_ascii (at, end)) < end; at++)
    if (begins_here (self, at - self->n_ascii, end))
      return TRUE;

  return FALSE;
}

gboolean
sonde_needle_is_in (const SondeNeedle *self,
                    const guint8      *bytes,
                    gsize              length)
{
  if (self->mode == SONDE_NEEDLE_FOLDED)
    return is_in_characters (self, bytes, length);

  return is_in_bytes (self, bytes, length);
}

/* The shortest beginning that has it ends with it, and so does its shortest end. */
gboolean
sonde_needle_find (const SondeNeedle *self,
                   const guint8      *bytes,
                   gsize              length,
                   gsize             *start,
                   gsize             *end)
{
  gsize without = 0;
  gsize with = length;
  gsize from;

  if (!sonde_needle_is_in (self, bytes, length))
    return FALSE;

  while (with - without > 1)
    {
      gsize middle = without + (with - without) / 2;

      if (sonde_needle_is_in (self, bytes, middle))
        with = middle;
      else
        without = middle;
    }

  for (from = with - 1; !sonde_needle_is_in (self, bytes + from, with - from); from--)
    ;

  *start = from;
  *end = with;
  return TRUE;
}
