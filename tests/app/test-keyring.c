/* test-keyring.c: the secrets of connections in a real keyring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each scenario is a run of Sonde over the same files and the same keyring.
 */

#include "keyring-fixture.h"

#include <sonde-connections.h>
#include <sonde-own-broker.h>
#include <sonde-target.h>
#include <string.h>

#define ID "0b5c7d3e-lab"

/* clang-format off */
static const struct
{
  const char *purpose, *first, *second;
} rows[] = {
  { SONDE_SECRET_PASSWORD,       "geheim-password-秘密", "changed-password" },
  { SONDE_SECRET_KEY_PASSPHRASE, "geheim-passphrase",    "changed-passphrase" },
  { SONDE_SECRET_PROXY_PASSWORD, "geheim-proxy",         "changed-proxy" },
  { SONDE_SECRET_PSK,            "c0ffee0ddba11c0ffee0", "5ca1ab1ec0deba5e0000" },
};
/* clang-format on */

static const char *const secrets[] = {
  "geheim-password-秘密",
  "geheim-passphrase",
  "geheim-proxy",
  "c0ffee0ddba11c0ffee0",
  "changed-password",
  "changed-passphrase",
  "changed-proxy",
  "5ca1ab1ec0deba5e0000",
  NULL,
};

/* ---- In the child: a run of Sonde ---- */

typedef struct
{
  SondeServices    *services;
  SondeConnections *connections;
} Sonde;

static void
sonde_open (Sonde *self)
{
  g_autofree char *sentence = NULL;

  self->services = sonde_services_new (g_getenv ("XDG_CONFIG_HOME"), g_getenv ("XDG_DATA_HOME"));
  self->connections = sonde_connections_new (self->services);
  sentence = sonde_connections_load (self->connections);
  g_assert_null (sentence);
}

static void
sonde_close (Sonde *self)
{
  sonde_connections_shut_down (self->connections);
  g_clear_object (&self->connections);
  g_clear_object (&self->services);
}

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* With a use for each secret there is */
static SondeConnection *
add_lab (Sonde *self)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  SondeConnection *connection;

  replace (&profile->id, ID);
  replace (&profile->name, "Lab");
  replace (&profile->user_name, "ada");
  profile->tls->use_tls = TRUE;
  replace (&profile->tls->client_certificate, "/nowhere/client.pem");
  replace (&profile->tls->psk_identity, "ada");
  profile->network->proxy = SONDE_PROXY_SOCKS5;
  replace (&profile->network->proxy_host, "127.0.0.1");
  profile->network->proxy_port = 1080;
  replace (&profile->network->proxy_user, "ada");

  connection = sonde_connections_add (self->connections, profile, rows[0].first);
  for (guint i = 1; i < G_N_ELEMENTS (rows); i++)
    sonde_connections_save_secret (self->connections, connection, rows[i].purpose, rows[i].first);

  return connection;
}

/* As the editor's Save does */
static void
change (Sonde           *self,
        SondeConnection *connection)
{
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));

  sonde_connections_update (self->connections, connection, profile, rows[0].second);
  for (guint i = 1; i < G_N_ELEMENTS (rows); i++)
    sonde_connections_save_secret (self->connections, connection, rows[i].purpose, rows[i].second);
}

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

typedef enum
{
  NONE,
  FIRST,
  SECOND,
} Which;

static void
assert_same (const char *found,
             Which       which,
             guint       i)
{
  const char *expected = which == NONE ? NULL : which == FIRST ? rows[i].first
                                                               : rows[i].second;

  /* Not g_assert_cmpstr(), which would print it. */
  if (g_strcmp0 (found, expected) != 0)
    g_error ("the wrong %s, or none", rows[i].purpose);
}

/* What an attempt to connect goes with */
static void
assert_connects_with (Sonde           *self,
                      SondeConnection *connection,
                      Which            which)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SondeTarget) target = NULL;
  g_autoptr (GError) error = NULL;

  sonde_target_prepare_async (self->services, sonde_connection_get_profile (connection), NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  target = sonde_target_prepare_finish (result, &error);
  g_assert_no_error (error);

  assert_same (target->password, which, 0);
  assert_same (target->profile->tls->key_passphrase, which, 1);
  assert_same (target->profile->network->proxy_password, which, 2);
  assert_same (target->profile->tls->psk, which, 3);
}

/* Returns: (nullable): why there was no answer */
static GError *
look_up (Sonde      *self,
         const char *purpose)
{
  SondeSecretStore *store = sonde_services_get_secrets (self->services);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  sonde_secret_store_lookup_async (store, ID, purpose, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sonde_secret_store_lookup_finish (store, result, &error) == NULL);

  return error;
}

