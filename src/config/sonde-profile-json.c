/* sonde-profile-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-json"

#include "sonde-profile-json.h"

#include "sonde-profile-store.h"

#include <glib/gi18n.h>
#include <sonde-json-scanner.h>
#include <sonde-topic.h>
#include <string.h>

/* json-glib recurses, and falls off the stack when brackets nest too deep. */
#define MAX_DEPTH 64

/* Names of values in the file; never translated, never renumbered. */
typedef struct
{
  const char *name;
  int         value;
} Choice;

static const Choice mqtt_versions[] = {
  { "3.1", SONDE_MQTT_3_1 },
  { "3.1.1", SONDE_MQTT_3_1_1 },
  { "5", SONDE_MQTT_5 },
  { NULL },
};

static const Choice local_choices[] = {
  { "own", SONDE_LOCAL_BROKER_OWN },
  { "other", SONDE_LOCAL_BROKER_OTHER },
  { NULL },
};

static const Choice tls_versions[] = {
  { "any", SONDE_TLS_ANY_VERSION },
  { "1.2", SONDE_TLS_1_2 },
  { "1.3", SONDE_TLS_1_3 },
  { NULL },
};

/* Reading: %NULL and the default where a member is missing or of another type */

static JsonNode *
get_value (JsonObject *object,
           const char *name,
           GType       type)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;

  return node;
}

static const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

static void
read_string (JsonObject *object,
             const char *name,
             char      **field)
{
  const char *text = get_string (object, name);

  if (text != NULL)
    {
      g_free (*field);
      *field = g_strdup (text);
    }
}

static gboolean
read_boolean (JsonObject *object,
              const char *name,
              gboolean    otherwise)
{
  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : otherwise;
}

static gint64
read_integer (JsonObject *object,
              const char *name,
              gint64      least,
              gint64      most,
              gint64      otherwise)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);
  gint64    value = node != NULL ? json_node_get_int (node) : otherwise;

  return value >= least && value <= most ? value : otherwise;
}

static int
read_choice (JsonObject   *object,
             const char   *name,
             const Choice *choices,
             int           otherwise)
{
  const char *text = get_string (object, name);

  for (; choices->name != NULL; choices++)
    {
      if (g_strcmp0 (choices->name, text) == 0)
        return choices->value;
    }

  return otherwise;
}

static JsonArray *
get_array (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonObject *
get_element (JsonArray *array,
             guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The filter of a subscription that can be asked for, %NULL of any other element. */
static const char *
get_filter (JsonArray *subscriptions,
            guint      index)
{
  JsonObject *object = get_element (subscriptions, index);
  const char *filter = object != NULL ? get_string (object, "filter") : NULL;

  if (filter == NULL || sonde_topic_filter_check (filter, strlen (filter)) != SONDE_TOPIC_FAULT_NONE)
    return NULL;

  return filter;
}

static void
read_subscriptions (JsonObject   *object,
                    SondeProfile *profile)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = get_array (object, "subscriptions");
  guint      n_elements = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n_elements; i++)
    {
      const char *filter = get_filter (array, i);

      if (filter != NULL && g_hash_table_add (seen, (gpointer) filter))
        {
          JsonObject *element = get_element (array, i);

          sonde_profile_want (profile, filter,
                              read_integer (element, "qos", 0, 2, 0),
                              read_integer (element, "color", 0, SONDE_N_COLORS - 1, 0));
        }
    }
}

static void
read_tls (JsonObject      *object,
          SondeTlsOptions *tls)
{
  JsonObject *known = get_object (object, "tls");

  if (known == NULL)
    return;

  tls->use_tls = read_boolean (known, "use-tls", tls->use_tls);
  read_string (known, "ca-file", &tls->ca_file);
  read_string (known, "client-certificate", &tls->client_certificate);
  read_string (known, "client-key", &tls->client_key);
  tls->verify = read_boolean (known, "verify", tls->verify);
  read_string (known, "server-name", &tls->server_name);
  read_string (known, "alpn", &tls->alpn);
  tls->min_version = read_choice (known, "min-version", tls_versions, tls->min_version);
  tls->max_version = read_choice (known, "max-version", tls_versions, tls->max_version);
}

