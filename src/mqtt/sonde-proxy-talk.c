/* sonde-proxy-talk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-proxy-talk"

#include "sonde-proxy-talk-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* More than any login needs: an array that grew would leave a copy behind. */
#define OUT_BYTES 4096

void
sonde_proxy_talk_init (SondeProxyTalk     *self,
                       const SondeProfile *profile)
{
  self->profile = profile;
  self->phase = 0;
  self->out = g_byte_array_sized_new (OUT_BYTES);
}

void
sonde_proxy_talk_clear_out (SondeProxyTalk *self)
{
  explicit_bzero (self->out->data, self->out->len);
  g_byte_array_set_size (self->out, 0);
}

void
sonde_proxy_talk_clear (SondeProxyTalk *self)
{
  sonde_proxy_talk_clear_out (self);
  g_clear_pointer (&self->out, g_byte_array_unref);
}

SondeProxyStep
sonde_proxy_talk_begin (SondeProxyTalk *self,
                        GError        **error)
{
  if (self->profile->network->proxy == SONDE_PROXY_SOCKS5)
    return sonde_socks_begin (self, error);

  return sonde_http_connect_begin (self, error);
}

SondeProxyStep
sonde_proxy_talk_read (SondeProxyTalk *self,
                       const guint8   *bytes,
                       gsize           size,
                       gsize          *used,
                       GError        **error)
{
  *used = 0;

  if (self->profile->network->proxy == SONDE_PROXY_SOCKS5)
    return sonde_socks_read (self, bytes, size, used, error);

  return sonde_http_connect_read (self, bytes, size, used, error);
}

void
sonde_proxy_talk_append (SondeProxyTalk *self,
                         const char     *text)
{
  g_byte_array_append (self->out, (const guint8 *) text, strlen (text));
}

char *
sonde_proxy_talk_dup_host (SondeProxyTalk *self,
                           GError        **error)
{
  char *ascii = sonde_host_dup_ascii (self->profile->host);

  if (ascii == NULL)
    sonde_proxy_talk_refuse (self, SONDE_MQTT_ERROR_RESOLVE,
                             _ ("The proxy %1$s cannot be asked for %2$s: that is no host name."), NULL, error);

  return ascii;
}

SondeProxyStep
sonde_proxy_talk_refuse (SondeProxyTalk *self,
                         SondeMqttError  code,
                         const char     *format,
                         const char     *status,
                         GError        **error)
{
  g_autofree char *proxy = sonde_network_options_dup_proxy_address (self->profile->network);
  g_autofree char *broker = sonde_profile_dup_address (self->profile);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, SONDE_MQTT_ERROR, (int) code, format, proxy, broker, status);
#pragma GCC diagnostic pop

  return SONDE_PROXY_REFUSED;
}
