/* sonde-view-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-view-kind"

#include "sonde-view-kind.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  const char *label;
} views[SONDE_N_VIEWS] = {
  [SONDE_VIEW_TEXT] = { "text", N_ ("Text") },
  [SONDE_VIEW_JSON] = { "json", N_ ("JSON") },
  [SONDE_VIEW_TREE] = { "tree", N_ ("Tree") },
  [SONDE_VIEW_HEX] = { "hex", N_ ("Hex") },
  [SONDE_VIEW_BASE64] = { "base64", N_ ("Base64") },
  [SONDE_VIEW_IMAGE] = { "image", N_ ("Image") },
  [SONDE_VIEW_DIFF] = { "diff", N_ ("Diff") },
};

const char *
sonde_view_kind_to_string (SondeViewKind kind)
{
  g_return_val_if_fail (kind < SONDE_N_VIEWS, NULL);

  return views[kind].name;
}

gboolean
sonde_view_kind_from_string (const char    *name,
                             SondeViewKind *kind)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < SONDE_N_VIEWS; i++)
    if (g_str_equal (views[i].name, name))
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

const char *
sonde_view_kind_get_label (SondeViewKind kind)
{
  g_return_val_if_fail (kind < SONDE_N_VIEWS, NULL);

  return _ (views[kind].label);
}

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
