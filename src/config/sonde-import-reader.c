/* sonde-import-reader.c: which format it is, and its reader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-reader"

#include "sonde-import-formats.h"

#include "sonde-json-skim.h"
#include "sonde-profile-store.h"

#include <glib/gi18n.h>
#include <sonde-json-scanner.h>
#include <string.h>

/* Beside the histories; a connection takes about 2 kB. */
#define MAX_KEPT_BYTES (16 * 1024 * 1024)
#define MAX_TOKENS 400000
#define MAX_DEPTH 32

#define UTF8_BOM "\xef\xbb\xbf"

struct _SondeImportReader
{
  SondeJsonSkim *skim; /* of JSON */
  GString       *text; /* of anything else, and what comes before it is known */
};

SondeImportReader *
sonde_import_reader_new (void)
{
  SondeImportReader *self = g_new0 (SondeImportReader, 1);

  self->text = g_string_new (NULL);

  return self;
}

void
sonde_import_reader_free (SondeImportReader *self)
{
  if (self == NULL)
    return;

  sonde_json_skim_free (self->skim);
  explicit_bzero (self->text->str, self->text->len);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
fail (GError    **error,
      const char *sentence)
{
  g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ, sentence);

  return FALSE;
}

/* Where the content begins; %NULL while there is none. */
static const char *
find_begin (const GString *text)
{
  const char *at = text->str;

  if (text->len < strlen (UTF8_BOM) && memcmp (at, UTF8_BOM, text->len) == 0)
    return NULL;
  if (g_str_has_prefix (at, UTF8_BOM))
    at += strlen (UTF8_BOM);
  at += strspn (at, " \t\r\n");

  return at < text->str + text->len ? at : NULL;
}

/* From the first byte that counts on JSON is skimmed. */
static gboolean
start_skim (SondeImportReader *self)
{
  const char *begin = find_begin (self->text);

  if (begin == NULL || (*begin != '{' && *begin != '['))
    return TRUE;

  self->skim = sonde_json_skim_new (MAX_KEPT_BYTES);

  return sonde_json_skim_feed (self->skim, begin, self->text->str + self->text->len - begin);
}

gboolean
sonde_import_reader_feed (SondeImportReader *self,
                          const char        *bytes,
                          gsize              length,
                          GError           **error)
{
  gboolean good;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  if (self->skim != NULL)
    good = sonde_json_skim_feed (self->skim, bytes, length);
  else
    {
      gboolean known = find_begin (self->text) != NULL;

      g_string_append_len (self->text, bytes, length);
      good = self->text->len <= MAX_KEPT_BYTES && (known || start_skim (self));
    }

  return good || fail (error, _ ("This file is far too large for what Sonde imports."));
}

/* ---- JSON ---- */

/* json-glib ends a text there. */
static gboolean
holds_nul (const SondeJsonToken *token)
{
  const char *end = token->start + token->length;

  if (token->type != SONDE_JSON_TOKEN_STRING)
    return FALSE;

  for (const char *at = token->start; at + 1 < end; at++)
    {
      if (*at != '\\')
        continue;
      if (end - at > 6 && strncmp (at, "\\u0000", 6) == 0)
        return TRUE;
      at++; /* what it escapes */
    }

  return FALSE;
}

/* json-glib recurses, and a value of one byte costs it a hundred: both have an end here. */
static gboolean
check_json (const char *text,
            gsize       length,
            gboolean    has_skipped,
            gboolean   *has_nul,
            GError    **error)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (text, length, MAX_DEPTH);
  SondeJsonToken token;
  guint          n_tokens = 0, line, column;
  const char    *fault;

  while (sonde_json_scanner_next (scanner, &token) > SONDE_JSON_TOKEN_ERROR)
    {
      *has_nul = *has_nul || holds_nul (&token);
      if (++n_tokens > MAX_TOKENS)
        return fail (error, _ ("This file is far too large for what Sonde imports."));
    }
  if (token.type == SONDE_JSON_TOKEN_END)
    return TRUE;

  fault = sonde_json_scanner_get_error (scanner, &line, &column);
  /* What was skipped is not counted. */
  if (has_skipped)
    g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                 _ ("The JSON of this file is damaged: %s"), fault);
  else
    g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                 _ ("The JSON of this file is damaged at line %u, column %u: %s"), line, column, fault);

  return FALSE;
}

static void
note_nul (SondeImport *import)
{
  for (guint i = 0; i < import->entries->len; i++)
    sonde_import_entry_note (g_ptr_array_index (import->entries, i), SONDE_NOTE_CHECK, "%s",
                             _ ("A text in the file holds U+0000, where it ends for Sonde: look at what was taken."));
}

static gboolean
read_json (SondeImportReader *self,
           SondeImport       *import,
           GError           **error)
{
  const GString *text = sonde_json_skim_get_kept (self->skim);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gboolean  has_nul = FALSE;
  JsonNode *root;

  if (!check_json (text->str, text->len, sonde_json_skim_get_skipped (self->skim), &has_nul, error))
    return FALSE;
  if (!json_parser_load_from_data (parser, text->str, text->len, NULL))
    return fail (error, _ ("The JSON of this file holds half of a character: an escape \\ud800 to \\udfff without its other half."));

  root = json_parser_get_root (parser);
  if (sonde_import_is_mqtt_explorer (root))
    sonde_import_mqtt_explorer (import, root);
  else if (sonde_import_is_mqttx (root))
    sonde_import_mqttx (import, root);
  else if (!sonde_import_is_sonde (root))
    return fail (error, _ ("This file holds JSON, but no connections of MQTTX, MQTT Explorer or Sonde."));
  else if (!sonde_import_sonde (import, text->str, text->len, error))
    return FALSE;

  if (has_nul)
    note_nul (import);

  return TRUE;
}

/* ---- Anything else ---- */

static gboolean
fail_unknown (const char *begin,
              GError    **error)
{
  if (strstr (begin, "<oneConnection>") != NULL || strstr (begin, "clientId:") != NULL || g_str_has_prefix (begin, "PK\3\4"))
    return fail (error, _ ("In MQTTX choose the format JSON for the export: Sonde reads that one."));

  return fail (error, _ ("This file is none that Sonde can import: it reads those of MQTTX, MQTT Explorer, MQTT.fx, mosquitto_sub and Sonde."));
}

static gboolean
read_text (SondeImportReader *self,
           SondeImport       *import,
           GError           **error)
{
  const char *begin = find_begin (self->text);
  gsize       length;

  if (begin == NULL)
    return fail (error, _ ("This file is empty."));

  length = self->text->str + self->text->len - begin;
  if (*begin == '<' && strstr (begin, "<oneConnection>") == NULL)
    return sonde_import_mqtt_fx (import, begin, length, error);
  if (strlen (begin) != length || !sonde_import_is_mosquitto (begin))
    return fail_unknown (begin, error);

  sonde_import_mosquitto (import, begin);

  return TRUE;
}

SondeImport *
sonde_import_reader_finish (SondeImportReader *self,
                            GError           **error)
{
  g_autoptr (SondeImport) import = NULL;
  gboolean good;

  g_return_val_if_fail (self != NULL, NULL);

  import = g_new0 (SondeImport, 1);
  import->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_import_entry_free);

  good = self->skim != NULL ? read_json (self, import, error) : read_text (self, import, error);
  if (good && import->entries->len == 0)
    good = fail (error, _ ("This file holds no connection."));

  return good ? g_steal_pointer (&import) : NULL;
}
