/* sonde-message-scan.h: a query at work in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside this layer only. What it finds comes by mailbox, as SondeScanLetter.
 */

#pragma once

#include "sonde-query.h"

#include <sonde-mailbox.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_SCAN_OLDEST_FIRST,
  SONDE_SCAN_NEWEST_FIRST,
} SondeScanOrder;

typedef struct _SondeMessageScan SondeMessageScan;

typedef struct
{
  SondeMessageScan *scan;
  GArray           *found; /* SondeMatches, in the scan's order */
  gboolean          is_last;
} SondeScanLetter;

void sonde_scan_letter_free (SondeScanLetter *self);

/**
 * sonde_message_scan_start:
 * @stretches: (transfer full): of SondeStretch, oldest first
 * @mailbox: gets the letters: the first as soon as there is something to tell, and
 *   after 8 ms at the latest; then at most one a frame; the last one always
 */
SondeMessageScan *sonde_message_scan_start (SondeQuery    *query,
                                            GArray        *stretches,
                                            SondeScanOrder order,
                                            SondeMailbox  *mailbox);
SondeMessageScan *sonde_message_scan_ref (SondeMessageScan *self);
void              sonde_message_scan_unref (SondeMessageScan *self); /* any thread */

/* Letters may still come; not the last one. */
void sonde_message_scan_cancel (SondeMessageScan *self);

/* What is older than @first_serial has left the log: lets go of it. */
void sonde_message_scan_forget (SondeMessageScan *self,
                                guint64           first_serial);

G_END_DECLS
