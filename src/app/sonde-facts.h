/* sonde-facts.h: what is to know of a connection, as names with values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pure function; any thread.
 */

#pragma once

#include <sonde-chain.h>
#include <sonde-packet.h>
#include <sonde-profile.h>

G_BEGIN_DECLS

/**
 * sonde_facts_list:
 * @connack: (nullable): of the present or last attempt; its reason is an MQTT 5 one
 * @chain: (nullable): what the broker presented
 * @now: Unix time, s
 * @error: (nullable): a sentence
 *
 * What the broker decided replaces what the profile asked for, and says so.
 *
 * Returns: (transfer full) (element-type SondePair): in the order to show
 */
GPtrArray *sonde_facts_list (const SondeProfile     *profile,
                             const char             *address,
                             const SondeConnackView *connack,
                             const SondeChain       *chain,
                             gint64                  now,
                             const char             *error);

G_END_DECLS
