/* sonde-history-button.h: History, below the payload
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-history-window.h"

G_BEGIN_DECLS

/* Within a SondePublishPane, whose history it shows; also by Ctrl+H.
 * Properties (notify): connection (SondeConnection or NULL); templates (SondeTemplatesButton): where
 * one is saved as a template. */
#define SONDE_TYPE_HISTORY_BUTTON (sonde_history_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeHistoryButton, sonde_history_button, SONDE, HISTORY_BUTTON, AdwBin)

G_END_DECLS
