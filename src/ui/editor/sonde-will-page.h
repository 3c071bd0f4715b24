/* sonde-will-page.h: what the broker is to publish when the connection is lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-editor-page.h"

G_BEGIN_DECLS

#define SONDE_TYPE_WILL_PAGE (sonde_will_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeWillPage, sonde_will_page, SONDE, WILL_PAGE, SondeEditorPage)

G_END_DECLS