static SondeProfile *
read_profile (JsonObject *object)
{
  SondeProfile *profile = sonde_profile_new ();
  const char   *id = get_string (object, "id");

  if (id != NULL && *id != '\0')
    read_string (object, "id", &profile->id);

  read_string (object, "name", &profile->name);
  profile->local_broker = read_boolean (object, "local-broker", profile->local_broker);
  profile->local_choice = read_choice (object, "local-choice", local_choices, profile->local_choice);
  read_string (object, "host", &profile->host);
  profile->port = read_integer (object, "port", 1, G_MAXUINT16, profile->port);
  profile->version = read_choice (object, "mqtt-version", mqtt_versions, profile->version);
  read_string (object, "client-id", &profile->client_id);
  profile->clean_start = read_boolean (object, "clean-start", profile->clean_start);
  profile->session_expiry = read_integer (object, "session-expiry", 0, G_MAXUINT32,
                                          profile->session_expiry);
  profile->keep_alive = read_integer (object, "keep-alive", 0, G_MAXUINT16, profile->keep_alive);
  profile->connect_timeout = read_integer (object, "connect-timeout", 1, G_MAXUINT16,
                                           profile->connect_timeout);
  profile->reconnect = read_boolean (object, "reconnect", profile->reconnect);
  read_string (object, "user-name", &profile->user_name);
  read_tls (object, profile->tls);
  read_subscriptions (object, profile);

  /* 1 to 4 s are beyond what libmosquitto takes. */
  if (sonde_profile_check_keep_alive (profile->keep_alive) != NULL)
    profile->keep_alive = 60;

  return profile;
}

static gboolean
take_profile (SondeProfileDocument *self,
              JsonObject           *object)
{
  SondeProfile *profile;

  if (object == NULL)
    return FALSE;

  profile = read_profile (object);
  if (g_hash_table_contains (self->objects, profile->id))
    {
      g_free (profile->id);
      profile->id = g_uuid_string_random ();
    }

  g_ptr_array_add (self->profiles, profile);
  g_hash_table_insert (self->objects, g_strdup (profile->id), json_object_ref (object));

  return TRUE;
}

static gboolean
is_json (const char *text,
         gsize       length)
{
  g_autoptr (SondeJsonScanner) scanner = NULL;
  SondeJsonToken     token;
  SondeJsonTokenType type;

  if (!g_utf8_validate_len (text, length, NULL))
    return FALSE;

  scanner = sonde_json_scanner_new (text, length, MAX_DEPTH);
  do
    type = sonde_json_scanner_next (scanner, &token);
  while (type != SONDE_JSON_TOKEN_END && type != SONDE_JSON_TOKEN_ERROR);

  return type == SONDE_JSON_TOKEN_END;
}

static JsonObject *
parse_root (const char *text,
            gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!is_json (text, length) || !json_parser_load_from_data (parser, text, length, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  return json_object_ref (json_node_get_object (root));
}

SondeProfileDocument *
sonde_profile_document_new (void)
{
  SondeProfileDocument *self = g_new0 (SondeProfileDocument, 1);

  self->version = SONDE_PROFILES_VERSION;
  self->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         g_free, (GDestroyNotify) json_object_unref);

  return self;
}

void
sonde_profile_document_free (SondeProfileDocument *self)
{
  g_ptr_array_unref (self->profiles);
  g_hash_table_unref (self->objects);
  g_clear_pointer (&self->root, json_object_unref);
  g_free (self);
}

SondeProfileDocument *
sonde_profile_document_parse (const char *text,
                              gsize       length,
                              GError    **error)
{
  g_autoptr (SondeProfileDocument) self = sonde_profile_document_new ();
  JsonArray *array = NULL;
  gboolean   good;

  g_return_val_if_fail (text != NULL, NULL);

  self->root = parse_root (text, length);
  if (self->root != NULL)
    {
      self->version = read_integer (self->root, "version", 1, G_MAXINT64, 0);
      array = get_array (self->root, "profiles");
    }

  /* A later version may keep its profiles in another way: what we know of it is what we show. */
  good = self->version > SONDE_PROFILES_VERSION ||
         (self->version == SONDE_PROFILES_VERSION && array != NULL);
  for (guint i = 0; good && array != NULL && i < json_array_get_length (array); i++)
    {
      if (!take_profile (self, get_element (array, i)))
        good = self->version > SONDE_PROFILES_VERSION;
    }

  if (self->root == NULL || !good)
    {
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED,
                           _ ("It does not hold connection profiles."));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* Writing: what is known replaces, what is not stays where it was */

static JsonObject *
copy_object (JsonObject *object)
{
  JsonObject    *copy = json_object_new ();
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *node;

  if (object == NULL)
    return copy;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copy, name, json_node_copy (node));

  return copy;
}

