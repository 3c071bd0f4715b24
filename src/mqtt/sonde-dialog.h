/* sonde-dialog.h: the MQTT conversation on a stream, and what of it outlasts the stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Joins libmosquitto, the relay with its tap, and the log. Network thread.
 */

#pragma once

#include "sonde-delivery.h"
#include "sonde-goodbye.h"
#include "sonde-packet-ring.h"
#include "sonde-sender.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  /* CONNACK with success. From within libmosquitto: must not touch the dialog. */
  void (*accepted) (gboolean session_present,
                    gpointer user_data);

  /* The last call of a conversation; may stop or free the dialog. @network_error
   * is %NULL when the stream ended in order, or did not end (see dup_cause). */
  void (*ended) (gboolean      network_ended,
                 const GError *network_error,
                 gpointer      user_data);
} SondeDialogFuncs;

typedef struct _SondeDialog SondeDialog;

SondeDialog *sonde_dialog_new (SondeDelivery          *delivery,
                               const SondeDialogFuncs *funcs,
                               gpointer                user_data);
void         sonde_dialog_free (SondeDialog *self);

/* What passes is recorded there from now on. */
void sonde_dialog_set_packets (SondeDialog     *self,
                               SondePacketRing *packets);

/* For the next start: the same session as last time when @again, else a new one. */
void sonde_dialog_prepare (SondeDialog        *self,
                           const SondeProfile *profile,
                           const char         *password,
                           gboolean            again);

/* Sends CONNECT on @stream. @tcp_fd: below it, for TCP_QUICKACK; or -1 */
gboolean sonde_dialog_start (SondeDialog *self,
                             GIOStream   *stream,
                             int          tcp_fd,
                             GError     **error);

/* Sends DISCONNECT; "ended" comes when it is out. */
void sonde_dialog_say_goodbye (SondeDialog        *self,
                               const SondeGoodbye *goodbye);

/* Lets go of the stream; the session stays. */
void sonde_dialog_stop (SondeDialog *self);

/* Takes the commands. */
SondeSender *sonde_dialog_get_sender (SondeDialog *self);

/* Whether anything came in. */
gboolean sonde_dialog_was_answered (SondeDialog *self);

/* Reason of the DISCONNECT the broker sent, 0 when it sent none. */
guint8 sonde_dialog_get_disconnect_reason (SondeDialog *self);

/* Why it ended; to be asked before stop. First what the broker said, then the
 * stream's error, then what libmosquitto makes of it. */
GError *sonde_dialog_dup_cause (SondeDialog  *self,
                                SondeStage    stage,
                                gboolean      network_ended,
                                const GError *network_error,
                                gint64        online_for,
                                gboolean     *may_retry);

G_END_DECLS
