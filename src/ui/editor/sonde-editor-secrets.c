/* sonde-editor-secrets.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-editor-secrets"

#include "sonde-editor-secrets.h"

#include <sonde-secret.h>

typedef struct
{
  const char  *purpose;
  GtkEditable *row; /* as long as the window */
  gboolean     typed;
  gboolean     loading;
} Field;

struct _SondeEditorSecrets
{
  GObject parent_instance;

  SondeSecretStore *store;
  GCancellable     *cancellable;
  GPtrArray        *fields; /* of Field */
};

G_DEFINE_FINAL_TYPE (SondeEditorSecrets, sonde_editor_secrets, G_TYPE_OBJECT)

static void
field_free (Field *field)
{
  g_clear_weak_pointer (&field->row);
  g_free (field);
}

static Field *
find (SondeEditorSecrets *self,
      const char         *purpose)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      Field *field = g_ptr_array_index (self->fields, i);

      if (g_str_equal (field->purpose, purpose))
        return field;
    }
  return NULL;
}

static void
changed_cb (GtkEditable        *row,
            SondeEditorSecrets *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      Field *field = g_ptr_array_index (self->fields, i);

      if (field->row == row && !field->loading)
        field->typed = TRUE;
    }
}

typedef struct
{
  SondeEditorSecrets *self;
  const char         *purpose;
} Lookup;

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Lookup *lookup = user_data;
  g_autoptr (SondeEditorSecrets) self = lookup->self;
  g_autoptr (GError) error = NULL;
  Field *field = find (self, lookup->purpose);
  char  *secret = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  if (secret != NULL && field->row != NULL && !field->typed && !g_cancellable_is_cancelled (self->cancellable))
    {
      field->loading = TRUE;
      gtk_editable_set_text (field->row, secret);
      field->loading = FALSE;
    }

  g_clear_pointer (&secret, sonde_secret_free);
}

static void
sonde_editor_secrets_dispose (GObject *object)
{
  SondeEditorSecrets *self = SONDE_EDITOR_SECRETS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (sonde_editor_secrets_parent_class)->dispose (object);
}

static void
sonde_editor_secrets_finalize (GObject *object)
{
  SondeEditorSecrets *self = SONDE_EDITOR_SECRETS (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->fields, g_ptr_array_unref);

  G_OBJECT_CLASS (sonde_editor_secrets_parent_class)->finalize (object);
}

static void
sonde_editor_secrets_class_init (SondeEditorSecretsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_editor_secrets_dispose;
  object_class->finalize = sonde_editor_secrets_finalize;
}

static void
sonde_editor_secrets_init (SondeEditorSecrets *self)
{
  self->cancellable = g_cancellable_new ();
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
}

SondeEditorSecrets *
sonde_editor_secrets_new (SondeSecretStore *store)
{
  SondeEditorSecrets *self = g_object_new (SONDE_TYPE_EDITOR_SECRETS, NULL);

  self->store = g_object_ref (store);
  return self;
}

void
sonde_editor_secrets_add (SondeEditorSecrets *self,
                          const char         *purpose,
                          GtkEditable        *row)
{
  Field *field;

  g_return_if_fail (SONDE_IS_EDITOR_SECRETS (self));
  g_return_if_fail (GTK_IS_EDITABLE (row));

  field = g_new0 (Field, 1);
  field->purpose = purpose;
  g_set_weak_pointer (&field->row, row);
  g_ptr_array_add (self->fields, field);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, 0);
}

void
sonde_editor_secrets_look_up (SondeEditorSecrets *self,
                              const char         *profile_id)
{
  g_return_if_fail (SONDE_IS_EDITOR_SECRETS (self));

  for (guint i = 0; i < self->fields->len; i++)
    {
      Field  *field = g_ptr_array_index (self->fields, i);
      Lookup *lookup = g_new0 (Lookup, 1);

      lookup->self = g_object_ref (self);
      lookup->purpose = field->purpose;
      sonde_secret_store_lookup_async (self->store, profile_id, field->purpose, self->cancellable, lookup_cb, lookup);
    }
}

const char *
sonde_editor_secrets_get_typed (SondeEditorSecrets *self,
                                const char         *purpose)
{
  Field *field;

  g_return_val_if_fail (SONDE_IS_EDITOR_SECRETS (self), NULL);

  field = find (self, purpose);
  return field != NULL && field->typed && field->row != NULL ? gtk_editable_get_text (field->row) : NULL;
}

gboolean
sonde_editor_secrets_is_changed (SondeEditorSecrets *self)
{
  g_return_val_if_fail (SONDE_IS_EDITOR_SECRETS (self), FALSE);

  for (guint i = 0; i < self->fields->len; i++)
    if (((Field *) g_ptr_array_index (self->fields, i))->typed)
      return TRUE;

  return FALSE;
}
