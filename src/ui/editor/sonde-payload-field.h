/* sonde-payload-field.h: bytes to type as text, JSON, hexadecimal digits or Base64
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-payload-typed.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: title (of AdwPreferencesRow, "Will payload"; its drop-down is named after it).
 * Another format shows the same bytes. Signal: "changed". */
#define SONDE_TYPE_PAYLOAD_FIELD (sonde_payload_field_get_type ())
G_DECLARE_FINAL_TYPE (SondePayloadField, sonde_payload_field, SONDE, PAYLOAD_FIELD, AdwPreferencesRow)

/* In hexadecimal digits where @bytes cannot be shown in @format. Emits no signal. */
void sonde_payload_field_load (SondePayloadField *self,
                               GBytes            *bytes,
                               SondeTypedFormat   format);

/* Returns: (transfer full): what is typed; what was good last while there is a fault */
GBytes          *sonde_payload_field_ref_bytes (SondePayloadField *self);
SondeTypedFormat sonde_payload_field_get_format (SondePayloadField *self);

/* What is wrong with what is typed, or with the format that was asked for; %NULL: nothing */
const char *sonde_payload_field_get_fault (SondePayloadField *self);

G_END_DECLS
