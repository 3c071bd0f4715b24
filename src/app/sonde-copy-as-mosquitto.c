/* sonde-copy-as-mosquitto.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-copy-as"

#include "sonde-copy-as-private.h"

#include "sonde-quote.h"

#include <sonde-properties.h>

#include <string.h>

/* A word may have 128 KiB (Linux, MAX_ARG_STRLEN); what the shell's own printf writes has no limit. */
#define WORD_MAX (100 * 1000)

typedef struct
{
  const SondeCopySource *source;
  GString               *notes; /* comments, each a line */
  GString               *line;
} Command;

/* A shell that reads no comments must stumble over nothing in it: no quote, no dollar. */
static void
add_note (Command    *self,
          const char *sentence)
{
  g_string_append_printf (self->notes, "# %s\n", sentence);
}

static void
add_bytes (Command    *self,
           const char *bytes,
           gsize       length)
{
  g_autofree char *word = sonde_quote_for_shell (bytes, length);

  g_string_append_printf (self->line, " %s", word);
}

static void
add_option (Command    *self,
            const char *option,
            const char *value)
{
  g_string_append_printf (self->line, " %s", option);
  if (value != NULL)
    add_bytes (self, value, strlen (value));
}

static void
add_proxy (Command                   *self,
           const SondeNetworkOptions *network)
{
  g_autofree char *address = NULL;
  g_autofree char *user = NULL;
  g_autofree char *uri = NULL;

  switch (network->proxy)
    {
    case SONDE_PROXY_NONE:
      return;
    case SONDE_PROXY_SOCKS5:
      address = sonde_network_options_dup_proxy_address (network);
      user = g_uri_escape_string (network->proxy_user, NULL, FALSE);
      uri = g_strdup_printf ("socks5h://%s%s%s", user, *user != '\0' ? "@" : "", address);
      add_option (self, "--proxy", uri);
      return;
    case SONDE_PROXY_SYSTEM:
    case SONDE_PROXY_HTTP:
    default:
      add_note (self, "The connection of Sonde goes through a proxy that this program does not know.");
    }
}

static void
add_address (Command *self)
{
  const SondeProfile        *profile = self->source->profile;
  const SondeNetworkOptions *network = profile->network;

  if (!profile->local_broker && network->carrier == SONDE_CARRIER_UNIX)
    {
      add_option (self, "--unix", network->socket_path);
      return;
    }

  add_option (self, "-h", profile->host);
  g_string_append_printf (self->line, " -p %u", profile->port);
  if (profile->local_broker)
    return;

  if (network->carrier == SONDE_CARRIER_WEBSOCKET)
    {
      add_note (self, "WebSocket needs mosquitto 2.1 or later; it asks for the path /mqtt and sends no headers of its own.");
      add_option (self, "--ws", NULL);
    }
  add_proxy (self, network);
}

static void
add_certificate (Command               *self,
                 const SondeTlsOptions *tls)
{
  if (*tls->client_certificate == '\0')
    return;
  if (sonde_tls_is_pkcs12 (tls->client_certificate))
    {
      add_note (self, "The client certificate is PKCS#12: this program needs it as PEM, with --cert and --key.");
      return;
    }
  add_option (self, "--cert", tls->client_certificate);
  add_option (self, "--key", *tls->client_key != '\0' ? tls->client_key : tls->client_certificate);
}

static void
add_tls (Command *self)
{
  const SondeProfile    *profile = self->source->profile;
  const SondeTlsOptions *tls = profile->tls;

  if (!tls->use_tls || profile->network->carrier == SONDE_CARRIER_UNIX)
    return;

  if (*tls->psk_identity != '\0')
    {
      add_note (self, "Set MQTT_PSK to the pre-shared key, in hexadecimal.");
      add_option (self, "--psk-identity", tls->psk_identity);
      g_string_append (self->line, " --psk \"$MQTT_PSK\"");
    }
  else if (*tls->ca_file == '\0')
    add_option (self, "--tls-use-os-certs", NULL);
  else
    add_option (self, g_file_test (tls->ca_file, G_FILE_TEST_IS_DIR) ? "--capath" : "--cafile", tls->ca_file);

  if (*tls->trusted != '\0')
    add_note (self, "Sonde trusts further authorities for this connection: give them with --cafile.");
  if (*tls->server_name != '\0')
    add_note (self, "Sonde asks for another server name than the host: this program cannot.");
  if (!tls->verify)
    {
      add_note (self, "Sonde does not verify the broker: this program does at least its chain.");
      add_option (self, "--insecure", NULL);
    }
  if (*tls->alpn != '\0')
    add_option (self, "--tls-alpn", tls->alpn);
  if (*tls->ciphers != '\0')
    add_option (self, "--ciphers", tls->ciphers);
  if (tls->min_version == SONDE_TLS_1_3)
    add_option (self, "--tls-version", "tlsv1.3");
  add_certificate (self, tls);
}

