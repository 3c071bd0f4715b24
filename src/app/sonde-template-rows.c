/* sonde-template-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-rows"

#include "sonde-template-rows.h"

#include <sonde-search-words.h>

#include <string.h>

#define MOST_NUMBERS 9

/* ---- A folder ---- */

struct _SondeTemplateFolder
{
  GObject parent_instance;

  char    *path;
  guint    depth;
  guint    count;
  gboolean open;
};

G_DEFINE_FINAL_TYPE (SondeTemplateFolder, sonde_template_folder, G_TYPE_OBJECT)

static void
sonde_template_folder_finalize (GObject *object)
{
  g_free (SONDE_TEMPLATE_FOLDER (object)->path);

  G_OBJECT_CLASS (sonde_template_folder_parent_class)->finalize (object);
}

static void
sonde_template_folder_class_init (SondeTemplateFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_template_folder_finalize;
}

static void
sonde_template_folder_init (SondeTemplateFolder *self)
{
}

const char *
sonde_template_folder_get_path (SondeTemplateFolder *self)
{
  return self->path;
}

const char *
sonde_template_folder_get_name (SondeTemplateFolder *self)
{
  const char *slash = strrchr (self->path, '/');

  return slash != NULL ? slash + 1 : self->path;
}

guint
sonde_template_folder_get_depth (SondeTemplateFolder *self)
{
  return self->depth;
}

guint
sonde_template_folder_get_count (SondeTemplateFolder *self)
{
  return self->count;
}

gboolean
sonde_template_folder_get_open (SondeTemplateFolder *self)
{
  return self->open;
}

/* ---- The rows ---- */

struct _SondeTemplateRows
{
  GObject parent_instance;

  SondeTemplateStore *store;
  char               *profile_id;
  GStrv               words;
  GHashTable         *closed; /* paths of folders */
  GPtrArray          *rows;   /* of SondeTemplateItem and SondeTemplateFolder */
  guint               n_templates;
  guint               numbered[MOST_NUMBERS]; /* positions */
  guint               n_numbered;
};

static void list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeTemplateRows, sonde_template_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return SONDE_TEMPLATE_ROWS (model)->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeTemplateRows *self = SONDE_TEMPLATE_ROWS (model);

  return position < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- Making them ---- */

/* The way down to where the next template stands. */
typedef struct
{
  SondeTemplateRows *rows;
  GPtrArray         *made;
  GPtrArray         *open_path; /* of SondeTemplateFolder, not owned, the outermost first */
  guint              n_hidden;  /* how many of them stand in a closed one */
} Walk;

static gboolean
is_within (const char *folder,
           const char *path)
{
  gsize length = strlen (path);

  return strncmp (folder, path, length) == 0 && (folder[length] == '/' || folder[length] == '\0');
}

static void
leave_folders (Walk       *walk,
               const char *folder)
{
  while (walk->open_path->len > 0)
    {
      SondeTemplateFolder *last = g_ptr_array_index (walk->open_path, walk->open_path->len - 1);

      if (is_within (folder, last->path))
        return;
      g_ptr_array_set_size (walk->open_path, walk->open_path->len - 1);
      if (walk->n_hidden > 0)
        walk->n_hidden--;
    }
}

static void
enter_folder (Walk       *walk,
              const char *path,
              gsize       length)
{
  g_autoptr (SondeTemplateFolder) folder = g_object_new (SONDE_TYPE_TEMPLATE_FOLDER, NULL);
  gboolean shown = walk->n_hidden == 0;

  folder->path = g_strndup (path, length);
  folder->depth = walk->open_path->len;
  folder->open = walk->rows->words[0] != NULL || !g_hash_table_contains (walk->rows->closed, folder->path);
  g_ptr_array_add (walk->open_path, folder);
  if (!shown || !folder->open)
    walk->n_hidden++;

  /* One that is not shown is counted for by those above, and needed for nothing else. */
  g_ptr_array_add (walk->made, g_object_ref (folder));
  if (!shown)
    folder->count = G_MAXUINT;
}

static void
enter_folders (Walk       *walk,
               const char *folder)
{
  guint       depth = 0;
  const char *at = folder;

  while (*at != '\0')
    {
      gsize length = strcspn (at, "/");

      if (depth++ >= walk->open_path->len)
        enter_folder (walk, folder, at + length - folder);
      at += length;
      at += *at == '/';
    }
}

static void
take_item (Walk              *walk,
           SondeTemplateItem *item)
{
  const char *folder = sonde_template_item_get_data (item)->folder;

  leave_folders (walk, folder);
  enter_folders (walk, folder);
  for (guint i = 0; i < walk->open_path->len; i++)
    {
      SondeTemplateFolder *above = g_ptr_array_index (walk->open_path, i);

      above->count += above->count != G_MAXUINT;
    }
  if (walk->n_hidden == 0)
    g_ptr_array_add (walk->made, g_object_ref (item));
}

static gboolean
is_of_profile (SondeTemplateRows *self,
               SondeTemplateItem *item)
{
  const char *profile_id = sonde_template_item_get_data (item)->profile_id;

  return *profile_id == '\0' || g_strcmp0 (profile_id, self->profile_id) == 0;
}

static gboolean
is_shown (gconstpointer row)
{
  return !SONDE_IS_TEMPLATE_FOLDER ((gpointer) row) || SONDE_TEMPLATE_FOLDER ((gpointer) row)->count != G_MAXUINT;
}

