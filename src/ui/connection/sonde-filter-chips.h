/* sonde-filter-chips.h: the topic filters that are about to be subscribed to, a chip each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: "remove" (string): the filter whose button was pressed. */
#define SONDE_TYPE_FILTER_CHIPS (sonde_filter_chips_get_type ())
G_DECLARE_FINAL_TYPE (SondeFilterChips, sonde_filter_chips, SONDE, FILTER_CHIPS, AdwBin)

/* @faults: as long as @filters: a sentence, or %NULL, each. Of many filters the first are shown, and
 * how many there are more; those with a fault come first. */
void sonde_filter_chips_show (SondeFilterChips *self,
                              GStrv             filters,
                              GPtrArray        *faults);

G_END_DECLS
