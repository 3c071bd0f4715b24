/* connection-fixture.h: connections as the window has them, for a test that waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

G_BEGIN_DECLS

typedef struct
{
  char             *folder;
  SondeServices    *services;
  SondeConnections *connections;
} ConnectionFixture;

typedef gboolean (*ConnectionCondition) (gpointer data);

void connection_fixture_set_up (ConnectionFixture *self);
void connection_fixture_tear_down (ConnectionFixture *self);

/* As quitting the program and opening it again: the profiles are read from their file. */
void connection_fixture_restart (ConnectionFixture *self);

/* A connection to 127.0.0.1:@port, not yet connected, that does not reconnect by itself. */
SondeConnection *connection_fixture_add (ConnectionFixture *self,
                                         guint16            port,
                                         SondeMqttVersion   version,
                                         const char        *client_id,
                                         gboolean           clean_start);

/* Turns the main loop until @condition holds; a test that waits too long for @what has failed. */
void connection_wait (const char         *what,
                      ConnectionCondition condition,
                      gpointer            data);

/* Until it is online, or has failed. */
void connection_connect (SondeConnection *connection);
void connection_disconnect (SondeConnection *connection);

/* Until SUBACK came. */
/* Subscribes without options, and does not wait. */
gboolean           connection_want (SondeConnection *connection,
                                    const char      *filter,
                                    guint            qos,
                                    GError         **error);
SondeSubscription *connection_subscribe (SondeConnection *connection,
                                         const char      *filter,
                                         guint            qos);

/* Until the broker acknowledged it. Returns: %FALSE with @error when it failed */
gboolean connection_publish (SondeConnection    *connection,
                             const char         *topic,
                             GBytes             *payload,
                             guint               qos,
                             gboolean            retain,
                             SondePublishResult *answer,
                             GError            **error);
void     connection_publish_text (SondeConnection *connection,
                                  const char      *topic,
                                  const char      *text,
                                  guint            qos,
                                  gboolean         retain);

/* What was received on @filter since the log was cleared, oldest first; of SondeMessageItem */
GPtrArray *connection_get_received (SondeConnection *connection,
                                    const char      *filter);
/* Until @n messages were received on @filter. */
void connection_wait_for_received (SondeConnection *connection,
                                   const char      *filter,
                                   guint            n);

G_END_DECLS
