/* sonde-connection-list-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-connection-drag.h"
#include "sonde-connection-list.h"

#include <sonde-grouped-connections.h>

G_BEGIN_DECLS

struct _SondeConnectionList
{
  AdwBin parent_instance;

  GtkEditable *search_entry;
  GtkWidget   *empty_label;
  GtkWidget   *scrolled_window;
  GtkListBox  *list;

  SondeConnections        *connections;
  SondeGroupedConnections *grouped;
  GtkSliceListModel       *slice; /* the part of grouped that has rows */
  guint                    growing;
  SondeConnectionDrag     *drag;
  GStrv                    collapsed_groups; /* until there are connections */
  SondeConnection         *selected;
  guint                    selected_position; /* in connections, for when it is gone */
  gboolean                 searching;
};

/* Returns: (nullable): the row of a connection or group */
GtkListBoxRow *sonde_connection_list_find_row (SondeConnectionList *self,
                                               gpointer             item);
gboolean       sonde_connection_list_find_position (SondeConnectionList *self,
                                                    SondeConnection     *wanted,
                                                    guint               *position);
void           sonde_connection_list_update_selection (SondeConnectionList *self);

/* Those of its rows give the id of a profile, or the name of a group. */
void sonde_connection_list_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
