/* sonde-waiting-list.h: what a connection is to send when connected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not mqtt's outbox: these the user has chosen to send later, each with an expiry, and they
 * outlast the program. What waits is sent, in order, when the connection is made: first the file
 * says that it is being sent, then it goes out, and when it is acknowledged (QoS 0: handed over) it
 * leaves. So what a crash, or a lost session, leaves in doubt is never sent by itself again.
 * Nor is what has expired, what was refused, and what was meant for another address than the
 * profile has now. Main thread only.
 */

#pragma once

#include <sonde-waiting-store.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_WAITING_VERDICT_WAITS, /* sent by itself, at the next connection */
  SONDE_WAITING_VERDICT_SENDING,
  SONDE_WAITING_VERDICT_EXPIRED,
  SONDE_WAITING_VERDICT_UNSURE,
  SONDE_WAITING_VERDICT_REFUSED,
  SONDE_WAITING_VERDICT_ELSEWHERE, /* meant for another address */
} SondeWaitingVerdict;

/**
 * SondeWaitingList:
 *
 * A GListModel of #SondeWaitingMessage, in the order asked for.
 * Signals:
 *   changed: a message came, went or is in another state
 *   failed (const char *sentence): the file could not be written; what was to be sent is not
 */
#define SONDE_TYPE_WAITING_LIST (sonde_waiting_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeWaitingList, sonde_waiting_list, SONDE, WAITING_LIST, GObject)

typedef struct _SondeConnection SondeConnection;

/* @connection is watched, and not kept alive. */
SondeWaitingList *sonde_waiting_list_new (SondeConnection   *connection,
                                          SondeWaitingStore *store);

/* Keeps it to be sent within @lifetime seconds; over a restart too when the connection is saved.
 * Returns: %FALSE with one sentence */
gboolean sonde_waiting_list_add (SondeWaitingList *self,
                                 const char       *topic,
                                 GBytes           *payload,
                                 guint8            qos,
                                 gboolean          retain,
                                 guint32           lifetime,
                                 GError          **error);

void sonde_waiting_list_remove (SondeWaitingList    *self,
                                SondeWaitingMessage *message);
void sonde_waiting_list_clear (SondeWaitingList *self);

/* Whether it may be sent now: online, and not on its way. */
gboolean sonde_waiting_list_can_send (SondeWaitingList    *self,
                                      SondeWaitingMessage *message);
/* The user says so, whatever the verdict. */
void sonde_waiting_list_send (SondeWaitingList    *self,
                              SondeWaitingMessage *message);

SondeWaitingVerdict sonde_waiting_list_judge (SondeWaitingList    *self,
                                              SondeWaitingMessage *message);

/* "3 waiting to be sent, 1 expired"; "" when there is none. */
char *sonde_waiting_list_dup_summary (SondeWaitingList *self);

/* What there is to say of one, in a line or two: size, QoS, age, expiry or fate. */
char *sonde_waiting_list_describe (SondeWaitingList    *self,
                                   SondeWaitingMessage *message);

G_END_DECLS
