/* sonde-import-finish.c: the end of what a reader does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import-finish"

#include "sonde-import-entry.h"

#include "sonde-profile-fields.h"
#include "sonde-secret-store.h"

#include <glib/gi18n.h>
#include <sonde-tls-checks.h>
#include <string.h>

#define MAX_NAME_CHARS 120
#define MAX_HOST_BYTES 255
#define MAX_TEXT_BYTES 65535 /* 1.5.4: what a length of two bytes can say */
#define MAX_PEM_BYTES (1024 * 1024)
#define MAX_PAIRS 1000

/* ---- What Sonde could not use ---- */

/* Texts are of the file: any bytes, however many. */
static void
check_texts (SondeImportEntry *self,
             const SondeField *fields,
             gpointer          data)
{
  for (const SondeField *field = fields; field->name != NULL; field++)
    {
      char **text = (char **) ((guint8 *) data + field->offset);

      if (field->type != SONDE_FIELD_STRING)
        continue;
      if (!g_utf8_validate (*text, -1, NULL))
        sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, _ ("“%s”: it is not valid UTF-8."), field->name);
      else if (strlen (*text) > (text == &self->profile->tls->trusted ? MAX_PEM_BYTES : MAX_TEXT_BYTES))
        sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, _ ("“%s”: it is too long."), field->name);
      else
        continue;
      sonde_import_set_text (text, "");
    }
}

static gboolean
is_text (const char *text)
{
  return strlen (text) <= MAX_TEXT_BYTES && g_utf8_validate (text, -1, NULL);
}

static void
check_pairs (SondeImportEntry *self,
             GPtrArray        *pairs)
{
  guint before = pairs->len;

  if (pairs->len > MAX_PAIRS)
    g_ptr_array_set_size (pairs, MAX_PAIRS);
  for (guint i = pairs->len; i > 0; i--)
    {
      const SondePair *pair = g_ptr_array_index (pairs, i - 1);

      if (!is_text (pair->name) || !is_text (pair->value))
        g_ptr_array_remove_index (pairs, i - 1);
    }

  if (pairs->len < before)
    sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, "%s",
                             _ ("User properties or headers that are too many, too long or not UTF-8"));
}

static void
check_secrets (SondeImportEntry *self)
{
  GHashTableIter iter;
  gpointer       secret;

  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, NULL, &secret))
    {
      if (is_text (secret))
        continue;
      sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, "%s",
                               _ ("A password that is longer than 65,535 bytes or not UTF-8"));
      g_hash_table_iter_remove (&iter);
    }
}

static void
check_client_id (SondeImportEntry *self)
{
  SondeProfile *profile = self->profile;

  if (sonde_profile_check_client_id (profile->client_id, profile->version, profile->clean_start) == NULL)
    return;

  g_free (profile->client_id);
  profile->client_id = sonde_profile_generate_client_id ();
  sonde_import_entry_note (self, SONDE_NOTE_CHANGED, _ ("The client ID is a new one, %s: one is needed, and there was none to use."),
                           profile->client_id);
}

/* What the editor would not save is left out, and its sentence says why. */
static void
drop_if (SondeImportEntry *self,
         const char       *name,
         const char       *fault,
         char            **field,
         const char       *otherwise)
{
  if (fault == NULL)
    return;

  sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, "%s: %s", name, fault);
  sonde_import_set_text (field, otherwise);
}

static void
check_will (SondeImportEntry *self)
{
  SondeWill  *will = self->profile->will;
  const char *fault = sonde_will_check_topic (will->topic);

  check_pairs (self, will->user_properties);
  if (fault == NULL)
    fault = sonde_will_check_payload (g_bytes_get_size (will->payload));
  if (fault == NULL)
    fault = sonde_will_check_correlation_data (g_bytes_get_size (will->correlation_data));
  if (fault != NULL)
    {
      sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, "%s: %s", _ ("Last will"), fault);
      sonde_will_free (will);
      self->profile->will = sonde_will_new ();
      return;
    }

  drop_if (self, _ ("Content type"), sonde_will_check_content_type (will->content_type), &will->content_type, "");
  drop_if (self, _ ("Response topic"), sonde_will_check_response_topic (will->response_topic), &will->response_topic, "");
}

static void
check_headers (SondeImportEntry *self,
               GPtrArray        *headers)
{
  for (guint i = headers->len; i > 0; i--)
    {
      const SondePair *pair = g_ptr_array_index (headers, i - 1);
      const char      *fault = sonde_network_options_check_header (pair->name, pair->value);

      if (fault == NULL)
        continue;
      sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, "%s: %s", _ ("Header"), fault);
      g_ptr_array_remove_index (headers, i - 1);
    }
}

