/* sonde-proxy-talk.h: what is said to a proxy, and what its answers mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SOCKS 5 (RFC 1928, RFC 1929) and HTTP CONNECT (RFC 9110, 9.3.6), without the
 * stream: bytes come in, bytes go out. The name of the broker goes to the proxy
 * as it is, which looks it up. Not GIO's proxies: theirs connect directly where
 * a URI is wrong, send an IPv6 address without brackets, and hide the answer.
 */

#pragma once

#include "sonde-mqtt-error.h"
#include "sonde-profile.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_PROXY_MORE,    /* read on */
  SONDE_PROXY_SEND,    /* .out first, then read on */
  SONDE_PROXY_OPEN,    /* what follows is the broker's */
  SONDE_PROXY_REFUSED, /* with an error of SONDE_MQTT_ERROR: %SONDE_MQTT_ERROR_PROXY where to try again cannot help */
} SondeProxyStep;

typedef struct
{
  const SondeProfile *profile; /* borrowed */
  guint               phase;   /* of SOCKS */
  GByteArray         *out;     /* to send; may hold the password */
} SondeProxyTalk;

/* @profile: whose proxy is %SONDE_PROXY_SOCKS5 or %SONDE_PROXY_HTTP */
void sonde_proxy_talk_init (SondeProxyTalk     *self,
                            const SondeProfile *profile);
void sonde_proxy_talk_clear (SondeProxyTalk *self);

/* Overwrites what was sent. */
void sonde_proxy_talk_clear_out (SondeProxyTalk *self);

/* Returns: %SONDE_PROXY_SEND or %SONDE_PROXY_REFUSED */
SondeProxyStep sonde_proxy_talk_begin (SondeProxyTalk *self,
                                       GError        **error);

/* @bytes: all that came and was not used yet; @used: how many of them are done with */
SondeProxyStep sonde_proxy_talk_read (SondeProxyTalk *self,
                                      const guint8   *bytes,
                                      gsize           size,
                                      gsize          *used,
                                      GError        **error);

G_END_DECLS
