/* sonde-properties-window.h: the properties of MQTT 5 that a message is published with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-limits.h>
#include <sonde-publish-form.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: done: what is typed is good, and meant. */
#define SONDE_TYPE_PROPERTIES_WINDOW (sonde_properties_window_get_type ())
G_DECLARE_FINAL_TYPE (SondePropertiesWindow, sonde_properties_window, SONDE, PROPERTIES_WINDOW, AdwWindow)

/* @limits: (nullable): of the broker */
SondePropertiesWindow *sonde_properties_window_new (GtkWindow              *parent,
                                                    const SondePublishForm *form,
                                                    const SondeLimits      *limits);

/* Its properties into @form. */
void sonde_properties_window_save (SondePropertiesWindow *self,
                                   SondePublishForm      *form);

G_END_DECLS
