/* sonde-tls-checks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-checks"

#include "sonde-tls-checks.h"

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>

#define MAX_PROTOCOL_LENGTH 255    /* RFC 7301, 3.1 */
#define MAX_PROTOCOLS_LENGTH 65535 /* likewise, of the list */

/* ---- Pre-shared key ---- */

const char *
sonde_tls_options_check_psk (const char *hex)
{
  gsize length = strlen (hex);

  if (g_ascii_strncasecmp (hex, "0x", 2) == 0)
    return _ ("Leave out the 0x: the key is hexadecimal digits only.");
  for (const char *at = hex; *at != '\0'; at++)
    if (!g_ascii_isxdigit (*at))
      return _ ("The key is hexadecimal: digits 0 to 9 and letters a to f, without spaces.");
  if (length % 2 != 0)
    return _ ("A byte is two hexadecimal digits: one is missing.");
  if (length / 2 > PSK_MAX_PSK_LEN)
    return _ ("The key is longer than 512 bytes.");

  return NULL;
}

const char *
sonde_tls_options_check_psk_identity (const char *identity)
{
  /* OpenSSL's room for it holds the zero at its end, too. */
  return strlen (identity) >= PSK_MAX_IDENTITY_LEN ? _ ("The identity is longer than 255 bytes.") : NULL;
}

GByteArray *
sonde_tls_unpack_psk (const char *hex)
{
  GByteArray *key = g_byte_array_sized_new (strlen (hex) / 2);

  for (const char *at = hex; at[0] != '\0' && at[1] != '\0'; at += 2)
    {
      guint8 byte = g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]);

      g_byte_array_append (key, &byte, 1);
    }

  return key;
}

/* ---- Application protocols ---- */

const char *
sonde_tls_options_check_alpn (const char *protocols)
{
  g_auto (GStrv) names = g_strsplit (protocols, ",", -1);
  gsize total = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      gsize length = strlen (g_strstrip (names[i]));

      if (length == 0)
        return _ ("There is nothing between two commas, or after the last: name a protocol there, or remove the comma.");
      if (length > MAX_PROTOCOL_LENGTH)
        return _ ("An application protocol (ALPN) is longer than 255 bytes.");
      total += 1 + length;
    }

  return total > MAX_PROTOCOLS_LENGTH ? _ ("There are too many application protocols (ALPN).") : NULL;
}

GBytes *
sonde_tls_pack_protocols (const char *protocols)
{
  g_auto (GStrv) names = g_strsplit (protocols, ",", -1);
  GByteArray *wire = g_byte_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = g_strstrip (names[i]);
      guint8      length = strlen (name);

      g_byte_array_append (wire, &length, 1);
      g_byte_array_append (wire, (const guint8 *) name, length);
    }

  return g_byte_array_free_to_bytes (wire);
}

/* ---- Versions ---- */

const char *
sonde_tls_options_check_versions (SondeTlsVersion min,
                                  SondeTlsVersion max)
{
  if (max != SONDE_TLS_ANY_VERSION && min > max)
    return _ ("The lowest version of TLS is above the highest.");

  return NULL;
}

/* ---- Ciphers ---- */

static gboolean
stands_for_ciphers (SSL_CTX    *context,
                    const char *list)
{
  gboolean good = SSL_CTX_set_cipher_list (context, list) == 1;

  ERR_clear_error ();

  return good;
}

/*
 * OpenSSL passes over what it does not know, so each entry is asked for alone.
 * What only takes away may name ciphers that are long gone ("!RC4").
 */
char *
sonde_tls_find_bad_cipher (const char *ciphers)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  g_auto (GStrv) entries = g_strsplit_set (ciphers, ":,; ", -1);
  char *bad = NULL;

  for (guint i = 0; entries[i] != NULL && bad == NULL; i++)
    if (*entries[i] != '\0' && strchr ("!-+@", *entries[i]) == NULL && !stands_for_ciphers (context, entries[i]))
      bad = g_strdup (entries[i]);

  if (bad == NULL && !stands_for_ciphers (context, ciphers))
    bad = g_strdup (ciphers);
  SSL_CTX_free (context);

  return bad;
}

const char *
sonde_tls_options_check_ciphers (const char *ciphers)
{
  g_autofree char *bad = *ciphers != '\0' ? sonde_tls_find_bad_cipher (ciphers) : NULL;

  if (bad == NULL)
    return NULL;
  if (g_str_has_prefix (bad, "TLS_"))
    return _ ("The ciphers of TLS 1.3 are not to be chosen: name those of TLS 1.2, such as ECDHE-RSA-AES128-GCM-SHA256.");
  if (strcmp (bad, ciphers) == 0)
    return _ ("This names no cipher of TLS 1.2: an example is ECDHE-RSA-AES128-GCM-SHA256.");

  return _ ("One of these is no cipher of TLS 1.2: an example is ECDHE-RSA-AES128-GCM-SHA256.");
}
