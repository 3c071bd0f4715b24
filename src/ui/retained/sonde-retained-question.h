/* sonde-retained-question.h: what is about to be cleared, or put back, to be confirmed
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

/* Where what would be put back had properties that get lost; its response "undo" means yes. */
GtkWindow *sonde_retained_question_new_undo (GtkWindow *parent);

G_END_DECLS