static void
write_choice (JsonObject   *object,
              const char   *name,
              const Choice *choices,
              int           value)
{
  for (; choices->name != NULL; choices++)
    {
      if (choices->value == value)
        json_object_set_string_member (object, name, choices->name);
    }
}

static void
write_string (JsonObject *object,
              const char *name,
              const char *text)
{
  json_object_set_string_member (object, name, text != NULL ? text : "");
}

/* filter → the element it was read from, not owned */
static GHashTable *
index_subscriptions (JsonArray *array)
{
  GHashTable *elements = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *filter = get_filter (array, i);

      if (filter != NULL && !g_hash_table_contains (elements, filter))
        g_hash_table_insert (elements, (gpointer) filter, get_element (array, i));
    }

  return elements;
}

static JsonArray *
write_subscriptions (GPtrArray  *subscriptions,
                     JsonObject *known)
{
  JsonArray *before = known != NULL ? get_array (known, "subscriptions") : NULL;
  g_autoptr (GHashTable) elements = index_subscriptions (before);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < subscriptions->len; i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (subscriptions, i);
      JsonObject        *object = copy_object (g_hash_table_lookup (elements, wanted->filter));

      write_string (object, "filter", wanted->filter);
      json_object_set_int_member (object, "qos", wanted->qos);
      json_object_set_int_member (object, "color", wanted->color);
      json_array_add_object_element (array, object);
    }

  /* What we could not read as a subscription, a later Sonde may. */
  for (guint i = 0; before != NULL && i < json_array_get_length (before); i++)
    {
      if (get_filter (before, i) == NULL)
        json_array_add_element (array, json_node_copy (json_array_get_element (before, i)));
    }

  return array;
}

/* Not the passphrase: that is a secret. */
static JsonObject *
write_tls (const SondeTlsOptions *tls,
           JsonObject            *known)
{
  JsonObject *object = copy_object (known != NULL ? get_object (known, "tls") : NULL);

  json_object_set_boolean_member (object, "use-tls", tls->use_tls);
  write_string (object, "ca-file", tls->ca_file);
  write_string (object, "client-certificate", tls->client_certificate);
  write_string (object, "client-key", tls->client_key);
  json_object_set_boolean_member (object, "verify", tls->verify);
  write_string (object, "server-name", tls->server_name);
  write_string (object, "alpn", tls->alpn);
  write_choice (object, "min-version", tls_versions, tls->min_version);
  write_choice (object, "max-version", tls_versions, tls->max_version);

  return object;
}

static JsonObject *
write_profile (const SondeProfile *profile,
               JsonObject         *known)
{
  JsonObject *object = copy_object (known);

  write_string (object, "id", profile->id);
  write_string (object, "name", profile->name);
  json_object_set_boolean_member (object, "local-broker", profile->local_broker);
  write_choice (object, "local-choice", local_choices, profile->local_choice);
  write_string (object, "host", profile->host);
  json_object_set_int_member (object, "port", profile->port);
  write_choice (object, "mqtt-version", mqtt_versions, profile->version);
  write_string (object, "client-id", profile->client_id);
  json_object_set_boolean_member (object, "clean-start", profile->clean_start);
  json_object_set_int_member (object, "session-expiry", profile->session_expiry);
  json_object_set_int_member (object, "keep-alive", profile->keep_alive);
  json_object_set_int_member (object, "connect-timeout", profile->connect_timeout);
  json_object_set_boolean_member (object, "reconnect", profile->reconnect);
  write_string (object, "user-name", profile->user_name);
  json_object_set_object_member (object, "tls", write_tls (profile->tls, known));
  json_object_set_array_member (object, "subscriptions",
                                write_subscriptions (profile->subscriptions, known));

  return object;
}

char *
sonde_profile_document_write (const SondeProfileDocument *self,
                              GPtrArray                  *profiles)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonArray       *array = json_array_new ();
  JsonObject      *root;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (profiles != NULL, NULL);

  for (guint i = 0; i < profiles->len; i++)
    {
      const SondeProfile *profile = g_ptr_array_index (profiles, i);

      JsonObject *known = g_hash_table_lookup (self->objects, profile->id);

      json_array_add_object_element (array, write_profile (profile, known));
    }

  root = copy_object (self->root);
  json_object_set_int_member (root, "version", SONDE_PROFILES_VERSION);
  json_object_set_array_member (root, "profiles", array);
  json_node_take_object (node, root);
  text = json_to_string (node, TRUE);

  return g_strconcat (text, "\n", NULL);
}
