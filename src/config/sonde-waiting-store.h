/* sonde-waiting-store.h: the file of the publishes that wait to be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `$XDG_DATA_HOME/sonde/waiting.jsonl`, 0600: a message a line, of all profiles, in the order
 * asked for. Written whole and atomically by a worker. One Sonde at a time has it (a lock beside
 * it), for two would send each message twice. Main thread only.
 */

#pragma once

#include "sonde-waiting-message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the list holds at most: each change writes it whole. */
#define SONDE_WAITING_MOST 1000
#define SONDE_WAITING_MOST_BYTES (16 << 20)

#define SONDE_TYPE_WAITING_STORE (sonde_waiting_store_get_type ())
G_DECLARE_FINAL_TYPE (SondeWaitingStore, sonde_waiting_store, SONDE, WAITING_STORE, GObject)

/* @path: absolute; need not exist */
SondeWaitingStore *sonde_waiting_store_new (const char *path);

/**
 * sonde_waiting_store_load:
 *
 * Reads the file, if there is one. Lines that are damaged are kept as `waiting.jsonl.damaged-DATE`
 * and left out. A file that cannot be read, or that another Sonde has, is left alone.
 *
 * Returns: %FALSE with one sentence (SONDE_CONFIG_ERROR); what could be read is there all the same
 */
gboolean sonde_waiting_store_load (SondeWaitingStore *self,
                                   GError           **error);

/* Returns: (transfer full) (element-type SondeWaitingMessage): those of a profile */
GPtrArray *sonde_waiting_store_list (SondeWaitingStore *self,
                                     const char        *profile_id);

/* Drops what belongs to none of these profiles, which nobody could see or remove. */
void sonde_waiting_store_keep_profiles (SondeWaitingStore *self,
                                        GStrv              profile_ids);

/* In memory: on the disk when the next save is. @kept: whether it is to be in the file at all.
 * Returns: %FALSE with a sentence when the list is full or the file is not ours */
gboolean sonde_waiting_store_add (SondeWaitingStore   *self,
                                  SondeWaitingMessage *message,
                                  gboolean             kept,
                                  GError             **error);
void     sonde_waiting_store_remove (SondeWaitingStore   *self,
                                     SondeWaitingMessage *message);

/* Completes when the file holds what the list holds now, or later. Saves that are asked for while
 * one runs are merged into one that follows. */
void     sonde_waiting_store_save_async (SondeWaitingStore  *self,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean sonde_waiting_store_save_finish (SondeWaitingStore *self,
                                          GAsyncResult      *result,
                                          GError           **error);

/* Blocks until the file holds what the list holds. */
gboolean sonde_waiting_store_flush (SondeWaitingStore *self,
                                    GError           **error);

/* As sonde_waiting_store_flush(), and leaves the file to another Sonde; for the end of the program. */
gboolean sonde_waiting_store_close (SondeWaitingStore *self,
                                    GError           **error);

G_END_DECLS
