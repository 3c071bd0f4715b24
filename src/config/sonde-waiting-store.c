/* sonde-waiting-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-waiting-store"

#include "sonde-waiting-store.h"

#include "sonde-profile-file.h"
#include "sonde-profile-store.h"

#include <sonde-atomic-file.h>
#include <sonde-file-aside.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct _SondeWaitingStore
{
  GObject parent_instance;

  char       *path;
  GPtrArray  *messages; /* of SondeWaitingMessage, in the order asked for */
  GHashTable *kept;     /* those of them that are in the file */
  gsize       size;
  int         lock;    /* a descriptor, -1 while the file is not ours */
  gboolean    refused; /* the file could not be read: it is left as it is */

  /* A write in a worker. The lock orders it with that of a flush; the older one gives way. */
  GMutex     write_lock;
  guint64    n_writes; /* begun */
  guint64    written;  /* the last that is on the disk; with the lock only */
  GPtrArray *saving;   /* tasks that the write which runs completes, or %NULL */
  GPtrArray *queued;   /* tasks that wait for the next one */
};

G_DEFINE_FINAL_TYPE (SondeWaitingStore, sonde_waiting_store, G_TYPE_OBJECT)

/* ---- Reading ---- */

/* Returns: %FALSE when another Sonde has it, or there is no place for it */
static gboolean
take_lock (SondeWaitingStore *self,
           GError           **error)
{
  g_autofree char *lock_path = g_strconcat (self->path, ".lock", NULL);
  g_autofree char *folder = g_path_get_dirname (self->path);
  int              descriptor;

  if (self->lock >= 0)
    return TRUE;

  descriptor = g_mkdir_with_parents (folder, 0700) == 0 ? open (lock_path, O_CREAT | O_RDWR | O_CLOEXEC, 0600) : -1;
  if (descriptor < 0)
    {
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                   _ ("Messages cannot be kept until they are sent (%s)."), g_strerror (errno));
      return FALSE;
    }

  if (flock (descriptor, LOCK_EX | LOCK_NB) != 0)
    {
      close (descriptor);
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_OTHER,
                           _ ("Another Sonde is running and has the messages that wait to be sent."));
      return FALSE;
    }

  self->lock = descriptor;
  return TRUE;
}

static void
append (SondeWaitingStore   *self,
        SondeWaitingMessage *message,
        gboolean             kept)
{
  self->size += sonde_waiting_message_get_size (message);
  g_ptr_array_add (self->messages, g_object_ref (message));
  if (kept)
    g_hash_table_add (self->kept, message);
}

/* Returns: the lines that are none of ours, or %NULL */
static GString *
read_lines (SondeWaitingStore *self,
            GBytes            *bytes)
{
  gsize       size;
  const char *line = g_bytes_get_data (bytes, &size);
  const char *end = line + size;
  g_autoptr (GString) damaged = g_string_new (NULL);

  while (line < end)
    {
      const char *line_end = memchr (line, '\n', end - line);
      gsize       length = (line_end != NULL ? line_end : end) - line;
      g_autoptr (SondeWaitingMessage) message = sonde_waiting_message_from_line (line, length);

      if (message != NULL)
        append (self, message, TRUE);
      else if (length > 0)
        {
          g_string_append_len (damaged, line, length);
          g_string_append_c (damaged, '\n');
        }
      line += length + 1;
    }

  return damaged->len > 0 ? g_steal_pointer (&damaged) : NULL;
}

static gboolean
set_aside (SondeWaitingStore *self,
           GString           *damaged,
           GError           **error)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (damaged);
  g_autoptr (GError) fault = NULL;
  g_autofree char *name = sonde_file_keep_copy (self->path, "damaged", bytes, &fault);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : self->path);

  if (name == NULL)
    {
      self->refused = TRUE;
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                   _ ("The file of the messages that wait to be sent, “%s”, is damaged and could not be moved aside (%s)."),
                   shown, fault->message);
      return FALSE;
    }

  /* The copy is safe: from now on the file may be without them. */
  sonde_waiting_store_flush (self, NULL);
  g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED,
               _ ("A part of the messages that wait to be sent was damaged. It is kept as “%s”."), shown);
  return FALSE;
}

