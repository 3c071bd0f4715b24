/* sonde-tls-trusted.h: the authorities of a profile's own, one by one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include "sonde-chain.h"

G_BEGIN_DECLS

/* Returns: (transfer full): of SondeCertificate, those that can be read in @pem */
GPtrArray *sonde_tls_list_trusted (const char *pem);

/* Returns: (transfer full): @pem and then @certificate */
char *sonde_tls_add_trusted (const char             *pem,
                             const SondeCertificate *certificate);

/* Returns: @pem without the one at @position of that list */
char *sonde_tls_remove_trusted (const char *pem,
                                guint       position);

G_END_DECLS
