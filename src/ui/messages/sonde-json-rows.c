/* sonde-json-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-json-rows"

#include "sonde-json-rows.h"

/* What is unfolded from the start */
#define FIRST_ROWS 100

struct _SondeJsonRow
{
  GObject parent_instance;

  SondeJsonTree *tree;
  guint          node;
  guint          depth;
  gboolean       expanded;
  GHashTable    *live; /* of its model, by node; not owned by either */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeJsonRow, sonde_json_row, G_TYPE_OBJECT)

static void
sonde_json_row_finalize (GObject *object)
{
  SondeJsonRow *self = SONDE_JSON_ROW (object);

  g_hash_table_remove (self->live, GUINT_TO_POINTER (self->node));
  g_hash_table_unref (self->live);
  sonde_json_tree_unref (self->tree);

  G_OBJECT_CLASS (sonde_json_row_parent_class)->finalize (object);
}

static void
sonde_json_row_class_init (SondeJsonRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_json_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", SONDE_TYPE_JSON_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_json_row_init (SondeJsonRow *self)
{
}

SondeJsonTree *
sonde_json_row_get_tree (SondeJsonRow *self)
{
  g_return_val_if_fail (SONDE_IS_JSON_ROW (self), NULL);

  return self->tree;
}

guint
sonde_json_row_get_node (SondeJsonRow *self)
{
  g_return_val_if_fail (SONDE_IS_JSON_ROW (self), 0);

  return self->node;
}

guint
sonde_json_row_get_depth (SondeJsonRow *self)
{
  g_return_val_if_fail (SONDE_IS_JSON_ROW (self), 0);

  return self->depth;
}

gboolean
sonde_json_row_get_expanded (SondeJsonRow *self)
{
  g_return_val_if_fail (SONDE_IS_JSON_ROW (self), FALSE);

  return self->expanded;
}

/* ---- The model ---- */

typedef struct
{
  guint32 node;
  guint32 depth : 31;
  guint32 expanded : 1;
} Row;

struct _SondeJsonRows
{
  GObject parent_instance;

  SondeJsonTree *tree;
  GArray        *rows; /* of Row, in the order of the text */
  GHashTable    *live; /* node → SondeJsonRow */
};

static GType
sonde_json_rows_get_item_type (GListModel *model)
{
  return SONDE_TYPE_JSON_ROW;
}

static guint
sonde_json_rows_get_n_items (GListModel *model)
{
  return SONDE_JSON_ROWS (model)->rows->len;
}

static gpointer
sonde_json_rows_get_item (GListModel *model,
                          guint       position)
{
  SondeJsonRows *self = SONDE_JSON_ROWS (model);
  SondeJsonRow  *item;
  Row            row;

  if (position >= self->rows->len)
    return NULL;

  row = g_array_index (self->rows, Row, position);
  item = g_hash_table_lookup (self->live, GUINT_TO_POINTER (row.node));
  if (item != NULL)
    return g_object_ref (item);

  item = g_object_new (SONDE_TYPE_JSON_ROW, NULL);
  item->tree = sonde_json_tree_ref (self->tree);
  item->node = row.node;
  item->depth = row.depth;
  item->expanded = row.expanded;
  item->live = g_hash_table_ref (self->live);
  g_hash_table_insert (self->live, GUINT_TO_POINTER (row.node), item);

  return item;
}

static void
sonde_json_rows_init_model (GListModelInterface *iface)
{
  iface->get_item_type = sonde_json_rows_get_item_type;
  iface->get_n_items = sonde_json_rows_get_n_items;
  iface->get_item = sonde_json_rows_get_item;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeJsonRows, sonde_json_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_json_rows_init_model))
/* clang-format on */

static void
sonde_json_rows_finalize (GObject *object)
{
  SondeJsonRows *self = SONDE_JSON_ROWS (object);

  g_clear_pointer (&self->tree, sonde_json_tree_unref);
  g_array_unref (self->rows);
  g_hash_table_unref (self->live);

  G_OBJECT_CLASS (sonde_json_rows_parent_class)->finalize (object);
}

