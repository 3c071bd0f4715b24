/* sonde-session-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-login.h"
#include "sonde-publishes.h"
#include "sonde-session.h"
#include "sonde-subscriber.h"

G_BEGIN_DECLS

struct _SondeSession
{
  GObject parent_instance;

  SondeTransport  *transport;
  GNetworkMonitor *monitor;
  GSource         *retry;
  SondeMachine     machine;

  SondeLogin *login;      /* of the present connection */
  SondeLogin *next_login; /* of the one that follows when this has closed */

  SondeGoodbye goodbye; /* how the user wants to end it */
  SondeStage   stage;
  gboolean     session_present;
  guint32      session_expiry; /* s; as CONNACK has it, else CONNECT */
  SondeLimits  limits;         /* as the last CONNACK has them */
  GError      *error;
  SondeChain  *chain; /* of the present or last attempt; or %NULL */

  SondeSubscriber *subscriber;
  SondePublishes  *publishes;
  guint            last_repeat;
};

G_END_DECLS
