/* sonde-import-fx.c: the mqttfx-config.xml of MQTT.fx, and the profiles it exports
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   <configuration><connectionProfiles><connectionProfile>
 *     <profileName/> <brokerAddress/> <brokerPort/>
 *     <connectionOptions> <clientId/> <userName/> … </connectionOptions>
 *     <recentSubscriptionTopics> <topic><name/><color/></topic> … </recentSubscriptionTopics>
 *
 * Its format is published nowhere: what is known is read, by local names wherever it stands, and
 * what is not is named in the notes.
 */

#define G_LOG_DOMAIN "sonde-import-fx"

#include "sonde-import-formats.h"

#include "sonde-profile-store.h"
#include "sonde-secret-store.h"

#include <glib/gi18n.h>
#include <sonde-secret.h>
#include <string.h>

#define MAX_DEPTH 64
#define MAX_VALUE_BYTES (256 * 1024)

typedef struct
{
  SondeImport      *import;
  GPtrArray        *path; /* local names, from the root on */
  GString          *text; /* of the element that is open, until a child begins */
  SondeImportEntry *entry;
  GHashTable       *unknown;    /* names of elements with a value */
  GPtrArray        *topics;     /* of recent subscriptions */
  guint             n_prepared; /* messages */
} Parser;

static const char *
get_local_name (const char *name)
{
  const char *colon = strrchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

/* @level 0: the element itself, 1: the one around it */
static const char *
get_ancestor (Parser *self,
              guint   level)
{
  return level < self->path->len ? g_ptr_array_index (self->path, self->path->len - 1 - level) : "";
}

static gboolean
is_within (Parser     *self,
           const char *name)
{
  return g_ptr_array_find_with_equal_func (self->path, name, g_str_equal, NULL);
}

static void
wipe (Parser *self)
{
  explicit_bzero (self->text->str, self->text->len);
  g_string_truncate (self->text, 0);
}

static void
start_profile (Parser *self)
{
  sonde_import_entry_free (self->entry); /* one within another: the outer one was none */
  self->entry = sonde_import_entry_new ();
  self->entry->profile->version = SONDE_MQTT_3_1_1;
  g_hash_table_remove_all (self->unknown);
  g_ptr_array_set_size (self->topics, 0);
  self->n_prepared = 0;
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char          *name,
                  const char         **attribute_names,
                  const char         **attribute_values,
                  gpointer             user_data,
                  GError             **error)
{
  Parser *self = user_data;

  if (self->path->len >= MAX_DEPTH)
    {
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                           _ ("The elements of this XML file are nested too deeply."));
      return;
    }

  g_ptr_array_add (self->path, g_strdup (get_local_name (name)));
  wipe (self);
  if (g_str_equal (get_ancestor (self, 0), "connectionProfile"))
    start_profile (self);
  else if (g_str_equal (get_ancestor (self, 0), "message") && is_within (self, "preDefinedMessages"))
    self->n_prepared++;
}

static void
text_cb (GMarkupParseContext *context,
         const char          *text,
         gsize                length,
         gpointer             user_data,
         GError             **error)
{
  Parser *self = user_data;

  if (self->text->len + length <= MAX_VALUE_BYTES)
    g_string_append_len (self->text, text, length);
}

static SondeMqttVersion
to_version (const char *text)
{
  if (g_str_has_prefix (text, "5"))
    return SONDE_MQTT_5;
  if (g_str_equal (text, "3") || g_str_equal (text, "3.1"))
    return SONDE_MQTT_3_1;

  return SONDE_MQTT_3_1_1; /* "3.1.1", 4, 0 and whatever stands for the default */
}

static void
take_number (Parser     *self,
             const char *text,
             void (*set) (SondeImportEntry *, gint64))
{
  gint64 number;

  if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    set (self->entry, number);
  else
    sonde_import_entry_note (self->entry, SONDE_NOTE_LEFT_OUT, _ ("“%s”: “%s” is no number."), get_ancestor (self, 0), text);
}

static gboolean
is_true (const char *text)
{
  return g_ascii_strcasecmp (text, "true") == 0 || g_str_equal (text, "1");
}

/* Returns: whether the element is one of those known */
static gboolean
take_value (Parser     *self,
            const char *name,
            const char *text)
{
  SondeImportEntry *entry = self->entry;
  SondeProfile     *profile = entry->profile;

  if (g_str_equal (name, "profileName"))
    sonde_import_set_text (&profile->name, text);
  else if (g_str_equal (name, "brokerAddress"))
    sonde_import_entry_set_host (entry, text);
  else if (g_str_equal (name, "brokerPort"))
    take_number (self, text, sonde_import_entry_set_port);
  else if (g_str_equal (name, "clientId"))
    sonde_import_set_text (&profile->client_id, text);
  else if (g_str_equal (name, "userName"))
    sonde_import_set_text (&profile->user_name, text);
  else if (g_str_equal (name, "password"))
    sonde_import_entry_set_secret (entry, SONDE_SECRET_PASSWORD, text);
  else if (g_str_equal (name, "connectionTimeout"))
    take_number (self, text, sonde_import_entry_set_connect_timeout);
  else if (g_str_equal (name, "keepAliveInterval"))
    take_number (self, text, sonde_import_entry_set_keep_alive);
  else if (g_str_equal (name, "mqttVersion"))
    profile->version = to_version (text);
  else if (g_str_equal (name, "cleanSession"))
    profile->clean_start = is_true (text);
  else if (g_str_equal (name, "caFile"))
    sonde_import_set_text (&profile->tls->ca_file, text);
  else if (g_str_equal (name, "clientCertificateFile"))
    sonde_import_set_text (&profile->tls->client_certificate, text);
  else if (g_str_equal (name, "clientKeyFile"))
    sonde_import_set_text (&profile->tls->client_key, text);
  else
    return FALSE;

  return TRUE;
}

