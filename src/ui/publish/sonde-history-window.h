/* sonde-history-window.h: what was published, to look at, load and send again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-publish-pane.h"

G_BEGIN_DECLS

/* It belongs to a publish pane, follows its connection, and stays open while one publishes.
 * Signal: keep (SondePublishForm *form): it is to be saved as a template */
#define SONDE_TYPE_HISTORY_WINDOW (sonde_history_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeHistoryWindow, sonde_history_window, SONDE, HISTORY_WINDOW, AdwWindow)

/* @pane: with a connection */
SondeHistoryWindow *sonde_history_window_new (GtkWindow        *parent,
                                              SondePublishPane *pane);

G_END_DECLS
