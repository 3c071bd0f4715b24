/* sonde-client-row.h: a client of the local broker, or the titles above them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-broker-client.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows the titles of its columns until it has a client. */
#define SONDE_TYPE_CLIENT_ROW (sonde_client_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeClientRow, sonde_client_row, SONDE, CLIENT_ROW, AdwBin)

void sonde_client_row_set_client (SondeClientRow    *self,
                                  SondeBrokerClient *client);

/* One line that names it for all purposes. */
char *sonde_client_row_dup_name (SondeBrokerClient *client);

G_END_DECLS
