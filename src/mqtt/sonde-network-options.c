/* sonde-network-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-network-options"

#include "sonde-network-options.h"

#include <sonde-secret.h>

#define SOCKS_PORT 1080

SondeNetworkOptions *
sonde_network_options_new (void)
{
  SondeNetworkOptions *self = g_new0 (SondeNetworkOptions, 1);

  self->path = g_strdup ("/mqtt");
  self->headers = sonde_pairs_new ();
  self->socket_path = g_strdup ("");
  self->proxy_host = g_strdup ("");
  self->proxy_port = SOCKS_PORT;
  self->proxy_user = g_strdup ("");

  return self;
}

SondeNetworkOptions *
sonde_network_options_copy (const SondeNetworkOptions *self)
{
  SondeNetworkOptions *copy = g_memdup2 (self, sizeof *self);

  copy->path = g_strdup (self->path);
  copy->headers = sonde_pairs_copy (self->headers);
  copy->socket_path = g_strdup (self->socket_path);
  copy->proxy_host = g_strdup (self->proxy_host);
  copy->proxy_user = g_strdup (self->proxy_user);
  copy->proxy_password = g_strdup (self->proxy_password);

  return copy;
}

void
sonde_network_options_free (SondeNetworkOptions *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_ptr_array_unref (self->headers);
  g_free (self->socket_path);
  g_free (self->proxy_host);
  g_free (self->proxy_user);
  sonde_secret_free (self->proxy_password);
  g_free (self);
}

gboolean
sonde_network_options_equal (const SondeNetworkOptions *a,
                             const SondeNetworkOptions *b)
{
  return a->carrier == b->carrier &&
         g_str_equal (a->path, b->path) &&
         sonde_pairs_equal (a->headers, b->headers) &&
         g_str_equal (a->socket_path, b->socket_path) &&
         a->proxy == b->proxy &&
         g_str_equal (a->proxy_host, b->proxy_host) &&
         a->proxy_port == b->proxy_port &&
         g_str_equal (a->proxy_user, b->proxy_user);
}
