/* sonde-retained-text.h: what there is to say of retained messages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Translated, newly allocated.
 */

#pragma once

#include "sonde-retained-job.h"
#include "sonde-retained-look.h"

G_BEGIN_DECLS

/* Where a run stands: "10,000 cleared, and none is left." */
char *sonde_retained_run_to_text (SondeRetainedJobState       state,
                                  gboolean                    undoing,
                                  const SondeRetainedFigures *figures,
                                  const char                 *reason,
                                  const char                 *failure);

/* "1,204 retained messages, 45.1 kB", and what was left out of it */
char *sonde_retained_found_to_text (guint64                   count,
                                    guint64                   payload_size,
                                    const SondeRetainedFound *found); /* %NULL while looking */

/* "QoS 1 · 20 B · expires in 3 hours" */
char *sonde_retained_entry_to_text (SondeRetainedEntry *entry);

G_END_DECLS
