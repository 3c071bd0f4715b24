/* sonde-topic-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-rows"

#include "sonde-topic-rows.h"

#include "sonde-topic-change.h"
#include "sonde-topic-order.h"
#include "sonde-topic-search.h"
#include "sonde-topic-tree-private.h"

/* Levels that are expanded as they come */
#define FIRST_NODES 100

struct _SondeTopicItem
{
  GObject parent_instance;

  guint       node;
  guint       depth;
  GHashTable *live; /* of its model, by node; not owned by either */
};

G_DEFINE_FINAL_TYPE (SondeTopicItem, sonde_topic_item, G_TYPE_OBJECT)

static void
sonde_topic_item_finalize (GObject *object)
{
  SondeTopicItem *self = SONDE_TOPIC_ITEM (object);

  g_hash_table_remove (self->live, GUINT_TO_POINTER (self->node));
  g_hash_table_unref (self->live);

  G_OBJECT_CLASS (sonde_topic_item_parent_class)->finalize (object);
}

static void
sonde_topic_item_class_init (SondeTopicItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_topic_item_finalize;
}

static void
sonde_topic_item_init (SondeTopicItem *self)
{
}

guint
sonde_topic_item_get_node (SondeTopicItem *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ITEM (self), 0);

  return self->node;
}

guint
sonde_topic_item_get_depth (SondeTopicItem *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ITEM (self), 0);

  return self->depth;
}

/* ---- The model ---- */

enum
{
  EXPANDED = 1 << 0,
  CLOSED = 1 << 1, /* although something is found below */
};

struct _SondeTopicRows
{
  GObject parent_instance;

  SondeTopicTree *tree;
  GArray         *rows; /* of SondeTopicLine */
  GHashTable     *live; /* node → SondeTopicItem */

  GByteArray      *flags;  /* by node */
  GArray          *places; /* of guint32, by node: its position plus 1, or 0 */
  GPtrArray       *orders; /* of SondeTopicOrder, by node; %NULL unless it was expanded with several children */
  SondeTopicSort   sort;
  SondeTopicSearch search;
  gboolean         expands_all;
  gboolean         expands_first;

  /* As of the last update */
  gboolean asked; /* for something since */
  guint    epoch;
  guint64  n_messages;
};

static GType
sonde_topic_rows_get_item_type (GListModel *model)
{
  return SONDE_TYPE_TOPIC_ITEM;
}

static guint
sonde_topic_rows_get_n_items (GListModel *model)
{
  return SONDE_TOPIC_ROWS (model)->rows->len;
}

static gpointer
sonde_topic_rows_get_item (GListModel *model,
                           guint       position)
{
  SondeTopicRows *self = SONDE_TOPIC_ROWS (model);
  SondeTopicItem *item;
  SondeTopicLine  row;

  if (position >= self->rows->len)
    return NULL;

  row = g_array_index (self->rows, SondeTopicLine, position);
  item = g_hash_table_lookup (self->live, GUINT_TO_POINTER (row.node));
  if (item != NULL)
    return g_object_ref (item);

  item = g_object_new (SONDE_TYPE_TOPIC_ITEM, NULL);
  item->node = row.node;
  item->depth = row.depth;
  item->live = g_hash_table_ref (self->live);
  g_hash_table_insert (self->live, GUINT_TO_POINTER (row.node), item);

  return item;
}

static void
sonde_topic_rows_init_model (GListModelInterface *iface)
{
  iface->get_item_type = sonde_topic_rows_get_item_type;
  iface->get_n_items = sonde_topic_rows_get_n_items;
  iface->get_item = sonde_topic_rows_get_item;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeTopicRows, sonde_topic_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_topic_rows_init_model))
/* clang-format on */

static void
sonde_topic_rows_finalize (GObject *object)
{
  SondeTopicRows *self = SONDE_TOPIC_ROWS (object);

  sonde_topic_search_set (&self->search, NULL);
  g_clear_pointer (&self->tree, sonde_topic_tree_unref);
  g_array_unref (self->rows);
  g_array_unref (self->places);
  g_byte_array_unref (self->flags);
  g_ptr_array_unref (self->orders);
  g_hash_table_unref (self->live);

  G_OBJECT_CLASS (sonde_topic_rows_parent_class)->finalize (object);
}

static void
sonde_topic_rows_class_init (SondeTopicRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_topic_rows_finalize;
}

static void
sonde_topic_rows_init (SondeTopicRows *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (SondeTopicLine));
  self->places = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->flags = g_byte_array_new ();
  self->live = g_hash_table_new (NULL, NULL);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_topic_order_free);
  self->expands_first = TRUE;
}

SondeTopicRows *
sonde_topic_rows_new (SondeTopicTree *tree)
{
  SondeTopicRows *self;

  g_return_val_if_fail (tree != NULL, NULL);

  self = g_object_new (SONDE_TYPE_TOPIC_ROWS, NULL);
  self->tree = sonde_topic_tree_ref (tree);
  self->epoch = sonde_topic_tree_get_epoch (tree);

  return self;
}

