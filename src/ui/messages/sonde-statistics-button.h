/* sonde-statistics-button.h: how many messages there are; pressed, how many a second
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: connection (nullable); label (string: what the button says). */
#define SONDE_TYPE_STATISTICS_BUTTON (sonde_statistics_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeStatisticsButton, sonde_statistics_button, SONDE, STATISTICS_BUTTON, AdwBin)

G_END_DECLS
