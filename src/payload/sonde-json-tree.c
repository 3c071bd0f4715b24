/* sonde-json-tree.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-json-tree.h"

#include "sonde-json-path.h"
#include "sonde-json-scan.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  SondeJsonTree *tree;
  const char    *bytes;
  guint          max_nodes;
  guint          open;    /* the container being filled */
  guint          depth;   /* of open containers */
  guint          skipped; /* of those, how many have no node since there are too many */
  guint32        key, key_length;
} Builder;

static SondeJsonNode *
get_node (Builder *self,
          guint    node)
{
  return &g_array_index (self->tree->nodes, SondeJsonNode, node);
}

static void
close_container (Builder              *self,
                 const SondeJsonToken *token)
{
  SondeJsonNode *node;

  self->depth--;
  if (self->skipped > 0)
    {
      self->skipped--;
      return;
    }

  node = get_node (self, self->open);
  node->end = self->tree->nodes->len;
  node->length = token->start + token->length - self->bytes - node->start;
  self->open = node->parent;
}

static void
add_value (Builder              *self,
           const SondeJsonToken *token)
{
  gboolean      is_container = sonde_json_scan_get_step (token->type) > 0;
  SondeJsonNode node = {
    .start = token->start - self->bytes,
    .length = token->length,
    .key = self->key,
    .key_length = self->key_length,
    .parent = self->open,
    .end = self->tree->nodes->len + 1,
  };

  self->key = SONDE_JSON_NO_KEY;
  if (self->tree->nodes->len == self->max_nodes)
    {
      self->tree->complete = FALSE;
      self->depth += is_container;
      self->skipped += is_container;
      return;
    }

  if (self->tree->nodes->len > 0)
    node.index = get_node (self, self->open)->n_children++;
  if (is_container)
    {
      self->open = self->tree->nodes->len;
      self->depth++;
    }
  g_array_append_val (self->tree->nodes, node);
}

static void
take_fault (SondeJsonTree    *tree,
            SondeJsonScanner *scanner)
{
  guint       line, column;
  const char *error = sonde_json_scanner_get_error (scanner, &line, &column);

  g_array_set_size (tree->nodes, 0);
  /* Translators: where a text breaks the rules of JSON, then a sentence that tells how */
  tree->fault = g_strdup_printf (_ ("Not JSON, line %u, column %u: %s"), line, column, error);
}

SondeJsonTree *
sonde_json_tree_new (GBytes *payload,
                     guint   max_nodes)
{
  SondeJsonTree *tree;
  g_autoptr (SondeJsonScanner) scanner = NULL;
  Builder            builder = { .key = SONDE_JSON_NO_KEY };
  SondeJsonToken     token;
  SondeJsonTokenType type;
  gsize              size;

  g_return_val_if_fail (payload != NULL, NULL);
  g_return_val_if_fail (g_bytes_get_size (payload) < G_MAXUINT32, NULL);

  tree = g_new0 (SondeJsonTree, 1);
  g_atomic_ref_count_init (&tree->refs);
  tree->payload = g_bytes_ref (payload);
  tree->nodes = g_array_new (FALSE, FALSE, sizeof (SondeJsonNode));
  tree->complete = TRUE;

  builder.tree = tree;
  builder.bytes = g_bytes_get_data (payload, &size);
  builder.max_nodes = max_nodes > 0 ? max_nodes : SONDE_JSON_NODES_MAX;
  scanner = sonde_json_scanner_new (builder.bytes, size, 0);

  while ((type = sonde_json_scanner_next (scanner, &token)) > SONDE_JSON_TOKEN_ERROR)
    {
      if (type == SONDE_JSON_TOKEN_KEY)
        {
          builder.key = token.start - builder.bytes;
          builder.key_length = token.length;
        }
      else if (sonde_json_scan_get_step (type) < 0)
        close_container (&builder, &token);
      else
        add_value (&builder, &token);
    }
  if (type == SONDE_JSON_TOKEN_ERROR)
    take_fault (tree, scanner);

  return tree;
}

SondeJsonTree *
sonde_json_tree_ref (SondeJsonTree *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
sonde_json_tree_unref (SondeJsonTree *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_bytes_unref (self->payload);
  g_array_unref (self->nodes);
  g_free (self->fault);
  g_free (self);
}

char
sonde_json_tree_get_type (const SondeJsonTree *self,
                          guint                node)
{
  const char *bytes = g_bytes_get_data (self->payload, NULL);

  return bytes[sonde_json_tree_get (self, node)->start];
}

const char *
sonde_json_tree_get_value (const SondeJsonTree *self,
                           guint                node,
                           gsize               *length)
{
  const SondeJsonNode *value = sonde_json_tree_get (self, node);

  *length = value->length;
  return (const char *) g_bytes_get_data (self->payload, NULL) + value->start;
}

const char *
sonde_json_tree_get_key (const SondeJsonTree *self,
                         guint                node,
                         gsize               *length)
{
  const SondeJsonNode *value = sonde_json_tree_get (self, node);

  if (value->key == SONDE_JSON_NO_KEY)
    return NULL;

  *length = value->key_length;
  return (const char *) g_bytes_get_data (self->payload, NULL) + value->key;
}

static void
append_step (GString             *path,
             const SondeJsonTree *self,
             guint                node)
{
  gsize       length;
  const char *key = sonde_json_tree_get_key (self, node, &length);

  if (key == NULL)
    sonde_json_path_append_index (path, sonde_json_tree_get (self, node)->index);
  else
    sonde_json_path_append_key (path, key, length);
}

char *
sonde_json_tree_dup_path (const SondeJsonTree *self,
                          guint                node)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) path = g_string_new ("$");

  for (; node != 0; node = sonde_json_tree_get (self, node)->parent)
    g_array_append_val (steps, node);
  for (guint i = steps->len; i > 0; i--)
    append_step (path, self, g_array_index (steps, guint, i - 1));

  return g_utf8_make_valid (path->str, path->len);
}
