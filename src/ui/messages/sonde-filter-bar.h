/* sonde-filter-bar.h: the entry that filters the log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Property (notify): connection (SondeConnection or NULL).
 * Signal: "done" when the user goes back to the log, by Enter or Escape.
 * Action: filter.focus, also by Ctrl+F.
 */
#define SONDE_TYPE_FILTER_BAR (sonde_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (SondeFilterBar, sonde_filter_bar, SONDE, FILTER_BAR, AdwBin)

G_END_DECLS
