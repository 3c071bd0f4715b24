/* sonde-template-list.h: templates to look through, and to choose from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-template-rows.h>

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SondeTemplateList:
 *
 * Signals, each of a #SondeTemplateItem:
 *   load: it was clicked, or Enter pressed
 *   publish: its button or Ctrl+Enter was
 *   edit: its button or F2 was
 *   delete: Delete was
 */
#define SONDE_TYPE_TEMPLATE_LIST (sonde_template_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplateList, sonde_template_list, SONDE, TEMPLATE_LIST, AdwBin)

/* Once. */
void sonde_template_list_set_rows (SondeTemplateList *self,
                                   SondeTemplateRows *rows);
void sonde_template_list_focus (SondeTemplateList *self);

/* Where it is shown. */
void sonde_template_list_select (SondeTemplateList *self,
                                 SondeTemplateItem *item);

/* Emits the signal of that name for the selected template; without one, for the first. */
void sonde_template_list_emit (SondeTemplateList *self,
                               const char        *signal);

G_END_DECLS
