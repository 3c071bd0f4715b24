/* sonde-import-entry.h: one connection found in a file of another program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Readers put into it what they find, by the functions below, which change or leave out what Sonde
 * could not use and note it; sonde_import_entry_finish() judges the rest. Any thread; nothing is
 * saved, no file is touched.
 */

#pragma once

#include <sonde-profile.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_NOTE_TAKEN,
  SONDE_NOTE_CHANGED,
  SONDE_NOTE_LEFT_OUT,
  SONDE_NOTE_CHECK, /* taken, and for the user to look at */
  SONDE_N_NOTES,
} SondeNoteKind;

typedef struct
{
  SondeNoteKind kind;
  char         *text; /* one translated sentence or name, without a secret */
} SondeNote;

typedef struct
{
  SondeProfile *profile;
  char         *fault;   /* %NULL, or one sentence: why it cannot be imported */
  GHashTable   *secrets; /* purpose (sonde-secret-store.h) → secret; overwritten when freed */
  GPtrArray    *notes;   /* of SondeNote */

  /* The client certificate and its key where the file holds them itself, PEM. Its user decides
   * whether they become files. %NULL is none; overwritten when freed. */
  char *certificate;
  char *key;
} SondeImportEntry;

SondeImportEntry *sonde_import_entry_new (void);
void              sonde_import_entry_free (SondeImportEntry *self);

void  sonde_import_entry_note (SondeImportEntry *self,
                               SondeNoteKind     kind,
                               const char       *format,
                               ...) G_GNUC_PRINTF (3, 4);
guint sonde_import_entry_count_notes (const SondeImportEntry *self,
                                      SondeNoteKind           kind);

/* %NULL or "" is none. @purpose: static */
void sonde_import_entry_set_secret (SondeImportEntry *self,
                                    const char       *purpose,
                                    const char       *secret);

/* %NULL leaves the field as it is. */
void sonde_import_set_text (char      **field,
                            const char *text);

/* A scheme, a port or a path around it is taken off. */
void sonde_import_entry_set_host (SondeImportEntry *self,
                                  const char       *host);
void sonde_import_entry_set_port (SondeImportEntry *self,
                                  gint64            port);
/* Seconds */
void sonde_import_entry_set_keep_alive (SondeImportEntry *self,
                                        gint64            keep_alive);
void sonde_import_entry_set_connect_timeout (SondeImportEntry *self,
                                             gint64            connect_timeout);
void sonde_import_entry_want (SondeImportEntry *self,
                              const char       *filter,
                              gint64            qos);

/* Once, after all is set: the profile is then one that the editor would save, or there is a fault. */
void sonde_import_entry_finish (SondeImportEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeImportEntry, sonde_import_entry_free)

G_END_DECLS
