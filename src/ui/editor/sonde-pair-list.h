/* sonde-pair-list.h: headers, user properties or variables, to add to and to remove from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-pairs.h>

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_PAIR_USER_PROPERTIES, /* of MQTT 5 */
  SONDE_PAIR_HEADERS,         /* of a WebSocket */
  SONDE_PAIR_VARIABLES,       /* of the profile */
} SondePairKind;

#define SONDE_TYPE_PAIR_KIND (sonde_pair_kind_get_type ())
GType sonde_pair_kind_get_type (void);

/* Property: kind (SondePairKind, construct only).
 * Signals: "changed", "faults-changed". */
#define SONDE_TYPE_PAIR_LIST (sonde_pair_list_get_type ())
G_DECLARE_FINAL_TYPE (SondePairList, sonde_pair_list, SONDE, PAIR_LIST, AdwPreferencesGroup)

/* @pairs of SondePair. Emits no "changed". */
void sonde_pair_list_load (SondePairList   *self,
                           const GPtrArray *pairs);

/* Returns: (transfer full): those that are not empty */
GPtrArray *sonde_pair_list_dup_pairs (SondePairList *self);

G_END_DECLS
