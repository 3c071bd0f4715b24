/* sonde-import-mosquitto-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-mosquitto-options"

#include "sonde-import-mosquitto-options.h"

#include "sonde-secret-store.h"

#include <glib/gi18n.h>
#include <sonde-pairs.h>
#include <string.h>

typedef enum
{
  OPTION_UNKNOWN,
  OPTION_FLAG_IGNORED, /* of what is printed and the like: nothing to say of it */
  OPTION_VALUE_IGNORED,
  OPTION_FLAG_LEFT_OUT, /* the user may miss it */
  OPTION_VALUE_LEFT_OUT,
  OPTION_PUBLISH_FLAG, /* only mosquitto_pub has it */
  OPTION_PUBLISH_VALUE,
  OPTION_HOST,
  OPTION_PORT,
  OPTION_URL,
  OPTION_UNIX,
  OPTION_USER,
  OPTION_PASSWORD,
  OPTION_TOPIC,
  OPTION_QOS,
  OPTION_ID,
  OPTION_ID_PREFIX,
  OPTION_KEEP_ALIVE,
  OPTION_VERSION,
  OPTION_KEEP_SESSION,
  OPTION_EXPIRY,
  OPTION_PROPERTY,
  OPTION_WILL_TOPIC,
  OPTION_WILL_PAYLOAD,
  OPTION_WILL_QOS,
  OPTION_WILL_RETAIN,
  OPTION_CA,
  OPTION_CERTIFICATE,
  OPTION_KEY,
  OPTION_CIPHERS,
  OPTION_TLS_VERSION,
  OPTION_ALPN,
  OPTION_OS_CERTIFICATES,
  OPTION_INSECURE,
  OPTION_PSK,
  OPTION_PSK_IDENTITY,
  OPTION_PROXY,
} Option; /* each group in a row: sonde_mosquitto_options_take() tells them by their order */

/* clang-format off */
static const struct
{
  const char *name, *other;
  Option      option;
} table[] = {
  { "-h", "--host", OPTION_HOST },
  { "-p", "--port", OPTION_PORT },
  { "-L", "--url", OPTION_URL },
  { "--unix", NULL, OPTION_UNIX },
  { "-i", "--id", OPTION_ID },
  { "-I", "--id-prefix", OPTION_ID_PREFIX },
  { "-u", "--username", OPTION_USER },
  { "-P", "--pw", OPTION_PASSWORD },
  { "-t", "--topic", OPTION_TOPIC },
  { "-q", "--qos", OPTION_QOS },
  { "-k", "--keepalive", OPTION_KEEP_ALIVE },
  { "-V", "--protocol-version", OPTION_VERSION },
  { "-c", "--disable-clean-session", OPTION_KEEP_SESSION },
  { "-x", "--session-expiry-interval", OPTION_EXPIRY },
  { "-D", "--property", OPTION_PROPERTY },
  { "--will-topic", NULL, OPTION_WILL_TOPIC },
  { "--will-payload", NULL, OPTION_WILL_PAYLOAD },
  { "--will-qos", NULL, OPTION_WILL_QOS },
  { "--will-retain", NULL, OPTION_WILL_RETAIN },
  { "--cafile", "--capath", OPTION_CA },
  { "--cert", NULL, OPTION_CERTIFICATE },
  { "--key", NULL, OPTION_KEY },
  { "--ciphers", NULL, OPTION_CIPHERS },
  { "--tls-version", NULL, OPTION_TLS_VERSION },
  { "--tls-alpn", NULL, OPTION_ALPN },
  { "--tls-use-os-certs", NULL, OPTION_OS_CERTIFICATES },
  { "--insecure", NULL, OPTION_INSECURE },
  { "--psk", NULL, OPTION_PSK },
  { "--psk-identity", NULL, OPTION_PSK_IDENTITY },
  { "--proxy", NULL, OPTION_PROXY },
  { "-A", NULL, OPTION_VALUE_LEFT_OUT },
  { "-T", "--filter-out", OPTION_VALUE_LEFT_OUT },
  { "-U", "--unsubscribe", OPTION_VALUE_LEFT_OUT },
  { "--keyform", "--tls-engine", OPTION_VALUE_LEFT_OUT },
  { "--tls-engine-kpass-sha1", NULL, OPTION_VALUE_LEFT_OUT },
  { "--retain-handling", NULL, OPTION_VALUE_LEFT_OUT },
  { "--retain-as-published", NULL, OPTION_FLAG_LEFT_OUT },
  { "-S", NULL, OPTION_FLAG_LEFT_OUT },
  { "-C", "-F", OPTION_VALUE_IGNORED },
  { "-W", "--random-filter", OPTION_VALUE_IGNORED },
  { "-M", "--max-inflight", OPTION_VALUE_IGNORED },
  { "-d", "--debug", OPTION_FLAG_IGNORED },
  { "-v", "--verbose", OPTION_FLAG_IGNORED },
  { "-N", "-E", OPTION_FLAG_IGNORED },
  { "-R", "--retained-only", OPTION_FLAG_IGNORED },
  { "--remove-retained", "--pretty", OPTION_FLAG_IGNORED },
  { "--nodelay", "--quiet", OPTION_FLAG_IGNORED },
  { "--help", NULL, OPTION_FLAG_IGNORED },
  { "-m", "--message", OPTION_PUBLISH_VALUE },
  { "-f", "--file", OPTION_PUBLISH_VALUE },
  { "--repeat", "--repeat-delay", OPTION_PUBLISH_VALUE },
  { "-l", "--stdin-line", OPTION_PUBLISH_FLAG },
  { "-n", "--null-message", OPTION_PUBLISH_FLAG },
  { "-s", "--stdin-file", OPTION_PUBLISH_FLAG },
  { "-r", "--retain", OPTION_PUBLISH_FLAG },
};
/* clang-format on */

