/* sonde-tls-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-options"

#include "sonde-tls-options.h"

#include <sonde-secret.h>
#include <string.h>

SondeTlsOptions *
sonde_tls_options_new (void)
{
  SondeTlsOptions *self = g_new0 (SondeTlsOptions, 1);

  self->ca_file = g_strdup ("");
  self->client_certificate = g_strdup ("");
  self->client_key = g_strdup ("");
  self->verify = TRUE;
  self->server_name = g_strdup ("");
  self->alpn = g_strdup ("");
  self->trusted = g_strdup ("");
  self->ciphers = g_strdup ("");
  self->psk_identity = g_strdup ("");

  return self;
}

SondeTlsOptions *
sonde_tls_options_copy (const SondeTlsOptions *self)
{
  SondeTlsOptions *copy = g_memdup2 (self, sizeof *self);

  copy->ca_file = g_strdup (self->ca_file);
  copy->client_certificate = g_strdup (self->client_certificate);
  copy->client_key = g_strdup (self->client_key);
  copy->server_name = g_strdup (self->server_name);
  copy->alpn = g_strdup (self->alpn);
  copy->trusted = g_strdup (self->trusted);
  copy->ciphers = g_strdup (self->ciphers);
  copy->psk_identity = g_strdup (self->psk_identity);
  copy->key_passphrase = g_strdup (self->key_passphrase);
  copy->psk = g_strdup (self->psk);

  return copy;
}

void
sonde_tls_options_free (SondeTlsOptions *self)
{
  if (self == NULL)
    return;

  sonde_secret_free (self->key_passphrase);
  sonde_secret_free (self->psk);
  g_free (self->ca_file);
  g_free (self->client_certificate);
  g_free (self->client_key);
  g_free (self->server_name);
  g_free (self->alpn);
  g_free (self->trusted);
  g_free (self->ciphers);
  g_free (self->psk_identity);
  g_free (self);
}

gboolean
sonde_tls_options_equal (const SondeTlsOptions *a,
                         const SondeTlsOptions *b)
{
  return !a->use_tls == !b->use_tls &&
         strcmp (a->ca_file, b->ca_file) == 0 &&
         strcmp (a->client_certificate, b->client_certificate) == 0 &&
         strcmp (a->client_key, b->client_key) == 0 &&
         !a->verify == !b->verify &&
         strcmp (a->server_name, b->server_name) == 0 &&
         strcmp (a->alpn, b->alpn) == 0 &&
         a->min_version == b->min_version &&
         a->max_version == b->max_version &&
         strcmp (a->trusted, b->trusted) == 0 &&
         strcmp (a->ciphers, b->ciphers) == 0 &&
         strcmp (a->psk_identity, b->psk_identity) == 0;
}

gboolean
sonde_tls_is_pkcs12 (const char *path)
{
  g_autofree char *folded = g_ascii_strdown (path, -1);

  return g_str_has_suffix (folded, ".p12") || g_str_has_suffix (folded, ".pfx");
}
