/* sonde-subscription-editor.h: the alias and the options of a subscription
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_SUBSCRIPTION_EDITOR (sonde_subscription_editor_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscriptionEditor, sonde_subscription_editor, SONDE, SUBSCRIPTION_EDITOR, AdwWindow)

/* @only_name: to give it another alias, and no more */
SondeSubscriptionEditor *sonde_subscription_editor_new (GtkWindow         *parent,
                                                        SondeConnection   *connection,
                                                        SondeSubscription *subscription,
                                                        gboolean           only_name);

G_END_DECLS
