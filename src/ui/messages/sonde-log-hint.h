/* sonde-log-hint.h: what to do next, while there is no message to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property (notify): connection (SondeConnection or NULL). */
#define SONDE_TYPE_LOG_HINT (sonde_log_hint_get_type ())
G_DECLARE_FINAL_TYPE (SondeLogHint, sonde_log_hint, SONDE, LOG_HINT, AdwBin)

G_END_DECLS
