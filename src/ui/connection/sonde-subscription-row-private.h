/* sonde-subscription-row-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-subscription-row.h"

G_BEGIN_DECLS

struct _SondeSubscriptionRow
{
  GtkListBoxRow parent_instance;

  GtkWidget     *stripe;
  GtkLabel      *title_label;
  GtkLabel      *filter_label;
  GtkWidget     *pill;
  GtkLabel      *activity_label;
  GtkWidget     *state_box;
  GtkImage      *state_icon;
  GtkLabel      *state_label;
  GtkWidget     *subscribe_button;
  GtkMenuButton *menu_button;

  SondeConnection   *connection;
  SondeSubscription *subscription;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_SUBSCRIPTION,
  PROP_MUTED,
  PROP_SOLO,
  PROP_ON_CONNECT,
  PROP_QOS,
  N_PROPS
};

/* Also adds its keys. */
void sonde_subscription_row_install_actions (GtkWidgetClass *widget_class);

/* Which of them there are now. */
void sonde_subscription_row_update_actions (SondeSubscriptionRow *self);

/* Of the properties that are states of an action: PROP_MUTED to PROP_QOS */
void sonde_subscription_row_get_state (SondeSubscriptionRow *self,
                                       guint                 property,
                                       GValue               *value);
void sonde_subscription_row_set_state (SondeSubscriptionRow *self,
                                       guint                 property,
                                       const GValue         *value);

G_END_DECLS
