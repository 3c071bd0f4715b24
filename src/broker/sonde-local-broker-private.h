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

  /* While it starts */
  GPtrArray    *tasks; /* all who wait; %NULL when it does not start */
  guint16       preferred_port;
  guint         n_attempts;
  gint64        deadline;
  guint         timer_id;
  GCancellable *probe_cancellable;
};

/* Ends the process, if there is one; the folder stays ours. */
void sonde_local_broker_end_process (SondeLocalBroker *self);
/* Gives the folder back, and tells that it runs no more. */
void sonde_local_broker_release (SondeLocalBroker *self);

G_END_DECLS
