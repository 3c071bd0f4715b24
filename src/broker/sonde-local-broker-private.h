/* sonde-local-broker-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-broker-process.h"
#include "sonde-local-broker.h"

G_BEGIN_DECLS

/*
 * start_async → folder (waits for a dying predecessor) → port → process
 *                                    ↑                      ├ "ready"  → running
 *                                    └── port was taken ────┴ "ended"  → failed
 *
 * running → leave → "ended" → folder given back → start_async again, for who waits
 */
struct _SondeLocalBroker
{
  GObject parent_instance;

  char *path;
  char *search_path;

  SondeBrokerOptions *options; /* %NULL until they are asked for */
  SondeBrokerLines   *lines;
  SondeBrokerClients *clients;

  SondeBrokerFolder  *folder;
  SondeBrokerProcess *process;
  guint16             port;
  gboolean            running;

  SondeLocalBrokerPhase phase; /* as told last */

  /* While it leaves */
  gboolean leaving;
  gboolean restarting;   /* also while it then starts */
  gboolean forget;       /* what is kept, once it is gone */
  GError  *forget_fault; /* why that failed last */

  /* While it starts */
  GPtrArray    *tasks; /* all who wait; %NULL when it does not start */
  guint16       preferred_port;
  guint         n_attempts;
  gint64        deadline;
  guint         timer_id;
  GCancellable *probe_cancellable;
};

/* ---- sonde-local-broker.c ---- */

void sonde_local_broker_set_running (SondeLocalBroker *self,
                                     gboolean          running);
void sonde_local_broker_update_phase (SondeLocalBroker *self);
void sonde_local_broker_begin_start (SondeLocalBroker *self);
void sonde_local_broker_finish_start (SondeLocalBroker *self,
                                      const GError     *error);

/* ---- sonde-local-broker-end.c ---- */

void sonde_local_broker_stop_waiting (SondeLocalBroker *self);
/* Ends the process, if there is one, and gives the folder back. Blocks while it has not ended. */
void sonde_local_broker_clear (SondeLocalBroker *self);
/* Tells the process to end. */
void sonde_local_broker_leave (SondeLocalBroker *self);
/* It did. */
void sonde_local_broker_left (SondeLocalBroker *self);

G_END_DECLS
