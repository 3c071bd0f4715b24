/* sonde-templates-button.h: Templates, below the payload
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-templates-window.h"

G_BEGIN_DECLS

/* Within a SondePublishPane, whose templates it shows; also by Ctrl+Shift+T. Ctrl+Alt+1 … 9 publish
 * the first of them. Property (notify): connection (SondeConnection or NULL). */
#define SONDE_TYPE_TEMPLATES_BUTTON (sonde_templates_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplatesButton, sonde_templates_button, SONDE, TEMPLATES_BUTTON, AdwBin)

/* Shows where @form is saved as a template. */
void sonde_templates_button_add (SondeTemplatesButton   *self,
                                 const SondePublishForm *form);

G_END_DECLS
