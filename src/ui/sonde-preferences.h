/* sonde-preferences.h: the preferences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-budget.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PREFERENCES (sonde_preferences_get_type ())
G_DECLARE_FINAL_TYPE (SondePreferences, sonde_preferences, SONDE, PREFERENCES, AdwPreferencesWindow)

/* @settings %NULL: what is chosen holds for this run */
SondePreferences *sonde_preferences_new (GtkWindow   *parent,
                                         SondeBudget *budget,
                                         GSettings   *settings);

G_END_DECLS
