/* test-failure.h: one way to fail, and what is then to be said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "test-client.h"
#include "test-server.h"

#include <sonde-mqtt-error.h>

G_BEGIN_DECLS

#define TEST_BYTES(string) string, sizeof (string) - 1

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  TestServerManner manner;
  const char      *bytes;
  gsize            size;
  SondeMqttError   code;
  SondeStage       stage;
  const char      *words; /* in the sentence */
  SondeState       then;  /* WAITING: it will try again by itself */
  SondeCarrier     carrier;
  SondeProxy       proxy; /* then the server is one */
  gboolean         use_tls;
  guint32          maximum_packet_size;
} TestFailure;

/* How long a connection of the profiles below may take, s */
#define TEST_FAILURE_TIMEOUT 1

/* To a server of that manner, or through it. */
SondeProfile *test_failure_new_profile (const TestFailure *self,
                                        guint16            port);

/* Connects, waits for the failure, in time and with the main loop turning, and
 * holds it against what is expected. */
void test_failure_expect (const TestFailure  *self,
                          TestClient         *client,
                          const SondeProfile *profile);

/* Both, with a server of its own. */
void test_failure_run (const TestFailure *self);

G_END_DECLS
