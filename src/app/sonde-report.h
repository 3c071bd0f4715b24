/* sonde-report.h: what was tried, in order, and where it stopped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value made from the session's events; main thread.
 */

#pragma once

#include "sonde-suggestion.h"

#include <sonde-transport.h>

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_STEP_NOT_TRIED,
  SONDE_STEP_RUNNING,
  SONDE_STEP_DONE,
  SONDE_STEP_FAILED,
} SondeStepState;

typedef struct
{
  gboolean       applies; /* else the profile has no such step */
  SondeStepState state;
  char          *title;    /* "Found the address", translated, by state */
  char          *detail;   /* "broker.example → 10.0.0.5", or the sentence that names the cause */
  gint64         began;    /* monotonic µs, 0 when not tried */
  gint64         duration; /* µs, -1 when unknown */
} SondeStep;

typedef struct
{
  char     *title;                     /* "Could not connect to Lab EMQX" */
  char     *summary;                   /* one sentence that names the cause */
  char     *advice;                    /* what to do, or %NULL */
  SondeStep steps[SONDE_STAGE_ONLINE]; /* by SondeStage */
  gboolean  failed;
  gboolean  by_socket; /* of this machine, which is no TCP */

  SondeSuggestion suggestion;

  SondeChain *chain; /* where TLS failed, and the broker presented certificates; else %NULL */
} SondeReport;

#define SONDE_TYPE_REPORT (sonde_report_get_type ())
GType sonde_report_get_type (void);

SondeReport *sonde_report_new (const SondeProfile *profile);
SondeReport *sonde_report_copy (const SondeReport *self);
void         sonde_report_free (SondeReport *self);
void         sonde_report_stage (SondeReport *self,
                                 SondeStage   stage,
                                 const char  *detail,
                                 gint64       time);
void         sonde_report_fail (SondeReport  *self,
                                const GError *error,
                                const char   *advice,
                                gint64        time);

/* What was presented, and the change that may help; before it is shown. */
void sonde_report_set_chain (SondeReport *self,
                             SondeChain  *chain);
void sonde_report_set_suggestion (SondeReport    *self,
                                  SondeSuggestion suggestion);

/* As text for a bug report; holds no secret. */
char *sonde_report_to_text (const SondeReport *self);

G_END_DECLS
