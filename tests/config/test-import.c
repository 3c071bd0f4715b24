/* test-import.c: files made by hand to each format's description
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Beside each file NAME of imports/ stands NAME.expected: what is to come of it.
 */

#include "sonde-import.h"

#include "sonde-profile-fields.h"
#include "sonde-profile-store.h"
#include "sonde-secret-store.h"

#include <string.h>

static const char *const files[] = {
  "mqttx.json",
  "mqttx-old.json",
  "explorer.json",
  "mqttfx.xml",
  "mosquitto_sub",
  "mosquitto_pub.txt",
  "sonde.json",
};

static char *
read_file (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "imports", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* In pieces of @step bytes. */
static SondeImport *
import_text (const char *text,
             gsize       length,
             gsize       step,
             GError    **error)
{
  g_autoptr (SondeImportReader) reader = sonde_import_reader_new ();

  for (gsize at = 0; at < length; at += step)
    {
      if (!sonde_import_reader_feed (reader, text + at, MIN (step, length - at), error))
        return NULL;
    }

  return sonde_import_reader_finish (reader, error);
}

/* ---- An import as text: what is not as in a new profile, the secrets, the notes ---- */

static void
describe_part (GString          *text,
               const char       *prefix,
               const SondeField *fields,
               gconstpointer     data,
               gconstpointer     plain)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonObject) other = json_object_new ();
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *node;

  sonde_fields_write (fields, object, data);
  sonde_fields_write (fields, other, plain);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *value = json_to_string (node, FALSE);

      if (strcmp (name, "id") != 0 && !json_node_equal (node, json_object_get_member (other, name)))
        g_string_append_printf (text, "  %s%s: %s\n", prefix, name, value);
    }
}

static void
describe_subscriptions (GString            *text,
                        const SondeProfile *profile)
{
  for (guint i = 0; i < profile->subscriptions->len; i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (profile->subscriptions, i);

      g_string_append_printf (text, "  subscription: %s, QoS %u, color %u\n", wanted->filter, wanted->options.qos, wanted->color);
    }
}

static void
describe_entry (GString                *text,
                const SondeImportEntry *entry)
{
  static const char *const kinds[] = { "taken", "changed", "left out", "check" };
  const SondeProfile      *profile = entry->profile;
  g_autoptr (SondeProfile) plain = sonde_profile_new ();

  g_string_append_printf (text, "%s\n", profile->name);
  if (entry->fault != NULL)
    g_string_append_printf (text, "  fault: %s\n", entry->fault);
  describe_part (text, "", sonde_profile_fields, profile, plain);
  describe_part (text, "network.", sonde_profile_network_fields, profile->network, plain->network);
  describe_part (text, "tls.", sonde_profile_tls_fields, profile->tls, plain->tls);
  describe_part (text, "will.", sonde_profile_will_fields, profile->will, plain->will);
  describe_subscriptions (text, profile);

  for (const char *const *purpose = sonde_secret_purposes; *purpose != NULL; purpose++)
    {
      if (g_hash_table_contains (entry->secrets, *purpose))
        g_string_append_printf (text, "  secret %s: %s\n", *purpose,
                                (const char *) g_hash_table_lookup (entry->secrets, *purpose));
    }
  if (entry->certificate != NULL)
    g_string_append_printf (text, "  certificate:\n%s", entry->certificate);
  if (entry->key != NULL)
    g_string_append_printf (text, "  key:\n%s", entry->key);

  for (guint i = 0; i < entry->notes->len; i++)
    {
      const SondeNote *note = g_ptr_array_index (entry->notes, i);

      g_string_append_printf (text, "  %s: %s\n", kinds[note->kind], note->text);
    }
}

static char *
describe (const SondeImport *import)
{
  g_autoptr (GRegex) generated = g_regex_new ("sonde_[a-z0-9]{8}", 0, 0, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n\n", sonde_import_source_to_string (import->source));
  for (guint i = 0; i < import->entries->len; i++)
    describe_entry (text, g_ptr_array_index (import->entries, i));

  return g_regex_replace_literal (generated, text->str, text->len, 0, "sonde_GENERATED", 0, NULL);
}

/* ---- What must hold of any import ---- */

static void
check_entry (const SondeImportEntry *entry,
             gboolean                is_sound)
{
  const SondeProfile *profile = entry->profile;
  GHashTableIter      iter;
  gpointer            secret;

  g_assert_true (g_utf8_validate (profile->name, -1, NULL));
  g_assert_cmpstr (profile->name, !=, "");
  g_assert_null (sonde_profile_check_keep_alive (profile->keep_alive));
  g_assert_null (sonde_profile_check_client_id (profile->client_id, profile->version, profile->clean_start));
  if (entry->fault == NULL && !profile->local_broker && profile->network->carrier != SONDE_CARRIER_UNIX)
    g_assert_null (sonde_profile_check_host (profile->host));

  for (guint i = 0; i < entry->notes->len; i++)
    {
      const SondeNote *note = g_ptr_array_index (entry->notes, i);

      g_assert_true (g_utf8_validate (note->text, -1, NULL));
      /* One damaged byte can make a password the rest of a user name. */
      if (!is_sound)
        continue;
      g_assert_null (strstr (note->text, "marker"));
      g_hash_table_iter_init (&iter, entry->secrets);
      while (g_hash_table_iter_next (&iter, NULL, &secret))
        g_assert_true (strlen (secret) < 6 || strstr (note->text, secret) == NULL);
    }
}

/* An import, or one sentence. */
static void
check_any (const char *text,
           gsize       length,
           gboolean    is_sound)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeImport) import = import_text (text, length, 4096, &error);

  if (import == NULL)
    {
      g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strstr (error->message, "marker"));
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (import->entries->len, >, 0);
  for (guint i = 0; i < import->entries->len; i++)
    check_entry (g_ptr_array_index (import->entries, i), is_sound);
}