gboolean
sonde_waiting_store_load (SondeWaitingStore *self,
                          GError           **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GString *damaged;

  g_return_val_if_fail (SONDE_IS_WAITING_STORE (self), FALSE);

  /* Nothing waits, as with most users: not even a lock is needed. */
  if (self->lock >= 0 || !g_file_test (self->path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!take_lock (self, error))
    return FALSE;

  bytes = sonde_profile_file_read (self->path, &fault);
  if (bytes == NULL && g_error_matches (fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  if (bytes == NULL)
    {
      g_autofree char *shown = g_filename_display_name (self->path);

      self->refused = TRUE;
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                   _ ("The file of the messages that wait to be sent, “%s”, cannot be read (%s). It is left as it is."),
                   shown, fault->message);
      return FALSE;
    }

  damaged = read_lines (self, bytes);
  return damaged == NULL || set_aside (self, damaged, error);
}

GPtrArray *
sonde_waiting_store_list (SondeWaitingStore *self,
                          const char        *profile_id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (SONDE_IS_WAITING_STORE (self), list);

  for (guint i = 0; i < self->messages->len; i++)
    {
      SondeWaitingMessage *message = g_ptr_array_index (self->messages, i);

      if (strcmp (message->profile_id, profile_id) == 0)
        g_ptr_array_add (list, g_object_ref (message));
    }

  return list;
}

/* ---- Changes ---- */

void
sonde_waiting_store_keep_profiles (SondeWaitingStore *self,
                                   GStrv              profile_ids)
{
  g_return_if_fail (SONDE_IS_WAITING_STORE (self));

  for (guint i = self->messages->len; i > 0; i--)
    {
      SondeWaitingMessage *message = g_ptr_array_index (self->messages, i - 1);

      if (!g_strv_contains ((const char *const *) profile_ids, message->profile_id))
        sonde_waiting_store_remove (self, message);
    }
}

static gboolean
check_room (SondeWaitingStore   *self,
            SondeWaitingMessage *message,
            GError             **error)
{
  if (self->messages->len < SONDE_WAITING_MOST &&
      self->size + sonde_waiting_message_get_size (message) <= SONDE_WAITING_MOST_BYTES)
    return TRUE;

  g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                       _ ("There is no room for this message among those that wait to be sent: remove some of them."));
  return FALSE;
}

gboolean
sonde_waiting_store_add (SondeWaitingStore   *self,
                         SondeWaitingMessage *message,
                         gboolean             kept,
                         GError             **error)
{
  g_return_val_if_fail (SONDE_IS_WAITING_STORE (self), FALSE);
  g_return_val_if_fail (SONDE_IS_WAITING_MESSAGE (message), FALSE);

  if (self->refused)
    {
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                           _ ("The file of the messages that wait to be sent could not be read when Sonde started, "
                              "so nothing is added to it."));
      return FALSE;
    }
  /* What another Sonde wrote since, and left, is read first. */
  if (kept && (!sonde_waiting_store_load (self, error) || !take_lock (self, error)))
    return FALSE;
  if (!check_room (self, message, error))
    return FALSE;

  append (self, message, kept);
  return TRUE;
}

void
sonde_waiting_store_remove (SondeWaitingStore   *self,
                            SondeWaitingMessage *message)
{
  guint position;

  g_return_if_fail (SONDE_IS_WAITING_STORE (self));

  if (!g_ptr_array_find (self->messages, message, &position))
    return;

  self->size -= sonde_waiting_message_get_size (message);
  g_hash_table_remove (self->kept, message);
  g_ptr_array_remove_index (self->messages, position);
}

/* ---- Saving ---- */

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
begin_write (SondeWaitingStore *self)
{
  Write *write = g_new0 (Write, 1);

  write->text = g_string_new (NULL);
  write->number = ++self->n_writes;
  for (guint i = 0; i < self->messages->len; i++)
    {
      SondeWaitingMessage *message = g_ptr_array_index (self->messages, i);
      g_autofree char     *line = NULL;

      if (!g_hash_table_contains (self->kept, message))
        continue;
      line = sonde_waiting_message_to_line (message);
      g_string_append (write->text, line);
      g_string_append_c (write->text, '\n');
    }

  return write;
}

