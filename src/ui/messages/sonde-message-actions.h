/* sonde-message-actions.h: what one can do with the selected message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties (notify): connection (SondeConnection or NULL), item (SondeMessageItem with a payload, or NULL),
 * can-publish (gboolean: there is a publish pane to edit it in). */
#define SONDE_TYPE_MESSAGE_ACTIONS (sonde_message_actions_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageActions, sonde_message_actions, SONDE, MESSAGE_ACTIONS, AdwBin)

G_END_DECLS
