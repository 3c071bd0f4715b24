/* sonde-goodbye.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-goodbye"

#include "sonde-goodbye.h"

#include "sonde-reason.h"

#include <glib/gi18n.h>

const guint8 *
sonde_goodbye_list_reasons (gsize *n_reasons)
{
  static const guint8 reasons[] = {
    SONDE_GOODBYE_REASON_NORMAL,
    SONDE_GOODBYE_REASON_WITH_WILL,
    0x80, /* unspecified error */
    0x81, /* malformed packet */
    0x82, /* protocol error */
    0x83, /* implementation specific error */
    0x90, /* topic name invalid */
    0x93, /* receive maximum exceeded */
    0x94, /* topic alias invalid */
    0x95, /* packet too large */
    0x96, /* message rate too high */
    0x97, /* quota exceeded */
    0x98, /* administrative action */
    0x99, /* payload format invalid */
  };

  *n_reasons = G_N_ELEMENTS (reasons);

  return reasons;
}

const char *
sonde_goodbye_to_string (const SondeGoodbye *self)
{
  if (self == NULL)
    return NULL;
  if (self->drop)
    return _ ("without DISCONNECT");
  if (self->reason != SONDE_GOODBYE_REASON_NORMAL)
    return sonde_reason_to_string (SONDE_MQTT_5, SONDE_REASON_IN_DISCONNECT, self->reason);

  return NULL;
}

const char *
sonde_goodbye_check (const SondeGoodbye *self,
                     SondeMqttVersion    version,
                     guint32             session_expiry)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->drop)
    return NULL;

  if (version != SONDE_MQTT_5 && (self->reason != SONDE_GOODBYE_REASON_NORMAL || self->set_session_expiry))
    return _ ("DISCONNECT of MQTT 3 says nothing but goodbye: drop the connection to have the will published.");

  /* 3.14.2.2.2 */
  if (self->set_session_expiry && self->session_expiry > 0 && session_expiry == 0)
    return _ ("The session ends with the connection: only a session expiry given at CONNECT can be changed.");

  return NULL;
}