/* ---- What the keyring itself says ---- */

static GVariant *
call_keyring (const char         *method,
              GVariant           *parameters,
              const GVariantType *type)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                       "org.freedesktop.Secret.Service", method, parameters, type,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return reply;
}

static gsize
count_kept (void)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) unlocked = NULL;
  g_autoptr (GVariant) locked = NULL;

  reply = call_keyring ("SearchItems", g_variant_new_parsed ("(@a{ss} {},)"), G_VARIANT_TYPE ("(aoao)"));
  unlocked = g_variant_get_child_value (reply, 0);
  locked = g_variant_get_child_value (reply, 1);

  return g_variant_n_children (unlocked) + g_variant_n_children (locked);
}

static void
wait_for_kept (gsize n)
{
  while (count_kept () != n)
    g_main_context_iteration (NULL, FALSE);
}

static void
lock_keyring (void)
{
  g_autoptr (GVariant) alias = NULL;
  g_autoptr (GVariant) locked = NULL;
  const char *path;

  alias = call_keyring ("ReadAlias", g_variant_new ("(s)", "default"), G_VARIANT_TYPE ("(o)"));
  g_variant_get (alias, "(&o)", &path);
  locked = call_keyring ("Lock", g_variant_new_parsed ("([%o],)", path), G_VARIANT_TYPE ("(aoo)"));
}

/* ---- Scenarios, each a run after the one before ---- */

static void
scenario_save (void)
{
  Sonde            sonde;
  SondeConnection *lab;

  sonde_open (&sonde);
  lab = add_lab (&sonde);
  assert_connects_with (&sonde, lab, FIRST);
  sonde_close (&sonde);
  g_assert_cmpuint (count_kept (), ==, 4);
}

/* Duplicated, and quit at once */
static void
scenario_duplicate (void)
{
  Sonde            sonde;
  SondeConnection *lab;

  sonde_open (&sonde);
  lab = sonde_connections_find_by_name (sonde.connections, "Lab");
  assert_connects_with (&sonde, lab, FIRST);
  sonde_connections_duplicate (sonde.connections, lab);
  sonde_close (&sonde);
  g_assert_cmpuint (count_kept (), ==, 8);
}

static void
scenario_change (void)
{
  Sonde            sonde;
  SondeConnection *lab, *copy;

  sonde_open (&sonde);
  lab = sonde_connections_find_by_name (sonde.connections, "Lab");
  copy = sonde_connections_find_by_name (sonde.connections, "Lab (2)");
  assert_connects_with (&sonde, copy, FIRST);
  change (&sonde, lab);
  assert_connects_with (&sonde, lab, SECOND);
  sonde_close (&sonde);
  g_assert_cmpuint (count_kept (), ==, 8);
}

/* Removed, put back, removed for good */
static void
scenario_forget (void)
{
  Sonde            sonde;
  SondeConnection *lab, *copy;

  sonde_open (&sonde);
  lab = sonde_connections_find_by_name (sonde.connections, "Lab");
  copy = sonde_connections_find_by_name (sonde.connections, "Lab (2)");
  assert_connects_with (&sonde, lab, SECOND);
  assert_connects_with (&sonde, copy, FIRST);

  g_object_ref (lab);
  sonde_connections_remove (sonde.connections, lab);
  sonde_connections_restore (sonde.connections, lab);
  assert_connects_with (&sonde, lab, SECOND);
  sonde_connections_remove (sonde.connections, lab);
  sonde_connections_forget (sonde.connections, lab);
  g_object_unref (lab);
  sonde_close (&sonde);
  g_assert_cmpuint (count_kept (), ==, 4);
}

static void
scenario_forgotten (void)
{
  Sonde            sonde;
  SondeConnection *copy;

  sonde_open (&sonde);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_null (look_up (&sonde, rows[i].purpose));

  copy = sonde_connections_find_by_name (sonde.connections, "Lab (2)");
  assert_connects_with (&sonde, copy, FIRST);
  g_object_ref (copy);
  sonde_connections_remove (sonde.connections, copy);
  sonde_connections_forget (sonde.connections, copy);
  g_object_unref (copy);
  sonde_close (&sonde);
  g_assert_cmpuint (count_kept (), ==, 0);
}

