/* sonde-messages-page.h: log, publish pane and inspector of the selected connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Properties (notify): connection (SondeConnection or NULL),
 * inspector-visible (gboolean: as the user wants it in a wide window),
 * inspector-width, publish-height (int, pixels): for the settings,
 * log-only (gboolean): there is nothing to publish to, and nothing new will come.
 */
#define SONDE_TYPE_MESSAGES_PAGE (sonde_messages_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessagesPage, sonde_messages_page, SONDE, MESSAGES_PAGE, AdwBin)

/* Puts @topic in place of the topic in the publish pane, and the focus on the payload. */
void sonde_messages_page_publish_to (SondeMessagesPage *self,
                                     const char        *topic);

G_END_DECLS
