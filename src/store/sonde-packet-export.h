/* sonde-packet-export.h: recorded packets written to a file, in the background
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread; the writing goes on in a worker.
 */

#pragma once

#include "sonde-packet-list.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_PACKET_EXPORT_TEXT,   /* each packet with its fields */
  SONDE_PACKET_EXPORT_PCAPNG, /* a capture, in which packets of TLS and WebSocket are plain MQTT */
} SondePacketExportFormat;

/**
 * sonde_packet_export_async:
 * @ring: where what is known of the attempts to connect stands
 * @stretches: (transfer full): as of sonde_packet_list_dup_stretches()
 * @file: replaced when all is written; it stays as it was on failure and on cancel
 */
void sonde_packet_export_async (SondePacketRing        *ring,
                                GArray                 *stretches,
                                SondePacketExportFormat format,
                                GFile                  *file,
                                GCancellable           *cancellable,
                                GAsyncReadyCallback     callback,
                                gpointer                user_data);

/* Returns: %FALSE with a #GIOErrorEnum; its message is the system's */
gboolean sonde_packet_export_finish (GAsyncResult *result,
                                     guint64      *n_written,
                                     GError      **error);

G_END_DECLS