static void
add_session (Command *self)
{
  const SondeProfile *profile = self->source->profile;

  if (profile->version == SONDE_MQTT_5)
    add_option (self, "-V", "mqttv5");
  else if (profile->version == SONDE_MQTT_3_1)
    add_option (self, "-V", "mqttv31");

  if (*profile->user_name != '\0')
    {
      add_note (self, "Set MQTT_PASSWORD to the password, or leave -P out where there is none.");
      add_option (self, "-u", profile->user_name);
      g_string_append (self->line, " -P \"$MQTT_PASSWORD\"");
    }
}

static void
add_property (Command             *self,
              const SondeProperty *property)
{
  const char *name;

  switch (property->id)
    {
    case SONDE_PROPERTY_PAYLOAD_FORMAT:
      g_string_append_printf (self->line, " -D publish payload-format-indicator %u", property->number);
      return;
    case SONDE_PROPERTY_MESSAGE_EXPIRY:
      g_string_append_printf (self->line, " -D publish message-expiry-interval %u", property->number);
      return;
    case SONDE_PROPERTY_CONTENT_TYPE:
      name = "content-type";
      break;
    case SONDE_PROPERTY_RESPONSE_TOPIC:
      name = "response-topic";
      break;
    case SONDE_PROPERTY_CORRELATION_DATA:
      if (memchr (property->bytes, '\0', property->size) != NULL)
        {
          add_note (self, "The correlation data hold a zero byte, which no option can: they are left out.");
          return;
        }
      name = "correlation-data";
      break;
    case SONDE_PROPERTY_USER_PROPERTY:
      name = "user-property";
      break;
    default: /* a topic alias and subscription ids are of that one connection (5.0, 3.3.2.3) */
      return;
    }

  add_option (self, "-D publish", name);
  add_bytes (self, (const char *) property->bytes, property->size);
  if (property->id == SONDE_PROPERTY_USER_PROPERTY)
    add_bytes (self, (const char *) property->value, property->value_size);
}

static void
add_properties (Command *self)
{
  const SondeCopySource *source = self->source;
  SondePropertyIter      iter;
  SondeProperty          property;

  if (source->profile->version != SONDE_MQTT_5 || source->record->properties_size == 0)
    return;

  sonde_property_iter_init (&iter, sonde_segment_get_properties (source->segment, source->record),
                            source->record->properties_size);
  while (sonde_property_iter_next (&iter, &property))
    add_property (self, &property);
}

/* What can be typed stands there to be read, the rest goes through the shell's printf. */
static void
add_payload (Command *self)
{
  const SondeCopySource *source = self->source;
  const char            *payload = (const char *) sonde_segment_get_payload (source->segment, source->record);
  gsize                  size = source->record->payload_size;
  g_autofree char       *format = NULL;
  g_autofree char       *before = NULL;

  if (size == 0)
    g_string_append (self->line, " -n");
  else if (sonde_copy_needs_file (source))
    {
      add_note (self, "The payload is large: save it as " SONDE_COPY_AS_FILE " first.");
      add_option (self, "-f", SONDE_COPY_AS_FILE);
    }
  else if (size <= WORD_MAX && sonde_quote_is_plain (payload, size))
    {
      g_string_append (self->line, " -m");
      add_bytes (self, payload, size);
    }
  else
    {
      format = sonde_quote_for_printf (payload, size);
      before = g_strdup_printf ("printf %s | ", format);
      g_string_prepend (self->line, before);
      g_string_append (self->line, " -s");
    }
}

char *
sonde_copy_as_mosquitto (const SondeCopySource *source,
                         const char            *program)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (source->segment, source->record);
  gboolean                 publishes = g_str_equal (program, "mosquitto_pub");
  Command                  self = {
                     .source = source,
                     .notes = g_string_new (NULL),
                     .line = g_string_new (program),
  };

  add_address (&self);
  add_tls (&self);
  add_session (&self);

  g_string_append (self.line, " -t");
  add_bytes (&self, topic->name, topic->length);
  if (sonde_record_get_qos (source->record) > 0)
    g_string_append_printf (self.line, " -q %u", sonde_record_get_qos (source->record));
  if (publishes)
    {
      if (source->record->flags & SONDE_RECORD_RETAIN)
        add_option (&self, "-r", NULL);
      add_properties (&self);
      add_payload (&self);
    }
  else
    add_option (&self, "-v", NULL);

  g_string_append_c (self.line, '\n');
  g_string_prepend (self.line, self.notes->str);
  g_string_free (self.notes, TRUE);
  return g_string_free (self.line, FALSE);
}
