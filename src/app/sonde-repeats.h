/* sonde-repeats.h: what a connection sends again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-repeat.h"

#include <sonde-publish-form.h>

G_BEGIN_DECLS

/**
 * SondeRepeats:
 *
 * A GListModel of SondeRepeat, the newest first; the oldest of those that have ended leave.
 * Property: n-running (uint; notify, read-only)
 */
#define SONDE_TYPE_REPEATS (sonde_repeats_get_type ())
G_DECLARE_FINAL_TYPE (SondeRepeats, sonde_repeats, SONDE, REPEATS, GObject)

SondeRepeats *sonde_repeats_new (SondeSession *session);

guint sonde_repeats_get_n_running (SondeRepeats *self);

/* Whether one more may run. */
gboolean sonde_repeats_has_room (SondeRepeats *self);

/**
 * sonde_repeats_start_form:
 * @pairs: the profile's variables
 * @first: (transfer full): what @form is composed to now
 * @interval_ms: at least 1
 * @times: 0: until it is stopped
 *
 * Returns: (transfer none)
 */
SondeRepeat *sonde_repeats_start_form (SondeRepeats           *self,
                                       const SondePublishForm *form,
                                       const GPtrArray        *pairs,
                                       SondePublish           *first,
                                       guint                   interval_ms,
                                       guint64                 times);

/* The messages of an export as JSON Lines. @interval_ms 0: as far apart as they were. */
SondeRepeat *sonde_repeats_start_file (SondeRepeats *self,
                                       GFile        *file,
                                       guint         interval_ms);

/* All of them, as the connection goes. */
void sonde_repeats_stop (SondeRepeats *self);

/* Stops it, if need be. */
void sonde_repeats_remove (SondeRepeats *self,
                           SondeRepeat  *repeat);

G_END_DECLS
