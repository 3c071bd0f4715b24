/* sonde-session-page.h: what a broker keeps of a client, and what both agree on in CONNECT
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-editor-page.h"

G_BEGIN_DECLS

#define SONDE_TYPE_SESSION_PAGE (sonde_session_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeSessionPage, sonde_session_page, SONDE, SESSION_PAGE, SondeEditorPage)

G_END_DECLS
