/* sonde-tls-checks.h: the options of TLS, looked at before they are used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a field needs is in sonde-tls-options.h.
 */

#pragma once

#include "sonde-tls-options.h"

G_BEGIN_DECLS

/* Returns: (nullable): the first entry of the list that stands for no cipher of
 * TLS 1.2, or the whole list when nothing remains of it */
char *sonde_tls_find_bad_cipher (const char *ciphers);

/* RFC 7301, 3.1: each protocol with its length before it. Of a list that was checked. */
GBytes *sonde_tls_pack_protocols (const char *protocols);

/* Of a key that was checked. To be overwritten when it is done with. */
GByteArray *sonde_tls_unpack_psk (const char *hex);

G_END_DECLS
