/* sonde-advice.h: what to do about an attempt that failed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-chain.h>
#include <sonde-profile.h>

G_BEGIN_DECLS

/**
 * sonde_advice_for:
 * @reason: of the CONNACK; counts where @error is REFUSED
 *
 * Returns: one translated sentence, or %NULL where @error says all
 */
const char *sonde_advice_for (const SondeProfile *profile,
                              const GError       *error,
                              guint8              reason);

/* Returns: likewise, about what the broker presented; %NULL where nothing is wrong with it */
const char *sonde_advice_for_chain (const SondeProfile *profile,
                                    const SondeChain   *chain);

G_END_DECLS
