/* sonde-json-tree.h: where each value of a JSON text stands, to show it as a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nodes in the order of the text: the first child of a container follows it, and what is
 * below it ends at its @end. 32 bytes a node, no recursion, immutable once made; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_JSON_NODES_MAX (4 * 1000 * 1000)
#define SONDE_JSON_NO_KEY G_MAXUINT32

typedef struct
{
  guint32 start; /* of the value in the bytes; of a container its bracket */
  guint32 length;
  guint32 key; /* where it begins with its quote, or SONDE_JSON_NO_KEY */
  guint32 key_length;
  guint32 parent; /* of the root: 0 */
  guint32 index;  /* its place among the children of its parent, from 0 */
  guint32 end;    /* the number after its last descendant */
  guint32 n_children;
} SondeJsonNode;

typedef struct
{
  GBytes  *payload;
  GArray  *nodes; /* of #SondeJsonNode; the root is 0; none where the payload is no JSON */
  gboolean complete;
  char    *fault; /* why it is no JSON, a translated sentence, or %NULL */

  gatomicrefcount refs;
} SondeJsonTree;

/* @max_nodes: what comes after as many is left out; 0 for SONDE_JSON_NODES_MAX */
SondeJsonTree *sonde_json_tree_new (GBytes *payload,
                                    guint   max_nodes);
SondeJsonTree *sonde_json_tree_ref (SondeJsonTree *self);
void           sonde_json_tree_unref (SondeJsonTree *self);

static inline const SondeJsonNode *
sonde_json_tree_get (const SondeJsonTree *self,
                     guint                node)
{
  return &g_array_index (self->nodes, SondeJsonNode, node);
}

/* '{', '[', or the first character of another value */
char sonde_json_tree_get_type (const SondeJsonTree *self,
                               guint                node);

static inline gboolean
sonde_json_tree_is_container (const SondeJsonTree *self,
                              guint                node)
{
  char type = sonde_json_tree_get_type (self, node);

  return type == '{' || type == '[';
}

/* The value as it was sent, all of it; a string with its quotes. It is not checked to be UTF-8. */
const char *sonde_json_tree_get_value (const SondeJsonTree *self,
                                       guint                node,
                                       gsize               *length);

/* The key as it was sent, with its quotes; %NULL where there is none */
const char *sonde_json_tree_get_key (const SondeJsonTree *self,
                                     guint                node,
                                     gsize               *length);

/* "$.motor[3][\"a b\"]" (RFC 9535); names as they were sent. Any payload: made valid UTF-8 */
char *sonde_json_tree_dup_path (const SondeJsonTree *self,
                                guint                node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeJsonTree, sonde_json_tree_unref)

G_END_DECLS
