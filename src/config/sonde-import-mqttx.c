/* sonde-import-mqttx.c: what MQTTX exports as JSON, from 1.3 on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An array of connections, or one alone. Histories are not in it any more: where there was one, its
 * number of messages stands (sonde-json-skim.h).
 */

#define G_LOG_DOMAIN "sonde-import-mqttx"

#include "sonde-import-formats.h"

#include "sonde-import-json.h"
#include "sonde-secret-store.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_connection (JsonNode *node)
{
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object != NULL && json_object_has_member (object, "host") &&
         (json_object_has_member (object, "clientId") || json_object_has_member (object, "mqttVersion"));
}

gboolean
sonde_import_is_mqttx (JsonNode *root)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      if (is_connection (json_array_get_element (array, i)))
        return TRUE;
    }

  return is_connection (root);
}

static void
read_protocol (SondeImportEntry *entry,
               JsonObject       *object)
{
  SondeProfile *profile = entry->profile;
  const char   *protocol = sonde_json_get_string (object, "protocol");

  /* Before 1.4 there is only "ssl". */
  if (protocol == NULL || *protocol == '\0')
    protocol = sonde_import_get_boolean (object, "ssl", FALSE) ? "mqtts" : "mqtt";

  profile->tls->use_tls = g_str_equal (protocol, "mqtts") || g_str_equal (protocol, "wss");
  if (g_str_equal (protocol, "ws") || g_str_equal (protocol, "wss"))
    {
      profile->network->carrier = SONDE_CARRIER_WEBSOCKET;
      sonde_import_set_text (&profile->network->path, sonde_json_get_string (object, "path"));
    }
  else if (!g_str_equal (protocol, "mqtt") && !g_str_equal (protocol, "mqtts"))
    sonde_import_entry_note (entry, SONDE_NOTE_CHANGED, _ ("It is reached by TCP: Sonde does not know “%s”."), protocol);
}

/* "[ 'mqtt', http/1.1 ]" → "mqtt,http/1.1" */
static char *
clean_alpn (const char *text)
{
  GString *alpn = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    {
      if (strchr ("[] \"'", *at) == NULL)
        g_string_append_c (alpn, *at);
    }

  return g_string_free (alpn, FALSE);
}

static void
read_tls (SondeImportEntry *entry,
          JsonObject       *object)
{
  SondeTlsOptions *tls = entry->profile->tls;
  const char      *type = sonde_json_get_string (object, "certType");
  const char      *protocols = sonde_json_get_string (object, "ALPNProtocols");

  if (!tls->use_tls)
    return;

  tls->verify = sonde_import_get_boolean (object, "rejectUnauthorized", TRUE);
  if (protocols != NULL)
    {
      g_autofree char *alpn = clean_alpn (protocols);

      sonde_import_set_text (&tls->alpn, alpn);
    }

  /* The files count only then; MQTTX keeps their names all the same. */
  if (g_strcmp0 (type, "self") == 0)
    {
      sonde_import_set_text (&tls->ca_file, sonde_json_get_string (object, "ca"));
      sonde_import_set_text (&tls->client_certificate, sonde_json_get_string (object, "cert"));
      sonde_import_set_text (&tls->client_key, sonde_json_get_string (object, "key"));
    }
}

static SondeMqttVersion
read_version (SondeImportEntry *entry,
              JsonObject       *object)
{
  const char *text = sonde_json_get_string (object, "mqttVersion");
  gint64      number = 0;

  if (g_strcmp0 (text, "3.1") == 0)
    return SONDE_MQTT_3_1;
  if (g_strcmp0 (text, "3.1.1") == 0)
    return SONDE_MQTT_3_1_1;
  if (g_strcmp0 (text, "5.0") == 0 || (sonde_import_get_number (object, "mqttVersion", &number) && number == 5))
    return SONDE_MQTT_5;
  if (number == 3)
    return SONDE_MQTT_3_1;

  if (number != 4)
    sonde_import_entry_note (entry, SONDE_NOTE_CHANGED, "%s",
                             _ ("The MQTT version is 3.1.1: the file names none that Sonde knows."));
  return SONDE_MQTT_3_1_1;
}

