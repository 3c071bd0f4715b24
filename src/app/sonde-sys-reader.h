/* sonde-sys-reader.h: reads $SYS over a session of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include <sonde-session.h>
#include <sonde-sys-topics.h>
#include <sonde-sys.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_SYS_OFFLINE,    /* there is no reader */
  SONDE_SYS_CONNECTING, /* its session, and the subscription */
  SONDE_SYS_WAITING,    /* granted, nothing came so far */
  SONDE_SYS_SILENT,     /* likewise, and for some seconds */
  SONDE_SYS_READING,
  SONDE_SYS_REFUSED, /* for good: the session, or the subscription */
} SondeSysState;

/**
 * SondeSysReader:
 *
 * Signals:
 *   changed: its state
 *   round: what is in the SondeSys and the SondeSysTopics
 */
#define SONDE_TYPE_SYS_READER (sonde_sys_reader_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysReader, sonde_sys_reader, SONDE, SYS_READER, GObject)

/* @session: transfer full, connecting: the reader ends it. It fills @sys, which must outlive it,
 * and @topics. */
SondeSysReader *sonde_sys_reader_new (SondeSession   *session,
                                      SondeSys       *sys,
                                      SondeSysTopics *topics);

SondeSysState sonde_sys_reader_get_state (SondeSysReader *self);

/* When it is SILENT or REFUSED: what happened, and what it may come from; sentences. Else %NULL,
 * the second perhaps too. */
const char *sonde_sys_reader_get_reason (SondeSysReader *self);
const char *sonde_sys_reader_get_advice (SondeSysReader *self);

G_END_DECLS
