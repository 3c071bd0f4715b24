/* sonde-recent-store.h: the file of what was typed before: topics, or topic filters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON Lines, `{"topic": …}`, the one used last first; 0600. Written whole and atomically by a
 * worker. It is a help and no more: lines that are none of ours are passed over, and a file that
 * cannot be read or written is no fault to trouble the user with. Main thread only.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_RECENT_MOST 200

#define SONDE_TYPE_RECENT_STORE (sonde_recent_store_get_type ())
G_DECLARE_FINAL_TYPE (SondeRecentStore, sonde_recent_store, SONDE, RECENT_STORE, GObject)

/* @path: absolute; need not exist. It is read when first needed.
 * @filters: whether it holds topic filters, else topic names: others are left out */
SondeRecentStore *sonde_recent_store_new (const char *path,
                                          gboolean    filters);

/* Returns: (element-type utf8): the one used last first; valid until the next change */
const GPtrArray *sonde_recent_store_list (SondeRecentStore *self);

/* It was used just now. The file follows. */
void sonde_recent_store_add (SondeRecentStore *self,
                             const char       *topic);

/* Blocks until the file holds what the list holds; for the end of the program. */
void sonde_recent_store_flush (SondeRecentStore *self);

G_END_DECLS
