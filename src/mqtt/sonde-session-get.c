/* sonde-session-get.c: what a session tells when asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-session"

#include "sonde-session-private.h"

SondeState
sonde_session_get_state (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), SONDE_STATE_IDLE);

  return self->machine.state;
}

SondeStage
sonde_session_get_stage (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), SONDE_STAGE_RESOLVE);

  return self->stage;
}

gint64
sonde_session_get_retry_at (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), 0);

  return self->machine.retry_at;
}

gboolean
sonde_session_get_session_present (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), FALSE);

  return self->session_present;
}

const GError *
sonde_session_get_error (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), NULL);

  return self->error;
}

SondeChain *
sonde_session_get_chain (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), NULL);

  return self->chain;
}

SondeMqttVersion
sonde_session_get_version (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), SONDE_MQTT_5);

  return self->login != NULL ? self->login->profile->version : SONDE_MQTT_5;
}

SondeGrant
sonde_session_get_grant (SondeSession *self,
                         const char   *filter,
                         guint8       *code)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), SONDE_GRANT_NONE);
  g_return_val_if_fail (filter != NULL, SONDE_GRANT_NONE);

  return sonde_subscriber_get (self->subscriber, filter, code);
}

const SondeProfile *
sonde_session_get_profile (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), NULL);

  return self->login != NULL ? self->login->profile : NULL;
}

guint32
sonde_session_get_expiry (SondeSession *self)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), 0);

  return self->session_expiry;
}
