/* sonde-history-store.h: what was published lately
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `$XDG_DATA_HOME/sonde/history.jsonl`, 0600: appended line by line by a worker, and bounded (see
 * sonde-history-file.h). Read by a worker when first asked for. Main thread only.
 */

#pragma once

#include "sonde-history-entry.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* An entry as a list shows it. */
#define SONDE_TYPE_HISTORY_ITEM (sonde_history_item_get_type ())
G_DECLARE_FINAL_TYPE (SondeHistoryItem, sonde_history_item, SONDE, HISTORY_ITEM, GObject)

SondeHistoryEntry *sonde_history_item_get_entry (SondeHistoryItem *self); /* borrowed */

/**
 * SondeHistoryStore:
 *
 * A GListModel of #SondeHistoryItem, the newest first; empty until it is loaded.
 * Signal: failed (const char *sentence): the file could not be written
 */
#define SONDE_TYPE_HISTORY_STORE (sonde_history_store_get_type ())
G_DECLARE_FINAL_TYPE (SondeHistoryStore, sonde_history_store, SONDE, HISTORY_STORE, GObject)

/* @path: absolute; need not exist */
SondeHistoryStore *sonde_history_store_new (const char *path);

/* The first call reads; later ones complete with it, or at once. A file that could not be read is
 * tried again by the next call. */
void     sonde_history_store_load_async (SondeHistoryStore  *self,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean sonde_history_store_load_finish (SondeHistoryStore *self,
                                          GAsyncResult      *result,
                                          GError           **error);

/* In the list at once when it is loaded, in the file soon. @entry: (transfer full) */
void sonde_history_store_add (SondeHistoryStore *self,
                              SondeHistoryEntry *entry);

/* For good: those another Sonde added, too. */
void sonde_history_store_clear (SondeHistoryStore *self);

/* Blocks until the file holds what was added; for the end of the program. */
gboolean sonde_history_store_flush (SondeHistoryStore *self,
                                    GError           **error);

G_END_DECLS
