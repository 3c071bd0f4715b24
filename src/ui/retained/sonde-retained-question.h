/* sonde-retained-question.h: exactly what is about to be cleared, to be confirmed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-profile.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* @entries: of #SondeRetainedEntry; the dialog lists their topics. Its response "clear" means yes. */
GtkWindow *sonde_retained_question_new (GtkWindow       *parent,
                                        GPtrArray       *entries,
                                        SondeMqttVersion version); /* that an undo would use */

G_END_DECLS
