/* sonde-import-explorer.c: the settings.json of MQTT Explorer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It has no export: this is the file it keeps. Certificates are in it, in base64. It speaks
 * MQTT 3.1.1 with a clean session only.
 */

#define G_LOG_DOMAIN "sonde-import-explorer"

#include "sonde-import-formats.h"

#include "sonde-import-json.h"
#include "sonde-secret-store.h"

#include <glib/gi18n.h>
#include <sonde-secret.h>
#include <string.h>

#define CONNECTIONS "ConnectionManager_connections"
#define MAX_CERTIFICATE_BYTES (256 * 1024)
#define PEM_LINE_CHARS 64

gboolean
sonde_import_is_mqtt_explorer (JsonNode *root)
{
  return JSON_NODE_HOLDS_OBJECT (root) &&
         sonde_json_get_object (json_node_get_object (root), CONNECTIONS) != NULL;
}

/* RFC 7468: DER between two lines, in base64. */
static char *
wrap_der (const guchar *der,
          gsize         size,
          const char   *label)
{
  GString         *pem = g_string_new (NULL);
  g_autofree char *text = g_base64_encode (der, size);
  gsize            length = strlen (text);

  g_string_append_printf (pem, "-----BEGIN %s-----\n", label);
  for (gsize i = 0; i < length; i += PEM_LINE_CHARS)
    {
      g_string_append_len (pem, text + i, MIN (PEM_LINE_CHARS, length - i));
      g_string_append_c (pem, '\n');
    }
  g_string_append_printf (pem, "-----END %s-----\n", label);
  explicit_bzero (text, length);

  return g_string_free (pem, FALSE);
}

/* @der_label: what DER is taken for, %NULL: it cannot be told. Returns: (nullable): PEM */
static char *
to_pem (const guchar *data,
        gsize         size,
        const char   *der_label)
{
  if (size == 0 || size > MAX_CERTIFICATE_BYTES)
    return NULL;

  if (memmem (data, size, "-----BEGIN ", 11) != NULL)
    {
      if (memchr (data, '\0', size) != NULL || !g_utf8_validate_len ((const char *) data, size, NULL))
        return NULL;
      return g_strndup ((const char *) data, size);
    }
  /* X.690: a certificate is a SEQUENCE */
  if (data[0] == 0x30 && der_label != NULL)
    return wrap_der (data, size, der_label);

  return NULL;
}

/* Returns: (transfer full) (nullable): what @name holds, for sonde_secret_free() */
static char *
read_pem (SondeImportEntry *entry,
          JsonObject       *object,
          const char       *name,
          const char       *der_label)
{
  JsonObject *file = sonde_json_get_object (object, name);
  const char *base64 = file != NULL ? sonde_json_get_string (file, "data") : NULL;
  guchar     *data;
  gsize       size;
  char       *pem;

  if (base64 == NULL || *base64 == '\0')
    return NULL;

  data = g_base64_decode (base64, &size);
  pem = to_pem (data, size, der_label);
  explicit_bzero (data, size);
  g_free (data);
  if (pem == NULL)
    sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, _ ("“%s”: it does not hold what its name says, in a form that Sonde reads."), name);

  return pem;
}

static void
read_tls (SondeImportEntry *entry,
          JsonObject       *object)
{
  SondeTlsOptions *tls = entry->profile->tls;
  g_autofree char *authority = NULL;

  tls->use_tls = sonde_import_get_boolean (object, "encryption", FALSE);
  if (!tls->use_tls)
    return;

  tls->verify = sonde_import_get_boolean (object, "certValidation", TRUE);
  authority = read_pem (entry, object, "selfSignedCertificate", "CERTIFICATE");
  sonde_import_set_text (&tls->trusted, authority);
  entry->certificate = read_pem (entry, object, "clientCertificate", "CERTIFICATE");
  entry->key = read_pem (entry, object, "clientKey", NULL);
}

static void
read_client_id (SondeImportEntry *entry,
                JsonObject       *object)
{
  const char *client_id = sonde_json_get_string (object, "clientId");

  /* Made by MQTT Explorer up to 0.3.5, which drops it, too. */
  if (client_id != NULL && !json_object_has_member (object, "configVersion") &&
      g_regex_match_simple ("^mqtt-explorer-[0-9a-f]{8}$", client_id, G_REGEX_RAW, 0))
    client_id = NULL;

  if (client_id != NULL && *client_id != '\0')
    sonde_import_set_text (&entry->profile->client_id, client_id);
}

/* Up to 0.3.5 a subscription is only its filter. */
static void
read_subscriptions (SondeImportEntry *entry,
                    JsonObject       *object)
{
  JsonArray *array = sonde_json_get_array (object, "subscriptions");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode   *node = json_array_get_element (array, i);
      JsonObject *subscription = sonde_json_get_element (array, i);
      gint64      qos = 0;

      if (subscription != NULL)
        {
          sonde_import_get_number (subscription, "qos", &qos);
          sonde_import_entry_want (entry, sonde_json_get_string (subscription, "topic"), qos);
        }
      else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        sonde_import_entry_want (entry, json_node_get_string (node), 0);
    }
}

static void
read_connection (SondeImport *self,
                 JsonObject  *object)
{
  SondeImportEntry *entry = sonde_import_entry_new ();
  SondeProfile     *profile = entry->profile;

  sonde_import_set_text (&profile->name, sonde_json_get_string (object, "name"));
  sonde_import_entry_set_host (entry, sonde_json_get_string (object, "host"));
  profile->version = SONDE_MQTT_3_1_1;
  read_tls (entry, object);
  if (profile->tls->use_tls)
    profile->port = 8883;
  sonde_import_take_number (entry, object, "port", sonde_import_entry_set_port);
  if (g_strcmp0 (sonde_json_get_string (object, "protocol"), "ws") == 0)
    {
      profile->network->carrier = SONDE_CARRIER_WEBSOCKET;
      sonde_import_set_text (&profile->network->path, "/");
      sonde_import_set_text (&profile->network->path, sonde_json_get_string (object, "basePath"));
    }
  sonde_import_set_text (&profile->user_name, sonde_json_get_string (object, "username"));
  sonde_import_entry_set_secret (entry, SONDE_SECRET_PASSWORD, sonde_json_get_string (object, "password"));
  read_client_id (entry, object);
  read_subscriptions (entry, object);
  sonde_import_add (self, entry);
}

void
sonde_import_mqtt_explorer (SondeImport *self,
                            JsonNode    *root)
{
  JsonObjectIter iter;
  const char    *id;
  JsonNode      *node;

  self->source = SONDE_IMPORT_MQTT_EXPLORER;
  json_object_iter_init_ordered (&iter, sonde_json_get_object (json_node_get_object (root), CONNECTIONS));
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      if (JSON_NODE_HOLDS_OBJECT (node))
        read_connection (self, json_node_get_object (node));
    }
}
