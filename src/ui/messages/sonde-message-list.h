/* sonde-message-list.h: the rows of the message log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-log-columns.h"

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Properties (notify): connection (SondeConnection or NULL), live (gboolean),
 * selected-item (SondeMessageItem or NULL; stays when its row leaves the log).
 * Each connection keeps its own selection.
 */
#define SONDE_TYPE_MESSAGE_LIST (sonde_message_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageList, sonde_message_list, SONDE, MESSAGE_LIST, AdwBin)

/* Once, before it has a connection. */
void sonde_message_list_set_columns (SondeMessageList *self,
                                     SondeLogColumns  *columns);

/* Selects the row at @position and brings it into view, which ends Live. */
void sonde_message_list_go_to (SondeMessageList *self,
                               guint             position);

G_END_DECLS
