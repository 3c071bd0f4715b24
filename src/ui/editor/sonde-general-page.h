/* sonde-general-page.h: name, address and account of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-editor-page.h"

#include "sonde-switch-row.h"

G_BEGIN_DECLS

#define SONDE_TYPE_GENERAL_PAGE (sonde_general_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeGeneralPage, sonde_general_page, SONDE, GENERAL_PAGE, SondeEditorPage)

/* A second hand on the switch of the page Security, whose own it is. */
SondeSwitchRow *sonde_general_page_get_tls_row (SondeGeneralPage *self);

/* Whether what is typed as the password outlasts this run. */
void sonde_general_page_set_lasting (SondeGeneralPage *self,
                                     gboolean          lasting);

G_END_DECLS
