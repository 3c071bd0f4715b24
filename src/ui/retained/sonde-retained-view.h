/* sonde-retained-view.h: retained messages, to be filtered, selected and looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-retained-list.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: "changed": what is shown, or selected, is another. */
#define SONDE_TYPE_RETAINED_VIEW (sonde_retained_view_get_type ())
G_DECLARE_FINAL_TYPE (SondeRetainedView, sonde_retained_view, SONDE, RETAINED_VIEW, AdwBin)

void sonde_retained_view_set_list (SondeRetainedView *self,
                                   SondeRetainedList *list);

/* What to say while there is none. */
void sonde_retained_view_set_empty (SondeRetainedView *self,
                                    const char        *title,
                                    const char        *description);

/* The selected ones, or all that are shown when none is; of #SondeRetainedEntry */
GPtrArray *sonde_retained_view_list_targets (SondeRetainedView *self);
guint      sonde_retained_view_get_n_shown (SondeRetainedView *self);
guint      sonde_retained_view_get_n_selected (SondeRetainedView *self);

G_END_DECLS
