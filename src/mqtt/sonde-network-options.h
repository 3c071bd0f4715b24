/* sonde-network-options.h: on what way a broker is reached; plain data, part of a profile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is never %NULL; "" is none. TLS is told in SondeTlsOptions: it goes over
 * every carrier but the socket of this machine.
 */

#pragma once

#include "sonde-pairs.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_CARRIER_TCP,
  SONDE_CARRIER_WEBSOCKET,
  SONDE_CARRIER_UNIX, /* a socket in the file system; host, port, TLS and proxy do not count */
} SondeCarrier;

typedef enum
{
  SONDE_PROXY_NONE,
  SONDE_PROXY_SYSTEM, /* as the desktop says */
  SONDE_PROXY_SOCKS5,
  SONDE_PROXY_HTTP, /* CONNECT */
} SondeProxy;

typedef struct
{
  SondeCarrier carrier;
  char        *path;        /* of the WebSocket; "/mqtt" */
  GPtrArray   *headers;     /* of SondePair, sent with the WebSocket's request */
  char        *socket_path; /* absolute, or "@name": abstract */
  SondeProxy   proxy;
  char        *proxy_host;
  guint16      proxy_port;
  char        *proxy_user; /* "": none */

  /* %NULL is none. Never saved: it lives in the Secret Service, and here only
   * in the copy that goes with an attempt. */
  char *proxy_password;
} SondeNetworkOptions;

SondeNetworkOptions *sonde_network_options_new (void);
SondeNetworkOptions *sonde_network_options_copy (const SondeNetworkOptions *self);
void                 sonde_network_options_free (SondeNetworkOptions *self);

/* Of what is saved: the password does not count. */
gboolean sonde_network_options_equal (const SondeNetworkOptions *a,
                                      const SondeNetworkOptions *b);

/* "127.0.0.1:1080", "[::1]:1080" */
char *sonde_network_options_dup_proxy_address (const SondeNetworkOptions *self);

/* Field checks: %NULL when good, else one translated sentence for the field. */
const char *sonde_network_options_check_socket_path (const char *path);
const char *sonde_network_options_check_proxy_host (const char *host);
const char *sonde_network_options_check_proxy_user (SondeProxy  proxy,
                                                    const char *user);

/* Of the WebSocket; it is sent as it was typed, with a query where it has one. */
const char *sonde_network_options_check_path (const char *path);
const char *sonde_network_options_check_header (const char *name,
                                                const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeNetworkOptions, sonde_network_options_free)

G_END_DECLS
