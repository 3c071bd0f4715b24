/* test-plain.h: subscribing and publishing without options and properties
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-session.h>

G_BEGIN_DECLS

void test_plain_subscribe (SondeSession *session,
                           const char   *filter,
                           guint8        qos);
void test_plain_publish (SondeSession       *session,
                         const char         *topic,
                         GBytes             *payload,
                         guint8              qos,
                         gboolean            retain,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);

G_END_DECLS
