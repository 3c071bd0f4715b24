/* sonde-chain.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-chain"

#include "sonde-chain.h"

#include <glib/gi18n.h>

#define DAY (24 * 60 * 60) /* s */

/* From then on it is time to renew it. */
#define HASTE_DAYS 30

void
sonde_certificate_free (SondeCertificate *self)
{
  g_free (self->name);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->names);
  g_free (self->fingerprint);
  g_free (self->pem);
  g_free (self->fault);
  g_free (self);
}

char *
sonde_certificate_dup_day (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("?");
}

char *
sonde_certificate_dup_haste (const SondeCertificate *self,
                             gint64                  now)
{
  gint64 days = (self->ends - now) / DAY;

  if (self->ends < now)
    return g_strdup (_ ("expired"));
  if (days == 0)
    return g_strdup (_ ("expires within a day"));
  if (days < HASTE_DAYS)
    return g_strdup_printf (g_dngettext (NULL, "expires in %u day", "expires in %u days", (gulong) days), (guint) days);

  return NULL;
}

SondeChain *
sonde_chain_new (const char *asked_for)
{
  SondeChain *self = g_new0 (SondeChain, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->asked_for = g_strdup (asked_for);
  self->certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_certificate_free);
  self->to_trust = -1;

  return self;
}

SondeChain *
sonde_chain_ref (SondeChain *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
sonde_chain_unref (SondeChain *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->asked_for);
  g_free (self->missing_issuer);
  g_free (self->protection);
  g_ptr_array_unref (self->certificates);
  g_free (self);
}

const SondeCertificate *
sonde_chain_get_to_trust (const SondeChain *self)
{
  return self->to_trust >= 0 ? g_ptr_array_index (self->certificates, self->to_trust) : NULL;
}

static void
append_certificate (GString                *text,
                    const SondeCertificate *certificate)
{
  g_autofree char *begins = sonde_certificate_dup_day (certificate->begins);
  g_autofree char *ends = sonde_certificate_dup_day (certificate->ends);

  g_string_append_printf (text, "  %s\n", certificate->subject);
  if (certificate->fault != NULL)
    g_string_append_printf (text, "    ✗ %s\n", certificate->fault);
  g_string_append_printf (text, _ ("    Issued by: %s\n"), certificate->issuer);
  if (certificate->names != NULL)
    g_string_append_printf (text, _ ("    For: %s\n"), certificate->names);
  g_string_append_printf (text, _ ("    Valid: %s to %s\n"), begins, ends);
  g_string_append_printf (text, _ ("    SHA-256 fingerprint: %s\n"), certificate->fingerprint);
}

char *
sonde_chain_to_text (const SondeChain *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("What the broker presented, asked for “%s”:\n"), self->asked_for);
  for (guint i = 0; i < self->certificates->len; i++)
    append_certificate (text, g_ptr_array_index (self->certificates, i));
  if (self->missing_issuer != NULL)
    g_string_append_printf (text, _ ("  Not presented, and not known here: %s\n"), self->missing_issuer);

  return g_string_free (text, FALSE);
}
