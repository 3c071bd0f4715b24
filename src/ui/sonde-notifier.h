/* sonde-notifier.h: messages that call the user, as notifications of the desktop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-window.h"

#include <sonde-connections.h>

G_BEGIN_DECLS

#define SONDE_TYPE_NOTIFIER (sonde_notifier_get_type ())
G_DECLARE_FINAL_TYPE (SondeNotifier, sonde_notifier, SONDE, NOTIFIER, GObject)

/* Adds the action show-message to @application, which a notification calls when it is clicked; the
 * desktop starts the program for it when it does not run any more. */
SondeNotifier *sonde_notifier_new (GtkApplication   *application,
                                   SondeConnections *connections);

/* A window in which messages are seen: what it shows calls nobody. It opens those that are clicked. */
void sonde_notifier_set_window (SondeNotifier *self,
                                SondeWindow   *window);

G_END_DECLS
