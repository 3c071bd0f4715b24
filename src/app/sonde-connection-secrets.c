/* sonde-connection-secrets.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-secrets"

#include "sonde-connection-secrets.h"

#include "sonde-emqx-key.h"

struct _SondeConnectionSecrets
{
  GObject parent_instance;

  SondeSecretStore *store;
  guint             n_pending; /* calls of the keyring, of which a copy makes two in turn */
};

G_DEFINE_FINAL_TYPE (SondeConnectionSecrets, sonde_connection_secrets, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeConnectionSecrets) self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_pending--;
  if (!sonde_secret_store_save_finish (SONDE_SECRET_STORE (object), result, NULL, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

typedef struct
{
  SondeConnectionSecrets *secrets;
  SondeProfile           *profile;
  const char             *purpose;
} Copy;

static void
copy_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Copy *copy = user_data;
  g_autoptr (GError) error = NULL;
  char *secret = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  copy->secrets->n_pending--;
  if (secret != NULL)
    sonde_connection_secrets_save (copy->secrets, copy->profile, copy->purpose, secret);
  else if (error != NULL)
    g_signal_emit (copy->secrets, signals[FAILED], 0, error->message);

  sonde_secret_free (secret);
  sonde_profile_free (copy->profile);
  g_object_unref (copy->secrets);
  g_free (copy);
}

static void
sonde_connection_secrets_dispose (GObject *object)
{
  SondeConnectionSecrets *self = SONDE_CONNECTION_SECRETS (object);

  g_clear_object (&self->store);

  G_OBJECT_CLASS (sonde_connection_secrets_parent_class)->dispose (object);
}

static void
sonde_connection_secrets_class_init (SondeConnectionSecretsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_connection_secrets_dispose;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sonde_connection_secrets_init (SondeConnectionSecrets *self)
{
}

SondeConnectionSecrets *
sonde_connection_secrets_new (SondeSecretStore *store)
{
  SondeConnectionSecrets *self;

  g_return_val_if_fail (SONDE_IS_SECRET_STORE (store), NULL);

  self = g_object_new (SONDE_TYPE_CONNECTION_SECRETS, NULL);
  self->store = g_object_ref (store);
  return self;
}

gboolean
sonde_connection_secrets_is_settled (SondeConnectionSecrets *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION_SECRETS (self), TRUE);

  return self->n_pending == 0;
}

void
sonde_connection_secrets_save (SondeConnectionSecrets *self,
                               const SondeProfile     *profile,
                               const char             *purpose,
                               const char             *secret)
{
  g_autofree char *label = NULL;

  g_return_if_fail (SONDE_IS_CONNECTION_SECRETS (self));
  g_return_if_fail (profile != NULL && purpose != NULL);

  label = g_strdup_printf ("Sonde: %s", profile->name);
  self->n_pending++;
  sonde_secret_store_save_async (self->store, profile->id, purpose, label, secret, NULL, saved_cb, g_object_ref (self));
}

void
sonde_connection_secrets_copy (SondeConnectionSecrets *self,
                               const char             *from_id,
                               const SondeProfile     *to)
{
  g_return_if_fail (SONDE_IS_CONNECTION_SECRETS (self));
  g_return_if_fail (from_id != NULL && to != NULL);

  for (const char *const *purpose = sonde_secret_purposes; *purpose != NULL; purpose++)
    {
      Copy *copy = g_new0 (Copy, 1);

      copy->secrets = g_object_ref (self);
      copy->profile = sonde_profile_copy (to);
      copy->purpose = *purpose;
      self->n_pending++;
      sonde_secret_store_lookup_async (self->store, from_id, *purpose, NULL, copy_cb, copy);
    }
}

static void
forget (SondeConnectionSecrets *self,
        const SondeProfile     *profile,
        const char             *purpose)
{
  sonde_connection_secrets_save (self, profile, purpose, NULL);
  sonde_secret_store_drop (self->store, profile->id, purpose);
}

void
sonde_connection_secrets_forget (SondeConnectionSecrets *self,
                                 const SondeProfile     *profile)
{
  g_return_if_fail (SONDE_IS_CONNECTION_SECRETS (self));
  g_return_if_fail (profile != NULL);

  for (const char *const *purpose = sonde_secret_purposes; *purpose != NULL; purpose++)
    forget (self, profile, *purpose);
  forget (self, profile, SONDE_SECRET_EMQX_API);
}
