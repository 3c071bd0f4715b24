/* sonde-page-row.h: a page of the profile editor, in the list beside them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-editor-page.h"

G_BEGIN_DECLS

#define SONDE_TYPE_PAGE_ROW (sonde_page_row_get_type ())
G_DECLARE_FINAL_TYPE (SondePageRow, sonde_page_row, SONDE, PAGE_ROW, GtkListBoxRow)

/* Goes by the title and the icon of @page. */
SondePageRow *sonde_page_row_new (SondeEditorPage *page);

SondeEditorPage *sonde_page_row_get_page (SondePageRow *self);

/* Marks it, so that a fault is seen from every page. */
void sonde_page_row_set_faulty (SondePageRow *self,
                                gboolean      faulty);

G_END_DECLS
