/* sonde-security-page.h: what a connection needs to know of TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-editor-page.h"

#include "sonde-switch-row.h"

#include <sonde-chain.h>

G_BEGIN_DECLS

#define SONDE_TYPE_SECURITY_PAGE (sonde_security_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeSecurityPage, sonde_security_page, SONDE, SECURITY_PAGE, SondeEditorPage)

SondeSwitchRow *sonde_security_page_get_tls_row (SondeSecurityPage *self);

/* As if the user had put it there. */
void sonde_security_page_trust (SondeSecurityPage      *self,
                                const SondeCertificate *certificate);

G_END_DECLS