static void
check_proxy (SondeImportEntry *self)
{
  SondeNetworkOptions *network = self->profile->network;
  const char          *fault = NULL;

  if (network->proxy != SONDE_PROXY_SOCKS5 && network->proxy != SONDE_PROXY_HTTP)
    return;

  fault = sonde_network_options_check_proxy_host (network->proxy_host);
  if (fault == NULL)
    fault = sonde_network_options_check_proxy_user (network->proxy, network->proxy_user);
  if (fault == NULL)
    return;

  sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, "%s: %s", _ ("Proxy"), fault);
  network->proxy = SONDE_PROXY_NONE;
}

static void
check_network (SondeImportEntry *self)
{
  SondeNetworkOptions *network = self->profile->network;
  const char          *fault;

  check_pairs (self, network->headers);
  check_headers (self, network->headers);
  check_proxy (self);

  /* Some write it without the slash. */
  if (*network->path != '/')
    {
      g_autofree char *path = g_strconcat ("/", network->path, NULL);

      sonde_import_set_text (&network->path, path);
    }
  fault = sonde_network_options_check_path (network->path);
  if (fault != NULL)
    {
      sonde_import_entry_note (self, SONDE_NOTE_CHANGED, _ ("The path of the WebSocket is /mqtt, not “%s”: %s"), network->path, fault);
      sonde_import_set_text (&network->path, "/mqtt");
    }
}

static void
check_tls (SondeImportEntry *self)
{
  SondeTlsOptions *tls = self->profile->tls;
  g_autofree char *cipher = *tls->ciphers != '\0' ? sonde_tls_find_bad_cipher (tls->ciphers) : NULL;
  const char      *psk = g_hash_table_lookup (self->secrets, SONDE_SECRET_PSK);

  if (*tls->alpn != '\0')
    drop_if (self, _ ("Application protocols (ALPN)"), sonde_tls_options_check_alpn (tls->alpn), &tls->alpn, "");
  drop_if (self, _ ("PSK identity"), sonde_tls_options_check_psk_identity (tls->psk_identity), &tls->psk_identity, "");
  if (cipher != NULL)
    {
      sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, _ ("The ciphers: OpenSSL does not know “%s”."), cipher);
      sonde_import_set_text (&tls->ciphers, "");
    }
  if (psk != NULL && sonde_tls_options_check_psk (psk) != NULL)
    {
      sonde_import_entry_note (self, SONDE_NOTE_LEFT_OUT, "%s: %s", _ ("Pre-shared key"), sonde_tls_options_check_psk (psk));
      g_hash_table_remove (self->secrets, SONDE_SECRET_PSK);
    }
  if (sonde_tls_options_check_versions (tls->min_version, tls->max_version) != NULL)
    tls->max_version = SONDE_TLS_ANY_VERSION;
}

/* Of one line, not endless; where there is none, what the connection leads to. */
static void
check_name (SondeImportEntry *self)
{
  SondeProfile    *profile = self->profile;
  g_autofree char *name = NULL;

  g_strstrip (g_strdelimit (profile->name, "\r\n\t\v\f", ' '));
  g_strstrip (g_strdelimit (profile->group, "\r\n\t\v\f", ' '));
  if (*profile->name == '\0' && profile->network->carrier == SONDE_CARRIER_UNIX)
    name = g_strdup (profile->network->socket_path);
  else if (*profile->name == '\0')
    name = sonde_profile_dup_address (profile);
  else if (g_utf8_strlen (profile->name, -1) > MAX_NAME_CHARS)
    {
      name = g_utf8_substring (profile->name, 0, MAX_NAME_CHARS);
      sonde_import_entry_note (self, SONDE_NOTE_CHANGED, "%s", _ ("The name is shortened."));
    }
  sonde_import_set_text (&profile->name, name);
  if (*profile->name == '\0')
    sonde_import_set_text (&profile->name, _ ("Without a name"));
}

static void
check_host (SondeImportEntry *self)
{
  const SondeProfile *profile = self->profile;
  const char         *fault = NULL;

  if (profile->local_broker)
    return;

  if (profile->network->carrier == SONDE_CARRIER_UNIX)
    fault = sonde_network_options_check_socket_path (profile->network->socket_path);
  else if (*profile->host == '\0')
    fault = _ ("It names no host.");
  else if (strlen (profile->host) > MAX_HOST_BYTES)
    fault = _ ("Its host name is longer than 255 bytes.");
  else
    fault = sonde_profile_check_host (profile->host);
  g_clear_pointer (&self->fault, g_free);
  self->fault = g_strdup (fault);
}

/* 3.1.2.9: before MQTT 5 there is no password without a user name. */
static void
check_password (SondeImportEntry *self)
{
  const SondeProfile *profile = self->profile;

  if (profile->version != SONDE_MQTT_5 && *profile->user_name == '\0' &&
      g_hash_table_contains (self->secrets, SONDE_SECRET_PASSWORD))
    sonde_import_entry_note (self, SONDE_NOTE_CHECK, _ ("There is a password without a user name: %s sends none."),
                             sonde_mqtt_version_to_string (profile->version));
}

/* ---- What was taken, in the words of the editor ---- */