static Option
find_option (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_str_equal (table[i].name, name) || g_strcmp0 (table[i].other, name) == 0)
        return table[i].option;
    }

  return OPTION_UNKNOWN;
}

static gboolean
is_flag (Option option)
{
  switch (option)
    {
    case OPTION_UNKNOWN:
    case OPTION_FLAG_IGNORED:
    case OPTION_FLAG_LEFT_OUT:
    case OPTION_PUBLISH_FLAG:
    case OPTION_KEEP_SESSION:
    case OPTION_WILL_RETAIN:
    case OPTION_OS_CERTIFICATES:
    case OPTION_INSECURE:
      return TRUE;

    default:
      return FALSE;
    }
}

/* Returns: whether it is a number of this range; there is a note where not */
static gboolean
read_number (SondeMosquittoOptions *self,
             const char            *option,
             const char            *text,
             gint64                 least,
             gint64                 most,
             gint64                *number)
{
  if (g_ascii_string_to_signed (text, 10, least, most, number, NULL))
    return TRUE;

  sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, _ ("%s %s: what it says is not possible."), option, text);
  return FALSE;
}

static void
take_version (SondeMosquittoOptions *self,
              const char            *text)
{
  SondeProfile *profile = self->entry->profile;

  if (g_str_equal (text, "mqttv5") || g_str_equal (text, "5"))
    profile->version = SONDE_MQTT_5;
  else if (g_str_equal (text, "mqttv31") || g_str_equal (text, "31"))
    profile->version = SONDE_MQTT_3_1;
  else if (!g_str_equal (text, "mqttv311") && !g_str_equal (text, "311"))
    sonde_import_entry_note (self->entry, SONDE_NOTE_CHANGED, _ ("The MQTT version is 3.1.1: “%s” is none."), text);
}

