/* sonde-retained-job.h: clears retained messages, and puts them back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each time: looks what is there now, publishes what is to do, looks again. Clearing is a retained
 * message without a payload for each (5.0, 3.3.1.3); undoing publishes each that was cleared, or may
 * have been, as it was: byte for byte, with its QoS and properties. What has another message by then
 * is left alone. A run that was stopped, or interrupted, knows where it stands and can go on.
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"
#include "sonde-retained-list.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_RETAINED_JOB_IDLE,
  SONDE_RETAINED_JOB_CHECKING, /* what is there now */
  SONDE_RETAINED_JOB_SENDING,
  SONDE_RETAINED_JOB_VERIFYING,
  SONDE_RETAINED_JOB_STOPPED,
  SONDE_RETAINED_JOB_INTERRUPTED, /* sonde_retained_job_get_reason() says by what */
  SONDE_RETAINED_JOB_DONE,
} SondeRetainedJobState;

/* Of the topics that the present run is about, how many are where; together they are total. */
typedef struct
{
  guint total;
  guint waiting;      /* to be sent */
  guint unsure;       /* sent, without an answer */
  guint acknowledged; /* not verified */
  guint done;         /* verified */
  guint bare;         /* of those: put back without the properties that they had */
  guint failed;       /* not taken by the broker */
  guint gone;         /* clearing: there was none any more */
  guint anew;         /* another message was published since: left alone */
  guint unchanged;    /* acknowledged, and yet as before */
} SondeRetainedFigures;

/**
 * SondeRetainedJob:
 *
 * Signals:
 *   changed: state or figures are others; at most twenty times a second within one state
 */
#define SONDE_TYPE_RETAINED_JOB (sonde_retained_job_get_type ())
G_DECLARE_FINAL_TYPE (SondeRetainedJob, sonde_retained_job, SONDE, RETAINED_JOB, GObject)

/* @filter: a topic filter that brings all of @entries (of #SondeRetainedEntry); @list: kept as the
 * looks find it */
SondeRetainedJob *sonde_retained_job_new (SondeConnection   *connection,
                                          const char        *filter,
                                          GPtrArray         *entries,
                                          SondeRetainedList *list);

void sonde_retained_job_clear (SondeRetainedJob *self);
void sonde_retained_job_undo (SondeRetainedJob *self); /* when it is not running */
/* While sending: sends no more, and verifies what was; a second time, or else: at once. */
void sonde_retained_job_stop (SondeRetainedJob *self);
void sonde_retained_job_resume (SondeRetainedJob *self); /* stopped or interrupted: what it was doing */

SondeRetainedJobState sonde_retained_job_get_state (SondeRetainedJob *self);
gboolean              sonde_retained_job_get_running (SondeRetainedJob *self);
gboolean              sonde_retained_job_get_undoing (SondeRetainedJob *self); /* in the present or last run */
gboolean              sonde_retained_job_get_can_undo (SondeRetainedJob *self);
/* Whether to undo, or to resume an undo, by the version of MQTT that the connection has now would
 * publish messages without the properties that they had. */
gboolean                    sonde_retained_job_get_loses_properties (SondeRetainedJob *self);
const SondeRetainedFigures *sonde_retained_job_get_figures (SondeRetainedJob *self);

/* One translated sentence, or %NULL: why it was interrupted; why the first one was not taken */
const char *sonde_retained_job_get_reason (SondeRetainedJob *self);
const char *sonde_retained_job_get_failure (SondeRetainedJob *self);

G_END_DECLS
