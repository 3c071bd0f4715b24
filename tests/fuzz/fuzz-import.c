/* fuzz-import.c: an import whose connections pass the checks of the editor, or one sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte says within which format the rest stands, so that each reader is reached.
 */

#include "sonde-import.h"

#include "sonde-profile-store.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static const struct
{
  const char *before, *after;
} formats[] = {
  { "", "" },
  { "[{\"clientId\":\"a\",\"host\":\"b\",", "}]" },
  { "{\"clientId\":\"a\",\"host\":\"b\",\"messages\":[", "" },
  { "{\"ConnectionManager_connections\":{\"a\":{\"host\":\"b\",\"encryption\":true,", "}}}" },
  { "<configuration><connectionProfile><brokerAddress>b</brokerAddress>", "</connectionProfile></configuration>" },
  { "-h b\n", "" },
  { "mosquitto_sub -h b ", "" },
  { "{\"format\":\"sonde-profiles\",\"version\":1,\"profiles\":[{\"host\":\"b\",", "}]}" },
};

static void
check_entry (const SondeImportEntry *entry)
{
  const SondeProfile *profile = entry->profile;

  g_assert_true (g_utf8_validate (profile->name, -1, NULL) && *profile->name != '\0');
  g_assert_true (g_utf8_validate (profile->host, -1, NULL));
  g_assert_null (sonde_profile_check_keep_alive (profile->keep_alive));
  g_assert_null (sonde_profile_check_client_id (profile->client_id, profile->version, profile->clean_start));
  g_assert_null (sonde_will_check_topic (profile->will->topic));
  g_assert_null (sonde_network_options_check_path (profile->network->path));
  if (entry->fault == NULL && !profile->local_broker && profile->network->carrier != SONDE_CARRIER_UNIX)
    g_assert_null (sonde_profile_check_host (profile->host));

  for (guint i = 0; i < entry->notes->len; i++)
    {
      const SondeNote *note = g_ptr_array_index (entry->notes, i);

      g_assert_true (g_utf8_validate (note->text, -1, NULL));
    }
}

static gboolean
feed (SondeImportReader *reader,
      const char        *text,
      gsize              length,
      gsize              step)
{
  gboolean good = TRUE;

  for (gsize at = 0; good && at < length; at += step)
    good = sonde_import_reader_feed (reader, text + at, MIN (step, length - at), NULL);

  return good;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (SondeImportReader) reader = sonde_import_reader_new ();
  g_autoptr (SondeImport) import = NULL;
  g_autoptr (GError) error = NULL;
  guint format = size > 0 ? data[0] % G_N_ELEMENTS (formats) : 0;
  gsize step = size > 0 ? 1 + data[0] / G_N_ELEMENTS (formats) : 1;

  g_assert_true (feed (reader, formats[format].before, strlen (formats[format].before), step));
  if (size > 0)
    g_assert_true (feed (reader, (const char *) data + 1, size - 1, step));
  g_assert_true (feed (reader, formats[format].after, strlen (formats[format].after), step));

  import = sonde_import_reader_finish (reader, &error);
  if (import == NULL)
    {
      g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  for (guint i = 0; i < import->entries->len; i++)
    check_entry (g_ptr_array_index (import->entries, i));

  return 0;
}
