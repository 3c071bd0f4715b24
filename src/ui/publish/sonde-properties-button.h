/* sonde-properties-button.h: opens the properties of what one publishes, and tells how many are set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (nullable). They are of MQTT 5: with another version the button is
 * insensitive and says so, and what is set stays. */
#define SONDE_TYPE_PROPERTIES_BUTTON (sonde_properties_button_get_type ())
G_DECLARE_FINAL_TYPE (SondePropertiesButton, sonde_properties_button, SONDE, PROPERTIES_BUTTON, AdwBin)

/* Returns: (transfer full): the form that was set, with the properties as they are now */
SondePublishForm *sonde_properties_button_dup_form (SondePropertiesButton *self);
void              sonde_properties_button_set_form (SondePropertiesButton  *self,
                                                    const SondePublishForm *form);

G_END_DECLS
