/* sonde-publish-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-history"

#include "sonde-publish-history.h"

void
sonde_publish_history_add (SondeConnection          *connection,
                           const SondePublishForm   *form,
                           gsize                     size,
                           const SondePublishResult *answer,
                           const GError             *error)
{
  SondeHistoryStore  *history;
  const SondeProfile *profile;

  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (form != NULL && (answer != NULL || error != NULL));

  history = sonde_services_get_history (sonde_connection_get_services (connection));
  profile = sonde_connection_get_profile (connection);
  if (answer != NULL)
    sonde_history_store_add (history, sonde_history_entry_new_done (profile->id, profile->name, form, size,
                                                                    answer->reason, answer->round_trip));
  else
    sonde_history_store_add (history, sonde_history_entry_new_failed (profile->id, profile->name, form, size,
                                                                      error->message));
}
