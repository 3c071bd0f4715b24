/* sonde-view-kind.h: the ways to look at a payload, and which one suits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-payload.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_VIEW_TEXT,
  SONDE_VIEW_JSON,
  SONDE_VIEW_TREE,
  SONDE_VIEW_HEX,
  SONDE_VIEW_BASE64,
  SONDE_VIEW_IMAGE,
  SONDE_VIEW_DIFF,
  SONDE_N_VIEWS,
  SONDE_VIEW_AUTOMATIC = SONDE_N_VIEWS,
} SondeViewKind;

/* What is known of a payload by a look at it. */
typedef struct
{
  SondePayloadFormat format;
  const char        *image_type; /* static, or %NULL */
} SondePayloadLook;

SondePayloadLook sonde_payload_look_at (const guint8 *payload,
                                        gsize         size);

/* @wanted as far as it makes sense of such a payload, else what suits it. */
SondeViewKind sonde_view_kind_choose (SondeViewKind           wanted,
                                      const SondePayloadLook *look);

/* "json", as it stands in the settings; static. */
const char *sonde_view_kind_to_string (SondeViewKind kind);

/* Returns: %FALSE when @name names none */
gboolean sonde_view_kind_from_string (const char    *name,
                                      SondeViewKind *kind);

/* The words on its toggle; static, translated. */
const char *sonde_view_kind_get_label (SondeViewKind kind);

/* What a file of it should end in: "json", "png", "bin". Static. */
const char *sonde_payload_look_get_extension (const SondePayloadLook *look);

G_END_DECLS
