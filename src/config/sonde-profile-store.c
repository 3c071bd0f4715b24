/* sonde-profile-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-store"

#include "sonde-profile-store.h"

#include "sonde-profile-file.h"
#include "sonde-profile-json.h"

#include <sonde-file-aside.h>

#include <glib/gi18n.h>

/* One write. The worker has the first part to read and the second to fill; the
 * main thread looks at the second only after it has joined the worker. */
typedef struct
{
  char *path;
  char *text;
  char *expected;

  gboolean written;
  char    *kept;
  GError  *error;

  GThread      *thread;
  GMainContext *context;
  GSource      *done;
  GPtrArray    *tasks;
} SaveJob;

struct _SondeProfileStore
{
  GObject parent_instance;

  char                 *path;
  char                 *shown_path; /* as text, for sentences */
  SondeProfileDocument *document;
  char                 *expected; /* checksum of the file we read or wrote last, %NULL for no file */
  GError               *refusal;  /* why nothing is ever written, or %NULL */

  SaveJob   *job;             /* the write that runs */
  GPtrArray *wanted_profiles; /* what the next one is to hold, or %NULL */
  GPtrArray *wanted_tasks;
};

/* clang-format off */
G_DEFINE_QUARK (sonde-config-error-quark, sonde_config_error)
/* clang-format on */

G_DEFINE_FINAL_TYPE (SondeProfileStore, sonde_profile_store, G_TYPE_OBJECT)

/* Loading */

static SondeProfileDocument *
parse_bytes (GBytes  *bytes,
             GError **error)
{
  gsize       length;
  const char *text = g_bytes_get_data (bytes, &length);

  return sonde_profile_document_parse (length > 0 ? text : "", length, error);
}

static void
refuse_to_save (SondeProfileStore *self,
                SondeConfigError   code)
{
  const char *sentence = code == SONDE_CONFIG_ERROR_NEWER
                           ? _ ("Not saved: the profiles file belongs to a newer version of Sonde. "
                                "Update Sonde to change profiles.")
                           : _ ("Not saved: the profiles file could not be read when Sonde started, "
                                "so it is left as it is. Mend or move that file, then start Sonde again.");

  g_clear_error (&self->refusal);
  self->refusal = g_error_new_literal (SONDE_CONFIG_ERROR, code, sentence);
}

static void
take_document (SondeProfileStore    *self,
               SondeProfileDocument *document,
               GError              **error)
{
  g_clear_pointer (&self->document, sonde_profile_document_free);
  self->document = document;

  if (document->version > SONDE_PROFILES_VERSION)
    {
      refuse_to_save (self, SONDE_CONFIG_ERROR_NEWER);
      g_clear_error (error);
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_NEWER,
                   _ ("The profiles file “%s” was written by a newer version of Sonde. "
                      "It is shown as far as it is understood, and changes are not saved."),
                   self->shown_path);
    }
}

/* Moves what is damaged out of the way; where that fails, nothing may be written over it.
 * Returns: (nullable): where it is now, as text */
static char *
set_aside (SondeProfileStore *self,
           const char        *path,
           GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = sonde_file_set_aside (path, "damaged", &local_error);
  g_autofree char *shown = NULL;

  if (name != NULL)
    return g_filename_display_name (name);

  shown = g_filename_display_name (path);
  refuse_to_save (self, SONDE_CONFIG_ERROR_WRITE);
  g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
               _ ("The profiles file “%s” is damaged and could not be moved aside (%s). "
                  "It is left as it is, and changes are not saved."),
               shown, local_error->message);

  return NULL;
}

