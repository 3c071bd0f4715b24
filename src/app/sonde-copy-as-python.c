/* sonde-copy-as-python.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-copy-as"

#include "sonde-copy-as-private.h"

#include "sonde-quote.h"

#include <sonde-properties.h>

#include <string.h>

typedef struct
{
  const SondeCopySource *source;
  GString               *imports;
  GString               *body;
} Script;

static void G_GNUC_PRINTF (2, 3)
  add (Script     *self,
       const char *format,
       ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->body, format, arguments);
  va_end (arguments);
}

/* @format takes the quoted value. */
static void
add_quoted (Script     *self,
            const char *before,
            const char *value,
            const char *after)
{
  g_autofree char *quoted = sonde_quote_for_python (value, strlen (value));

  add (self, "%s%s%s", before, quoted, after);
}

static gboolean
has_carrier (Script      *self,
             SondeCarrier carrier)
{
  return !self->source->profile->local_broker && self->source->profile->network->carrier == carrier;
}

static const char *
get_protocol (SondeMqttVersion version)
{
  switch (version)
    {
    case SONDE_MQTT_3_1:
      return "MQTTv31";
    case SONDE_MQTT_5:
      return "MQTTv5";
    case SONDE_MQTT_3_1_1:
    default:
      return "MQTTv311";
    }
}

static void
add_client (Script *self)
{
  const SondeProfile *profile = self->source->profile;

  add (self, "arguments = {\"protocol\": mqtt.%s", get_protocol (profile->version));
  if (has_carrier (self, SONDE_CARRIER_WEBSOCKET))
    add (self, ", \"transport\": \"websockets\"");
  if (has_carrier (self, SONDE_CARRIER_UNIX))
    add (self, ", \"transport\": \"unix\"");
  add (self, "}\n"
             "if hasattr(mqtt, \"CallbackAPIVersion\"):  # paho-mqtt 2\n"
             "    arguments[\"callback_api_version\"] = mqtt.CallbackAPIVersion.VERSION2\n"
             "client = mqtt.Client(**arguments)\n"
             "client.on_connect = on_connect\n"
             "client.on_publish = on_publish\n");

  if (*profile->user_name != '\0')
    {
      g_string_prepend (self->imports, "import os\n");
      add_quoted (self, "client.username_pw_set(", profile->user_name,
                  ", os.environ.get(\"MQTT_PASSWORD\"))  # the password is not in here: set MQTT_PASSWORD\n");
    }
}

static void
add_websocket (Script *self)
{
  const SondeNetworkOptions *network = self->source->profile->network;

  add_quoted (self, "client.ws_set_options(path=", network->path, "");
  for (guint i = 0; i < network->headers->len; i++)
    {
      const SondePair *header = g_ptr_array_index (network->headers, i);

      add_quoted (self, i == 0 ? ", headers={" : ", ", header->name, ": ");
      add_quoted (self, "", header->value, "");
    }
  add (self, network->headers->len > 0 ? "})\n" : ")\n");
}

static void
add_authorities (Script                *self,
                 const SondeTlsOptions *tls)
{
  if (*tls->ca_file == '\0')
    add (self, "context = ssl.create_default_context()\n");
  else
    add_quoted (self, g_file_test (tls->ca_file, G_FILE_TEST_IS_DIR) ? "context = ssl.create_default_context(capath=" : "context = ssl.create_default_context(cafile=",
                tls->ca_file, ")\n");
  if (*tls->trusted != '\0')
    add_quoted (self, "context.load_verify_locations(cadata=", tls->trusted, ")\n");
  if (!tls->verify)
    add (self, "context.check_hostname = False\n"
               "context.verify_mode = ssl.CERT_NONE  # the broker is not verified\n");
}

