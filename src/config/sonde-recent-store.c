/* sonde-recent-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-recent-store"

#include "sonde-recent-store.h"

#include <sonde-atomic-file.h>
#include <sonde-json-scanner.h>
#include <sonde-json-text.h>
#include <sonde-topic.h>

#include <gio/gio.h>

#include <string.h>

#define MAX_DEPTH 4
#define TOPIC_KEY "\"topic\""

/* SONDE_RECENT_MOST of the longest, each byte escaped, are no more. */
#define MAX_FILE_BYTES (SONDE_RECENT_MOST * 6 * (SONDE_TOPIC_MAX_BYTES + 16))

struct _SondeRecentStore
{
  GObject parent_instance;

  char      *path;
  gboolean   filters;
  GPtrArray *topics; /* of char *; %NULL until the file is read */
  gboolean   saving; /* a worker writes */
  gboolean   changed;

  /* Orders a worker's write with that of a flush; the older one gives way. */
  GMutex  write_lock;
  guint64 n_writes; /* begun */
  guint64 written;  /* the last that is on the disk; with the lock only */
};

G_DEFINE_FINAL_TYPE (SondeRecentStore, sonde_recent_store, G_TYPE_OBJECT)

/* ---- Reading ---- */

static gboolean
is_valid (SondeRecentStore *self,
          const char       *topic)
{
  gsize length = strlen (topic);

  return (self->filters ? sonde_topic_filter_check (topic, length) : sonde_topic_name_check (topic, length)) ==
         SONDE_TOPIC_FAULT_NONE;
}

static gboolean
find (SondeRecentStore *self,
      const char       *topic,
      guint            *position)
{
  return g_ptr_array_find_with_equal_func (self->topics, topic, g_str_equal, position);
}

/* Returns: (transfer full) (nullable): the member "topic" of the object that a line is */
static char *
parse_line (const char *line,
            gsize       length)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (line, length, MAX_DEPTH);
  g_autofree char   *topic = NULL;
  gboolean           named = FALSE;
  SondeJsonTokenType type;
  SondeJsonToken     token;

  while ((type = sonde_json_scanner_next (scanner, &token)) != SONDE_JSON_TOKEN_END)
    {
      if (type == SONDE_JSON_TOKEN_ERROR)
        return NULL;
      if (named && type == SONDE_JSON_TOKEN_STRING)
        {
          g_free (topic);
          topic = sonde_json_dup_string (token.start, token.length);
        }
      named = type == SONDE_JSON_TOKEN_KEY && token.depth == 1 &&
              token.length == strlen (TOPIC_KEY) && memcmp (token.start, TOPIC_KEY, token.length) == 0;
    }

  return g_steal_pointer (&topic);
}

static void
read_line (SondeRecentStore *self,
           const char       *line,
           gsize             length)
{
  g_autofree char *topic = length > 0 ? parse_line (line, length) : NULL;

  if (topic != NULL && is_valid (self, topic) && !find (self, topic, NULL))
    g_ptr_array_add (self->topics, g_steal_pointer (&topic));
}

static void
ensure_read (SondeRecentStore *self)
{
  g_autoptr (GMappedFile) file = NULL;
  const char *line, *end;

  if (self->topics != NULL)
    return;

  self->topics = g_ptr_array_new_with_free_func (g_free);
  file = g_mapped_file_new (self->path, FALSE, NULL);
  if (file == NULL || g_mapped_file_get_length (file) > MAX_FILE_BYTES)
    return;

  line = g_mapped_file_get_contents (file);
  end = line + g_mapped_file_get_length (file);
  while (line < end && self->topics->len < SONDE_RECENT_MOST)
    {
      const char *line_end = memchr (line, '\n', end - line);
      gsize       length = (line_end != NULL ? line_end : end) - line;

      read_line (self, line, length);
      line += length + 1;
    }
}

/* ---- Writing ---- */

