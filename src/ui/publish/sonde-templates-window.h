/* sonde-templates-window.h: templates to publish, load, keep and hand on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-publish-pane.h"

#include <sonde-template-rows.h>

G_BEGIN_DECLS

/* It belongs to a publish pane, follows its connection, and stays open while one publishes. */
#define SONDE_TYPE_TEMPLATES_WINDOW (sonde_templates_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeTemplatesWindow, sonde_templates_window, SONDE, TEMPLATES_WINDOW, AdwWindow)

/* @pane: with a connection. @rows: of its services, without a search */
SondeTemplatesWindow *sonde_templates_window_new (GtkWindow         *parent,
                                                  SondePublishPane  *pane,
                                                  SondeTemplateRows *rows);

/* Goes to where @form is saved as a new template. */
void sonde_templates_window_add (SondeTemplatesWindow   *self,
                                 const SondePublishForm *form);

G_END_DECLS
