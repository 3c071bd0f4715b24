/* test-secret-store.c: against a real keyring, and without one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring-fixture.h"

#include <sonde-secret-store.h>

#include <libsecret/secret.h>
#include <signal.h>
#include <string.h>

#define SECRET "hunter2-geheim-秘密"
#define OTHER_SECRET "correct horse battery staple"

/* In the child */

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

static char *
lookup (SondeSecretStore *store,
        const char       *profile,
        GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_secret_store_lookup_async (store, profile, "password", NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_secret_store_lookup_finish (store, result, error);
}

static void
assert_secret (SondeSecretStore *store,
               const char       *profile,
               const char       *expected)
{
  g_autoptr (GError) error = NULL;
  char *secret = lookup (store, profile, &error);

  g_assert_no_error (error);

  /* Not g_assert_cmpstr(), which would print it. */
  g_assert_true (g_strcmp0 (secret, expected) == 0);
  sonde_secret_free (secret);
}

static gboolean
save (SondeSecretStore *store,
      const char       *profile,
      const char       *secret,
      gboolean         *lasting,
      GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_secret_store_save_async (store, profile, "password", "Sonde: Lab", secret, NULL, store_result_cb, &result);

  /* At once, whatever the keyring does meanwhile */
  assert_secret (store, profile, secret != NULL && *secret != '\0' ? secret : NULL);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_secret_store_save_finish (store, result, lasting, error);
}

static void
assert_saved (SondeSecretStore *store,
              const char       *profile,
              const char       *secret,
              gboolean          expected_lasting)
{
  g_autoptr (GError) error = NULL;
  gboolean lasting = !expected_lasting;

  g_assert_true (save (store, profile, secret, &lasting, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lasting, ==, expected_lasting);
}

static void
wait_for_lasting (SondeSecretStore *store,
                  gboolean          lasting)
{
  while (sonde_secret_store_get_lasting (store) != lasting)
    g_main_context_iteration (NULL, TRUE);
}

static void
scenario_save (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (SondeSecretStore) second = NULL;

  wait_for_lasting (store, TRUE);
  assert_secret (store, "a", NULL);
  assert_saved (store, "a", SECRET, TRUE);
  assert_saved (store, "b", OTHER_SECRET, TRUE);
  assert_secret (store, "a", SECRET);
  assert_secret (store, "none", NULL);

  second = sonde_secret_store_new ();
  assert_secret (second, "a", SECRET);
}

/* Another run of Sonde */
static void
scenario_again (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();

  assert_secret (store, "a", SECRET);
  assert_secret (store, "b", OTHER_SECRET);
  g_assert_true (sonde_secret_store_get_lasting (store));

  assert_saved (store, "b", SECRET, TRUE);
  assert_secret (store, "b", SECRET);
  assert_saved (store, "a", NULL, TRUE);
  assert_secret (store, "a", NULL);
  assert_saved (store, "never-was", NULL, TRUE);
}

static void
count_saved_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean lasting;
  guint   *n_saved = user_data;

  g_assert_true (sonde_secret_store_save_finish (SONDE_SECRET_STORE (object), result, &lasting, &error));
  g_assert_no_error (error);
  g_assert_true (lasting);
  (*n_saved)++;
}

/* Asked for all at once, done in order: the last one holds. */
static void
scenario_at_once (void)
{
  static const char *const secrets[] = { OTHER_SECRET, NULL, SECRET, "", OTHER_SECRET, NULL, SECRET };
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (SondeSecretStore) second = NULL;
  guint n_saved = 0;

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    sonde_secret_store_save_async (store, "c", "password", "Sonde: Lab", secrets[i], NULL, count_saved_cb, &n_saved);
  while (n_saved < G_N_ELEMENTS (secrets))
    g_main_context_iteration (NULL, TRUE);

  second = sonde_secret_store_new ();
  assert_secret (second, "c", SECRET);
}

static void
scenario_forgotten (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();

  assert_secret (store, "a", NULL);
  assert_secret (store, "b", SECRET);
}

static void
scenario_vanishes (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (GError) lookup_error = NULL;
  g_autoptr (GError) forget_error = NULL;
  gboolean lasting = TRUE;

  wait_for_lasting (store, TRUE);
  assert_saved (store, "a", SECRET, TRUE);

  keyring_scenario_kill ();

  /* "None kept" would be a lie. */
  g_assert_null (lookup (store, "a", &lookup_error));
  g_assert_nonnull (lookup_error);
  g_assert_false (sonde_secret_store_get_lasting (store));

  assert_saved (store, "a", OTHER_SECRET, FALSE);
  assert_secret (store, "a", OTHER_SECRET);
  g_assert_true (save (store, "a", NULL, &lasting, &forget_error));
  g_assert_no_error (forget_error);
  g_assert_false (lasting);
}

/* Nobody answers the question for its password here, as one who dismisses it. */
static void
scenario_locked (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (GError) lock_error = NULL;
  g_autoptr (GError) lookup_error = NULL;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GList) collections = NULL;

  wait_for_lasting (store, TRUE);
  assert_saved (store, "a", SECRET, TRUE);

  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &lock_error);
  g_assert_no_error (lock_error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, &lock_error);
  g_assert_no_error (lock_error);
  collections = g_list_prepend (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, collections, NULL, NULL, &lock_error), ==, 1);
  g_assert_no_error (lock_error);

  g_assert_null (lookup (store, "a", &lookup_error));
  g_assert_nonnull (lookup_error);
  assert_secret (store, "never-was", NULL);
}