static void
note_subscriptions (SondeImportEntry *self)
{
  GPtrArray *subscriptions = self->profile->subscriptions;
  g_autoptr (GString) filters = g_string_new (NULL);

  for (guint i = 0; i < MIN (subscriptions->len, 5); i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (subscriptions, i);

      g_string_append_printf (filters, "%s%s", i > 0 ? ", " : "", wanted->filter);
    }
  if (subscriptions->len > 5)
    g_string_append (filters, ", …");
  if (subscriptions->len > 0)
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN,
                             g_dngettext (GETTEXT_PACKAGE, "%u subscription: %s", "%u subscriptions: %s", subscriptions->len),
                             subscriptions->len, filters->str);
}

static void
note_tls (SondeImportEntry *self)
{
  const SondeTlsOptions *tls = self->profile->tls;

  if (!tls->use_tls)
    return;

  if (*tls->ca_file != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("CA certificate: %s"), tls->ca_file);
  if (*tls->trusted != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, "%s", _ ("CA certificate, from within the file"));
  if (*tls->client_certificate != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("Client certificate: %s"), tls->client_certificate);
  if (*tls->client_key != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("Client key: %s"), tls->client_key);
  if (self->certificate != NULL || self->key != NULL)
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, "%s", _ ("Client certificate and key, from within the file: as files, when that is switched on below"));
  if (*tls->psk_identity != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("PSK identity: %s"), tls->psk_identity);
  if (g_hash_table_contains (self->secrets, SONDE_SECRET_PSK))
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, "%s", _ ("Pre-shared key"));
  if (!tls->verify)
    sonde_import_entry_note (self, SONDE_NOTE_CHECK, "%s",
                             _ ("The broker’s certificate is not verified: anyone can pose as this broker."));
}

/* Whoever made the file does not decide when this computer connects. */
static void
check_start (SondeImportEntry *self)
{
  if (!self->profile->connect_on_start)
    return;

  self->profile->connect_on_start = FALSE;
  sonde_import_entry_note (self, SONDE_NOTE_CHANGED, "%s", _ ("It connects when you ask for it, not on start: switch that on anew."));
}

static char *
describe_way (const SondeProfile *profile)
{
  const char *version = sonde_mqtt_version_to_string (profile->version);
  gboolean    use_tls = profile->tls->use_tls;

  if (profile->local_broker)
    return g_strdup_printf (_ ("%s, with the broker that Sonde starts"), version);
  if (profile->network->carrier == SONDE_CARRIER_UNIX)
    return g_strdup_printf (_ ("%s over the Unix socket %s"), version, profile->network->socket_path);
  if (profile->network->carrier == SONDE_CARRIER_WEBSOCKET && use_tls)
    return g_strdup_printf (_ ("%s over WebSocket with TLS, path %s"), version, profile->network->path);
  if (profile->network->carrier == SONDE_CARRIER_WEBSOCKET)
    return g_strdup_printf (_ ("%s over WebSocket, path %s"), version, profile->network->path);
  if (use_tls)
    return g_strdup_printf (_ ("%s with TLS"), version);

  return g_strdup_printf (_ ("%s, not encrypted"), version);
}

static void
note_taken (SondeImportEntry *self)
{
  const SondeProfile *profile = self->profile;
  g_autofree char    *way = describe_way (profile);

  sonde_import_entry_note (self, SONDE_NOTE_TAKEN, "%s", way);
  if (*profile->client_id != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("Client ID: %s"), profile->client_id);
  if (*profile->user_name != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("User name: %s"), profile->user_name);
  if (g_hash_table_contains (self->secrets, SONDE_SECRET_PASSWORD))
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, "%s", _ ("Password"));
  if (*profile->group != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("Group: %s"), profile->group);
  if (profile->network->proxy == SONDE_PROXY_SOCKS5 || profile->network->proxy == SONDE_PROXY_HTTP)
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("Proxy: %s"), profile->network->proxy_host);
  note_tls (self);
  if (*profile->will->topic != '\0')
    sonde_import_entry_note (self, SONDE_NOTE_TAKEN, _ ("Last will to “%s”"), profile->will->topic);
  note_subscriptions (self);
}

void
sonde_import_entry_finish (SondeImportEntry *self)
{
  SondeProfile *profile;

  g_return_if_fail (self != NULL);

  profile = self->profile;
  check_texts (self, sonde_profile_fields, profile);
  check_texts (self, sonde_profile_network_fields, profile->network);
  check_texts (self, sonde_profile_tls_fields, profile->tls);
  check_texts (self, sonde_profile_will_fields, profile->will);
  check_pairs (self, profile->user_properties);
  check_secrets (self);
  check_client_id (self);
  check_will (self);
  check_network (self);
  check_tls (self);
  check_password (self);
  check_host (self);
  check_name (self);
  check_start (self);
  profile->greatest_delay = MAX (profile->greatest_delay, profile->first_delay);
  note_taken (self);
}
