/* test-connections-transfer.c: imported, exported, imported again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No Secret Service is needed: secrets are kept for this run.
 */

#include "sonde-connections-transfer.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "-----BEGIN PRIVATE KEY-----\nmarker-key\n-----END PRIVATE KEY-----\n"

static const char text[] =
  "[{\"clientId\":\"a\",\"host\":\"one.example\",\"name\":\"Lab\",\"mqttVersion\":\"5.0\",\"username\":\"ada\",\"password\":\"marker-password\"},"
  "{\"clientId\":\"b\",\"host\":\"two words\",\"name\":\"Bad\",\"mqttVersion\":\"5.0\",\"password\":\"marker-bad\"},"
  "{\"clientId\":\"c\",\"host\":\"two.example\",\"name\":\"Lab\",\"mqttVersion\":\"5.0\"}]";

typedef struct
{
  char             *folder;
  SondeServices    *services;
  SondeConnections *connections;
  GAsyncResult     *result;
  char             *secret;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-transfer-XXXXXX", NULL);
  fixture->services = sonde_services_new (fixture->folder, fixture->folder);
  fixture->connections = sonde_connections_new (fixture->services);
  g_assert_null (sonde_connections_load (fixture->connections));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  sonde_connections_shut_down (fixture->connections);
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->connections);
  g_clear_object (&fixture->services);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
  g_free (fixture->secret);
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_set_object (&((Fixture *) user_data)->result, result);
}

static void
wait_result (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static SondeImport *
make_import (const char *contents)
{
  g_autoptr (SondeImportReader) reader = sonde_import_reader_new ();
  g_autoptr (GError) error = NULL;
  SondeImport *import;

  g_assert_true (sonde_import_reader_feed (reader, contents, strlen (contents), &error));
  import = sonde_import_reader_finish (reader, &error);
  g_assert_no_error (error);

  return import;
}

/* Returns: (transfer container) (nullable) */
static GPtrArray *
import (Fixture     *fixture,
        SondeImport *taken,
        gboolean     write_files,
        GError     **error)
{
  g_clear_object (&fixture->result);
  sonde_connections_import_async (fixture->connections, taken, write_files, ended_cb, fixture);
  wait_result (fixture);

  return sonde_connections_import_finish (fixture->connections, fixture->result, error);
}

static void
secret_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->secret = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, NULL);
  g_set_object (&fixture->result, result);
}

static const char *
look_up (Fixture         *fixture,
         SondeConnection *connection)
{
  g_clear_object (&fixture->result);
  g_clear_pointer (&fixture->secret, g_free);
  sonde_secret_store_lookup_async (sonde_services_get_secrets (fixture->services),
                                   sonde_connection_get_profile (connection)->id, SONDE_SECRET_PASSWORD, NULL,
                                   secret_cb, fixture);
  wait_result (fixture);

  return fixture->secret;
}

static char *export(Fixture *fixture,
                    gboolean with_secrets)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *path = g_build_filename (fixture->folder, "export.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  char    *contents;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->connections)); i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (fixture->connections), i));

  g_clear_object (&fixture->result);
  sonde_connections_export_async (fixture->connections, all, with_secrets, file, ended_cb, fixture);
  wait_result (fixture);
  g_assert_true (sonde_connections_export_finish (fixture->connections, fixture->result, &error));
  g_assert_no_error (error);

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));

  return contents;
}

static void
test_import (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) added = import (fixture, make_import (text), TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (added->len, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->connections)), ==, 3);
  g_assert_cmpstr (sonde_connection_get_name (g_ptr_array_index (added, 0)), ==, "Lab");
  g_assert_cmpstr (sonde_connection_get_name (g_ptr_array_index (added, 1)), ==, "Lab (2)");
  g_assert_cmpstr (look_up (fixture, g_ptr_array_index (added, 0)), ==, "marker-password");
  g_assert_null (look_up (fixture, g_ptr_array_index (added, 1)));
}

static void
test_export (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *plain = NULL;
  g_autofree char *secret = NULL;
  g_autoptr (GPtrArray) added = import (fixture, make_import (text), FALSE, NULL);
  g_autoptr (GPtrArray) again = NULL;

  plain = export(fixture, FALSE);
  g_assert_null (strstr (plain, "marker"));
  secret = export(fixture, TRUE);
  g_assert_nonnull (strstr (secret, "marker-password"));
  g_assert_null (strstr (secret, "marker-bad"));

  again = import (fixture, make_import (secret), FALSE, NULL);
  g_assert_cmpuint (again->len, ==, 3);
  g_assert_cmpstr (sonde_connection_get_name (g_ptr_array_index (again, 1)), ==, "Lab (3)");
  g_assert_cmpstr (look_up (fixture, g_ptr_array_index (again, 1)), ==, "marker-password");
}

static SondeImport *
make_import_with_files (void)
{
  SondeImport      *taken = make_import (text);
  SondeImportEntry *entry = g_ptr_array_index (taken->entries, 0);

  entry->certificate = g_strdup ("certificate");
  entry->key = g_strdup (KEY);

  return taken;
}

static void
test_files (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "certificates", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) without = import (fixture, make_import_with_files (), FALSE, NULL);
  g_autoptr (GPtrArray) with = NULL;
  const SondeTlsOptions *tls;
  GStatBuf               status;

  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  tls = sonde_connection_get_profile (g_ptr_array_index (without, 0))->tls;
  g_assert_cmpstr (tls->client_key, ==, "");

  with = import (fixture, make_import_with_files (), TRUE, NULL);
  tls = sonde_connection_get_profile (g_ptr_array_index (with, 0))->tls;
  g_assert_true (g_str_has_prefix (tls->client_certificate, folder));
  g_assert_true (g_file_get_contents (tls->client_key, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, KEY);
  g_assert_cmpint (g_stat (tls->client_key, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* A file where the folder should be: nothing is added. */
static void
test_files_fail (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "certificates", NULL);
  g_autoptr (GError) error = NULL;
  guint before = g_list_model_get_n_items (G_LIST_MODEL (fixture->connections));

  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  g_assert_null (import (fixture, make_import_with_files (), TRUE, &error));
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, "marker"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->connections)), ==, before);
}

int
main (int   argc,
      char *argv[])
{
  /* No keyring of whoever runs this. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/transfer/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/transfer/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/transfer/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/transfer/files-fail", Fixture, NULL, set_up, test_files_fail, tear_down);

  return g_test_run ();
}
