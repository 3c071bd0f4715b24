/* sonde-needle.h: a text to look for in any bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value, inside this layer only; pure, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_NEEDLE_EXACT,
  SONDE_NEEDLE_ASCII,  /* the only letters with a case are A to Z */
  SONDE_NEEDLE_FOLDED, /* others have a case too, é or я */
} SondeNeedleMode;

typedef struct
{
  SondeNeedleMode mode;
  char           *bytes; /* in lower case unless EXACT */
  gsize           length;

  /* Two bytes of it, the rarest: where they lie, and their value and case bit times eight */
  gsize   anchors[2];
  guint64 values[2];
  guint64 cases[2];

  /* FOLDED */
  gunichar *characters;
  gsize     n_characters;
  gsize     n_ascii; /* before the first one beyond ASCII, of which there is one */
} SondeNeedle;

/**
 * sonde_needle_init:
 * @text: valid UTF-8, not empty
 *
 * Case is ignored unless @text has a capital. Characters fold one to one: ß is not ss.
 */
void sonde_needle_init (SondeNeedle *self,
                        const char  *text);
void sonde_needle_clear (SondeNeedle *self);

/* @bytes need not be UTF-8: what is not stands for itself. */
gboolean sonde_needle_is_in (const SondeNeedle *self,
                             const guint8      *bytes,
                             gsize              length);

/* As sonde_needle_is_in(), and where it lies first: from @start up to @end. Slower: for a row. */
gboolean sonde_needle_find (const SondeNeedle *self,
                            const guint8      *bytes,
                            gsize              length,
                            gsize             *start,
                            gsize             *end);

G_END_DECLS
