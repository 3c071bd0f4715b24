/* sonde-emqx-api.h: the REST API of EMQX 5, with an API key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only. The key goes to the address given and nowhere else: no redirection is followed.
 */

#pragma once

#include "sonde-emqx-facts.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_EMQX_CLIENTS_MAX 100 /* of one answer */

#define SONDE_TYPE_EMQX_API (sonde_emqx_api_get_type ())
G_DECLARE_FINAL_TYPE (SondeEmqxApi, sonde_emqx_api, SONDE, EMQX_API, GObject)

/* "http://localhost:18083", perhaps with a path before "api/v5". Returns: %NULL, or a sentence
 * for the field */
const char *sonde_emqx_api_check_address (const char *address);

/* @address is a good one. */
SondeEmqxApi *sonde_emqx_api_new (const char *address,
                                  const char *key,
                                  const char *secret);

/* All fail with one translated sentence, or with G_IO_ERROR_CANCELLED. */

/* Nodes, and the figures of the cluster. */
void               sonde_emqx_api_get_overview_async (SondeEmqxApi       *self,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
SondeEmqxOverview *sonde_emqx_api_get_overview_finish (SondeEmqxApi *self,
                                                       GAsyncResult *result,
                                                       GError      **error);

/* Clients whose client id holds @search; all where it is "". */
void              sonde_emqx_api_list_clients_async (SondeEmqxApi       *self,
                                                     const char         *search,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
SondeEmqxClients *sonde_emqx_api_list_clients_finish (SondeEmqxApi *self,
                                                      GAsyncResult *result,
                                                      GError      **error);

/* Returns: (transfer full) (element-type SondeEmqxSubscription) */
void       sonde_emqx_api_list_subscriptions_async (SondeEmqxApi       *self,
                                                    const char         *client_id,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
GPtrArray *sonde_emqx_api_list_subscriptions_finish (SondeEmqxApi *self,
                                                     GAsyncResult *result,
                                                     GError      **error);

/* EMQX drops its connection and its session. */
void     sonde_emqx_api_disconnect_client_async (SondeEmqxApi       *self,
                                                 const char         *client_id,
                                                 GCancellable       *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);
gboolean sonde_emqx_api_disconnect_client_finish (SondeEmqxApi *self,
                                                  GAsyncResult *result,
                                                  GError      **error);

G_END_DECLS
