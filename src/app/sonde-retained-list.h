/* sonde-retained-list.h: retained messages, one a topic
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bounded: what goes beyond is counted, and not held. Main thread only.
 */

#pragma once

#include "sonde-retained-entry.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SondeRetainedList:
 *
 * A GListModel of #SondeRetainedEntry, in no order that means something.
 */
#define SONDE_TYPE_RETAINED_LIST (sonde_retained_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeRetainedList, sonde_retained_list, SONDE, RETAINED_LIST, GObject)

/* @max_bytes: of memory, about */
SondeRetainedList *sonde_retained_list_new (gsize max_bytes);

SondeRetainedEntry *sonde_retained_list_lookup (SondeRetainedList *self,
                                                const char        *topic); /* borrowed */

/* In place of one of its topic. New ones are seen in the model after sonde_retained_list_flush(),
 * at once those in place of another. Returns: %FALSE when there is no room */
gboolean sonde_retained_list_put (SondeRetainedList  *self,
                                  SondeRetainedEntry *entry);
void     sonde_retained_list_flush (SondeRetainedList *self);

void sonde_retained_list_remove (SondeRetainedList *self,
                                 const char        *topic);
/* @topics: their names are the keys */
void sonde_retained_list_remove_all (SondeRetainedList *self,
                                     GHashTable        *topics);

gsize sonde_retained_list_get_payload_size (SondeRetainedList *self); /* of all */

G_END_DECLS