/* It sets this version alone. */
static void
take_tls_version (SondeMosquittoOptions *self,
                  const char            *text)
{
  SondeTlsOptions *tls = self->entry->profile->tls;

  if (g_str_equal (text, "tlsv1.3"))
    tls->min_version = tls->max_version = SONDE_TLS_1_3;
  else if (g_str_equal (text, "tlsv1.2"))
    tls->min_version = tls->max_version = SONDE_TLS_1_2;
  else
    sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, _ ("--tls-version %s: Sonde speaks TLS 1.2 and 1.3."), text);
}

/* mqtt[s]://[user[:password]@]host[:port][/topic] */
static void
take_url (SondeMosquittoOptions *self,
          const char            *text)
{
  SondeProfile *profile = self->entry->profile;
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *path = uri != NULL ? g_uri_get_path (uri) : "";

  if (uri == NULL || g_uri_get_host (uri) == NULL ||
      (!g_str_equal (g_uri_get_scheme (uri), "mqtt") && !g_str_equal (g_uri_get_scheme (uri), "mqtts")))
    {
      /* Not quoted: it may hold a password. */
      sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, "%s", _ ("--url: its value is no mqtt:// or mqtts:// address."));
      return;
    }

  sonde_import_entry_set_host (self->entry, g_uri_get_host (uri));
  if (g_str_equal (g_uri_get_scheme (uri), "mqtts"))
    profile->tls->use_tls = TRUE;
  if (g_uri_get_port (uri) > 0)
    {
      sonde_import_entry_set_port (self->entry, g_uri_get_port (uri));
      self->has_port = TRUE;
    }
  sonde_import_set_text (&profile->user_name, g_uri_get_user (uri));
  sonde_import_entry_set_secret (self->entry, SONDE_SECRET_PASSWORD, g_uri_get_password (uri));
  if (path[0] == '/' && path[1] != '\0')
    g_ptr_array_add (self->topics, g_strdup (path + 1));
}

/* socks5h://[user[:password]@]host[:port] */
static void
take_proxy (SondeMosquittoOptions *self,
            const char            *text)
{
  SondeNetworkOptions *network = self->entry->profile->network;
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || sonde_profile_check_host (g_uri_get_host (uri)) != NULL)
    {
      sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, "%s", _ ("--proxy: its value is no socks5h:// address."));
      return;
    }

  network->proxy = SONDE_PROXY_SOCKS5;
  sonde_import_set_text (&network->proxy_host, g_uri_get_host (uri));
  if (g_uri_get_port (uri) > 0)
    network->proxy_port = g_uri_get_port (uri);
  sonde_import_set_text (&network->proxy_user, g_uri_get_user (uri));
  sonde_import_entry_set_secret (self->entry, SONDE_SECRET_PROXY_PASSWORD, g_uri_get_password (uri));
}

/* -D connect session-expiry-interval 60, -D connect user-property name value
 * Returns: how many values belong to it */
static guint
take_property (SondeMosquittoOptions *self,
               const char           **values)
{
  SondeProfile *profile = self->entry->profile;
  guint         n_values = g_strv_length ((char **) values);
  gboolean      of_connect = n_values > 0 && g_str_equal (values[0], "connect");
  gboolean      is_pair = n_values > 1 && g_str_equal (values[1], "user-property");
  gint64        number;

  if (n_values < (is_pair ? 4 : 3))
    return n_values;

  if (of_connect && is_pair)
    sonde_pairs_add (profile->user_properties, values[2], values[3]);
  else if (of_connect && g_str_equal (values[1], "session-expiry-interval"))
    {
      if (read_number (self, "-D", values[2], 0, G_MAXUINT32, &number))
        profile->session_expiry = number;
      self->has_expiry = TRUE;
    }
  else if (of_connect && g_str_equal (values[1], "receive-maximum"))
    {
      if (read_number (self, "-D", values[2], 0, G_MAXUINT16, &number))
        profile->receive_maximum = number;
    }
  else if (of_connect && g_str_equal (values[1], "maximum-packet-size"))
    {
      if (read_number (self, "-D", values[2], 0, G_MAXUINT32, &number))
        profile->maximum_packet_size = number;
    }
  else
    sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, _ ("The property “%s” of %s"), values[1], values[0]);

  return is_pair ? 4 : 3;
}