static void
sonde_json_rows_class_init (SondeJsonRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_json_rows_finalize;
}

static void
sonde_json_rows_init (SondeJsonRows *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->live = g_hash_table_new (NULL, NULL);
}

static Row *
get_row (SondeJsonRows *self,
         guint          position)
{
  return &g_array_index (self->rows, Row, position);
}

/* Returns: how many rows came */
static guint
insert_children (SondeJsonRows *self,
                 guint          position)
{
  Row                  row = *get_row (self, position);
  const SondeJsonNode *node = sonde_json_tree_get (self->tree, row.node);
  g_autofree Row      *children = g_new (Row, node->n_children);
  guint                child = row.node + 1;

  for (guint i = 0; i < node->n_children; i++)
    {
      children[i] = (Row){ .node = child, .depth = row.depth + 1 };
      child = sonde_json_tree_get (self->tree, child)->end;
    }
  get_row (self, position)->expanded = TRUE;
  g_array_insert_vals (self->rows, position + 1, children, node->n_children);

  return node->n_children;
}

/* Returns: how many rows went */
static guint
remove_below (SondeJsonRows *self,
              guint          position)
{
  guint depth = get_row (self, position)->depth;
  guint end = position + 1;

  while (end < self->rows->len && get_row (self, end)->depth > depth)
    end++;
  get_row (self, position)->expanded = FALSE;
  if (end > position + 1)
    g_array_remove_range (self->rows, position + 1, end - position - 1);

  return end - position - 1;
}

static guint
count_children (SondeJsonRows *self,
                guint          position)
{
  return sonde_json_tree_get (self->tree, get_row (self, position)->node)->n_children;
}

SondeJsonRows *
sonde_json_rows_new (SondeJsonTree *tree)
{
  SondeJsonRows *self = g_object_new (SONDE_TYPE_JSON_ROWS, NULL);
  Row            root = { 0 };

  g_return_val_if_fail (tree != NULL, self);

  self->tree = sonde_json_tree_ref (tree);
  if (tree->nodes->len == 0)
    return self;

  g_array_append_val (self->rows, root);
  insert_children (self, 0);
  for (guint i = 1; i < self->rows->len && i < FIRST_ROWS; i++)
    if (count_children (self, i) > 0 && self->rows->len + count_children (self, i) <= FIRST_ROWS)
      insert_children (self, i);

  return self;
}

gboolean
sonde_json_rows_get_expanded (SondeJsonRows *self,
                              guint          position)
{
  g_return_val_if_fail (SONDE_IS_JSON_ROWS (self), FALSE);
  g_return_val_if_fail (position < self->rows->len, FALSE);

  return get_row (self, position)->expanded;
}

void
sonde_json_rows_set_expanded (SondeJsonRows *self,
                              guint          position,
                              gboolean       expanded)
{
  SondeJsonRow *item;

  g_return_if_fail (SONDE_IS_JSON_ROWS (self));
  g_return_if_fail (position < self->rows->len);

  if (get_row (self, position)->expanded == expanded || count_children (self, position) == 0)
    return;

  if (expanded)
    g_list_model_items_changed (G_LIST_MODEL (self), position + 1, 0, insert_children (self, position));
  else
    g_list_model_items_changed (G_LIST_MODEL (self), position + 1, remove_below (self, position), 0);

  item = g_hash_table_lookup (self->live, GUINT_TO_POINTER (get_row (self, position)->node));
  if (item != NULL)
    {
      item->expanded = expanded;
      g_signal_emit (item, signals[CHANGED], 0);
    }
}

guint
sonde_json_rows_get_parent (SondeJsonRows *self,
                            guint          position)
{
  guint depth;

  g_return_val_if_fail (SONDE_IS_JSON_ROWS (self), 0);
  g_return_val_if_fail (position < self->rows->len, 0);

  depth = get_row (self, position)->depth;
  while (position > 0 && get_row (self, position)->depth >= depth)
    position--;

  return position;
}
