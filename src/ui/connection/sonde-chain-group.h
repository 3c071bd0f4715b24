/* sonde-chain-group.h: the certificates a broker presented, one below the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-chain.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_CHAIN_GROUP (sonde_chain_group_get_type ())
G_DECLARE_FINAL_TYPE (SondeChainGroup, sonde_chain_group, SONDE, CHAIN_GROUP, AdwPreferencesGroup)

/* @chain %NULL: nothing was presented, and the group hides. */
void sonde_chain_group_set_chain (SondeChainGroup *self,
                                  SondeChain      *chain);

G_END_DECLS
