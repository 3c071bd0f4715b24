/* sonde-emqx-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-json"

#include "sonde-emqx-json.h"

#include <sonde-json-scanner.h>

#include <json-glib/json-glib.h>

#include <math.h>

#define MAX_DEPTH 32 /* json-glib recurses */

static gboolean
is_shallow (const char *text,
            gsize       length)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (text, length, MAX_DEPTH);
  SondeJsonToken token;

  for (;;)
    switch (sonde_json_scanner_next (scanner, &token))
      {
      case SONDE_JSON_TOKEN_END:
        return TRUE;
      case SONDE_JSON_TOKEN_ERROR:
        return FALSE;
      default:
        break;
      }
}

static JsonNode *
parse (GBytes *body)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);

  if (length == 0 || !g_utf8_validate_len (text, length, NULL) || !is_shallow (text, length) ||
      !json_parser_load_from_data (parser, text, length, NULL))
    return NULL;

  return json_parser_steal_root (parser);
}

static JsonNode *
get_value (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

static char *
dup_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = get_value (object, name);

  return g_strdup (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "");
}

static double
get_number (JsonObject *object,
            const char *name)
{
  JsonNode *node = get_value (object, name);
  GType     type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  double    number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : -1;

  return isfinite (number) && number >= 0 && number < 1e15 ? number : -1;
}

static gint64
get_count (JsonObject *object,
           const char *name)
{
  return get_number (object, name);
}

static gboolean
get_flag (JsonObject *object,
          const char *name)
{
  JsonNode *node = get_value (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static JsonObject *
get_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static SondeEmqxNode *
read_node (JsonObject *object)
{
  SondeEmqxNode *node = sonde_emqx_node_new ();

  node->name = dup_text (object, "node");
  node->status = dup_text (object, "node_status");
  node->version = dup_text (object, "version");
  node->uptime = get_count (object, "uptime");
  node->clients = get_count (object, "live_connections");
  if (node->clients < 0)
    node->clients = get_count (object, "connections");
  return node;
}

static SondeEmqxClient *
read_client (JsonObject *object)
{
  SondeEmqxClient *client = sonde_emqx_client_new ();
  g_autofree char *host = dup_text (object, "ip_address");
  gint64           port = get_count (object, "port");

  client->client_id = dup_text (object, "clientid");
  client->user_name = dup_text (object, "username");
  client->node = dup_text (object, "node");
  client->since = dup_text (object, "connected_at");
  client->address = port >= 0 ? g_strdup_printf ("%s:%" G_GINT64_FORMAT, host, port) : g_steal_pointer (&host);
  client->protocol = get_count (object, "proto_ver");
  client->keep_alive = get_count (object, "keepalive");
  client->subscriptions = get_count (object, "subscriptions_cnt");
  client->clean_start = get_flag (object, "clean_start");
  client->connected = get_flag (object, "connected");
  return client;
}

static SondeEmqxSubscription *
read_subscription (JsonObject *object)
{
  SondeEmqxSubscription *subscription = sonde_emqx_subscription_new ();

  subscription->topic = dup_text (object, "topic");
  subscription->qos = get_count (object, "qos");
  return subscription;
}

typedef gpointer (*ReadFunc) (JsonObject *object);

/* Returns: %FALSE where @node is no list */
static gboolean
read_list (JsonNode  *node,
           ReadFunc   read,
           GPtrArray *into)
{
  JsonArray *array = get_array (node);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = get_object (json_array_get_element (array, i));

      if (object != NULL)
        g_ptr_array_add (into, read (object));
    }

  return array != NULL;
}

gboolean
sonde_emqx_json_read_nodes (GBytes            *body,
                            SondeEmqxOverview *overview)
{
  g_autoptr (JsonNode) node = parse (body);

  return read_list (node, (ReadFunc) read_node, overview->nodes);
}

gboolean
sonde_emqx_json_read_current (GBytes            *body,
                              SondeEmqxOverview *overview)
{
  g_autoptr (JsonNode) node = parse (body);
  JsonObject *object = get_object (node);

  if (object == NULL)
    return FALSE;

  overview->sessions = get_count (object, "connections");
  overview->clients = get_count (object, "live_connections");
  if (overview->clients < 0)
    overview->clients = overview->sessions;
  overview->subscriptions = get_count (object, "subscriptions");
  overview->retained = get_count (object, "retained_msg_count");
  overview->received = get_number (object, "received_msg_rate");
  overview->sent = get_number (object, "sent_msg_rate");
  return TRUE;
}

gboolean
sonde_emqx_json_read_clients (GBytes           *body,
                              SondeEmqxClients *clients)
{
  g_autoptr (JsonNode) node = parse (body);
  JsonObject *object = get_object (node);
  JsonObject *meta;

  if (object == NULL || !read_list (json_object_get_member (object, "data"), (ReadFunc) read_client, clients->clients))
    return FALSE;

  meta = get_object (json_object_get_member (object, "meta"));
  clients->more = meta != NULL && get_flag (meta, "hasnext");
  return TRUE;
}

gboolean
sonde_emqx_json_read_subscriptions (GBytes    *body,
                                    GPtrArray *subscriptions)
{
  g_autoptr (JsonNode) node = parse (body);

  return read_list (node, (ReadFunc) read_subscription, subscriptions);
}

char *
sonde_emqx_json_dup_message (GBytes *body)
{
  g_autoptr (JsonNode) node = parse (body);
  JsonObject *object = get_object (node);

  return object != NULL ? dup_text (object, "message") : NULL;
}