static void
test_files (gconstpointer data)
{
  const char      *name = data;
  g_autofree char *text = read_file (name);
  g_autofree char *expected_name = g_strconcat (name, ".expected", NULL);
  g_autofree char *expected = read_file (expected_name);
  gsize            steps[] = { 1, 7, 4096, strlen (text) };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeImport) import = import_text (text, strlen (text), steps[i], &error);
      g_autofree char *found = NULL;

      g_assert_no_error (error);
      found = describe (import);
      g_assert_cmpstr (found, ==, expected);
    }
  check_any (text, strlen (text), TRUE);
}

/* A password stands in the secrets alone, and in no text that is saved or shown. */
static void
test_no_secret_in_profile (gconstpointer data)
{
  g_autofree char *text = read_file (data);
  g_autoptr (SondeImport) import = import_text (text, strlen (text), strlen (text), NULL);

  for (guint i = 0; i < import->entries->len; i++)
    {
      SondeImportEntry *entry = g_ptr_array_index (import->entries, i);
      g_autofree char  *found = NULL;
      GString          *described = g_string_new (NULL);

      g_hash_table_remove_all (entry->secrets);
      g_clear_pointer (&entry->key, g_free);
      describe_entry (described, entry);
      found = g_string_free (described, FALSE);
      g_assert_null (strstr (found, "marker"));
    }
}

static void
test_truncated (gconstpointer data)
{
  g_autofree char *text = read_file (data);

  for (gsize length = 0; length < strlen (text); length++)
    check_any (text, length, TRUE);
}

/* Each byte in turn is another one. */
static void
test_damaged (gconstpointer data)
{
  static const char others[] = { '\0', '"', '[', '}', '<', '\xff', '\\', '9' };
  g_autofree char  *text = read_file (data);
  gsize             length = strlen (text);

  for (gsize i = 0; i < length; i++)
    {
      char byte = text[i];

      text[i] = others[i % sizeof others];
      check_any (text, length, FALSE);
      text[i] = byte;
    }
}

/* clang-format off */
static const struct
{
  const char *text, *sentence;
} refused[] = {
  { "", "This file is empty." },
  { "\xef\xbb\xbf  \n", "This file is empty." },
  { "[]", "no connections of MQTTX" },
  { "{\"a\": 1}", "no connections of MQTTX" },
  { "[{\"clientId\": 1", "damaged at line 1, column 16" },
  { "[1, 2]", "no connections of MQTTX" },
  { "{\"ConnectionManager_connections\": {}}", "holds no connection" },
  { "{\"version\": 1, \"profiles\": []}", "holds no connection" },
  { "{\"version\": 1, \"profiles\": [1]}", "does not hold connection profiles" },
  { "[{\"host\": \"a\", \"clientId\": \"\xff\"}]", "not UTF-8" },
  { "{\"clientId\": \"a\", \"host\": \"h\", \"messages\": [1, 2", "The JSON of this file is damaged: " },
  { "<configuration>", "XML of this file is damaged" },
  { "<configuration/>", "holds no connection" },
  { "<html><p>hello</p></html>", "holds no connection" },
  { "<root><oneConnection></oneConnection></root>", "choose the format JSON" },
  { "- clientId: mqttx_1\n  host: a\n", "choose the format JSON" },
  { "PK\3\4rest", "choose the format JSON" },
  { "hello\n", "none that Sonde can import" },
  { "# only a comment\n", "none that Sonde can import" },
  { "-----BEGIN CERTIFICATE-----\n", "none that Sonde can import" },
  { "key: value", "none that Sonde can import" },
};
/* clang-format on */

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeImport) import = import_text (refused[i].text, strlen (refused[i].text), 3, &error);

      g_assert_null (import);
      g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
      if (strstr (error->message, refused[i].sentence) == NULL)
        g_error ("%s: “%s” is not “%s”", refused[i].text, error->message, refused[i].sentence);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *expected = g_strconcat ("/import/expected/", files[i], NULL);
      g_autofree char *secret = g_strconcat ("/import/no-secret-in-profile/", files[i], NULL);
      g_autofree char *truncated = g_strconcat ("/import/truncated/", files[i], NULL);
      g_autofree char *damaged = g_strconcat ("/import/damaged/", files[i], NULL);

      g_test_add_data_func (expected, files[i], test_files);
      g_test_add_data_func (secret, files[i], test_no_secret_in_profile);
      g_test_add_data_func (truncated, files[i], test_truncated);
      g_test_add_data_func (damaged, files[i], test_damaged);
    }
  g_test_add_func ("/import/refused", test_refused);

  return g_test_run ();
}
