/* sonde-connection-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-connection.h"
#include "sonde-requests.h"

#include <sonde-packet-ring.h>
#include <sonde-rate.h>
#include <sonde-topic-tree.h>

G_BEGIN_DECLS

enum
{
  PROP_PROFILE = 1,
  PROP_NAME,
  PROP_ADDRESS,
  PROP_STATE,
  PROP_STATUS,
  PROP_ERROR_TEXT,
  PROP_REPORT,
  PROP_LIMITS,
  PROP_ONLINE,
  PROP_CAN_CONNECT,
  PROP_CAN_DISCONNECT,
  PROP_CAN_RETRY,
  PROP_RATE,
  PROP_OTHER_BROKER,
  PROP_UNVERIFIED,
  N_PROPS
};

struct _SondeConnection
{
  GObject parent_instance;

  SondeServices      *services;
  SondeProfile       *profile;
  gboolean            saved;
  SondeSession       *session;
  SondeMessageLog    *log;
  SondeTopicTree     *topics;
  SondePacketRing    *packets;
  SondeBudgetShare    packets_share;
  SondeSubscriptions *subscriptions;
  SondeWaitingList   *waiting;
  SondeRepeats       *repeats;
  SondeRequests      *requests; /* or NULL: see sonde_connection_get_requests() */
  guint64             n_filled; /* publishes with variables */
  SondeDraft          draft;

  /* Before the session is asked: the local broker starts, the password is looked up. */
  GCancellable *preparing;
  char         *run_password; /* typed for this run */
  gboolean      had_password;

  /* Of the present or last attempt */
  guint16      port;
  gboolean     other_broker;
  gboolean     own_broker;
  gboolean     comes_back; /* the own broker, which is starting anew */
  char        *own_error;  /* before the session was asked, or of the broker that died */
  GBytes      *connack;    /* its properties */
  gboolean     connack_came;
  guint8       connack_reason;
  SondeLimits  limits;
  char        *address;
  char        *status;
  SondeState   state;
  SondeReport *attempt;
  SondeReport *report;
  guint        status_source;

  /* What the log has counted of each segment; deliveries come in order. */
  guint64         counted_serial;
  SondeRate       slots;
  SondeStatistics statistics;
  double          rate;
  guint           rate_source;
};

/* What the session and the local broker tell. */
void sonde_connection_watch (SondeConnection *self);

/* Offline: what is subscribed to by hand only is so no more, also in a session of before. */
void sonde_connection_drop_by_hand (SondeConnection *self);

/* Derives state, status and the can- properties anew, and notifies what changed. */
void sonde_connection_refresh (SondeConnection *self);

void sonde_connection_notify (SondeConnection *self,
                              guint            property);

/* Begins the report of an attempt with @profile; ends it with @error. */
void sonde_connection_begin_attempt (SondeConnection    *self,
                                     const SondeProfile *profile);
void sonde_connection_fail_attempt (SondeConnection *self,
                                    const GError    *error);

G_END_DECLS
