/* sonde-session-beside.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-session"

#include "sonde-session-beside.h"

#include "sonde-session-private.h"

static SondeProfile *
profile_beside (const SondeProfile *profile)
{
  SondeProfile *beside = sonde_profile_copy (profile);

  /* Not even an empty one: in MQTT 3 the broker may refuse that. */
  g_free (beside->client_id);
  beside->client_id = sonde_profile_generate_client_id ();
  beside->clean_start = TRUE;
  beside->session_expiry = 0;
  beside->reconnect = FALSE;
  beside->request_problem_information = TRUE;
  sonde_will_free (beside->will);
  beside->will = sonde_will_new ();

  return beside;
}

SondeSession *
sonde_session_open_beside (SondeSession   *self,
                           SondeTransport *transport)
{
  g_autoptr (SondeProfile) profile = NULL;
  SondeSession *beside;

  g_return_val_if_fail (SONDE_IS_SESSION (self), NULL);
  g_return_val_if_fail (SONDE_IS_TRANSPORT (transport), NULL);

  if (self->machine.state != SONDE_STATE_ONLINE)
    return NULL;

  profile = profile_beside (self->login->profile);
  beside = sonde_session_new (transport);
  sonde_session_connect (beside, profile, self->login->password);

  return beside;
}

/* The session holds itself until then. */
static void
closed_cb (SondeSession *beside)
{
  if (sonde_session_get_state (beside) != SONDE_STATE_IDLE)
    return;

  g_signal_handlers_disconnect_by_func (beside, closed_cb, NULL);
  g_object_unref (beside);
}

void
sonde_session_close_beside (SondeSession *beside)
{
  g_return_if_fail (SONDE_IS_SESSION (beside));

  if (sonde_session_get_state (beside) == SONDE_STATE_IDLE)
    {
      g_object_unref (beside);
      return;
    }

  g_signal_connect (beside, "notify::state", G_CALLBACK (closed_cb), NULL);
  sonde_session_disconnect (beside);
}
