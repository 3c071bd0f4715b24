/* test-plain.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-plain.h"

void
test_plain_subscribe (SondeSession *session,
                      const char   *filter,
                      guint8        qos)
{
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, qos);
  sonde_session_subscribe (session, filter, &options);
}

void
test_plain_publish (SondeSession       *session,
                    const char         *topic,
                    GBytes             *payload,
                    guint8              qos,
                    gboolean            retain,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  g_autoptr (SondePublish) publish = sonde_publish_new (topic, payload, qos, retain);

  sonde_session_publish_async (session, publish, NULL, callback, user_data);
}
