/* sonde-json-skim.h: JSON as it is read, without the histories
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * MQTTX exports the whole history of messages with each connection: hundreds of megabytes beside a
 * kilobyte that counts. What is fed comes out as it was, but for each array "messages" of a
 * connection, whether the file is one connection or an array of them: there the number of its
 * elements stands. So memory is bounded however long the histories are.
 *
 * It does not check the JSON; what it keeps is for SondeJsonScanner to judge.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SondeJsonSkim SondeJsonSkim;

/* @max_kept: bytes */
SondeJsonSkim *sonde_json_skim_new (gsize max_kept);
/* Overwrites what was kept: there may be passwords in it. */
void sonde_json_skim_free (SondeJsonSkim *self);

/* Chunks may end anywhere. Returns: %FALSE when more than @max_kept is to be kept */
gboolean sonde_json_skim_feed (SondeJsonSkim *self,
                               const char    *bytes,
                               gsize          length);

/* What is kept until now, and whether it is less than what was fed. */
const GString *sonde_json_skim_get_kept (SondeJsonSkim *self);
gboolean       sonde_json_skim_get_skipped (SondeJsonSkim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeJsonSkim, sonde_json_skim_free)

G_END_DECLS
