/* sonde-list-place.h: how a list of messages was left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

G_BEGIN_DECLS

typedef struct
{
  SondeMessageItem *selected;
  SondeMessageItem *last; /* at the lower edge */
  gboolean          live;
} SondeListPlace;

/* Whatever was shown. */
#define SONDE_LIST_PLACE "sonde-list-place"

/* The log as it was when the filter came. */
#define SONDE_LIST_PLACE_UNFILTERED "sonde-list-place-unfiltered"

/* Remembers it with @connection; @selected and @last may be %NULL. */
void sonde_list_place_keep (SondeConnection  *connection,
                            const char       *key,
                            SondeMessageItem *selected,
                            SondeMessageItem *last,
                            gboolean          live);

const SondeListPlace *sonde_list_place_get (SondeConnection *connection,
                                            const char      *key); /* nullable */

G_END_DECLS