/* Nobody can answer its prompt here: an attempt goes without, as when a user dismisses it. */
static void
scenario_locked (void)
{
  Sonde            sonde;
  SondeConnection *lab;

  sonde_open (&sonde);
  lab = add_lab (&sonde);
  wait_for_kept (4);
  sonde_close (&sonde);

  lock_keyring ();
  sonde_open (&sonde);
  lab = sonde_connections_find_by_name (sonde.connections, "Lab");
  assert_connects_with (&sonde, lab, NONE);

  /* What is typed now holds for this run. */
  change (&sonde, lab);
  assert_connects_with (&sonde, lab, SECOND);
  sonde_close (&sonde);
  g_assert_cmpuint (count_kept (), ==, 4);
}

static void
note_sentence_cb (SondeConnections *connections,
                  const char       *sentence,
                  GString          *said)
{
  g_string_append_printf (said, "%s\n", sentence);
}

static void
scenario_vanishes (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  Sonde            sonde;
  SondeConnection *lab;

  sonde_open (&sonde);
  g_signal_connect (sonde.connections, "save-failed", G_CALLBACK (note_sentence_cb), said);
  lab = add_lab (&sonde);
  wait_for_kept (4);
  assert_connects_with (&sonde, lab, FIRST);

  keyring_scenario_kill ();
  assert_connects_with (&sonde, lab, NONE);
  sonde_connections_duplicate (sonde.connections, lab);
  change (&sonde, lab);
  assert_connects_with (&sonde, lab, SECOND);
  while (strstr (said->str, "keyring") == NULL)
    g_main_context_iteration (NULL, TRUE);
  sonde_close (&sonde);
}

/* Takes @password as Apply of the Broker page does. */
static void
take_user (Sonde      *self,
           const char *password,
           GError    **error)
{
  g_autoptr (SondeBrokerOptions) options = sonde_broker_options_new ();
  g_autoptr (GAsyncResult) result = NULL;

  replace (&options->user_name, "ada");
  options->require_password = TRUE;
  sonde_own_broker_apply_async (self->services, options, password, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  sonde_own_broker_apply_finish (result, error);
}

/* A password that the keyring does not take is not the broker's. */
static void
scenario_own_broker (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char  *hash = NULL;
  Sonde             sonde;
  SondeLocalBroker *broker;

  sonde_open (&sonde);
  broker = sonde_services_get_local_broker (sonde.services);
  take_user (&sonde, rows[0].first, &error);
  g_assert_no_error (error);
  hash = g_strdup (sonde_local_broker_get_options (broker)->password_hash);
  g_assert_cmpstr (hash, !=, "");
  g_assert_cmpuint (count_kept (), ==, 1);

  lock_keyring ();
  take_user (&sonde, rows[0].second, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "goes on as before"));
  g_assert_cmpstr (sonde_local_broker_get_options (broker)->password_hash, ==, hash);
  sonde_close (&sonde);
}

static const KeyringScenario scenarios[] = {
  { "save", scenario_save },
  { "duplicate", scenario_duplicate },
  { "change", scenario_change },
  { "forget", scenario_forget },
  { "forgotten", scenario_forgotten },
  { "locked", scenario_locked },
  { "vanishes", scenario_vanishes },
  { "own-broker", scenario_own_broker },
  { NULL },
};

/* ---- In the parent ---- */

static void
run (KeyringFixture    *fixture,
     const char *const *names)
{
  keyring_fixture_start_bus (fixture);
  if (!keyring_fixture_start_keyring (fixture, "--unlock", "pw"))
    return;

  for (; *names != NULL; names++)
    {
      keyring_fixture_run_scenario (fixture, *names);
      g_assert_cmpuint (keyring_fixture_assert_clean_folder (fixture), >, 0);
    }
}

static void
test_life (KeyringFixture *fixture,
           gconstpointer   data)
{
  static const char *const names[] = { "save", "duplicate", "change", "forget", "forgotten", NULL };

  run (fixture, names);
}

static void
test_locked (KeyringFixture *fixture,
             gconstpointer   data)
{
  run (fixture, (const char *const[]){ "locked", NULL });
}

static void
test_vanishes (KeyringFixture *fixture,
               gconstpointer   data)
{
  run (fixture, (const char *const[]){ "vanishes", NULL });
}

static void
test_own_broker (KeyringFixture *fixture,
                 gconstpointer   data)
{
  run (fixture, (const char *const[]){ "own-broker", NULL });
}

#define ADD(path, function) \
  g_test_add ("/keyring/" path, KeyringFixture, secrets, keyring_fixture_set_up, function, keyring_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--scenario") == 0)
    return keyring_scenario_main (scenarios, argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("saved-copied-changed-forgotten", test_life);
  ADD ("locked", test_locked);
  ADD ("vanishes", test_vanishes);
  ADD ("own-broker", test_own_broker);

  return g_test_run ();
}