SondeTopicTree *
sonde_topic_rows_get_tree (SondeTopicRows *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), NULL);

  return self->tree;
}

/* ---- What is in view ---- */

static gboolean
is_expanded (SondeTopicRows *self,
             guint           node)
{
  guint flags = node < self->flags->len ? self->flags->data[node] : 0;

  if (self->search.text != NULL && (sonde_topic_search_get (&self->search, node) & SONDE_TOPIC_ABOVE) != 0)
    return (flags & CLOSED) == 0;

  return (flags & EXPANDED) != 0;
}

/* Takes in the nodes that came since. */
static void
take_nodes (SondeTopicRows *self)
{
  guint known = self->flags->len;
  guint n_nodes = sonde_topic_tree_get_n_nodes (self->tree);

  g_byte_array_set_size (self->flags, n_nodes);
  g_ptr_array_set_size (self->orders, n_nodes);
  for (guint node = known; node < n_nodes; node++)
    self->flags->data[node] = self->expands_all || (self->expands_first && node <= FIRST_NODES) ? EXPANDED : 0;
  sonde_topic_search_update (&self->search, &self->tree->content->nodes);
}

/* Children of one level, and how far they are listed. A topic may have 65,536 levels: no recursion. */
typedef struct
{
  const guint32 *nodes; /* %NULL: there is one, @only */
  guint32        only;
  guint          n;
  guint          next;
} Listing;

static void
push_listing (SondeTopicRows *self,
              GArray         *stack,
              guint           parent)
{
  const SondeTopicNodes *nodes = &self->tree->content->nodes;
  guint32                child = sonde_topic_nodes_get (nodes, parent)->first_child;
  SondeTopicOrder      **order = (SondeTopicOrder **) &self->orders->pdata[parent];
  Listing                listing = { .only = child, .n = child != 0 };

  if (child != 0 && (*order != NULL || sonde_topic_nodes_get (nodes, child)->next != 0))
    {
      if (*order == NULL)
        *order = g_new0 (SondeTopicOrder, 1);
      sonde_topic_order_update (*order, nodes, parent, self->sort);
      listing.nodes = (*order)->nodes;
      listing.n = (*order)->n;
    }

  g_array_append_val (stack, listing);
}

static GArray *
list_rows (SondeTopicRows *self)
{
  const SondeTopicNodes *nodes = &self->tree->content->nodes;
  GArray                *rows = g_array_sized_new (FALSE, FALSE, sizeof (SondeTopicLine), self->rows->len + 1000);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Listing));

  push_listing (self, stack, SONDE_TOPIC_ROOT);
  while (stack->len > 0)
    {
      Listing       *listing = &g_array_index (stack, Listing, stack->len - 1);
      SondeTopicLine row = { 0, stack->len - 1 };

      if (listing->next == listing->n)
        {
          g_array_set_size (stack, stack->len - 1);
          continue;
        }

      row.node = listing->nodes != NULL ? listing->nodes[listing->next] : listing->only;
      listing->next++;
      if (self->search.text != NULL && sonde_topic_search_get (&self->search, row.node) == 0)
        continue;
      g_array_append_val (rows, row);
      if (sonde_topic_nodes_get (nodes, row.node)->first_child != 0 && is_expanded (self, row.node))
        push_listing (self, stack, row.node);
    }

  return rows;
}

static void
set_places (SondeTopicRows *self,
            const GArray   *rows)
{
  g_array_set_size (self->places, 0);
  g_array_set_size (self->places, sonde_topic_tree_get_n_nodes (self->tree));
  for (guint i = 0; i < rows->len; i++)
    g_array_index (self->places, guint32, g_array_index (rows, SondeTopicLine, i).node) = i + 1;
}

/* ---- Changes ---- */

/* From the last to the first, so that the positions of those before still hold. */
static gboolean
replace_rows (SondeTopicRows *self,
              const GArray   *rows,
              const guint    *kept,
              guint           n_kept)
{
  g_autoptr (GArray) changes = sonde_topic_changes_find (self->rows, rows, self->places, kept, n_kept);

  for (guint i = changes->len; i > 0; i--)
    {
      SondeTopicChange change = g_array_index (changes, SondeTopicChange, i - 1);

      if (change.removed > 0)
        g_array_remove_range (self->rows, change.position, change.removed);
      if (change.added > 0)
        g_array_insert_vals (self->rows, change.position, &g_array_index (rows, SondeTopicLine, change.from), change.added);
      g_list_model_items_changed (G_LIST_MODEL (self), change.position, change.removed, change.added);
    }

  return changes->len > 0;
}

/* The tree was emptied, or is another: nothing of what was known of its nodes holds. Items of before
 * keep a table of their own. */
