/* local-broker-fixture.h: a folder of its own, a broker, and clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-local-broker.h>

typedef struct
{
  char             *folder;
  SondeLocalBroker *broker;
} Fixture;

void     store_result_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data);
gboolean start (SondeLocalBroker *broker,
                guint16           preferred_port,
                GError          **error);
void     start_or_fail (SondeLocalBroker *broker);
gboolean probe (guint16 port);

/* Runs a client of the broker to its end. Returns: what it wrote */
char *run_client (guint16     port,
                  const char *program,
                  ...);

/* A zombie in a container without an init that reaps counts as gone. */
gboolean process_runs (GPid pid);
gboolean wait_until_gone (GPid pid);
void     set_up (Fixture      *fixture,
                 gconstpointer data);
void     tear_down (Fixture      *fixture,
                    gconstpointer data);

/* To a test of a fixture */
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
