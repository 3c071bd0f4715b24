/* sonde-local-broker.h: a mosquitto of our own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread; never blocks but for sonde_local_broker_stop_and_wait().
 */

#pragma once

#include "sonde-broker-clients.h"
#include "sonde-broker-lines.h"
#include "sonde-broker-options.h"

G_BEGIN_DECLS

#define SONDE_BROKER_ERROR (sonde_broker_error_quark ())
GQuark sonde_broker_error_quark (void);

/* Messages are one translated sentence: what is wrong and what to do. */
typedef enum
{
  SONDE_BROKER_ERROR_NOT_INSTALLED, /* names the package to install */
  SONDE_BROKER_ERROR_START,         /* died at once: with the last line of its log */
  SONDE_BROKER_ERROR_FILES,         /* its folder cannot be written */
} SondeBrokerError;

/* What it does; only while it runs it has a port and a pid. */
typedef enum
{
  SONDE_LOCAL_BROKER_STOPPED,
  SONDE_LOCAL_BROKER_STARTING,
  SONDE_LOCAL_BROKER_RUNNING,
  SONDE_LOCAL_BROKER_STOPPING,
  SONDE_LOCAL_BROKER_RESTARTING, /* until it runs again */
} SondeLocalBrokerPhase;

/**
 * SondeLocalBroker:
 *
 * Runs `mosquitto` as a child, by its options (at first on 127.0.0.1 only), with a
 * generated configuration and persistence under @folder, `max_queued_messages 0`. Found on
 * PATH, in /usr/sbin and /usr/local/sbin, and /app/bin. It dies with Sonde, even after
 * SIGKILL. Properties (notify): running (gboolean), port (uint), phase (uint), options (pointer).
 * Signals: "died" (const char *sentence): it ended unasked; "stopping" (gboolean comes_back):
 * asked to; "restarted": so it did; "options-lost" (const char *sentence): they are
 * those of a new broker, for they could not be read.
 *
 * A second Sonde with the same folder has its broker in a sub folder of its own. Started by
 * root the broker runs as the owner of @folder, else as mosquitto or nobody.
 */
#define SONDE_TYPE_LOCAL_BROKER (sonde_local_broker_get_type ())
G_DECLARE_FINAL_TYPE (SondeLocalBroker, sonde_local_broker, SONDE, LOCAL_BROKER, GObject)

/* @folder: absolute, private to us; made when missing */
SondeLocalBroker *sonde_local_broker_new (const char *folder);
gboolean          sonde_local_broker_get_running (SondeLocalBroker *self);
guint16           sonde_local_broker_get_port (SondeLocalBroker *self); /* 0 when not running */
GPid              sonde_local_broker_get_pid (SondeLocalBroker *self);  /* 0 when not running */

SondeLocalBrokerPhase sonde_local_broker_get_phase (SondeLocalBroker *self);

/* Starts it unless it runs; done when it accepts connections. @preferred_port is taken when free (last
 * time's port before a random one is chosen), else a free one the kernel picks.
 * From the main thread: the kernel ends the broker with the thread that started it. Cancelling
 * gives up waiting, not the start. */
void     sonde_local_broker_start_async (SondeLocalBroker   *self,
                                         guint16             preferred_port,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean sonde_local_broker_start_finish (SondeLocalBroker *self,
                                          GAsyncResult     *result,
                                          GError          **error);

/* Borrowed, the same until it notifies "options". */
const SondeBrokerOptions *sonde_local_broker_get_options (SondeLocalBroker *self);
SondeBrokerLines         *sonde_local_broker_get_lines (SondeLocalBroker *self);   /* borrowed */
SondeBrokerClients       *sonde_local_broker_get_clients (SondeLocalBroker *self); /* borrowed */

/* Where the certificate is that clients are to trust when it uses TLS. */
char *sonde_local_broker_dup_ca_path (SondeLocalBroker *self);

/* Takes @options for good, and starts it anew when it runs. Hash and options are written in a worker.
 * @password: (nullable): of their user; %NULL: as it was. It is kept as a hash only. */
void     sonde_local_broker_apply_async (SondeLocalBroker         *self,
                                         const SondeBrokerOptions *options,
                                         const char               *password,
                                         GCancellable             *cancellable,
                                         GAsyncReadyCallback       callback,
                                         gpointer                  user_data);
gboolean sonde_local_broker_apply_finish (SondeLocalBroker *self,
                                          GAsyncResult     *result,
                                          GError          **error);

/* Deletes retained messages, sessions and what is queued for them; when it runs, by starting it anew. */
void     sonde_local_broker_forget_async (SondeLocalBroker   *self,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean sonde_local_broker_forget_finish (SondeLocalBroker *self,
                                           GAsyncResult     *result,
                                           GError          **error);

/* SIGTERM, so that it writes its persistence; SIGKILL after 5 s. It does not run from now on; a start
 * waits until it is gone. */
void sonde_local_broker_stop (SondeLocalBroker *self);

/* The same for who is about to end: SIGKILL after 2 s, and blocks until it is gone. */
void sonde_local_broker_stop_and_wait (SondeLocalBroker *self);

/* Whether something at 127.0.0.1:@port answers a CONNECT as an MQTT broker does, within 1 s.
 * Sends a CONNECT of 3.1.1 with a random client id and a clean session, then DISCONNECT. */
void     sonde_broker_probe_async (guint16             port,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
gboolean sonde_broker_probe_finish (GAsyncResult *result,
                                    GError      **error); /* %FALSE without error: it does not */

G_END_DECLS
