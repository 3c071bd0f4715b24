/* sonde-payload-typed.h: bytes from what a person types, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_TYPED_TEXT,
  SONDE_TYPED_JSON, /* text that is checked */
  SONDE_TYPED_HEX,
  SONDE_TYPED_BASE64,
} SondeTypedFormat;

/* @fault: (out): what is wrong with @text, a translated sentence. Returns: %NULL with @fault */
GBytes *sonde_typed_to_bytes (SondeTypedFormat format,
                              const char      *text,
                              char           **fault);

/* The same; @place: (out): how many bytes of @text stand before the fault. */
GBytes *sonde_typed_parse (SondeTypedFormat format,
                           const char      *text,
                           gsize           *place,
                           char           **fault);

/* Returns: %NULL when @bytes cannot be typed so: they are not UTF-8 text without U+0000 */
char *sonde_typed_from_bytes (SondeTypedFormat format,
                              GBytes          *bytes);

/**
 * sonde_typed_convert:
 *
 * What is not right in @from stays as it is: it may be meant in @to.
 *
 * Returns: (transfer full): the same bytes as they are typed in @to; %NULL where they cannot be
 */
char *sonde_typed_convert (SondeTypedFormat from,
                           SondeTypedFormat to,
                           const char      *text);

G_END_DECLS