static GPtrArray *
make_rows (SondeTemplateRows *self)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint      n_items = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  Walk       walk = { self, made, path, 0 };

  self->n_templates = 0;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeTemplateItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (!is_of_profile (self, item))
        continue;
      self->n_templates++;
      if (sonde_search_matches (sonde_template_item_get_folded (item), (const char *const *) self->words))
        take_item (&walk, item);
    }

  for (guint i = 0; i < made->len; i++)
    if (is_shown (g_ptr_array_index (made, i)))
      g_ptr_array_add (rows, g_object_ref (g_ptr_array_index (made, i)));
  return rows;
}

static gboolean
is_same_row (gpointer a,
             gpointer b)
{
  SondeTemplateFolder *one, *other;

  if (!SONDE_IS_TEMPLATE_FOLDER (a) || !SONDE_IS_TEMPLATE_FOLDER (b))
    return a == b;

  one = a;
  other = b;
  return one->open == other->open && one->count == other->count && strcmp (one->path, other->path) == 0;
}

static void
number_rows (SondeTemplateRows *self)
{
  self->n_numbered = 0;
  for (guint i = 0; i < self->rows->len && self->n_numbered < MOST_NUMBERS; i++)
    if (SONDE_IS_TEMPLATE_ITEM (g_ptr_array_index (self->rows, i)))
      self->numbered[self->n_numbered++] = i;
}

/* What is the same at both ends stays, with its objects, so that a list keeps its place. */
static void
update (SondeTemplateRows *self)
{
  g_autoptr (GPtrArray) before = self->rows;
  GPtrArray *after = make_rows (self);
  guint      shorter = MIN (before->len, after->len);
  guint      head = 0, tail = 0;

  while (head < shorter && is_same_row (before->pdata[head], after->pdata[head]))
    {
      g_object_unref (after->pdata[head]);
      after->pdata[head] = g_object_ref (before->pdata[head]);
      head++;
    }
  while (tail < shorter - head && is_same_row (before->pdata[before->len - 1 - tail], after->pdata[after->len - 1 - tail]))
    {
      g_object_unref (after->pdata[after->len - 1 - tail]);
      after->pdata[after->len - 1 - tail] = g_object_ref (before->pdata[before->len - 1 - tail]);
      tail++;
    }

  self->rows = after;
  number_rows (self);
  if (before->len != after->len || head < after->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, before->len - head - tail, after->len - head - tail);
}

static void
sonde_template_rows_dispose (GObject *object)
{
  g_clear_object (&SONDE_TEMPLATE_ROWS (object)->store);

  G_OBJECT_CLASS (sonde_template_rows_parent_class)->dispose (object);
}

static void
sonde_template_rows_finalize (GObject *object)
{
  SondeTemplateRows *self = SONDE_TEMPLATE_ROWS (object);

  g_free (self->profile_id);
  g_strfreev (self->words);
  g_hash_table_unref (self->closed);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (sonde_template_rows_parent_class)->finalize (object);
}

static void
sonde_template_rows_class_init (SondeTemplateRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_template_rows_dispose;
  object_class->finalize = sonde_template_rows_finalize;
}

static void
sonde_template_rows_init (SondeTemplateRows *self)
{
  self->words = g_new0 (char *, 1);
  self->closed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

SondeTemplateRows *
sonde_template_rows_new (SondeTemplateStore *store)
{
  SondeTemplateRows *self;

  g_return_val_if_fail (SONDE_IS_TEMPLATE_STORE (store), NULL);

  self = g_object_new (SONDE_TYPE_TEMPLATE_ROWS, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

void
sonde_template_rows_set_profile_id (SondeTemplateRows *self,
                                    const char        *profile_id)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_ROWS (self));

  if (g_strcmp0 (self->profile_id, profile_id) == 0)
    return;

  g_free (self->profile_id);
  self->profile_id = g_strdup (profile_id);
  update (self);
}

void
sonde_template_rows_set_search (SondeTemplateRows *self,
                                const char        *text)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_ROWS (self));
  g_return_if_fail (text != NULL);

  g_strfreev (self->words);
  self->words = sonde_search_words (text);
  update (self);
}

void
sonde_template_rows_toggle (SondeTemplateRows *self,
                            const char        *folder)
{
  g_autofree char *path = g_strdup (folder); /* of a row that leaves */

  g_return_if_fail (SONDE_IS_TEMPLATE_ROWS (self));
  g_return_if_fail (folder != NULL);

  if (!g_hash_table_remove (self->closed, path))
    g_hash_table_add (self->closed, g_steal_pointer (&path));
  update (self);
}

guint
sonde_template_rows_get_n_templates (SondeTemplateRows *self)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ROWS (self), 0);

  return self->n_templates;
}

SondeTemplateItem *
sonde_template_rows_get_numbered (SondeTemplateRows *self,
                                  guint              number)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ROWS (self), NULL);

  return number >= 1 && number <= self->n_numbered ? g_ptr_array_index (self->rows, self->numbered[number - 1]) : NULL;
}

guint
sonde_template_rows_get_number (SondeTemplateRows *self,
                                guint              position)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ROWS (self), 0);

  for (guint i = 0; i < self->n_numbered; i++)
    if (self->numbered[i] == position)
      return i + 1;
  return 0;
}

gboolean
sonde_template_rows_find (SondeTemplateRows *self,
                          gpointer           item,
                          guint             *position)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_ROWS (self), FALSE);

  return g_ptr_array_find (self->rows, item, position);
}