static void
add_client_certificate (Script                *self,
                        const SondeTlsOptions *tls)
{
  if (*tls->client_certificate == '\0')
    return;
  if (sonde_tls_is_pkcs12 (tls->client_certificate))
    {
      add (self, "# The client certificate is PKCS#12, which Python does not read: it is needed as PEM.\n");
      return;
    }

  add_quoted (self, "context.load_cert_chain(", tls->client_certificate, "");
  if (*tls->client_key != '\0')
    add_quoted (self, ", ", tls->client_key, "");
  add (self, ")\n");
}

static void
add_tls (Script *self)
{
  const SondeTlsOptions *tls = self->source->profile->tls;

  if (!tls->use_tls || has_carrier (self, SONDE_CARRIER_UNIX))
    return;

  g_string_prepend (self->imports, "import ssl\n");
  add_authorities (self, tls);
  if (tls->min_version == SONDE_TLS_1_3)
    add (self, "context.minimum_version = ssl.TLSVersion.TLSv1_3\n");
  if (tls->max_version == SONDE_TLS_1_2)
    add (self, "context.maximum_version = ssl.TLSVersion.TLSv1_2\n");
  if (*tls->ciphers != '\0')
    add_quoted (self, "context.set_ciphers(", tls->ciphers, ")\n");
  if (*tls->alpn != '\0')
    add_quoted (self, "context.set_alpn_protocols(", tls->alpn, ".split(\",\"))\n");
  add_client_certificate (self, tls);
  if (*tls->psk_identity != '\0')
    add (self, "# Sonde uses a pre-shared key here, which paho-mqtt does not know.\n");
  if (*tls->server_name != '\0')
    add (self, "# Sonde asks for another server name than the host: paho-mqtt cannot.\n");
  add (self, "client.tls_set_context(context)\n");
}

static void
add_proxy (Script *self)
{
  const SondeNetworkOptions *network = self->source->profile->network;

  switch (network->proxy)
    {
    case SONDE_PROXY_SOCKS5:
    case SONDE_PROXY_HTTP:
      g_string_append (self->imports, "import socks  # PySocks\n");
      add_quoted (self, network->proxy == SONDE_PROXY_SOCKS5 ? "client.proxy_set(proxy_type=socks.SOCKS5, proxy_addr=" : "client.proxy_set(proxy_type=socks.HTTP, proxy_addr=",
                  network->proxy_host, "");
      add (self, ", proxy_port=%u)\n", network->proxy_port);
      return;
    case SONDE_PROXY_SYSTEM:
      add (self, "# Sonde uses the proxy of the desktop for this connection.\n");
      return;
    case SONDE_PROXY_NONE:
    default:
      return;
    }
}

static void
add_connection (Script *self)
{
  const SondeProfile *profile = self->source->profile;

  add_client (self);
  if (has_carrier (self, SONDE_CARRIER_WEBSOCKET))
    add_websocket (self);
  add_tls (self);

  if (has_carrier (self, SONDE_CARRIER_UNIX))
    {
      add (self, "# A socket of this machine needs paho-mqtt 2.\n");
      add_quoted (self, "client.connect(", profile->network->socket_path, ", 0)\n");
      return;
    }
  if (!profile->local_broker)
    add_proxy (self);
  add_quoted (self, "client.connect(", profile->host, ", ");
  add (self, "%u)\n", profile->port);
}

static char *
quote_bytes (const guint8 *bytes,
             gsize         size)
{
  return sonde_quote_for_python ((const char *) bytes, size);
}

