/* sonde-broker-process.h: one mosquitto, from its start to its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread. The kernel ends it when the thread that started it ends.
 */

#pragma once

#include "sonde-broker-folder.h"

G_BEGIN_DECLS

/**
 * SondeBrokerProcess:
 *
 * Signals: "ready": it accepts connections; "line" (const char *line, gboolean whole): it said that,
 * also while it is stopped; "ended": it is gone, and all it said is read; not after
 * sonde_broker_process_stop().
 */
#define SONDE_TYPE_BROKER_PROCESS (sonde_broker_process_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerProcess, sonde_broker_process, SONDE, BROKER_PROCESS, GObject)

/* With the configuration in @folder. Returns: (nullable) */
SondeBrokerProcess *sonde_broker_process_new (const char              *program,
                                              const SondeBrokerFolder *folder,
                                              GError                 **error);
GPid                sonde_broker_process_get_pid (SondeBrokerProcess *self); /* 0 when it is gone */

/* Whether its log said so. */
gboolean sonde_broker_process_get_port_taken (SondeBrokerProcess *self);

/* Its last error, else its last line, else how it ended; never empty. */
char *sonde_broker_process_dup_last_words (SondeBrokerProcess *self);

/* SIGTERM, SIGKILL after 5 s: time to write much. Returns at once; "ended" tells when it is gone. */
void sonde_broker_process_leave (SondeBrokerProcess *self);

/* SIGTERM, SIGKILL after 2 s; blocks until it is gone. */
void sonde_broker_process_stop (SondeBrokerProcess *self);

G_END_DECLS