static void
read_client_id (SondeImportEntry *entry,
                JsonObject       *object)
{
  sonde_import_set_text (&entry->profile->client_id, sonde_json_get_string (object, "clientId"));
  if (sonde_import_get_boolean (object, "clientIdWithTime", FALSE))
    sonde_import_entry_note (entry, SONDE_NOTE_CHANGED, "%s",
                             _ ("The client ID is used as it is: MQTTX puts the time behind it at each connect."));
}

static void
read_times (SondeImportEntry *entry,
            JsonObject       *object)
{
  SondeProfile *profile = entry->profile;
  gint64        number;

  sonde_import_take_number (entry, object, "port", sonde_import_entry_set_port);
  sonde_import_take_number (entry, object, "keepalive", sonde_import_entry_set_keep_alive);
  sonde_import_take_number (entry, object, "connectTimeout", sonde_import_entry_set_connect_timeout);

  profile->reconnect = sonde_import_get_boolean (object, "reconnect", TRUE);
  if (profile->reconnect && sonde_import_get_number (object, "reconnectPeriod", &number) && number > 0)
    profile->first_delay = CLAMP (number / 1000, 1, G_MAXUINT16);
}

static void
read_properties (SondeImportEntry *entry,
                 JsonObject       *object)
{
  SondeProfile *profile = entry->profile;
  JsonObject   *properties = sonde_json_get_object (object, "properties");
  g_autoptr (JsonObject) none = json_object_new ();
  const char *method;

  if (properties == NULL)
    properties = none;

  /* MQTTX keeps the session for ever where none is given. */
  profile->session_expiry = sonde_import_get_in_range (entry, properties, "sessionExpiryInterval", 0, G_MAXUINT32,
                                                       profile->clean_start ? 0 : SONDE_SESSION_EXPIRY_NEVER);
  profile->receive_maximum = sonde_import_get_in_range (entry, properties, "receiveMaximum", 0, G_MAXUINT16, 0);
  profile->maximum_packet_size = sonde_import_get_in_range (entry, properties, "maximumPacketSize", 0, G_MAXUINT32, 0);
  profile->request_response_information = sonde_import_get_boolean (properties, "requestResponseInformation", FALSE);
  profile->request_problem_information = sonde_import_get_boolean (properties, "requestProblemInformation", TRUE);
  sonde_import_get_pairs (properties, "userProperties", profile->user_properties);

  method = sonde_json_get_string (properties, "authenticationMethod");
  if (method != NULL && *method != '\0')
    sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, _ ("The authentication method “%s”: Sonde cannot use it."), method);
  if (sonde_import_get_in_range (entry, properties, "topicAliasMaximum", 0, G_MAXUINT16, 0) > 0)
    sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, "%s", _ ("The topic alias maximum: Sonde uses no topic aliases."));
}

static void
read_will_properties (SondeImportEntry *entry,
                      JsonObject       *properties)
{
  SondeWill *will = entry->profile->will;

  if (properties == NULL || entry->profile->version != SONDE_MQTT_5)
    return;

  will->delay = sonde_import_get_in_range (entry, properties, "willDelayInterval", 0, G_MAXUINT32, 0);
  will->message_expiry = sonde_import_get_in_range (entry, properties, "messageExpiryInterval", 0, G_MAXUINT32, 0);
  will->is_utf8 = sonde_import_get_boolean (properties, "payloadFormatIndicator", FALSE);
  sonde_import_set_text (&will->content_type, sonde_json_get_string (properties, "contentType"));
  sonde_import_set_text (&will->response_topic, sonde_json_get_string (properties, "responseTopic"));
  g_bytes_unref (will->correlation_data);
  will->correlation_data = sonde_import_get_bytes (properties, "correlationData");
  sonde_import_get_pairs (properties, "userProperties", will->user_properties);
}

