/* sonde-excerpt.h: one line of a message that shows why it matches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure; any thread.
 */

#pragma once

#include <sonde-query.h>

G_BEGIN_DECLS

/**
 * sonde_excerpt_dup:
 * @query: (nullable): what the message matches
 * @in_topic: whether @bytes are its topic name, which is shown from its beginning
 * @mark: (out): the bytes of the returned text that match; empty where there are none
 *
 * As sonde_payload_preview(); but where the match lies so far on that it might not be seen, the
 * line begins shortly before it, with "…". Only the first 64 KiB are looked at.
 */
char *sonde_excerpt_dup (const SondeQuery *query,
                         gboolean          in_topic,
                         const guint8     *bytes,
                         gsize             size,
                         guint             max_chars,
                         SondeQuerySpan   *mark);

G_END_DECLS
