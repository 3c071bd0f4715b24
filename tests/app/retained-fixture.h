/* retained-fixture.h: retained messages on a real broker, made by chance and known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "connection-fixture.h"

#include "test-broker-process.h"

#include <sonde-retained-job.h>
#include <sonde-retained-look.h>

G_BEGIN_DECLS

/* Topics → SondePublish, as they were published last */
GHashTable *retained_world_new (void);

/* @n topics below @prefix: empty levels, UTF-8, bytes of any kind, each QoS, properties */
void retained_world_add (GHashTable *world,
                         const char *prefix,
                         guint       n);
void retained_world_publish (GHashTable      *world,
                             SondeConnection *connection);
/* One without a payload clears it. */
void retained_publish (SondeConnection *connection,
                       const char      *topic,
                       const char      *text);

SondeConnection *retained_connect (ConnectionFixture *fixture,
                                   TestBroker        *broker,
                                   SondeMqttVersion   version);

/* Without an error, and all of it. */
SondeRetainedList *retained_find_all (SondeConnection *connection,
                                      const char      *filter);
/* As found by one look, and its error. */
SondeRetainedList *retained_find (SondeConnection    *connection,
                                  const char         *filter,
                                  gsize               max_bytes,
                                  SondeRetainedFound *found,
                                  GError            **error);
GPtrArray         *retained_list_entries (SondeRetainedList *list);

/* Whether @list holds what @world does of @filter, byte for byte, and nothing else. @version: 5
 * with properties */
void retained_assert_equal (SondeRetainedList *list,
                            GHashTable        *world,
                            const char        *filter,
                            SondeMqttVersion   version);

/* Until it does not run any more. */
void retained_wait (SondeRetainedJob *job);

G_END_DECLS