static void
read_will (SondeImportEntry *entry,
           JsonObject       *object)
{
  SondeWill  *will = entry->profile->will;
  JsonObject *given = sonde_json_get_object (object, "will");
  const char *topic = given != NULL ? sonde_json_get_string (given, "lastWillTopic") : NULL;

  if (topic == NULL || *topic == '\0')
    return;

  sonde_import_set_text (&will->topic, topic);
  g_bytes_unref (will->payload);
  will->payload = sonde_import_get_bytes (given, "lastWillPayload");
  will->qos = sonde_import_get_in_range (entry, given, "lastWillQos", 0, 2, 0);
  will->retain = sonde_import_get_boolean (given, "lastWillRetain", FALSE);
  read_will_properties (entry, sonde_json_get_object (given, "properties"));
}

static gboolean
has_options (JsonObject *subscription)
{
  gint64 number;

  return sonde_import_get_boolean (subscription, "nl", FALSE) ||
         sonde_import_get_boolean (subscription, "rap", FALSE) ||
         (sonde_import_get_number (subscription, "rh", &number) && number > 0) ||
         (sonde_import_get_number (subscription, "subscriptionIdentifier", &number) && number > 0);
}

static void
read_subscriptions (SondeImportEntry *entry,
                    JsonObject       *object)
{
  JsonArray *array = sonde_json_get_array (object, "subscriptions");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *subscription = sonde_json_get_element (array, i);
      const char *filter = subscription != NULL ? sonde_json_get_string (subscription, "topic") : NULL;
      gint64      qos = 0;

      if (filter == NULL)
        continue;
      if (sonde_import_get_boolean (subscription, "disabled", FALSE))
        {
          sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, _ ("The subscription to “%s”: it is disabled in MQTTX."), filter);
          continue;
        }

      sonde_import_get_number (subscription, "qos", &qos);
      sonde_import_entry_want (entry, filter, qos);
      if (has_options (subscription))
        sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT,
                                 _ ("No Local, retain options and identifier of the subscription to “%s”"), filter);
    }
}

static void
note_rest (SondeImportEntry *entry,
           JsonObject       *object)
{
  gint64           n_messages = 0;
  const char      *folder = sonde_json_get_string (object, "parentId");
  g_autofree char *count = NULL;

  if (sonde_import_get_number (object, "messages", &n_messages) && n_messages > 0)
    {
      count = g_strdup_printf ("%" G_GINT64_FORMAT, n_messages);
      sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, _ ("The history of messages (%s)"), count);
    }
  if (folder != NULL && *folder != '\0')
    sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, "%s", _ ("Its folder in MQTTX: the file does not name it."));
}

static void
read_connection (SondeImport *self,
                 JsonObject  *object)
{
  SondeImportEntry *entry = sonde_import_entry_new ();
  SondeProfile     *profile = entry->profile;

  sonde_import_set_text (&profile->name, sonde_json_get_string (object, "name"));
  read_protocol (entry, object);
  if (profile->tls->use_tls)
    profile->port = 8883;
  profile->version = read_version (entry, object);
  sonde_import_entry_set_host (entry, sonde_json_get_string (object, "host"));
  read_client_id (entry, object);
  profile->clean_start = sonde_import_get_boolean (object, "clean", TRUE);
  sonde_import_set_text (&profile->user_name, sonde_json_get_string (object, "username"));
  sonde_import_entry_set_secret (entry, SONDE_SECRET_PASSWORD, sonde_json_get_string (object, "password"));
  read_times (entry, object);
  read_tls (entry, object);
  if (profile->version == SONDE_MQTT_5)
    read_properties (entry, object);
  read_will (entry, object);
  read_subscriptions (entry, object);
  note_rest (entry, object);
  sonde_import_add (self, entry);
}

void
sonde_import_mqttx (SondeImport *self,
                    JsonNode    *root)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  self->source = SONDE_IMPORT_MQTTX;
  if (array == NULL)
    read_connection (self, json_node_get_object (root));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = sonde_json_get_element (array, i);

      if (object != NULL)
        read_connection (self, object);
    }
}
