/* sonde-message-fields.h: everything about a message but its payload, as names and values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

G_BEGIN_DECLS

typedef struct
{
  char    *name;
  char    *value;
  gboolean warning; /* the broker refused it */
} SondeField;

/* In the order to show them. Transfer full: of #SondeField */
GPtrArray *sonde_message_fields_new (SondeMessageItem *item,
                                     SondeConnection  *connection);

G_END_DECLS
