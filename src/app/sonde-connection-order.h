/* sonde-connection-order.h: where a connection stands among the others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of the profiles file and of the sidebar is one: those of no group first, then each
 * group as one piece, in the order of the groups' first members. @items are #SondeConnection.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

#define SONDE_ORDER_LAST G_MAXUINT

const char *sonde_connection_order_get_group (GPtrArray *items,
                                              guint      position);
/* @start: (out), @end: (out): after its last member; equal where the group has none */
void sonde_connection_order_find_group (GPtrArray  *items,
                                        const char *group,
                                        guint      *start,
                                        guint      *end);
/* Returns: the place nearest to @position where one of @group may be inserted into @items, which
 *   are in order; %SONDE_ORDER_LAST: at the end of its group */
guint sonde_connection_order_find_slot (GPtrArray  *items,
                                        const char *group,
                                        guint       position);
/* Returns: (transfer container): @items in order, each group's members as they stood */
GPtrArray *sonde_connection_order_arrange (GPtrArray *items);
/* Returns: (transfer full): the groups in order, without "" */
GStrv sonde_connection_order_list_groups (GPtrArray *items);

G_END_DECLS
