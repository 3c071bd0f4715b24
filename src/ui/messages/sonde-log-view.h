/* sonde-log-view.h: the message log with its toolbar, titles and hints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Properties (notify): connection (SondeConnection or NULL), live (gboolean),
 * selected-item (SondeMessageItem or NULL, read-only),
 * inspector-visible (gboolean: the toggle at the end of the toolbar).
 */
#define SONDE_TYPE_LOG_VIEW (sonde_log_view_get_type ())
G_DECLARE_FINAL_TYPE (SondeLogView, sonde_log_view, SONDE, LOG_VIEW, AdwBin)

/* Selects the message of @serial and brings it into view, or says why there is none. */
void sonde_log_view_show_serial (SondeLogView *self,
                                 guint64       serial);

G_END_DECLS
