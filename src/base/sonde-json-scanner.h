/* sonde-json-scanner.h: JSON tokens over raw bytes (RFC 8259)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies nothing, allocates one bit a level, never recurses: 100,000 nested
 * brackets cost 12 kB. Numbers, strings and keys are given as they were
 * written, so that 18446744073709551615 and a duplicate key survive.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_JSON_TOKEN_END,   /* the value is complete, only space follows */
  SONDE_JSON_TOKEN_ERROR, /* see sonde_json_scanner_get_error() */
  SONDE_JSON_TOKEN_OBJECT_START,
  SONDE_JSON_TOKEN_OBJECT_END,
  SONDE_JSON_TOKEN_ARRAY_START,
  SONDE_JSON_TOKEN_ARRAY_END,
  SONDE_JSON_TOKEN_KEY,    /* with its quotes */
  SONDE_JSON_TOKEN_STRING, /* with its quotes */
  SONDE_JSON_TOKEN_NUMBER,
  SONDE_JSON_TOKEN_TRUE,
  SONDE_JSON_TOKEN_FALSE,
  SONDE_JSON_TOKEN_NULL,
} SondeJsonTokenType;

typedef struct
{
  SondeJsonTokenType type;
  const char        *start; /* in the scanned bytes */
  gsize              length;
  guint              depth;    /* of the container the token stands in; 0 at the top */
  gboolean           is_first; /* first element or key of its container; of an END: the container is empty */
} SondeJsonToken;

typedef struct _SondeJsonScanner SondeJsonScanner;

/* @bytes must stay until the scanner is freed. @max_depth 0 is no limit. */
SondeJsonScanner *sonde_json_scanner_new (const char *bytes,
                                          gsize       length,
                                          guint       max_depth);
void              sonde_json_scanner_free (SondeJsonScanner *self);

/* Fills @token and returns its type. After END or ERROR it returns the same again. */
SondeJsonTokenType sonde_json_scanner_next (SondeJsonScanner *self,
                                            SondeJsonToken   *token);

/* After an error: one translated sentence, without the place; @line and @column count from 1,
 * in characters. The place is sought anew at each call. %NULL when there is no error. */
const char *sonde_json_scanner_get_error (SondeJsonScanner *self,
                                          guint            *line,
                                          guint            *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeJsonScanner, sonde_json_scanner_free)

G_END_DECLS