typedef struct
{
  GString *text;
  guint64  number;
} Write;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_string_free (write->text, TRUE);
  g_free (write);
}

static Write *
begin_write (SondeRecentStore *self)
{
  Write *write = g_new0 (Write, 1);

  self->changed = FALSE;
  write->text = g_string_new (NULL);
  write->number = ++self->n_writes;
  for (guint i = 0; i < self->topics->len; i++)
    {
      const char *topic = g_ptr_array_index (self->topics, i);

      g_string_append (write->text, "{" TOPIC_KEY ":");
      sonde_json_append_string (write->text, topic, strlen (topic));
      g_string_append (write->text, "}\n");
    }

  return write;
}

/* In any thread. */
static void
do_write (SondeRecentStore *self,
          const Write      *write)
{
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->write_lock);
  if (write->number > self->written)
    {
      if (!sonde_atomic_file_write (self->path, write->text->str, write->text->len, FALSE, &error))
        g_info ("%s", error->message);
      self->written = write->number;
    }
  g_mutex_unlock (&self->write_lock);
}

static void
write_in_worker (GTask        *task,
                 gpointer      object,
                 gpointer      data,
                 GCancellable *cancellable)
{
  do_write (object, data);
  g_task_return_boolean (task, TRUE);
}

static void start_saving (SondeRecentStore *self);

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  SondeRecentStore *self = SONDE_RECENT_STORE (object);

  self->saving = FALSE;
  if (self->changed)
    start_saving (self);
}

static void
start_saving (SondeRecentStore *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, written_cb, NULL);

  self->saving = TRUE;
  g_task_set_task_data (task, begin_write (self), write_free);
  g_task_run_in_thread (task, write_in_worker);
}

void
sonde_recent_store_flush (SondeRecentStore *self)
{
  Write *write;

  g_return_if_fail (SONDE_IS_RECENT_STORE (self));

  if (!self->saving && !self->changed)
    return;

  write = begin_write (self);
  do_write (self, write);
  write_free (write);
}

/* ---- The list ---- */

const GPtrArray *
sonde_recent_store_list (SondeRecentStore *self)
{
  g_return_val_if_fail (SONDE_IS_RECENT_STORE (self), NULL);

  ensure_read (self);
  return self->topics;
}

void
sonde_recent_store_add (SondeRecentStore *self,
                        const char       *topic)
{
  guint position;

  g_return_if_fail (SONDE_IS_RECENT_STORE (self));
  g_return_if_fail (topic != NULL);

  ensure_read (self);
  if (!is_valid (self, topic))
    return;

  if (find (self, topic, &position))
    {
      if (position == 0)
        return;
      g_ptr_array_insert (self->topics, 0, g_ptr_array_steal_index (self->topics, position));
    }
  else
    {
      g_ptr_array_insert (self->topics, 0, g_strdup (topic));
      if (self->topics->len > SONDE_RECENT_MOST)
        g_ptr_array_set_size (self->topics, SONDE_RECENT_MOST);
    }

  self->changed = TRUE;
  if (!self->saving)
    start_saving (self);
}

static void
sonde_recent_store_finalize (GObject *object)
{
  SondeRecentStore *self = SONDE_RECENT_STORE (object);

  g_free (self->path);
  g_clear_pointer (&self->topics, g_ptr_array_unref);
  g_mutex_clear (&self->write_lock);

  G_OBJECT_CLASS (sonde_recent_store_parent_class)->finalize (object);
}

static void
sonde_recent_store_class_init (SondeRecentStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_recent_store_finalize;
}

static void
sonde_recent_store_init (SondeRecentStore *self)
{
  g_mutex_init (&self->write_lock);
}

SondeRecentStore *
sonde_recent_store_new (const char *path,
                        gboolean    filters)
{
  SondeRecentStore *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);

  self = g_object_new (SONDE_TYPE_RECENT_STORE, NULL);
  self->path = g_strdup (path);
  self->filters = filters;

  return self;
}
