/* sonde-image-pane.h: a payload that is an image
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-payload-pane.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_IMAGE_PANE (sonde_image_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeImagePane, sonde_image_pane, SONDE, IMAGE_PANE, AdwBin)

G_END_DECLS