/* In any thread. */
static gboolean
do_write (SondeWaitingStore *self,
          const Write       *write,
          GError           **error)
{
  g_autoptr (GError) fault = NULL;
  gboolean done = TRUE;

  g_mutex_lock (&self->write_lock);
  if (write->number > self->written)
    {
      done = sonde_atomic_file_write (self->path, write->text->str, write->text->len, FALSE, &fault);
      if (done)
        self->written = write->number;
    }
  g_mutex_unlock (&self->write_lock);

  if (!done)
    g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                 _ ("The messages that wait to be sent could not be saved (%s)."), fault->message);
  return done;
}

static void
write_in_worker (GTask        *task,
                 gpointer      object,
                 gpointer      data,
                 GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_write (object, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
complete (GPtrArray    *tasks,
          const GError *error)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (tasks, i);

      if (error == NULL)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, g_error_copy (error));
    }
}

static void start_saving (SondeWaitingStore *self);

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  SondeWaitingStore *self = SONDE_WAITING_STORE (object);
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->saving);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (self->queued->len > 0)
    start_saving (self);
  complete (tasks, error);
}

static void
start_saving (SondeWaitingStore *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, written_cb, NULL);

  self->saving = g_steal_pointer (&self->queued);
  self->queued = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, begin_write (self), write_free);
  g_task_run_in_thread (task, write_in_worker);
}

void
sonde_waiting_store_save_async (SondeWaitingStore  *self,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SONDE_IS_WAITING_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, sonde_waiting_store_save_async);

  /* Only messages that are not to be kept: there is nothing to write. */
  if (self->lock < 0 || self->refused)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_ptr_array_add (self->queued, g_steal_pointer (&task));
  if (self->saving == NULL)
    start_saving (self);
}

gboolean
sonde_waiting_store_save_finish (SondeWaitingStore *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (SONDE_IS_WAITING_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
sonde_waiting_store_flush (SondeWaitingStore *self,
                           GError           **error)
{
  g_autoptr (GError) fault = NULL;
  Write *write;

  g_return_val_if_fail (SONDE_IS_WAITING_STORE (self), FALSE);

  if (self->lock < 0 || self->refused)
    return TRUE;

  write = begin_write (self);
  do_write (self, write, &fault);
  write_free (write);
  complete (self->queued, fault);
  g_ptr_array_set_size (self->queued, 0);
  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static void
give_up_lock (SondeWaitingStore *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

gboolean
sonde_waiting_store_close (SondeWaitingStore *self,
                           GError           **error)
{
  gboolean written;

  g_return_val_if_fail (SONDE_IS_WAITING_STORE (self), FALSE);

  written = sonde_waiting_store_flush (self, error);
  give_up_lock (self);

  return written;
}

static void
sonde_waiting_store_finalize (GObject *object)
{
  SondeWaitingStore *self = SONDE_WAITING_STORE (object);

  give_up_lock (self);
  g_free (self->path);
  g_hash_table_unref (self->kept);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->queued);
  g_mutex_clear (&self->write_lock);

  G_OBJECT_CLASS (sonde_waiting_store_parent_class)->finalize (object);
}

static void
sonde_waiting_store_class_init (SondeWaitingStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_waiting_store_finalize;
}

static void
sonde_waiting_store_init (SondeWaitingStore *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->kept = g_hash_table_new (NULL, NULL);
  self->queued = g_ptr_array_new_with_free_func (g_object_unref);
  self->lock = -1;
  g_mutex_init (&self->write_lock);
}

SondeWaitingStore *
sonde_waiting_store_new (const char *path)
{
  SondeWaitingStore *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);

  self = g_object_new (SONDE_TYPE_WAITING_STORE, NULL);
  self->path = g_strdup (path);

  return self;
}
