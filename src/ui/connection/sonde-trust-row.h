/* sonde-trust-row.h: offers to trust the authority of a broker, for one profile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-chain.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: trusted (GObject *subject, SondeChain *chain): the user has confirmed that what
 * sonde_chain_get_to_trust() gives is to be trusted; both as given when it was asked. */
#define SONDE_TYPE_TRUST_ROW (sonde_trust_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeTrustRow, sonde_trust_row, SONDE, TRUST_ROW, AdwActionRow)

/* Shows itself where trust would help. @subject: whose broker presented @chain, which may be
 * %NULL */
void sonde_trust_row_update (SondeTrustRow *self,
                             GObject       *subject,
                             SondeChain    *chain);

G_END_DECLS
