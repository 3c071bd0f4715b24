/* test-import-hostile.c: files that are huge, deep, endless; read as the window reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history is of 20 MB, in "-m slow" of 200 MB.
 */

#include "sonde-import.h"

#include "sonde-profile-store.h"
#include "sonde-secret-store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define MAX_GROWTH_KB (64 * 1024)

typedef struct
{
  char        *folder;
  char        *path;
  SondeImport *import;
  GError      *error;
  gboolean     ended;
  guint        n_progress;
  guint64      last_read, total;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-import-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  g_clear_pointer (&fixture->import, sonde_import_free);
  g_clear_error (&fixture->error);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->import = sonde_import_read_finish (result, &fixture->error);
  fixture->ended = TRUE;
}

static void
progress_cb (guint64  read,
             guint64  total,
             gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (fixture->ended);
  g_assert_cmpuint (read, >=, fixture->last_read);
  fixture->n_progress++;
  fixture->last_read = read;
  fixture->total = total;
}

static void
read_file (Fixture      *fixture,
           GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);

  fixture->ended = FALSE;
  fixture->last_read = 0;
  sonde_import_read_async (file, cancellable, progress_cb, read_cb, fixture);
  while (!fixture->ended)
    g_main_context_iteration (NULL, TRUE);
}

static void
read_text (Fixture    *fixture,
           const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->import, sonde_import_free);
  g_clear_error (&fixture->error);
  read_file (fixture, NULL);
}

