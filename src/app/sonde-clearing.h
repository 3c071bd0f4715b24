/* sonde-clearing.h: a log that was cleared, and its tree of topics, while that can be undone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

typedef struct _SondeClearing SondeClearing;

/* Clears them, and lets go what was cleared before.
 * Returns: (nullable): %NULL when there was nothing to clear */
SondeClearing *sonde_clearing_new (SondeConnection *connection);

/* Brings back what is left of them, before what came meanwhile. */
void sonde_clearing_undo (SondeClearing *self);

/* Ends the last chance to. */
void sonde_clearing_free (SondeClearing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeClearing, sonde_clearing_free)

G_END_DECLS
