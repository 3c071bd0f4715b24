/* sonde-secret-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-secret-store"

#include "sonde-secret-store.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>
#include <string.h>

static const SecretSchema schema = {
  "io.github.sonde_mqtt.Sonde.Secret",
  SECRET_SCHEMA_NONE,
  {
    { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "purpose", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

const char *const sonde_secret_purposes[] = {
  SONDE_SECRET_PASSWORD,
  SONDE_SECRET_KEY_PASSPHRASE,
  SONDE_SECRET_PSK,
  SONDE_SECRET_PROXY_PASSWORD,
  NULL,
};

struct _SondeSecretStore
{
  GObject parent_instance;

  /* For this run, before the keyring: what it did not take, or has not taken yet; "" is forgotten. */
  GHashTable *memory;
  gboolean    lasting;
  gboolean    answered; /* the keyring did, once in this run: it may keep what it does not give now */

  /* Tasks that save, the first of them at work: forgetting takes more steps than storing,
   * and would else overtake, or be overtaken. */
  GQueue saves;
};

enum
{
  PROP_LASTING = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeSecretStore, sonde_secret_store, G_TYPE_OBJECT)

typedef struct
{
  char       *key;
  char       *secret; /* "" forgets */
  char       *label;
  GHashTable *attributes;
  gboolean    lasting;
} SaveRequest;

static void
save_request_free (SaveRequest *request)
{
  g_free (request->key);
  sonde_secret_free (request->secret);
  g_free (request->label);
  g_hash_table_unref (request->attributes);
  g_free (request);
}

static char *
make_key (const char *profile_id,
          const char *purpose)
{
  return g_strconcat (purpose, "/", profile_id, NULL);
}

static GHashTable *
make_attributes (const char *profile_id,
                 const char *purpose)
{
  return secret_attributes_build (&schema, "profile", profile_id, "purpose", purpose, NULL);
}

static void
set_lasting (SondeSecretStore *self,
             gboolean          lasting)
{
  self->answered |= lasting;
  if (self->lasting == lasting)
    return;

  self->lasting = lasting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LASTING]);
}

/* Notes what @error tells of the service: its own errors come of one that lives. */
static void
note_answer (SondeSecretStore *self,
             const GError     *error)
{
  if (error == NULL || error->domain == SECRET_ERROR)
    set_lasting (self, TRUE);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_lasting (self, FALSE);
}

static void
free_weak_ref (GWeakRef *weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (SondeSecretStore) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;

  sonde_secret_free (secret_password_lookup_finish (result, &error));
  if (self != NULL)
    note_answer (self, error);

  free_weak_ref (weak);
}

/* A look-up of what is not there shows whether anybody answers, and opens no prompt. */
static void
probe_service (SondeSecretStore *self)
{
  g_autoptr (GHashTable) attributes = make_attributes ("none", "probe");
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  secret_password_lookupv (&schema, attributes, NULL, probe_cb, weak);
}

/* Dismissing the question for the keyring’s password is no error to libsecret: it finds nothing.
 * But what is locked is there to be seen. */
static void
search_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GList *found = secret_password_search_finish (result, NULL);

  if (found == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                             _ ("The keyring is locked, so what it keeps was not used: unlock it, or type it again."));
  g_list_free_full (found, g_object_unref);
}

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeSecretStore *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  note_answer (self, error);

  /* Where no service ever answered none can be kept in it. */
  if (secret == NULL && error == NULL && self->answered)
    secret_password_searchv (&schema, g_task_get_task_data (task), SECRET_SEARCH_NONE, g_task_get_cancellable (task),
                             search_cb, g_object_ref (task));
  else if (error == NULL || !self->answered)
    g_task_return_pointer (task, secret, (GDestroyNotify) sonde_secret_free);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             _ ("The keyring did not give the password (%s). "
                                "Unlock it, or type the password again."),
                             error->message);
}

void
sonde_secret_store_lookup_async (SondeSecretStore   *self,
                                 const char         *profile_id,
                                 const char         *purpose,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *key = NULL;
  const char      *kept;

  g_return_if_fail (SONDE_IS_SECRET_STORE (self));
  g_return_if_fail (profile_id != NULL && purpose != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_secret_store_lookup_async);

  key = make_key (profile_id, purpose);
  kept = g_hash_table_lookup (self->memory, key);
  if (kept != NULL)
    {
      g_task_return_pointer (task, *kept != '\0' ? g_strdup (kept) : NULL,
                             (GDestroyNotify) sonde_secret_free);
      return;
    }

  attributes = make_attributes (profile_id, purpose);
  g_task_set_task_data (task, g_hash_table_ref (attributes), (GDestroyNotify) g_hash_table_unref);
  secret_password_lookupv (&schema, attributes, cancellable, lookup_cb, g_steal_pointer (&task));
}

