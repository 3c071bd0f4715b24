/* sonde-login.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-login"

#include "sonde-login.h"

#include <sonde-secret.h>

SondeLogin *
sonde_login_new (const SondeProfile *profile,
                 const char         *password)
{
  SondeLogin *self = g_new0 (SondeLogin, 1);

  self->profile = sonde_profile_copy (profile);
  self->password = g_strdup (password);

  return self;
}

void
sonde_login_free (SondeLogin *self)
{
  if (self == NULL)
    return;

  sonde_secret_free (self->password);
  sonde_profile_free (self->profile);
  g_free (self);
}

gboolean
sonde_login_is_same_session (const SondeProfile *a,
                             const SondeProfile *b)
{
  return a->port == b->port &&
         g_str_equal (a->host, b->host) &&
         g_str_equal (a->client_id, b->client_id) &&
         g_str_equal (a->user_name, b->user_name);
}

gboolean
sonde_login_hides_session (const SondeProfile *profile)
{
  return profile->version == SONDE_MQTT_3_1 && !profile->clean_start;
}