/* The most that was in memory since the process began. */
static guint64
get_peak_kb (void)
{
  g_autofree char *status = NULL;
  const char      *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

static void
write_history (const char *path,
               guint64     bytes)
{
  static const char message[] =
    "{\"id\":\"message_1\",\"createAt\":\"2024-07-29 09:51:12:751\",\"out\":false,\"topic\":\"a/b\",\"payload\":"
    "\"{\\\"messages\\\": [ \\\\ ]}\",\"qos\":0,\"retain\":false,\"properties\":{\"userProperties\":{\"a\":[\"[\",\"{\"]}}}";
  FILE *file = fopen (path, "w");

  g_assert_nonnull (file);
  fputs ("[{\"id\":\"1\",\"name\":\"Big\",\"clientId\":\"c\",\"host\":\"big.example\",\"port\":1883,\"mqttVersion\":\"5.0\",\"messages\":[", file);
  for (guint64 written = 0; written < bytes; written += sizeof message)
    {
      if (written > 0)
        fputc (',', file);
      fputs (message, file);
    }
  fputs ("],\"password\":\"marker\"},{\"clientId\":\"d\",\"host\":\"after.example\",\"mqttVersion\":\"5.0\"}]\n", file);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_history (Fixture      *fixture,
              gconstpointer data)
{
  guint64                 bytes = (g_test_slow () ? 200 : 20) * 1000 * 1000;
  guint64                 before;
  const SondeImportEntry *entry;

  write_history (fixture->path, bytes);
  before = get_peak_kb ();
  read_file (fixture, NULL);
  g_assert_no_error (fixture->error);

  g_test_message ("peak grew by %" G_GUINT64_FORMAT " kB", get_peak_kb () - before);
  g_assert_cmpuint (get_peak_kb () - before, <, MAX_GROWTH_KB);
  g_assert_cmpuint (fixture->n_progress, >=, 1);
  g_assert_cmpuint (fixture->total, >=, bytes);
  g_assert_cmpuint (fixture->import->entries->len, ==, 2);
  entry = g_ptr_array_index (fixture->import->entries, 0);
  g_assert_cmpstr (entry->profile->host, ==, "big.example");
  g_assert_cmpstr (g_hash_table_lookup (entry->secrets, SONDE_SECRET_PASSWORD), ==, "marker");
  g_assert_cmpuint (sonde_import_entry_count_notes (entry, SONDE_NOTE_LEFT_OUT), ==, 1);
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  write_history (fixture->path, 1000 * 1000);
  g_cancellable_cancel (cancellable);
  read_file (fixture, cancellable);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static char *
repeat (const char *prefix,
        const char *piece,
        guint       times,
        const char *suffix)
{
  GString *text = g_string_new (prefix);

  for (guint i = 0; i < times; i++)
    g_string_append (text, piece);
  g_string_append (text, suffix);

  return g_string_free (text, FALSE);
}

/* clang-format off */
static const struct
{
  const char *prefix, *piece;
  guint       times;
  const char *suffix, *sentence;
} refused[] = {
  { "", "[", 100000, "", "nested too deeply" },
  { "[{\"clientId\":\"a\",\"host\":\"b\",\"will\":", "{\"a\":", 100000, "", "nested too deeply" },
  { "{\"clientId\":\"a\",\"host\":\"b\",\"messages\":[", "[{\"x\":", 100000, "", "JSON of this file is damaged" },
  { "[", "1,", 500000, "1]", "far too large" },
  { "{\"host\":\"", "0123456789", 2000000, "\"}", "far too large" },
  { "<configuration>", "<a>", 100000, "", "nested too deeply" },
  { "<configuration>", "0123456789", 2000000, "", "far too large" },
  { "", "\n", 100000, "", "This file is empty" },
  { "", "key=value\n", 100000, "", "none that Sonde can import" },
  { "<!DOCTYPE x [<!ENTITY a \"b\">", "<!ENTITY c \"&a;&a;&a;&a;\">", 1000, "]><configuration>&c;</configuration>", "XML of this file is damaged" },
};
/* clang-format on */

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *text = repeat (refused[i].prefix, refused[i].piece, refused[i].times, refused[i].suffix);

      read_text (fixture, text);
      g_assert_error (fixture->error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
      if (strstr (fixture->error->message, refused[i].sentence) == NULL)
        g_error ("%s…: “%s” is not “%s”", refused[i].prefix, fixture->error->message, refused[i].sentence);
    }
}

static const SondeImportEntry *
get_first (Fixture *fixture)
{
  g_assert_no_error (fixture->error);

  return g_ptr_array_index (fixture->import->entries, 0);
}

/* Of each field too much: the connection is there all the same, and each text is bounded. */
static void
test_bounded (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *many = repeat ("[{\"host\":\"a\",\"clientId\":\"b\"}", ",{\"host\":\"a\",\"clientId\":\"b\"}", 2000, "]");
  g_autofree char *filters = repeat ("[{\"host\":\"a\",\"clientId\":\"b\",\"subscriptions\":[{\"topic\":\"#/\"}",
                                     ",{\"topic\":\"+x\"}", 10000, "]}]");
  g_autofree char *text = repeat ("", "0123456789", 10000, "");
  g_autofree char *names = g_strdup_printf ("[{\"host\":\"%s\",\"clientId\":\"%s\",\"name\":\"%s\",\"username\":\"%s\",\"password\":\"%s\"}]",
                                            text, text, text, text, text);

  read_text (fixture, many);
  get_first (fixture);
  g_assert_cmpuint (fixture->import->entries->len, ==, 1000);
  g_assert_cmpuint (fixture->import->n_beyond, ==, 1001);

  read_text (fixture, filters);
  g_assert_cmpuint (get_first (fixture)->notes->len, <, 100);

  read_text (fixture, names);
  g_assert_nonnull (get_first (fixture)->fault);
  g_assert_cmpuint (strlen (get_first (fixture)->profile->name), <=, 120);
  g_assert_cmpstr (get_first (fixture)->profile->user_name, ==, "");
  g_assert_cmpuint (g_hash_table_size (get_first (fixture)->secrets), ==, 0);
}

/* What JSON can say, and MQTT or UTF-8 cannot. */
static void
test_characters (Fixture      *fixture,
                 gconstpointer data)
{
  read_text (fixture, "[{\"host\":\"a\",\"clientId\":\"b\",\"username\":\"\\\\u0000\"}]");
  g_assert_cmpuint (sonde_import_entry_count_notes (get_first (fixture), SONDE_NOTE_CHECK), ==, 0);
  g_assert_cmpstr (get_first (fixture)->profile->user_name, ==, "\\u0000");

  read_text (fixture, "[{\"host\":\"a\",\"clientId\":\"b\",\"username\":\"a\\u0000b\"}]");
  g_assert_cmpuint (sonde_import_entry_count_notes (get_first (fixture), SONDE_NOTE_CHECK), ==, 1);

  read_text (fixture, "[{\"host\":\"a\",\"clientId\":\"\\ud800\"}]");
  g_assert_error (fixture->error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
  g_assert_nonnull (strstr (fixture->error->message, "half of a character"));
}

/* A path that is no file of this machine any more is said, a folder is no file. */
static void
test_paths (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *text = g_strdup_printf ("-h a\n--cafile %s/none.pem\n--cert %s\n", fixture->folder, fixture->path);

  read_text (fixture, text);
  g_assert_cmpuint (sonde_import_entry_count_notes (get_first (fixture), SONDE_NOTE_CHECK), ==, 1);

  g_remove (fixture->path);
  g_clear_pointer (&fixture->import, sonde_import_free);
  read_file (fixture, NULL);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  g_clear_error (&fixture->error);
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  read_file (fixture, NULL);
  g_assert_error (fixture->error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/import/history", Fixture, NULL, set_up, test_history, tear_down);
  g_test_add ("/import/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/import/too-much", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/import/bounded", Fixture, NULL, set_up, test_bounded, tear_down);
  g_test_add ("/import/characters", Fixture, NULL, set_up, test_characters, tear_down);
  g_test_add ("/import/paths", Fixture, NULL, set_up, test_paths, tear_down);

  return g_test_run ();
}
