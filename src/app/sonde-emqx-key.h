/* sonde-emqx-key.h: the API key of an EMQX, kept in the keyring with its address
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

/* Beside those of sonde-secret-store.h: nothing that a connection needs. Address, key and secret
 * key, a line each */
#define SONDE_SECRET_EMQX_API "emqx-api"

typedef struct
{
  char *address;
  char *key;
  char *secret;
} SondeEmqxKey;

SondeEmqxKey *sonde_emqx_key_new (const char *address,
                                  const char *key,
                                  const char *secret);
void          sonde_emqx_key_free (SondeEmqxKey *self); /* erases the secret */

/* What stands in the keyring. %NULL where it is none of ours */
SondeEmqxKey *sonde_emqx_key_parse (const char *text);

void          sonde_emqx_key_lookup_async (SondeConnection    *connection,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
SondeEmqxKey *sonde_emqx_key_lookup_finish (GAsyncResult *result, /* %NULL: none is kept, or it could not be asked for */
                                            GError      **error);

/* In the background; where the keyring refuses it is kept, or forgotten, for this run.
 * @key: %NULL forgets it */
void     sonde_emqx_key_save_async (SondeConnection    *connection,
                                    const SondeEmqxKey *key,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean sonde_emqx_key_save_finish (GAsyncResult *result,
                                     gboolean     *lasting, /* (out): whether the keyring did it */
                                     GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeEmqxKey, sonde_emqx_key_free)

G_END_DECLS
