/* sonde-template-editor.h: name, folder and scope of a template
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>
#include <sonde-template-item.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signals: save (Enter in a row), duplicate, delete: of the one that is edited */
#define SONDE_TYPE_TEMPLATE_EDITOR (sonde_template_editor_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplateEditor, sonde_template_editor, SONDE, TEMPLATE_EDITOR, AdwBin)

/**
 * sonde_template_editor_begin:
 * @item: (nullable): %NULL for a new one
 * @form: what a new one publishes, or the edited one may
 * @folder: for a new one
 */
void sonde_template_editor_begin (SondeTemplateEditor    *self,
                                  SondeConnection        *connection,
                                  SondeTemplateItem      *item,
                                  const SondePublishForm *form,
                                  const char             *folder);

/* Returns: (transfer full): as it is edited */
SondeTemplate     *sonde_template_editor_dup_template (SondeTemplateEditor *self);
SondeTemplateItem *sonde_template_editor_get_item (SondeTemplateEditor *self); /* borrowed, or %NULL */

G_END_DECLS
