/* sonde-excerpt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-excerpt"

#include "sonde-excerpt.h"

#include <sonde-payload.h>

#include <string.h>

#define LOOKED_AT (64 * 1024)
#define FAR_BYTES 36
#define BYTES_BEFORE 12
#define ELLIPSIS "…"

static gsize
find_beginning (const guint8 *bytes,
                gsize         match)
{
  gsize from = match - BYTES_BEFORE;

  /* Not within a character, nor at a space. */
  while (from > match - BYTES_BEFORE - 3 && (bytes[from] & 0xc0) == 0x80)
    from--;
  while (from < match && g_ascii_isspace (bytes[from]))
    from++;

  return from;
}

char *
sonde_excerpt_dup (const SondeQuery *query,
                   gboolean          in_topic,
                   const guint8     *bytes,
                   gsize             size,
                   guint             max_chars,
                   SondeQuerySpan   *mark)
{
  g_autofree char *preview = NULL;
  SondeQuerySpan   match;
  const char      *ellipsis;
  gsize            from = 0;
  char            *text;

  g_return_val_if_fail (mark != NULL, NULL);

  *mark = (SondeQuerySpan){ 0 };
  if (query == NULL || !sonde_query_find (query, in_topic, bytes, MIN (size, LOOKED_AT), &match))
    return sonde_payload_preview (bytes, size, max_chars);

  if (!in_topic && match.end > FAR_BYTES && match.start > BYTES_BEFORE + 3)
    from = find_beginning (bytes, match.start);
  ellipsis = from > 0 ? ELLIPSIS : "";
  preview = sonde_payload_preview (bytes + from, size - from, max_chars);
  text = g_strconcat (ellipsis, preview, NULL);

  /* White space was folded, and what is no character replaced: there it is to be found anew. */
  if (sonde_query_find (query, in_topic, (const guint8 *) preview, strlen (preview), &match))
    *mark = (SondeQuerySpan){ match.start + strlen (ellipsis), match.end + strlen (ellipsis) };

  return text;
}
