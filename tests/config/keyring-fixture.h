/* keyring-fixture.h: a real keyring on a bus of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each scenario is a process of its own, for libsecret keeps its service and GDBus its bus as long
 * as the process lives. The parent owns bus, keyring and folders, and looks for the secrets
 * in every file and every word that came out.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* ---- In the child ---- */

typedef struct
{
  const char *name;
  void (*run) (void);
} KeyringScenario;

/* Runs the one of that name; the last in the table has none. */
int keyring_scenario_main (const KeyringScenario *scenarios,
                           const char            *name);

/* Ends the keyring, and waits until the bus knows. */
void keyring_scenario_kill (void);

/* ---- In the parent ---- */

typedef struct
{
  char              *folder;  /* HOME and the like are in it */
  const char *const *secrets; /* to look for; ends with %NULL */
  GTestDBus         *bus;
  GSubprocess       *keyring;
} KeyringFixture;

/* @data: the secrets */
void keyring_fixture_set_up (KeyringFixture *fixture,
                             gconstpointer   data);
void keyring_fixture_tear_down (KeyringFixture *fixture,
                                gconstpointer   data);

void keyring_fixture_start_bus (KeyringFixture *fixture);
/* @unlock: "--unlock" with the @password, or %NULL. Returns: %FALSE where there is none to start */
gboolean keyring_fixture_start_keyring (KeyringFixture *fixture,
                                        const char     *unlock,
                                        const char     *password);

/* This program again, as "--scenario NAME". */
void keyring_fixture_run_scenario (KeyringFixture *fixture,
                                   const char     *name);

/* Returns: how many files were looked into */
guint keyring_fixture_assert_clean_folder (KeyringFixture *fixture);

G_END_DECLS
