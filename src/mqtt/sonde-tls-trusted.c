/* sonde-tls-trusted.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-trusted"

#include "sonde-tls-trusted.h"

#include "sonde-tls-certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

GPtrArray *
sonde_tls_list_trusted (const char *pem)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_certificate_free);
  BIO       *bio;
  X509      *certificate;

  g_return_val_if_fail (pem != NULL, list);

  bio = BIO_new_mem_buf (pem, -1);
  while ((certificate = PEM_read_bio_X509 (bio, NULL, NULL, NULL)) != NULL)
    {
      g_ptr_array_add (list, sonde_tls_read_certificate (certificate));
      X509_free (certificate);
    }
  BIO_free (bio);

  /* The end of the text is an error to OpenSSL. */
  ERR_clear_error ();
  return list;
}

char *
sonde_tls_add_trusted (const char             *pem,
                       const SondeCertificate *certificate)
{
  g_return_val_if_fail (pem != NULL && certificate != NULL, NULL);

  return g_strconcat (pem, *pem != '\0' && !g_str_has_suffix (pem, "\n") ? "\n" : "", certificate->pem, NULL);
}

char *
sonde_tls_remove_trusted (const char *pem,
                          guint       position)
{
  g_autoptr (GPtrArray) list = sonde_tls_list_trusted (pem);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    if (i != position)
      g_string_append (rest, ((SondeCertificate *) g_ptr_array_index (list, i))->pem);

  return g_string_free (rest, FALSE);
}
