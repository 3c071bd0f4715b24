/* sonde-banner.h: a line across the page, as AdwBanner of libadwaita 1.3
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: title, button-label (%NULL: no button), revealed. Signal: "button-clicked". */
#define SONDE_TYPE_BANNER (sonde_banner_get_type ())
G_DECLARE_FINAL_TYPE (SondeBanner, sonde_banner, SONDE, BANNER, AdwBin)

void sonde_banner_set_title (SondeBanner *self,
                             const char  *title);
void sonde_banner_set_button_label (SondeBanner *self,
                                    const char  *button_label);
void sonde_banner_set_revealed (SondeBanner *self,
                                gboolean     revealed);

G_END_DECLS
