/* sonde-broker-authority.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-authority"

#include "sonde-broker-authority.h"

#include <sonde-atomic-file.h>
#include <sonde-secret.h>

#include <string.h>

#define CERTIFICATE_FILE "ca.pem"
#define KEY_FILE "ca.key"
#define YEAR_SECONDS (365 * 24 * 3600)

char *
sonde_broker_authority_dup_path (const char *folder)
{
  g_return_val_if_fail (folder != NULL, NULL);

  return g_build_filename (folder, CERTIFICATE_FILE, NULL);
}

/* Only what is not there, or no authority any more, may be made anew: devices trust the one there is.
 * Returns: %NULL then, and with @error where it cannot be read */
static SondeBrokerIdentity *
read_authority (const char *certificate_path,
                const char *key_path,
                GError    **error)
{
  g_autoptr (SondeBrokerIdentity) authority = g_new0 (SondeBrokerIdentity, 1);
  g_autoptr (GError) cause = NULL;

  if (!g_file_get_contents (certificate_path, &authority->certificate, NULL, &cause) ||
      !g_file_get_contents (key_path, &authority->key, NULL, &cause))
    {
      if (!g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  return sonde_broker_identity_is_authority (authority, YEAR_SECONDS) ? g_steal_pointer (&authority) : NULL;
}

SondeBrokerIdentity *
sonde_broker_authority_open (const char *folder,
                             GError    **error)
{
  g_autoptr (SondeBrokerIdentity) authority = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *certificate_path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  certificate_path = sonde_broker_authority_dup_path (folder);
  key_path = g_build_filename (folder, KEY_FILE, NULL);
  authority = read_authority (certificate_path, key_path, &cause);
  if (authority != NULL)
    return g_steal_pointer (&authority);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  /* A name of its own, so that a device tells those of two computers apart: the host's stands in
   * each certificate anyway. */
  name = g_strdup_printf ("Sonde local broker CA %08x", g_random_int ());
  authority = sonde_broker_make_authority (name);
  if (!sonde_atomic_file_write (key_path, authority->key, strlen (authority->key), FALSE, error) ||
      !sonde_atomic_file_write (certificate_path, authority->certificate, strlen (authority->certificate), FALSE, error))
    return NULL;

  return g_steal_pointer (&authority);
}
