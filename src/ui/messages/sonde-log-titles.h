/* sonde-log-titles.h: the titles above the rows of the log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line between topic and payload can be dragged; pressed twice, it goes back. The
 * secondary button opens the menu of the columns.
 */

#pragma once

#include "sonde-log-columns.h"

G_BEGIN_DECLS

/* Signal: "menu" (double x, double y), to open it there. */
#define SONDE_TYPE_LOG_TITLES (sonde_log_titles_get_type ())
G_DECLARE_FINAL_TYPE (SondeLogTitles, sonde_log_titles, SONDE, LOG_TITLES, GtkWidget)

void sonde_log_titles_set_columns (SondeLogTitles  *self,
                                   SondeLogColumns *columns);

G_END_DECLS