static void
restart (SondeTopicRows *self)
{
  guint n_rows = self->rows->len;

  self->epoch = sonde_topic_tree_get_epoch (self->tree);
  g_ptr_array_set_size (self->orders, 0);
  g_byte_array_set_size (self->flags, 0);
  g_array_set_size (self->places, 0);
  g_array_set_size (self->rows, 0);
  sonde_topic_search_restart (&self->search);
  g_hash_table_unref (self->live);
  self->live = g_hash_table_new (NULL, NULL);
  if (n_rows > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_rows, 0);
}

gboolean
sonde_topic_rows_update (SondeTopicRows *self,
                         const guint    *kept,
                         guint           n_kept)
{
  g_autoptr (GArray) rows = NULL;
  guint64  n_messages;
  gboolean is_new;

  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), FALSE);

  is_new = self->epoch != sonde_topic_tree_get_epoch (self->tree);
  if (is_new)
    restart (self);

  n_messages = sonde_topic_tree_get_n_messages (self->tree);
  if (!is_new && !self->asked && self->flags->len == sonde_topic_tree_get_n_nodes (self->tree) &&
      (self->sort == SONDE_TOPIC_SORT_NAME || self->n_messages == n_messages))
    return FALSE;

  self->asked = FALSE;
  self->n_messages = n_messages;
  take_nodes (self);
  rows = list_rows (self);
  set_places (self, rows);

  return replace_rows (self, rows, kept, is_new ? 0 : n_kept) || is_new;
}

/* ---- What is asked for ---- */

SondeTopicSort
sonde_topic_rows_get_sort (SondeTopicRows *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), SONDE_TOPIC_SORT_NAME);

  return self->sort;
}

void
sonde_topic_rows_set_sort (SondeTopicRows *self,
                           SondeTopicSort  sort)
{
  g_return_if_fail (SONDE_IS_TOPIC_ROWS (self));

  self->asked |= self->sort != sort;
  self->sort = sort;
}

const char *
sonde_topic_rows_get_search (SondeTopicRows *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), "");

  return self->search.text != NULL ? self->search.text : "";
}

static void
set_flag (SondeTopicRows *self,
          guint           flag,
          gboolean        set)
{
  for (guint i = 0; i < self->flags->len; i++)
    self->flags->data[i] = set ? self->flags->data[i] | flag : self->flags->data[i] & ~flag;
}

void
sonde_topic_rows_set_search (SondeTopicRows *self,
                             const char     *text)
{
  g_return_if_fail (SONDE_IS_TOPIC_ROWS (self));

  if (g_strcmp0 (sonde_topic_rows_get_search (self), text != NULL ? text : "") == 0)
    return;

  sonde_topic_search_set (&self->search, text);
  set_flag (self, CLOSED, FALSE);
  self->asked = TRUE;
}

guint
sonde_topic_rows_get_n_found (SondeTopicRows *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), 0);

  return self->search.n_found;
}

gboolean
sonde_topic_rows_is_expanded (SondeTopicRows *self,
                              guint           node)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), FALSE);

  return sonde_topic_tree_get_first_child (self->tree, node) != 0 && is_expanded (self, node);
}

void
sonde_topic_rows_set_expanded (SondeTopicRows *self,
                               guint           node,
                               gboolean        expanded)
{
  guint8 *flags;

  g_return_if_fail (SONDE_IS_TOPIC_ROWS (self));

  if (node >= self->flags->len)
    return;

  flags = &self->flags->data[node];
  *flags = expanded ? (*flags | EXPANDED) & ~CLOSED : (*flags & ~EXPANDED) | CLOSED;
  self->asked = TRUE;
}

void
sonde_topic_rows_expand_all (SondeTopicRows *self,
                             gboolean        expanded)
{
  g_return_if_fail (SONDE_IS_TOPIC_ROWS (self));

  take_nodes (self);
  set_flag (self, EXPANDED, expanded);
  set_flag (self, CLOSED, !expanded);
  self->expands_all = expanded;
  self->expands_first = FALSE;
  self->asked = TRUE;
}

void
sonde_topic_rows_reveal (SondeTopicRows *self,
                         guint           node)
{
  g_return_if_fail (SONDE_IS_TOPIC_ROWS (self));

  if (self->epoch != sonde_topic_tree_get_epoch (self->tree))
    restart (self);
  take_nodes (self);
  while ((node = sonde_topic_tree_get_parent (self->tree, node)) != SONDE_TOPIC_ROOT)
    sonde_topic_rows_set_expanded (self, node, TRUE);
}

gboolean
sonde_topic_rows_get_position (SondeTopicRows *self,
                               guint           node,
                               guint          *position)
{
  guint32 place;

  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), FALSE);

  place = node < self->places->len ? g_array_index (self->places, guint32, node) : 0;
  *position = place - 1;

  return place != 0;
}

guint
sonde_topic_rows_get_node (SondeTopicRows *self,
                           guint           position)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_ROWS (self), 0);

  return position < self->rows->len ? g_array_index (self->rows, SondeTopicLine, position).node : 0;
}
