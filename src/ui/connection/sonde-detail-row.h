/* sonde-detail-row.h: a line that tells, to be selected and copied
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_DETAIL_ROW (sonde_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeDetailRow, sonde_detail_row, SONDE, DETAIL_ROW, GtkListBoxRow)

GtkWidget *sonde_detail_row_new (const char *title,
                                 const char *text);

G_END_DECLS