static void
add_property (Script              *self,
              const SondeProperty *property,
              GString             *user_properties)
{
  g_autofree char *text = NULL;
  g_autofree char *value = NULL;

  switch (property->id)
    {
    case SONDE_PROPERTY_PAYLOAD_FORMAT:
      add (self, "properties.PayloadFormatIndicator = %u\n", property->number);
      return;
    case SONDE_PROPERTY_MESSAGE_EXPIRY:
      add (self, "properties.MessageExpiryInterval = %u\n", property->number);
      return;
    case SONDE_PROPERTY_CONTENT_TYPE:
      text = quote_bytes (property->bytes, property->size);
      add (self, "properties.ContentType = %s\n", text);
      return;
    case SONDE_PROPERTY_RESPONSE_TOPIC:
      text = quote_bytes (property->bytes, property->size);
      add (self, "properties.ResponseTopic = %s\n", text);
      return;
    case SONDE_PROPERTY_CORRELATION_DATA:
      text = quote_bytes (property->bytes, property->size);
      add (self, "properties.CorrelationData = %s%s\n", text, *text == '"' ? ".encode()" : "");
      return;
    case SONDE_PROPERTY_USER_PROPERTY:
      text = quote_bytes (property->bytes, property->size);
      value = quote_bytes (property->value, property->value_size);
      g_string_append_printf (user_properties, "%s(%s, %s)", user_properties->len > 0 ? ", " : "", text, value);
      return;
    default: /* a topic alias and subscription ids are of that one connection (5.0, 3.3.2.3) */
      return;
    }
}

/* Returns: whether there is a variable “properties” */
static gboolean
add_properties (Script *self)
{
  const SondeCopySource *source = self->source;
  g_autoptr (GString) user_properties = g_string_new (NULL);
  SondePropertyIter iter;
  SondeProperty     property;

  if (source->profile->version != SONDE_MQTT_5 || source->record->properties_size == 0)
    return FALSE;

  g_string_append (self->imports, "from paho.mqtt.packettypes import PacketTypes\n"
                                  "from paho.mqtt.properties import Properties\n");
  add (self, "properties = Properties(PacketTypes.PUBLISH)\n");
  sonde_property_iter_init (&iter, sonde_segment_get_properties (source->segment, source->record),
                            source->record->properties_size);
  while (sonde_property_iter_next (&iter, &property))
    add_property (self, &property, user_properties);
  if (user_properties->len > 0)
    add (self, "properties.UserProperty = [%s]\n", user_properties->str);
  return TRUE;
}

static void
add_message (Script *self)
{
  const SondeCopySource   *source = self->source;
  const SondeSegmentTopic *topic = sonde_segment_get_topic (source->segment, source->record);
  g_autofree char         *name = sonde_quote_for_python (topic->name, topic->length);
  g_autofree char         *payload = NULL;
  gboolean                 has_properties;

  add (self, "topic = %s\n", name);
  if (sonde_copy_needs_file (source))
    add (self, "with open(\"" SONDE_COPY_AS_FILE "\", \"rb\") as file:  # the payload is large: save it so first\n"
               "    payload = file.read()\n");
  else
    {
      payload = quote_bytes (sonde_segment_get_payload (source->segment, source->record), source->record->payload_size);
      add (self, "payload = %s\n", payload);
    }
  has_properties = add_properties (self);

  add (self,
       "\n\n"
       "def on_connect(client, userdata, flags, reason, connack=None):\n"
       "    if reason != 0:\n"
       "        raise SystemExit(f\"The broker refused the connection: {reason}\")\n"
       "    client.publish(topic, payload, qos=%u, retain=%s%s)\n"
       "\n\n"
       "def on_publish(client, userdata, mid, reason=None, puback=None):\n"
       "    client.disconnect()\n"
       "\n\n",
       sonde_record_get_qos (source->record), source->record->flags & SONDE_RECORD_RETAIN ? "True" : "False",
       has_properties ? ", properties=properties" : "");
}

char *
sonde_copy_as_python (const SondeCopySource *source)
{
  Script self = { .source = source, .imports = g_string_new (NULL), .body = g_string_new (NULL) };

  add_message (&self);
  add_connection (&self);
  add (&self, "client.loop_forever()\n");

  g_string_append (self.imports, "import paho.mqtt.client as mqtt\n\n");
  g_string_append_len (self.imports, self.body->str, self.body->len);
  g_string_free (self.body, TRUE);
  return g_string_free (self.imports, FALSE);
}
