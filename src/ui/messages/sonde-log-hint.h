/* sonde-log-hint.h: what to do next, while there is no message to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties (notify): connection (SondeConnection or NULL),
 * first-steps (gboolean): leads through connect, subscribe and publish on the local broker, each a
 * click away; unset by the user, or when all is done. */
#define SONDE_TYPE_LOG_HINT (sonde_log_hint_get_type ())
G_DECLARE_FINAL_TYPE (SondeLogHint, sonde_log_hint, SONDE, LOG_HINT, AdwBin)

/* There was a message. */
void sonde_log_hint_end_first_steps (SondeLogHint *self);

G_END_DECLS