/* The last good copy, when the file itself is gone or was set @aside. */
static void
load_backup (SondeProfileStore *self,
             const char        *aside,
             GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *backup = g_strconcat (self->path, ".bak", NULL);
  g_autofree char *backup_aside = NULL;
  g_autoptr (GBytes) bytes = sonde_profile_file_read (backup, &local_error);
  SondeProfileDocument *document = bytes != NULL ? parse_bytes (bytes, NULL) : NULL;

  if (document != NULL)
    {
      if (aside != NULL)
        g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED,
                     _ ("The profiles file was damaged. It is kept as “%s”, and its last good copy is used."),
                     aside);
      else
        g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED,
                     _ ("The profiles file “%s” is missing. Its last good copy is used."),
                     self->shown_path);
      take_document (self, document, error);
      return;
    }

  if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      backup_aside = set_aside (self, backup, error);
      if (backup_aside == NULL)
        return;
    }

  if (aside != NULL || backup_aside != NULL)
    g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED,
                 _ ("The profiles file was damaged. It is kept as “%s”; there is no good copy of it."),
                 aside != NULL ? aside : backup_aside);
}

static void
load_damaged (SondeProfileStore *self,
              GError           **error)
{
  g_autofree char *aside = set_aside (self, self->path, error);

  if (aside != NULL)
    load_backup (self, aside, error);
}

static void
load_file (SondeProfileStore *self,
           GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = sonde_profile_file_read (self->path, &local_error);
  SondeProfileDocument *document;

  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      load_backup (self, NULL, error);
      return;
    }

  if (bytes == NULL)
    {
      refuse_to_save (self, SONDE_CONFIG_ERROR_WRITE);
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                   _ ("The profiles file “%s” cannot be read (%s). "
                      "It is left as it is, and changes are not saved."),
                   self->shown_path, local_error->message);
      return;
    }

  document = parse_bytes (bytes, NULL);
  if (document == NULL)
    {
      load_damaged (self, error);
      return;
    }

  self->expected = sonde_profile_file_checksum (bytes);
  take_document (self, document, error);
}

static GPtrArray *
copy_profiles (GPtrArray *profiles)
{
  GPtrArray *copies = g_ptr_array_new_full (profiles->len, (GDestroyNotify) sonde_profile_free);

  for (guint i = 0; i < profiles->len; i++)
    g_ptr_array_add (copies, sonde_profile_copy (g_ptr_array_index (profiles, i)));

  return copies;
}

GPtrArray *
sonde_profile_store_load (SondeProfileStore *self,
                          GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *profiles;

  g_return_val_if_fail (SONDE_IS_PROFILE_STORE (self), NULL);
  g_return_val_if_fail (self->job == NULL, NULL);

  g_clear_error (&self->refusal);
  g_clear_pointer (&self->expected, g_free);
  g_clear_pointer (&self->document, sonde_profile_document_free);
  self->document = sonde_profile_document_new ();

  load_file (self, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  profiles = copy_profiles (self->document->profiles);
  if (profiles->len == 0)
    g_ptr_array_add (profiles, sonde_profile_new_local ());

  return profiles;
}

/* Saving */

static void
save_job_free (SaveJob *job)
{
  g_free (job->path);
  g_free (job->text);
  g_free (job->expected);
  g_free (job->kept);
  g_clear_error (&job->error);
  g_source_destroy (job->done);
  g_source_unref (job->done);
  g_main_context_unref (job->context);
  g_ptr_array_unref (job->tasks);
  g_free (job);
}

static gpointer
save_worker (gpointer data)
{
  SaveJob *job = data;

  job->written = sonde_profile_file_replace (job->path, job->text, job->expected,
                                             &job->kept, &job->error);
  g_source_attach (job->done, job->context);

  return NULL;
}

static void finish_job (SondeProfileStore *self,
                        GError           **error);

static gboolean
save_done_cb (gpointer user_data)
{
  SondeProfileStore *self = user_data;

  finish_job (self, NULL);

  return G_SOURCE_REMOVE;
}

/* There is a write to make and none runs. */
static void
start_job (SondeProfileStore *self)
{
  SaveJob *job = g_new0 (SaveJob, 1);

  g_assert (self->job == NULL);

  job->path = g_strdup (self->path);
  job->text = sonde_profile_document_write (self->document, self->wanted_profiles);
  job->expected = g_strdup (self->expected);
  job->tasks = g_steal_pointer (&self->wanted_tasks);
  job->context = g_main_context_ref_thread_default ();
  job->done = g_idle_source_new ();
  g_source_set_priority (job->done, G_PRIORITY_DEFAULT);
  g_source_set_callback (job->done, save_done_cb, self, NULL);
  g_clear_pointer (&self->wanted_profiles, g_ptr_array_unref);

  /* The tasks keep the store alive until the write is done. */
  self->job = job;
  job->thread = g_thread_try_new ("sonde-save", save_worker, job, NULL);
  if (job->thread == NULL)
    save_worker (job);
}

static GError *
explain_job (const SaveJob *job)
{
  g_autofree char *kept = NULL;

  if (!job->written)
    return g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                        _ ("The profiles could not be saved (%s). The file is as it was."),
                        job->error->message);

  if (job->kept != NULL)
    kept = g_filename_display_name (job->kept);

  if (kept != NULL)
    return g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_OTHER,
                        _ ("The profiles are saved. Another program had changed the file; "
                           "its version is kept as “%s”."),
                        kept);

  return NULL;
}