char *
sonde_secret_store_lookup_finish (SondeSecretStore *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_return_val_if_fail (SONDE_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The keyring has what this request asked for; a later one may wait already. */
static void
release_from_memory (SondeSecretStore  *self,
                     const SaveRequest *request)
{
  if (g_strcmp0 (g_hash_table_lookup (self->memory, request->key), request->secret) == 0)
    g_hash_table_remove (self->memory, request->key);
}

static void run_first_save (SondeSecretStore *self);

/* Ends the first save and begins the next; takes @error. */
static void
finish_first_save (SondeSecretStore *self,
                   gboolean          lasting,
                   GError           *error)
{
  g_autoptr (GTask) task = g_queue_pop_head (&self->saves);
  SaveRequest *request = g_task_get_task_data (task);

  request->lasting = lasting;
  if (lasting)
    release_from_memory (self, request);

  if (self->saves.length > 0)
    run_first_save (self);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeSecretStore) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  note_answer (self, error);

  /* What it refused is kept for this run, and the caller learns just that. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);

  finish_first_save (self, stored, g_steal_pointer (&error));
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeSecretStore) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean was_lasting = self->lasting;
  gboolean cleared;

  /* It returns whether there was one, which is all the same. */
  secret_password_clear_finish (result, &error);
  cleared = error == NULL;
  note_answer (self, error);

  /* Where no service ever answered none can be kept in it. */
  if (!was_lasting && !self->lasting)
    g_clear_error (&error);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr (GError) cause = g_steal_pointer (&error);

      error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                           _ ("The keyring did not remove the password (%s). "
                              "It is not used any more, but may still be kept there."),
                           cause->message);
    }

  finish_first_save (self, cleared, g_steal_pointer (&error));
}

static void
run_first_save (SondeSecretStore *self)
{
  GTask             *task = g_queue_peek_head (&self->saves);
  GCancellable      *cancellable = g_task_get_cancellable (task);
  const SaveRequest *request = g_task_get_task_data (task);

  if (*request->secret != '\0')
    secret_password_storev (&schema, request->attributes, SECRET_COLLECTION_DEFAULT,
                            request->label, request->secret,
                            cancellable, store_cb, g_object_ref (self));
  else
    secret_password_clearv (&schema, request->attributes, cancellable, clear_cb, g_object_ref (self));
}

void
sonde_secret_store_save_async (SondeSecretStore   *self,
                               const char         *profile_id,
                               const char         *purpose,
                               const char         *label,
                               const char         *secret,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  SaveRequest *request;
  GTask       *task;

  g_return_if_fail (SONDE_IS_SECRET_STORE (self));
  g_return_if_fail (profile_id != NULL && purpose != NULL);
  g_return_if_fail (label != NULL);

  request = g_new0 (SaveRequest, 1);
  request->key = make_key (profile_id, purpose);
  request->secret = g_strdup (secret != NULL ? secret : "");
  request->label = g_strdup (label);
  request->attributes = make_attributes (profile_id, purpose);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_secret_store_save_async);
  g_task_set_task_data (task, request, (GDestroyNotify) save_request_free);

  /* A look-up from now on finds this one, however long the keyring takes. */
  g_hash_table_insert (self->memory, g_strdup (request->key), g_strdup (request->secret));

  g_queue_push_tail (&self->saves, task);
  if (self->saves.length == 1)
    run_first_save (self);
}

gboolean
sonde_secret_store_save_finish (SondeSecretStore *self,
                                GAsyncResult     *result,
                                gboolean         *lasting,
                                GError          **error)
{
  const SaveRequest *request;

  g_return_val_if_fail (SONDE_IS_SECRET_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  request = g_task_get_task_data (G_TASK (result));
  if (lasting != NULL)
    *lasting = request->lasting;

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
sonde_secret_store_drop (SondeSecretStore *self,
                         const char       *profile_id,
                         const char       *purpose)
{
  g_autofree char *key = NULL;

  g_return_if_fail (SONDE_IS_SECRET_STORE (self));
  g_return_if_fail (profile_id != NULL && purpose != NULL);

  key = make_key (profile_id, purpose);
  g_hash_table_remove (self->memory, key);
}

static void
sonde_secret_store_finalize (GObject *object)
{
  SondeSecretStore *self = SONDE_SECRET_STORE (object);

  g_clear_pointer (&self->memory, g_hash_table_unref);

  G_OBJECT_CLASS (sonde_secret_store_parent_class)->finalize (object);
}

static void
sonde_secret_store_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeSecretStore *self = SONDE_SECRET_STORE (object);

  switch (property_id)
    {
    case PROP_LASTING:
      g_value_set_boolean (value, self->lasting);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
sonde_secret_store_class_init (SondeSecretStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_secret_store_finalize;
  object_class->get_property = sonde_secret_store_get_property;

  properties[PROP_LASTING] = g_param_spec_boolean ("lasting", NULL, NULL,
                                                   FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_secret_store_init (SondeSecretStore *self)
{
  g_queue_init (&self->saves);
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal,
                                        g_free, (GDestroyNotify) sonde_secret_free);
}

SondeSecretStore *
sonde_secret_store_new (void)
{
  SondeSecretStore *self = g_object_new (SONDE_TYPE_SECRET_STORE, NULL);

  probe_service (self);

  return self;
}

gboolean
sonde_secret_store_get_lasting (SondeSecretStore *self)
{
  g_return_val_if_fail (SONDE_IS_SECRET_STORE (self), FALSE);

  return self->lasting;
}
