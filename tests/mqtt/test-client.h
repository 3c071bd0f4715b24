/* test-client.h: a session on the real transport, driven by a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each call runs the main context until what it waits for has come; a test that
 * waits in vain is ended by its timeout.
 */

#pragma once

#include <sonde-mosquitto-transport.h>
#include <sonde-session.h>

G_BEGIN_DECLS

typedef struct
{
  SondeNetwork *network;
  SondeSession *session;
  GPtrArray    *segments;   /* of SondeSegment, in order */
  guint         n_records;  /* of all kinds */
  guint         n_received; /* of SONDE_MESSAGE_RECEIVED */
  guint         n_connacks;
  gint64        max_stall; /* µs between turns of the main loop */
  gint64        last_turn;
  GSource      *ticker;
} TestClient;

/* g_test_init(), SIGPIPE ignored, and an end to tests that hang. */
void test_client_init (int    *argc,
                       char ***argv);

TestClient *test_client_new (void);
void        test_client_free (TestClient *self);

/* 127.0.0.1, a client id of its own, clean start */
SondeProfile *test_profile_new (guint16          port,
                                SondeMqttVersion version);

void test_client_connect (TestClient         *self,
                          const SondeProfile *profile,
                          const char         *password);
/* Waits for @state. */
void test_client_wait_state (TestClient *self,
                             SondeState  state);
void test_client_disconnect (TestClient *self);
void test_client_subscribe (TestClient *self,
                            const char *filter,
                            guint8      qos,
                            SondeGrant  grant,
                            guint8      code);
void test_client_publish (TestClient         *self,
                          const char         *topic,
                          const void         *payload,
                          gsize               size,
                          guint8              qos,
                          gboolean            retain,
                          SondePublishResult *result);
void test_client_wait_received (TestClient *self,
                                guint       n);

/* The @index-th received message. */
const SondeRecord *test_client_get_received (TestClient    *self,
                                             guint          index,
                                             SondeSegment **segment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestClient, test_client_free)

G_END_DECLS
