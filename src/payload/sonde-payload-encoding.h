/* sonde-payload-encoding.h: text in an encoding other than UTF-8
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include "sonde-payload.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_ENCODING_UTF_8,
  SONDE_ENCODING_LATIN_1,
  SONDE_ENCODING_GB18030,
  SONDE_ENCODING_UTF_16LE,
  SONDE_ENCODING_UTF_16BE,
  SONDE_N_ENCODINGS,
} SondeEncoding;

/* "Latin-1"; not translated */
const char *sonde_encoding_to_name (SondeEncoding encoding);

/* As sonde_payload_to_text(): bytes that are no text in @encoding stand as \xNN. */
SondeDisplay *sonde_payload_to_text_of (const guint8 *payload,
                                        gsize         size,
                                        gsize         limit,
                                        SondeEncoding encoding);

G_END_DECLS
