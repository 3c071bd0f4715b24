/* sonde-profile-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-json"

#include "sonde-profile-json.h"

#include "sonde-profile-fields.h"
#include "sonde-profile-store.h"

#include <glib/gi18n.h>
#include <sonde-json-scanner.h>
#include <sonde-topic.h>
#include <string.h>

/* json-glib recurses, and falls off the stack when brackets nest too deep. */
#define MAX_DEPTH 64

/* The filter of a subscription that can be asked for, %NULL of any other element. */
static const char *
get_filter (JsonArray *subscriptions,
            guint      index)
{
  JsonObject *object = sonde_json_get_element (subscriptions, index);
  const char *filter = object != NULL ? sonde_json_get_string (object, "filter") : NULL;

  if (filter == NULL || sonde_topic_filter_check (filter, strlen (filter)) != SONDE_TOPIC_FAULT_NONE)
    return NULL;

  return filter;
}

static void
read_subscriptions (JsonObject   *object,
                    SondeProfile *profile)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = sonde_json_get_array (object, "subscriptions");
  guint      n_elements = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n_elements; i++)
    {
      const char *filter = get_filter (array, i);

      if (filter != NULL && g_hash_table_add (seen, (gpointer) filter))
        {
          SondeWanted *wanted = sonde_wanted_new ("", 0, 0);

          sonde_fields_read (sonde_profile_wanted_fields, sonde_json_get_element (array, i), wanted);
          g_ptr_array_add (profile->subscriptions, wanted);
        }
    }
}

static gboolean
is_wanted (const SondeProfile *profile,
           const char         *filter)
{
  for (guint i = 0; i < profile->subscriptions->len; i++)
    if (strcmp (((const SondeWanted *) g_ptr_array_index (profile->subscriptions, i))->filter, filter) == 0)
      return TRUE;

  return FALSE;
}

static void
read_dropped (JsonObject   *object,
              SondeProfile *profile)
{
  JsonArray *array = sonde_json_get_array (object, "dropped");
  guint      n_elements = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n_elements; i++)
    {
      JsonNode   *node = json_array_get_element (array, i);
      const char *filter = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (filter != NULL && sonde_topic_filter_check (filter, strlen (filter)) == SONDE_TOPIC_FAULT_NONE &&
          !is_wanted (profile, filter))
        sonde_profile_unwant (profile, filter, TRUE);
    }
}

/* The file is any text: what the editor would refuse takes its default. */
static void
mend (SondeProfile *profile)
{
  if (*profile->id == '\0')
    {
      g_free (profile->id);
      profile->id = g_uuid_string_random ();
    }
  if (profile->color >= SONDE_N_COLORS)
    profile->color = SONDE_NO_COLOR;
  profile->greatest_delay = MAX (profile->greatest_delay, profile->first_delay);

  /* 1 to 4 s are beyond what libmosquitto takes. */
  if (sonde_profile_check_keep_alive (profile->keep_alive) != NULL)
    profile->keep_alive = 60;
}

static void
read_part (JsonObject       *object,
           const char       *name,
           const SondeField *fields,
           gpointer          data)
{
  JsonObject *part = sonde_json_get_object (object, name);

  if (part != NULL)
    sonde_fields_read (fields, part, data);
}

static SondeProfile *
read_profile (JsonObject *object)
{
  SondeProfile *profile = sonde_profile_new ();

  sonde_fields_read (sonde_profile_fields, object, profile);
  read_part (object, "network", sonde_profile_network_fields, profile->network);
  read_part (object, "tls", sonde_profile_tls_fields, profile->tls);
  read_part (object, "will", sonde_profile_will_fields, profile->will);
  read_subscriptions (object, profile);
  read_dropped (object, profile);
  mend (profile);

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
      self->version = sonde_json_get_integer (self->root, "version", 1, G_MAXINT64, 0);
      array = sonde_json_get_array (self->root, "profiles");
    }

  /* A later version may keep its profiles in another way: what we know of it is what we show. */
  good = self->version > SONDE_PROFILES_VERSION ||
         (self->version == SONDE_PROFILES_VERSION && array != NULL);
  for (guint i = 0; good && array != NULL && i < json_array_get_length (array); i++)
    {
      if (!take_profile (self, sonde_json_get_element (array, i)))
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

/* filter → the element it was read from, not owned */
static GHashTable *
index_subscriptions (JsonArray *array)
{
  GHashTable *elements = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *filter = get_filter (array, i);

      if (filter != NULL && !g_hash_table_contains (elements, filter))
        g_hash_table_insert (elements, (gpointer) filter, sonde_json_get_element (array, i));
    }

  return elements;
}

static JsonArray *
write_subscriptions (GPtrArray  *subscriptions,
                     JsonObject *known)
{
  JsonArray *before = known != NULL ? sonde_json_get_array (known, "subscriptions") : NULL;
  g_autoptr (GHashTable) elements = index_subscriptions (before);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < subscriptions->len; i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (subscriptions, i);
      JsonObject        *object = sonde_json_copy_object (g_hash_table_lookup (elements, wanted->filter));

      sonde_fields_write (sonde_profile_wanted_fields, object, wanted);
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

static JsonArray *
write_dropped (const GPtrArray *dropped)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < dropped->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (dropped, i));

  return array;
}

static void
write_part (JsonObject       *object,
            const char       *name,
            const SondeField *fields,
            gconstpointer     data)
{
  JsonObject *part = sonde_json_copy_object (sonde_json_get_object (object, name));

  sonde_fields_write (fields, part, data);
  json_object_set_object_member (object, name, part);
}

static JsonObject *
write_profile (const SondeProfile *profile,
               JsonObject         *known)
{
  JsonObject *object = sonde_json_copy_object (known);

  sonde_fields_write (sonde_profile_fields, object, profile);
  write_part (object, "network", sonde_profile_network_fields, profile->network);
  write_part (object, "tls", sonde_profile_tls_fields, profile->tls);
  write_part (object, "will", sonde_profile_will_fields, profile->will);
  json_object_set_array_member (object, "subscriptions",
                                write_subscriptions (profile->subscriptions, known));
  if (profile->dropped->len > 0)
    json_object_set_array_member (object, "dropped", write_dropped (profile->dropped));
  else if (json_object_has_member (object, "dropped"))
    json_object_remove_member (object, "dropped");

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

  root = sonde_json_copy_object (self->root);
  json_object_set_int_member (root, "version", SONDE_PROFILES_VERSION);
  json_object_set_array_member (root, "profiles", array);
  json_node_take_object (node, root);
  text = json_to_string (node, TRUE);

  return g_strconcat (text, "\n", NULL);
}
