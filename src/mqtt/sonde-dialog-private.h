/* sonde-dialog-private.h: what the parts of a dialog share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-dialog.h"

#include "sonde-arrivals.h"
#include "sonde-copies.h"
#include "sonde-filter-events.h"
#include "sonde-mosquitto.h"
#include "sonde-relay.h"
#include "sonde-verdict.h"

G_BEGIN_DECLS

struct _SondeDialog
{
  SondeDelivery   *delivery;
  SondeDialogFuncs funcs;
  gpointer         user_data;
  SondePacketRing *packets; /* or %NULL */

  /* The session */
  SondeProfile   *profile;
  char           *password;
  char           *client_id; /* as sent, or assigned by the broker */
  gboolean        again;
  SondeMosquitto *mosquitto;
  SondeArrivals  *arrivals;
  SondeCopies    *copies;
  SondeSender    *sender;

  /* One conversation */
  SondeRelay  *relay;
  SondeVerdict verdict;
  GSource     *keep_alive; /* when to look at it */
  gint64       pinged_at;
  gboolean     clean;        /* CONNECT asked for a new session */
  GError      *error;        /* of our own */
  guint8       error_reason; /* for a DISCONNECT; or 0 */
  gboolean     error_lasts;  /* to connect again would come to the same end */

  /* Messages at QoS 0 and 1: seen by the tap, and come through libmosquitto */
  guint64            n_arrived;
  guint64            n_written;
  SondeFilterEvents *filter_events;
};

/* Returns: the peer, or -1 */
int sonde_dialog_attach (SondeDialog *self,
                         GBytes     **connect,
                         GError     **error);

/* The conversation ends when libmosquitto has digested what came before. @error: taken;
 * @reason: of our DISCONNECT (5.0, 4.13), or 0 for none */
void sonde_dialog_fail (SondeDialog *self,
                        GError      *error,
                        guint8       reason);

/* A packet has come: looks at it before libmosquitto does. */
void sonde_dialog_tap (SondeDialog       *self,
                       const SondePacket *packet);

G_END_DECLS
