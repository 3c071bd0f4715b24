/* sonde-retained-item.h: one retained message on its way through a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value of sonde-retained-job.c; main thread only.
 */

#pragma once

#include "sonde-retained-entry.h"

#include <sonde-profile.h>

G_BEGIN_DECLS

/* What has become of it, in the present run. */
typedef enum
{
  SONDE_RETAINED_ITEM_OUT, /* not part of it */
  SONDE_RETAINED_ITEM_WAITING,
  SONDE_RETAINED_ITEM_SENT,
  SONDE_RETAINED_ITEM_ACKNOWLEDGED,
  SONDE_RETAINED_ITEM_DONE,
  SONDE_RETAINED_ITEM_FAILED,
  SONDE_RETAINED_ITEM_GONE,
  SONDE_RETAINED_ITEM_ANEW,
  SONDE_RETAINED_ITEM_UNCHANGED,
  SONDE_RETAINED_N_ITEM_STATES,
} SondeRetainedItemState;

typedef struct
{
  SondeRetainedEntry    *entry;
  SondeRetainedItemState state;
  gboolean               touched; /* it was, or may have been, cleared by us */
  gboolean               bare;    /* put back without the properties that it had */
} SondeRetainedItem;

/* A #GDestroyNotify for those of an array */
void sonde_retained_item_clear (gpointer item);

/* Its state after a look of MQTT @version found @now, or %NULL: before anything is sent, and after.
 * Clearing, @item takes what is found first for what would be put back. */
SondeRetainedItemState sonde_retained_item_judge_before (SondeRetainedItem  *item,
                                                         SondeRetainedEntry *now,
                                                         gboolean            undoing,
                                                         SondeMqttVersion    version);
SondeRetainedItemState sonde_retained_item_judge_after (const SondeRetainedItem *item,
                                                        SondeRetainedEntry      *now,
                                                        gboolean                 undoing,
                                                        SondeMqttVersion         version);

/* Whether an undo, or what is left of the one that is @undoing, would publish it. */
gboolean sonde_retained_item_is_to_put_back (const SondeRetainedItem *item,
                                             gboolean                 undoing);

G_END_DECLS