static void
take_will (SondeMosquittoOptions *self,
           Option                 option,
           const char            *value)
{
  SondeWill *will = self->entry->profile->will;
  gint64     number;

  switch (option)
    {
    case OPTION_WILL_TOPIC:
      sonde_import_set_text (&will->topic, value);
      break;

    case OPTION_WILL_PAYLOAD:
      g_bytes_unref (will->payload);
      will->payload = g_bytes_new (value, strlen (value));
      break;

    case OPTION_WILL_QOS:
      if (read_number (self, "--will-qos", value, 0, 2, &number))
        will->qos = number;
      break;

    case OPTION_WILL_RETAIN:
    default:
      will->retain = TRUE;
      break;
    }
}

static void
take_tls (SondeMosquittoOptions *self,
          Option                 option,
          const char            *value)
{
  SondeTlsOptions *tls = self->entry->profile->tls;

  switch (option)
    {
    case OPTION_CA:
      sonde_import_set_text (&tls->ca_file, value);
      tls->use_tls = TRUE;
      break;

    case OPTION_CERTIFICATE:
      sonde_import_set_text (&tls->client_certificate, value);
      break;

    case OPTION_KEY:
      sonde_import_set_text (&tls->client_key, value);
      break;

    case OPTION_CIPHERS:
      sonde_import_set_text (&tls->ciphers, value);
      break;

    case OPTION_TLS_VERSION:
      take_tls_version (self, value);
      break;

    case OPTION_ALPN:
      sonde_import_set_text (&tls->alpn, value);
      break;

    case OPTION_OS_CERTIFICATES:
      tls->use_tls = TRUE;
      break;

    case OPTION_INSECURE:
      sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, "%s",
                               _ ("--insecure: the broker’s name is checked, too; where it has another, give that one as the server name."));
      break;

    case OPTION_PSK:
      sonde_import_entry_set_secret (self->entry, SONDE_SECRET_PSK, value);
      tls->use_tls = TRUE;
      break;

    case OPTION_PSK_IDENTITY:
    default:
      sonde_import_set_text (&tls->psk_identity, value);
      break;
    }
}

static void
take_session (SondeMosquittoOptions *self,
              Option                 option,
              const char            *value)
{
  SondeProfile    *profile = self->entry->profile;
  g_autofree char *id = NULL;
  gint64           number;

  switch (option)
    {
    case OPTION_ID:
      sonde_import_set_text (&profile->client_id, value);
      break;

    case OPTION_ID_PREFIX:
      /* It puts the number of its process behind it. */
      id = g_strdup_printf ("%s%u", value, g_random_int_range (1000, 65536));
      sonde_import_set_text (&profile->client_id, id);
      sonde_import_entry_note (self->entry, SONDE_NOTE_CHANGED, _ ("The client ID is %s, made from the prefix."), id);
      break;

    case OPTION_KEEP_ALIVE:
      if (read_number (self, "-k", value, 0, G_MAXINT, &number))
        sonde_import_entry_set_keep_alive (self->entry, number);
      break;

    case OPTION_VERSION:
      take_version (self, value);
      break;

    case OPTION_KEEP_SESSION:
      profile->clean_start = FALSE;
      break;

    case OPTION_EXPIRY:
    default:
      self->has_expiry = TRUE;
      if (g_str_equal (value, "∞") || g_str_equal (value, "-1"))
        profile->session_expiry = SONDE_SESSION_EXPIRY_NEVER;
      else if (read_number (self, "-x", value, 0, G_MAXUINT32, &number))
        profile->session_expiry = number;
      break;
    }
}

