/* sonde-view-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-view-kind"

#include "sonde-view-kind.h"

SondePayloadLook
sonde_payload_look_at (const guint8 *payload,
                       gsize         size)
{
  SondePayloadLook look = { .image_type = sonde_payload_get_image_type (payload, size) };

  look.format = look.image_type != NULL ? SONDE_PAYLOAD_HEX : sonde_payload_guess (payload, size);
  return look;
}

static SondeViewKind
choose_automatically (const SondePayloadLook *look)
{
  if (look->image_type != NULL)
    return SONDE_VIEW_IMAGE;

  switch (look->format)
    {
    case SONDE_PAYLOAD_JSON:
      return SONDE_VIEW_JSON;
    case SONDE_PAYLOAD_TEXT:
      return SONDE_VIEW_TEXT;
    case SONDE_PAYLOAD_HEX:
    case SONDE_PAYLOAD_BASE64:
    default:
      return SONDE_VIEW_HEX;
    }
}

SondeViewKind
sonde_view_kind_choose (SondeViewKind           wanted,
                        const SondePayloadLook *look)
{
  gboolean fits;

  switch (wanted)
    {
    case SONDE_VIEW_HEX:
    case SONDE_VIEW_BASE64:
    case SONDE_VIEW_DIFF:
      fits = TRUE;
      break;
    case SONDE_VIEW_TEXT:
      fits = look->format != SONDE_PAYLOAD_HEX;
      break;
    case SONDE_VIEW_JSON:
    case SONDE_VIEW_TREE:
      fits = look->format == SONDE_PAYLOAD_JSON;
      break;
    case SONDE_VIEW_IMAGE:
    case SONDE_VIEW_AUTOMATIC:
    default:
      fits = FALSE;
    }

  return fits ? wanted : choose_automatically (look);
}

const char *
sonde_payload_look_get_extension (const SondePayloadLook *look)
{
  if (look->image_type != NULL)
    return look->image_type;

  switch (look->format)
    {
    case SONDE_PAYLOAD_JSON:
      return "json";
    case SONDE_PAYLOAD_TEXT:
      return "txt";
    case SONDE_PAYLOAD_HEX:
    case SONDE_PAYLOAD_BASE64:
    default:
      return "bin";
    }
}
