/* sonde-machine.h: the state of a session as a pure function
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   IDLE ──connect──▶ CONNECTING ──CONNACK 0──▶ ONLINE
 *    ▲ ▲                │  ▲                     │  │
 *    │ └──fatal, or ────┘  │ timer, retry now    │  │ disconnect
 *    │   no reconnect      WAITING ◀────lost─────┘  ▼
 *    └────────closed──────────────────────── DISCONNECTING
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_STATE_IDLE,
  SONDE_STATE_CONNECTING,
  SONDE_STATE_ONLINE,
  SONDE_STATE_WAITING, /* until retry_at, then CONNECTING again */
  SONDE_STATE_DISCONNECTING,
} SondeState;

typedef enum
{
  SONDE_MACHINE_CONNECT,    /* the user asks */
  SONDE_MACHINE_DISCONNECT, /* the user asks; also stops waiting */
  SONDE_MACHINE_RETRY_NOW,  /* the user, or the network came back */
  SONDE_MACHINE_ACCEPTED,   /* CONNACK with success */
  SONDE_MACHINE_CLOSED,     /* the transport ended */
  SONDE_MACHINE_TIMER,      /* retry_at has come */
} SondeMachineEvent;

typedef enum
{
  SONDE_ACTION_NONE = 0,
  SONDE_ACTION_OPEN = 1 << 0,       /* open the transport afresh */
  SONDE_ACTION_OPEN_AGAIN = 1 << 1, /* open it for the same session */
  SONDE_ACTION_CLOSE = 1 << 2,
  SONDE_ACTION_ARM = 1 << 3, /* wake at retry_at */
  SONDE_ACTION_DISARM = 1 << 4,
} SondeMachineActions;

typedef struct
{
  SondeState state;
  guint      attempt;       /* failed ones since the last good connection */
  gint64     retry_at;      /* monotonic µs; 0 when not WAITING */
  gint64     online_since;  /* monotonic µs; 0 when not ONLINE */
  gboolean   was_online;    /* since the user asked to connect */
  guint      cuts;          /* in a row: the broker ended it soon after CONNACK, without a word */
  gboolean   connect_again; /* asked to connect while DISCONNECTING */
} SondeMachine;

typedef struct
{
  gboolean reconnect;      /* the profile's wishes */
  guint    first_delay;    /* s; at least 1 */
  guint    greatest_delay; /* s */
  guint    attempts;       /* by itself, then it gives up; 0: never */
  gboolean may_retry;      /* CLOSED: whether the cause allows it */
  gboolean cut;            /* CLOSED: by the broker soon after CONNACK, without a word */
} SondeMachineInput;

/**
 * sonde_machine_next:
 * @machine: changed in place
 * @now: monotonic µs
 * @random: 0 to 1, for the ±20 % that keeps many clients apart
 *
 * Back-off: the first delay, twice that … the greatest; starts anew after 30 s online. A first
 * attempt that fails before it was ever online is not retried by itself: the user sees why.
 */
SondeMachineActions sonde_machine_next (SondeMachine            *machine,
                                        SondeMachineEvent        event,
                                        const SondeMachineInput *input,
                                        gint64                   now,
                                        double                   random);

/* Whether CLOSED is the second cut in a row, and would end in IDLE: brokers of MQTT 3 close so the
 * connection of a client whose id another one comes with (3.1.1, 3.1.4-2), which would go on for ever. */
gboolean sonde_machine_is_contested (const SondeMachine      *machine,
                                     const SondeMachineInput *input);

/* Whether CLOSED would end in IDLE for no reason but that all attempts were made. */
gboolean sonde_machine_gives_up (const SondeMachine      *machine,
                                 const SondeMachineInput *input,
                                 gint64                   now);

G_END_DECLS