static void
take_address (SondeMosquittoOptions *self,
              Option                 option,
              const char            *value)
{
  SondeProfile *profile = self->entry->profile;
  gint64        number;

  switch (option)
    {
    case OPTION_HOST:
      sonde_import_entry_set_host (self->entry, value);
      break;

    case OPTION_PORT:
      if (read_number (self, "-p", value, 1, G_MAXUINT16, &number))
        sonde_import_entry_set_port (self->entry, number);
      self->has_port = TRUE;
      break;

    case OPTION_URL:
      take_url (self, value);
      break;

    case OPTION_UNIX:
      profile->network->carrier = SONDE_CARRIER_UNIX;
      sonde_import_set_text (&profile->network->socket_path, value);
      break;

    case OPTION_USER:
      sonde_import_set_text (&profile->user_name, value);
      break;

    case OPTION_PASSWORD:
      sonde_import_entry_set_secret (self->entry, SONDE_SECRET_PASSWORD, value);
      break;

    case OPTION_TOPIC:
      g_ptr_array_add (self->topics, g_strdup (value));
      break;

    case OPTION_QOS:
    default:
      if (read_number (self, "-q", value, 0, 2, &number))
        self->qos = number;
      break;
    }
}

static void
leave_out (SondeMosquittoOptions *self,
           Option                 option,
           const char            *name)
{
  if (option == OPTION_UNKNOWN)
    sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, _ ("%s: Sonde does not know this option."), name);
  else if (option == OPTION_FLAG_LEFT_OUT || option == OPTION_VALUE_LEFT_OUT)
    sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, _ ("%s: Sonde has no such setting for a connection."), name);
  else if (option == OPTION_PUBLISH_FLAG || option == OPTION_PUBLISH_VALUE)
    self->publishes = TRUE;
}

guint
sonde_mosquitto_options_take (SondeMosquittoOptions *self,
                              const char            *option,
                              const char           **values)
{
  Option found = find_option (option);

  if (!is_flag (found) && values[0] == NULL)
    {
      sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, _ ("%s: its value is missing."), option);
      return 0;
    }

  if (found < OPTION_HOST)
    leave_out (self, found, option);
  else if (found == OPTION_PROPERTY)
    return take_property (self, values);
  else if (found == OPTION_PROXY)
    take_proxy (self, values[0]);
  else if (found >= OPTION_CA)
    take_tls (self, found, values[0]);
  else if (found >= OPTION_WILL_TOPIC)
    take_will (self, found, values[0]);
  else if (found >= OPTION_ID)
    take_session (self, found, values[0]);
  else
    take_address (self, found, values[0]);

  return is_flag (found) ? 0 : 1;
}

void
sonde_mosquitto_options_begin (SondeMosquittoOptions *self)
{
  sonde_import_set_text (&self->entry->profile->host, "localhost");
  self->entry->profile->version = SONDE_MQTT_3_1_1;
  self->topics = g_ptr_array_new_with_free_func (g_free);
}

void
sonde_mosquitto_options_end (SondeMosquittoOptions *self)
{
  SondeProfile *profile = self->entry->profile;

  if (*profile->tls->client_certificate != '\0' || *profile->tls->client_key != '\0')
    profile->tls->use_tls = TRUE;
  if (profile->tls->use_tls && !self->has_port)
    profile->port = 8883;
  /* Its session outlives the connection, for as long as the broker keeps it. */
  if (profile->version == SONDE_MQTT_5 && !profile->clean_start && !self->has_expiry)
    profile->session_expiry = SONDE_SESSION_EXPIRY_NEVER;

  if (self->publishes && self->topics->len > 0)
    sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, "%s", _ ("The topic and the message to publish"));
  for (guint i = 0; !self->publishes && i < self->topics->len; i++)
    sonde_import_entry_want (self->entry, g_ptr_array_index (self->topics, i), self->qos);
  g_clear_pointer (&self->topics, g_ptr_array_unref);
}
