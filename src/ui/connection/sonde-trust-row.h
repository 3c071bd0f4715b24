/* sonde-trust-row.h: offers to trust the authority of a broker, for one profile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_TRUST_ROW (sonde_trust_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeTrustRow, sonde_trust_row, SONDE, TRUST_ROW, AdwActionRow)

/* Shows itself where trust would mend the last attempt of @connection, which may be %NULL.
 * Once confirmed, the profile trusts, and the connection tries again. */
void sonde_trust_row_update (SondeTrustRow   *self,
                             SondeConnection *connection);

G_END_DECLS
