/* sonde-http-head.h: what an HTTP server answers first: its status and headers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * RFC 9112. Pure functions of bytes that nobody vouches for.
 */

#pragma once

#include "sonde-pairs.h"

G_BEGIN_DECLS

/* The blank line must have come by then. */
#define SONDE_HTTP_HEAD_MAX (64 * 1024)

typedef struct
{
  guint      status;  /* 100 to 599 */
  char      *reason;  /* "Not Found", fit for a line; "" when there is none */
  GPtrArray *headers; /* of SondePair, valid UTF-8 */
} SondeHttpHead;

/* Returns: the size up to and with the blank line, or 0 while that has not come */
gsize sonde_http_head_find_end (const char *bytes,
                                gsize       size);

/* Whether @bytes may be the beginning of an answer; also when there are few. */
gboolean sonde_http_head_is_likely (const char *bytes,
                                    gsize       size);

/* @size: up to the blank line. Returns: (transfer full): or %NULL when it is no HTTP/1 */
SondeHttpHead *sonde_http_head_parse (const char *bytes,
                                      gsize       size);
void           sonde_http_head_free (SondeHttpHead *self);

/* Returns: the first value of a header, or %NULL */
const char *sonde_http_head_get (const SondeHttpHead *self,
                                 const char          *name);

/* Whether a list of such headers holds @token, in any case. */
gboolean sonde_http_head_has_token (const SondeHttpHead *self,
                                    const char          *name,
                                    const char          *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeHttpHead, sonde_http_head_free)

G_END_DECLS
