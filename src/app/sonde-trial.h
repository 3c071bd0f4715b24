/* sonde-trial.h: one attempt to connect, apart from any connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread. Nothing is saved, nothing subscribed. The connection ends with DISCONNECT
 * as soon as the broker let it in, so that no will is sent.
 */

#pragma once

#include "sonde-report.h"
#include "sonde-services.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Either way with clean start and, in MQTT 5, without session expiry: the broker keeps nothing of it. */
typedef enum
{
  SONDE_TRIAL_OWN_ID,  /* a random client id: neither a connection nor a session of the profile's is touched */
  SONDE_TRIAL_SAME_ID, /* the profile's: it takes over from a connection that has it, and the broker
                        * discards the session it holds of it (5.0, 3.1.2.4 and 3.1.4; 3.1.1, 3.1.2.4) */
} SondeTrialId;

/**
 * SondeTrial:
 *
 * Property: report (SondeReport boxed, read-only, notifies): how far it has come
 */
#define SONDE_TYPE_TRIAL (sonde_trial_get_type ())
G_DECLARE_FINAL_TYPE (SondeTrial, sonde_trial, SONDE, TRIAL, GObject)

/* @profile need not be saved. */
SondeTrial *sonde_trial_new (SondeServices      *services,
                             const SondeProfile *profile,
                             SondeTrialId        id);

/**
 * sonde_trial_choose_id:
 * @kept: (nullable): the profile as the connection has it; %NULL for a new one
 * @in_use: whether that connection is under way
 *
 * The id for a test that must disturb nothing. The profile's own is the truer test, since some
 * brokers go by it; but not where a session or a connection could be lost by it.
 */
SondeTrialId sonde_trial_choose_id (const SondeProfile *typed,
                                    const SondeProfile *kept,
                                    gboolean            in_use);

/* Wins over what is kept for this @purpose (sonde-secret-store.h); "": none. Before it runs. */
void sonde_trial_set_secret (SondeTrial *self,
                             const char *purpose,
                             const char *secret);

/**
 * sonde_trial_run_async:
 *
 * Once. Ends when the connection has ended; when cancelled at once, and a CONNECT that is
 * still to be answered is then brought to a clean end behind the scenes.
 */
void sonde_trial_run_async (SondeTrial         *self,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/* Returns: whether the broker let us in; else @error is one sentence, or G_IO_ERROR_CANCELLED */
gboolean sonde_trial_run_finish (SondeTrial   *self,
                                 GAsyncResult *result,
                                 GError      **error);

SondeTrialId       sonde_trial_get_id (SondeTrial *self);
const SondeReport *sonde_trial_get_report (SondeTrial *self);

/* What CONNACK said, a line each; %NULL when none came. */
const char *sonde_trial_get_connack_text (SondeTrial *self);
gboolean    sonde_trial_get_session_present (SondeTrial *self);

G_END_DECLS
