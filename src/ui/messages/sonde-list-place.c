/* sonde-list-place.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-list-place"

#include "sonde-list-place.h"

static void
place_free (SondeListPlace *place)
{
  g_clear_object (&place->selected);
  g_clear_object (&place->last);
  g_free (place);
}

void
sonde_list_place_keep (SondeConnection  *connection,
                       const char       *key,
                       SondeMessageItem *selected,
                       SondeMessageItem *last,
                       gboolean          live)
{
  SondeListPlace *place = g_new0 (SondeListPlace, 1);

  g_set_object (&place->selected, selected);
  g_set_object (&place->last, last);
  place->live = live;
  g_object_set_data_full (G_OBJECT (connection), key, place, (GDestroyNotify) place_free);
}

const SondeListPlace *
sonde_list_place_get (SondeConnection *connection,
                      const char      *key)
{
  return g_object_get_data (G_OBJECT (connection), key);
}
