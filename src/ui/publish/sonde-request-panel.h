/* sonde-request-panel.h: where one sends a request, and reads the answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SondeRequestPanel:
 *
 * In a popover within a SondePublishPane, whose form it takes. The request goes on while another
 * connection is shown, and is there again with its own.
 * Properties (notify): connection (SondeConnection or NULL), waiting (gboolean, read-only)
 */
#define SONDE_TYPE_REQUEST_PANEL (sonde_request_panel_get_type ())
G_DECLARE_FINAL_TYPE (SondeRequestPanel, sonde_request_panel, SONDE, REQUEST_PANEL, AdwBin)

/* As it comes into view: the response topic may be one of the form's properties. */
void sonde_request_panel_prepare (SondeRequestPanel *self);

GtkWidget *sonde_request_panel_get_default_widget (SondeRequestPanel *self);

G_END_DECLS
