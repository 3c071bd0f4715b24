/* sonde-match-bar.h: how a filter was understood, what it does, and the way from match to match
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Shown while a filter is in force.
 *
 * Properties (notify): connection (SondeConnection or NULL), selected-item (SondeMessageItem
 * or NULL: where the next match is counted from).
 * Signal: "go-to" (guint position in the filter's model).
 * Actions: match.next (also by F3, Ctrl+G), match.previous (Shift+F3, Ctrl+Shift+G).
 */
#define SONDE_TYPE_MATCH_BAR (sonde_match_bar_get_type ())
G_DECLARE_FINAL_TYPE (SondeMatchBar, sonde_match_bar, SONDE, MATCH_BAR, AdwBin)

G_END_DECLS
