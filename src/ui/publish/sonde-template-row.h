/* sonde-template-row.h: a template, or a folder of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-template-rows.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signals: publish, edit (SondeTemplateItem): a button of it was pressed */
#define SONDE_TYPE_TEMPLATE_ROW (sonde_template_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplateRow, sonde_template_row, SONDE, TEMPLATE_ROW, AdwBin)

/* @list_item: in which it is shown */
SondeTemplateRow *sonde_template_row_new (SondeTemplateRows *rows,
                                          GtkListItem       *list_item);

/* Shows the item of its list item; %NULL: none any more */
void sonde_template_row_bind (SondeTemplateRow *self,
                              gpointer          item);

G_END_DECLS