/* <topic>test</topic>, or <topic><name>test</name></topic> */
static gboolean
is_recent_topic (Parser *self)
{
  const char *name = get_ancestor (self, 0);

  if (!is_within (self, "recentSubscriptionTopics"))
    return FALSE;

  return g_str_equal (name, "topic") || (g_str_equal (name, "name") && g_str_equal (get_ancestor (self, 1), "topic"));
}

/* Histories and messages have elements of the same names. */
static gboolean
is_list (Parser *self)
{
  return is_within (self, "preDefinedMessages") || is_within (self, "recentPublishTopics") ||
         is_within (self, "recentSubscriptionTopics");
}

static void
end_value (Parser *self)
{
  const char *name = get_ancestor (self, 0);

  g_strstrip (self->text->str);
  if (*self->text->str == '\0')
    return;

  if (is_recent_topic (self))
    g_ptr_array_add (self->topics, g_strdup (self->text->str));
  else if (!is_list (self) && !take_value (self, name, self->text->str))
    g_hash_table_add (self->unknown, g_strdup (name));
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static void
note_unknown (SondeImportEntry *entry,
              GHashTable       *unknown)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (unknown), compare_names);
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *item = names; item != NULL; item = item->next)
    g_string_append_printf (text, "%s%s", item == names ? "" : ", ", (const char *) item->data);
  if (names != NULL)
    sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, _ ("Settings that Sonde does not know: %s"), text->str);
}

/* Whether it uses TLS stands in elements that nobody described. */
static void
guess_tls (SondeImportEntry *entry)
{
  SondeTlsOptions *tls = entry->profile->tls;

  tls->use_tls = *tls->ca_file != '\0' || *tls->client_certificate != '\0' ||
                 entry->profile->port == 8883 || entry->profile->port == 8884;
  if (tls->use_tls)
    sonde_import_entry_note (entry, SONDE_NOTE_CHECK, "%s",
                             _ ("TLS is on, as the port or the certificates suggest: check it under Security."));
}

static void
end_profile (Parser *self)
{
  SondeImportEntry *entry = g_steal_pointer (&self->entry);

  guess_tls (entry);
  note_unknown (entry, self->unknown);
  if (self->n_prepared > 0)
    sonde_import_entry_note (entry, SONDE_NOTE_LEFT_OUT, _ ("Prepared messages (%u)"), self->n_prepared);

  for (guint i = 0; i < self->topics->len; i++)
    sonde_import_entry_want (entry, g_ptr_array_index (self->topics, i), 0);
  if (entry->profile->subscriptions->len > 0)
    {
      /* MQTT.fx offers them, and subscribes to none by itself. */
      entry->profile->resubscribe = FALSE;
      sonde_import_entry_note (entry, SONDE_NOTE_CHANGED, "%s",
                               _ ("Its recent topics are subscriptions now, of QoS 0, which you switch on by hand."));
    }
  sonde_import_add (self->import, entry);
}

static void
end_element_cb (GMarkupParseContext *context,
                const char          *name,
                gpointer             user_data,
                GError             **error)
{
  Parser *self = user_data;

  if (self->entry != NULL)
    {
      if (g_str_equal (get_ancestor (self, 0), "connectionProfile"))
        end_profile (self);
      else
        end_value (self);
    }

  wipe (self);
  g_ptr_array_set_size (self->path, self->path->len - 1);
}

static gboolean
parse (Parser     *self,
       const char *text,
       gsize       length,
       GError    **error)
{
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, NULL, NULL };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) local_error = NULL;
  int line;

  context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, self, NULL);
  if (g_markup_parse_context_parse (context, text, length, &local_error) &&
      g_markup_parse_context_end_parse (context, &local_error))
    return TRUE;

  if (local_error->domain == SONDE_CONFIG_ERROR)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    {
      /* Its own words are for programmers, and may quote what is secret. */
      g_markup_parse_context_get_position (context, &line, NULL);
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                   _ ("The XML of this file is damaged near line %d."), line);
    }

  return FALSE;
}

gboolean
sonde_import_mqtt_fx (SondeImport *self,
                      const char  *text,
                      gsize        length,
                      GError     **error)
{
  Parser   parser = { .import = self };
  gboolean good;

  self->source = SONDE_IMPORT_MQTT_FX;
  parser.path = g_ptr_array_new_with_free_func (g_free);
  parser.text = g_string_new (NULL);
  parser.unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parser.topics = g_ptr_array_new_with_free_func (g_free);

  good = parse (&parser, text, length, error);

  wipe (&parser);
  sonde_import_entry_free (parser.entry);
  g_ptr_array_unref (parser.topics);
  g_hash_table_unref (parser.unknown);
  g_string_free (parser.text, TRUE);
  g_ptr_array_unref (parser.path);

  return good;
}
