/* sonde-payload-view.h: a payload as text, as JSON or as bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PAYLOAD_VIEW (sonde_payload_view_get_type ())
G_DECLARE_FINAL_TYPE (SondePayloadView, sonde_payload_view, SONDE, PAYLOAD_VIEW, AdwBin)

/* @topic names the file when the payload is saved. @payload may be %NULL: nothing to show. */
void sonde_payload_view_set_payload (SondePayloadView *self,
                                     GBytes           *payload,
                                     const char       *topic);

G_END_DECLS
