/* sonde-tls-certificate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-certificate"

#include "sonde-tls-certificate.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#define MAX_CHARS 100
#define MAX_CHARS_IN_FULL 400
#define MAX_NAMES 5
#define MAX_NAMES_IN_FULL 50

/* Bounded, without control characters, and without those that turn the direction of text. */
static char *
make_presentable (const char *text,
                  gsize       length,
                  guint       max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString         *line = g_string_new (NULL);
  guint            n = 0;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar     c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);

      if (n++ == max_chars)
        {
          g_string_append (line, "…");
          break;
        }
      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
        c = ' ';
      g_string_append_unichar (line, c);
    }

  return g_string_free (line, FALSE);
}

static char *
dup_string (const ASN1_STRING *string)
{
  unsigned char *text = NULL;
  int            length = ASN1_STRING_to_UTF8 (&text, string);
  char          *presentable;

  if (length < 0)
    return g_strdup ("?");

  presentable = make_presentable ((const char *) text, length, MAX_CHARS);
  OPENSSL_free (text);

  return presentable;
}

static char *
dup_name (const X509_NAME *name)
{
  static const int nids[] = { NID_commonName, NID_organizationalUnitName, NID_organizationName };

  for (gsize i = 0; i < G_N_ELEMENTS (nids); i++)
    {
      int at = X509_NAME_get_index_by_NID (name, nids[i], -1);

      if (at >= 0)
        return dup_string (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)));
    }

  return g_strdup ("?");
}

char *
sonde_tls_dup_subject (X509 *certificate)
{
  return dup_name (X509_get_subject_name (certificate));
}

char *
sonde_tls_dup_issuer (X509 *certificate)
{
  return dup_name (X509_get_issuer_name (certificate));
}

/* Returns: %NULL for a name that is neither of a host nor an address */
static char *
dup_alternative_name (const GENERAL_NAME *name)
{
  char address[INET6_ADDRSTRLEN];

  if (name->type == GEN_DNS)
    return dup_string (name->d.dNSName);
  if (name->type != GEN_IPADD)
    return NULL;

  if (inet_ntop (name->d.iPAddress->length == 4 ? AF_INET : AF_INET6, name->d.iPAddress->data, address, sizeof address) == NULL)
    return NULL;

  return g_strdup (address);
}

static gboolean
is_whole (const GENERAL_NAME *name)
{
  return name->type != GEN_IPADD || name->d.iPAddress->length == 4 || name->d.iPAddress->length == 16;
}

static char *
dup_names (X509 *certificate,
           guint max)
{
  GENERAL_NAMES *names = X509_get_ext_d2i (certificate, NID_subject_alt_name, NULL, NULL);
  GString       *list = g_string_new (NULL);
  guint          n = 0;

  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
    {
      const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);
      g_autofree char    *text = is_whole (name) ? dup_alternative_name (name) : NULL;

      if (text == NULL)
        continue;
      if (n == max)
        {
          g_string_append (list, " …");
          break;
        }
      g_string_append_printf (list, "%s%s", n++ > 0 ? ", " : "", text);
    }
  GENERAL_NAMES_free (names);

  /* Without any, OpenSSL looks at the common name (RFC 6125, 6.4.4). */
  if (n == 0 && X509_NAME_get_index_by_NID (X509_get_subject_name (certificate), NID_commonName, -1) >= 0)
    {
      g_autofree char *subject = sonde_tls_dup_subject (certificate);

      g_string_append (list, subject);
    }

  return g_string_free (list, list->len == 0);
}

char *
sonde_tls_dup_names (X509 *certificate)
{
  return dup_names (certificate, MAX_NAMES);
}

char *
sonde_tls_dup_date (const ASN1_TIME *time)
{
  struct tm tm;

  if (!ASN1_TIME_to_tm (time, &tm))
    return NULL;

  return g_strdup_printf ("%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* ---- As plain data ---- */

static char *
dup_bytes (BIO  *bio, /* (transfer full) */
           guint max_chars)
{
  char *data;
  long  length = BIO_get_mem_data (bio, &data);
  char *text;

  /* A subject may be empty (RFC 5280, 4.1.2.6): then there is no data at all. */
  if (length <= 0)
    text = g_strdup ("?");
  else
    text = max_chars > 0 ? make_presentable (data, length, max_chars) : g_strndup (data, length);
  BIO_free (bio);

  return text;
}

static char *
dup_full_name (const X509_NAME *name)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  X509_NAME_print_ex (bio, name, 0, (XN_FLAG_ONELINE & ~XN_FLAG_SPC_EQ & ~ASN1_STRFLGS_ESC_MSB) | ASN1_STRFLGS_UTF8_CONVERT);

  return dup_bytes (bio, MAX_CHARS_IN_FULL);
}

static char *
dup_pem (X509 *certificate)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  PEM_write_bio_X509 (bio, certificate);

  return dup_bytes (bio, 0);
}

static char *
dup_fingerprint (X509 *certificate)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int  size = 0;
  GString      *text = g_string_new (NULL);

  X509_digest (certificate, EVP_sha256 (), digest, &size);
  for (unsigned int i = 0; i < size; i++)
    g_string_append_printf (text, i > 0 ? ":%02X" : "%02X", digest[i]);

  return g_string_free (text, FALSE);
}

static gint64
to_unix_time (const ASN1_TIME *time)
{
  struct tm tm;

  return ASN1_TIME_to_tm (time, &tm) ? timegm (&tm) : 0;
}

SondeCertificate *
sonde_tls_read_certificate (X509 *certificate)
{
  SondeCertificate *self = g_new0 (SondeCertificate, 1);

  self->name = sonde_tls_dup_subject (certificate);
  self->subject = dup_full_name (X509_get_subject_name (certificate));
  self->issuer = dup_full_name (X509_get_issuer_name (certificate));
  self->begins = to_unix_time (X509_get0_notBefore (certificate));
  self->ends = to_unix_time (X509_get0_notAfter (certificate));
  self->fingerprint = dup_fingerprint (certificate);
  self->pem = dup_pem (certificate);
  self->is_authority = X509_check_ca (certificate) > 0;
  if (!self->is_authority)
    self->names = dup_names (certificate, MAX_NAMES_IN_FULL);

  return self;
}
