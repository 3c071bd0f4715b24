/* sonde-import-sonde.c: what Sonde exported (sonde-profile-export.h), or its own profiles file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-sonde"

#include "sonde-import-formats.h"

#include "sonde-fields.h"
#include "sonde-profile-json.h"
#include "sonde-profile-store.h"
#include "sonde-secret-store.h"

#include <glib/gi18n.h>

gboolean
sonde_import_is_sonde (JsonNode *root)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  return object != NULL && sonde_json_get_array (object, "profiles") != NULL &&
         sonde_json_get_integer (object, "version", 1, G_MAXINT64, 0) > 0;
}

static void
read_secrets (SondeImportEntry *entry,
              JsonObject       *object)
{
  JsonObject *secrets = sonde_json_get_object (object, "secrets");

  for (const char *const *purpose = sonde_secret_purposes; secrets != NULL && *purpose != NULL; purpose++)
    sonde_import_entry_set_secret (entry, *purpose, sonde_json_get_string (secrets, *purpose));
}

gboolean
sonde_import_sonde (SondeImport *self,
                    const char  *text,
                    gsize        length,
                    GError     **error)
{
  g_autoptr (SondeProfileDocument) document = sonde_profile_document_parse (text, length, NULL);

  if (document == NULL)
    {
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                           _ ("This file looks as an export of Sonde, but does not hold connection profiles."));
      return FALSE;
    }

  self->source = SONDE_IMPORT_SONDE;
  for (guint i = 0; i < document->profiles->len; i++)
    {
      const SondeProfile *profile = g_ptr_array_index (document->profiles, i);
      SondeImportEntry   *entry = sonde_import_entry_new ();

      sonde_profile_free (entry->profile);
      entry->profile = sonde_profile_copy (profile);
      read_secrets (entry, g_hash_table_lookup (document->objects, profile->id));

      /* The one it was may be here, too. */
      g_free (entry->profile->id);
      entry->profile->id = g_uuid_string_random ();
      sonde_import_add (self, entry);
    }

  return TRUE;
}
