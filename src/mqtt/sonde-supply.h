/* sonde-supply.h: where the messages of a repeat come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made on the main thread; from then on the network thread's, which frees it too. What blocks has
 * no place in it.
 */

#pragma once

#include "sonde-publish.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_SUPPLY_MESSAGE,
  SONDE_SUPPLY_LATER, /* none yet: the wake function is called when there is more */
  SONDE_SUPPLY_FAULT, /* one that cannot be sent; there may be others */
  SONDE_SUPPLY_END,   /* with a fault, when it is not the regular end */
} SondeSupplyAnswer;

typedef struct
{
  const SondePublish *publish; /* borrowed until the next call */
  gint64              delay;   /* µs after the one before, as it was once; at least 0 */
  char               *fault;   /* (transfer full): one translated sentence */
} SondeSupplied;

typedef struct
{
  /* @number: how many were sent before, and one. @supplied is zeroed. */
  SondeSupplyAnswer (*next) (gpointer       self,
                             guint64        number,
                             SondeSupplied *supplied);
  /* Nullable. Called once, first, with what is to be called after SONDE_SUPPLY_LATER. */
  void (*set_wake) (gpointer       self,
                    GDestroyNotify wake,
                    gpointer       data);
  void (*free) (gpointer self);
} SondeSupplyFuncs;

/* What is to be repeated. */
typedef struct
{
  const SondeSupplyFuncs *funcs;
  gpointer                supply;
  gint64                  interval; /* µs, at least 1,000; 0: after the delays of the supply */
  guint64                 times;    /* 0: until it is stopped, or the supply ends */
} SondeRepeatOrder;

typedef enum
{
  SONDE_REPEAT_RUNNING,
  SONDE_REPEAT_WAITING, /* for the broker: more is under way than it takes at once, or than the network does */
  SONDE_REPEAT_PAUSED,  /* offline */
  SONDE_REPEAT_DONE,    /* or stopped: no more is sent; answers may still come */
  SONDE_REPEAT_FAILED,  /* .fault says why */
} SondeRepeatState;

/* How far a repeat has come; plain data. */
typedef struct
{
  SondeRepeatState state;
  guint64          n_sent;
  guint64          n_acked;   /* of them, at QoS 1 and 2: taken by the broker … */
  guint64          n_refused; /* … or not, first for .reason … */
  guint64          n_lost;    /* … or their session ended before the answer */
  guint64          n_skipped; /* intervals without a message: offline, or too late */
  guint64          n_faults;  /* that could not be sent */
  guint8           reason;    /* MQTT 5 number */
  char            *fault;     /* the first, or the one that ended it; %NULL of none */
} SondeRepeatProgress;

SondeRepeatProgress *sonde_repeat_progress_copy (const SondeRepeatProgress *self);
void                 sonde_repeat_progress_free (SondeRepeatProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeRepeatProgress, sonde_repeat_progress_free)

G_END_DECLS
