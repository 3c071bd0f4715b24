/* sonde-pair-list.h: headers, or user properties, to add to and to remove from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-pairs.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: headers (construct only): of a WebSocket, else user properties of MQTT 5.
 * Signals: "changed", "faults-changed". */
#define SONDE_TYPE_PAIR_LIST (sonde_pair_list_get_type ())
G_DECLARE_FINAL_TYPE (SondePairList, sonde_pair_list, SONDE, PAIR_LIST, AdwPreferencesGroup)

/* @pairs of SondePair. Emits no "changed". */
void sonde_pair_list_load (SondePairList   *self,
                           const GPtrArray *pairs);

/* Returns: (transfer full): those that are not empty */
GPtrArray *sonde_pair_list_dup_pairs (SondePairList *self);

G_END_DECLS
