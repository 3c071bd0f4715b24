/* sonde-diff-pane.h: how a payload differs from that of another message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-payload-pane.h"

#include <sonde-message-log.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* The other one is the message before it on its topic, or any that the user has marked. */
#define SONDE_TYPE_DIFF_PANE (sonde_diff_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeDiffPane, sonde_diff_pane, SONDE, DIFF_PANE, AdwBin)

/* Where the next item stands. */
void sonde_diff_pane_set_log (SondeDiffPane   *self,
                              SondeMessageLog *log);

G_END_DECLS