static void
scenario_nobody (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (SondeSecretStore) second = NULL;

  g_assert_false (sonde_secret_store_get_lasting (store));
  assert_secret (store, "a", NULL);
  assert_saved (store, "a", SECRET, FALSE);
  assert_secret (store, "a", SECRET);
  assert_saved (store, "a", OTHER_SECRET, FALSE);
  assert_secret (store, "a", OTHER_SECRET);
  assert_saved (store, "a", "", FALSE);
  assert_secret (store, "a", NULL);
  g_assert_false (sonde_secret_store_get_lasting (store));

  /* Kept by the store, not by the process */
  assert_saved (store, "b", SECRET, FALSE);
  second = sonde_secret_store_new ();
  assert_secret (second, "b", NULL);
}

/* A service that needs a prompt nobody can show */
static void
scenario_refuses (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();

  assert_saved (store, "a", SECRET, FALSE);
  assert_secret (store, "a", SECRET);
}

static void
scenario_disposed (void)
{
  SondeSecretStore *store = sonde_secret_store_new ();

  g_assert_finalize_object (store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static const KeyringScenario scenarios[] = {
  { "save", scenario_save },
  { "again", scenario_again },
  { "forgotten", scenario_forgotten },
  { "at-once", scenario_at_once },
  { "vanishes", scenario_vanishes },
  { "locked", scenario_locked },
  { "nobody", scenario_nobody },
  { "refuses", scenario_refuses },
  { "disposed", scenario_disposed },
  { NULL },
};

/* In the parent */

static void
test_keyring (KeyringFixture *fixture,
              gconstpointer   data)
{
  keyring_fixture_start_bus (fixture);
  if (!keyring_fixture_start_keyring (fixture, "--unlock", "pw"))
    return;

  keyring_fixture_run_scenario (fixture, "save");
  g_assert_cmpuint (keyring_fixture_assert_clean_folder (fixture), >, 0);
  keyring_fixture_run_scenario (fixture, "again");
  keyring_fixture_run_scenario (fixture, "forgotten");
  keyring_fixture_run_scenario (fixture, "at-once");
  g_assert_cmpuint (keyring_fixture_assert_clean_folder (fixture), >, 0);
}

static void
test_vanishes (KeyringFixture *fixture,
               gconstpointer   data)
{
  keyring_fixture_start_bus (fixture);
  if (!keyring_fixture_start_keyring (fixture, "--unlock", "pw"))
    return;

  keyring_fixture_run_scenario (fixture, "vanishes");
  keyring_fixture_assert_clean_folder (fixture);
}

static void
test_locked (KeyringFixture *fixture,
             gconstpointer   data)
{
  keyring_fixture_start_bus (fixture);
  if (!keyring_fixture_start_keyring (fixture, "--unlock", "pw"))
    return;

  keyring_fixture_run_scenario (fixture, "locked");
  keyring_fixture_assert_clean_folder (fixture);
}

static void
test_refuses (KeyringFixture *fixture,
              gconstpointer   data)
{
  keyring_fixture_start_bus (fixture);
  if (!keyring_fixture_start_keyring (fixture, NULL, ""))
    return;

  keyring_fixture_run_scenario (fixture, "refuses");
  keyring_fixture_assert_clean_folder (fixture);
}

static void
test_no_service (KeyringFixture *fixture,
                 gconstpointer   data)
{
  keyring_fixture_start_bus (fixture);
  keyring_fixture_run_scenario (fixture, "nobody");
  keyring_fixture_assert_clean_folder (fixture);
}

static void
test_no_bus (KeyringFixture *fixture,
             gconstpointer   data)
{
  keyring_fixture_run_scenario (fixture, "nobody");
  keyring_fixture_run_scenario (fixture, "disposed");
  keyring_fixture_assert_clean_folder (fixture);
}

static const char *const secrets[] = { SECRET, OTHER_SECRET, NULL };

#define ADD(path, function) g_test_add ("/secret-store/" path, KeyringFixture, secrets, keyring_fixture_set_up, function, keyring_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--scenario") == 0)
    return keyring_scenario_main (scenarios, argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("keeps-in-the-keyring", test_keyring);
  ADD ("for-this-run-when-the-keyring-vanishes", test_vanishes);
  ADD ("for-this-run-when-the-keyring-refuses", test_refuses);
  ADD ("says-that-the-keyring-is-locked", test_locked);
  ADD ("for-this-run-without-a-service", test_no_service);
  ADD ("for-this-run-without-a-bus", test_no_bus);

  return g_test_run ();
}
