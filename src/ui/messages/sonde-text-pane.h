/* sonde-text-pane.h: a payload as text, JSON, hex or Base64
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-payload-pane.h"

#include <sonde-payload.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_TEXT_PANE (sonde_text_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeTextPane, sonde_text_pane, SONDE, TEXT_PANE, AdwBin)

/* For the next item; the one shown stays as it is. */
void sonde_text_pane_set_format (SondeTextPane     *self,
                                 SondePayloadFormat format);

G_END_DECLS