/* Waits for the write that runs, completes its tasks, and starts the one that waits for it. */
static void
finish_job (SondeProfileStore *self,
            GError           **error)
{
  g_autoptr (SondeProfileStore) alive G_GNUC_UNUSED = g_object_ref (self);
  g_autoptr (GError) explanation = NULL;
  SaveJob *job = g_steal_pointer (&self->job);

  if (job->thread != NULL)
    g_thread_join (job->thread);

  if (job->written)
    {
      g_free (self->expected);
      self->expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, job->text, -1);
    }

  explanation = explain_job (job);
  if (self->wanted_profiles != NULL)
    start_job (self);

  for (guint i = 0; i < job->tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (job->tasks, i);

      if (explanation != NULL)
        g_task_return_error (task, g_error_copy (explanation));
      else
        g_task_return_boolean (task, TRUE);
    }

  if (explanation != NULL)
    g_propagate_error (error, g_steal_pointer (&explanation));
  save_job_free (job);
}

void
sonde_profile_store_save_async (SondeProfileStore  *self,
                                GPtrArray          *profiles,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SONDE_IS_PROFILE_STORE (self));
  g_return_if_fail (profiles != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_profile_store_save_async);

  if (self->refusal != NULL)
    {
      g_task_return_error (task, g_error_copy (self->refusal));
      return;
    }

  g_clear_pointer (&self->wanted_profiles, g_ptr_array_unref);
  self->wanted_profiles = copy_profiles (profiles);
  if (self->wanted_tasks == NULL)
    self->wanted_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->wanted_tasks, g_steal_pointer (&task));

  if (self->job == NULL)
    start_job (self);
}

gboolean
sonde_profile_store_save_finish (SondeProfileStore *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (SONDE_IS_PROFILE_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
sonde_profile_store_flush (SondeProfileStore *self,
                           GError           **error)
{
  g_autoptr (GError) last = NULL;

  g_return_val_if_fail (SONDE_IS_PROFILE_STORE (self), FALSE);

  while (self->job != NULL)
    {
      g_clear_error (&last);
      finish_job (self, &last);
    }

  if (last == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&last));

  return FALSE;
}

static void
sonde_profile_store_finalize (GObject *object)
{
  SondeProfileStore *self = SONDE_PROFILE_STORE (object);

  g_assert (self->job == NULL);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->shown_path, g_free);
  g_clear_pointer (&self->document, sonde_profile_document_free);
  g_clear_pointer (&self->expected, g_free);
  g_clear_error (&self->refusal);

  G_OBJECT_CLASS (sonde_profile_store_parent_class)->finalize (object);
}

static void
sonde_profile_store_class_init (SondeProfileStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_profile_store_finalize;
}

static void
sonde_profile_store_init (SondeProfileStore *self)
{
  self->document = sonde_profile_document_new ();
}

SondeProfileStore *
sonde_profile_store_new (const char *path)
{
  SondeProfileStore *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);

  self = g_object_new (SONDE_TYPE_PROFILE_STORE, NULL);
  self->path = g_strdup (path);
  self->shown_path = g_filename_display_name (path);

  return self;
}
