/* sonde-proxy-talk-private.h: the two languages of sonde-proxy-talk.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-proxy-talk.h"

G_BEGIN_DECLS

SondeProxyStep sonde_socks_begin (SondeProxyTalk *self,
                                  GError        **error);
SondeProxyStep sonde_socks_read (SondeProxyTalk *self,
                                 const guint8   *bytes,
                                 gsize           size,
                                 gsize          *used,
                                 GError        **error);

SondeProxyStep sonde_http_connect_begin (SondeProxyTalk *self,
                                         GError        **error);
SondeProxyStep sonde_http_connect_read (SondeProxyTalk *self,
                                        const guint8   *bytes,
                                        gsize           size,
                                        gsize          *used,
                                        GError        **error);

void sonde_proxy_talk_append (SondeProxyTalk *self,
                              const char     *text);

/* The broker's host as sonde_host_dup_ascii() has it, or %NULL with an error */
char *sonde_proxy_talk_dup_host (SondeProxyTalk *self,
                                 GError        **error);

/* @format: translated, with %1$s for the proxy and perhaps %2$s for the broker and
 * %3$s for @status, which may be %NULL
 * Returns: %SONDE_PROXY_REFUSED */
SondeProxyStep sonde_proxy_talk_refuse (SondeProxyTalk *self,
                                        SondeMqttError  code,
                                        const char     *format,
                                        const char     *status,
                                        GError        **error);

G_END_DECLS
