/* sonde-security-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-security-group"

#include "sonde-security-group.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-file-button.h"
#include "sonde-switch-row.h"

struct _SondeSecurityGroup
{
  AdwPreferencesGroup parent_instance;

  SondeSwitchRow *use_tls_row;
  GtkEditable    *ca_row;
  GtkEditable    *certificate_row;
  GtkEditable    *key_row;
  GtkEditable    *passphrase_row;
  SondeSwitchRow *verify_row;

  GCancellable *cancellable;
  gboolean      loading;
  gboolean      passphrase_changed;
};

G_DEFINE_FINAL_TYPE (SondeSecurityGroup, sonde_security_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  SWITCHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_file_certificate (SondeSecurityGroup *self,
                     gboolean            use_tls,
                     const char         *certificate)
{
  return use_tls && !sonde_tls_is_pkcs12 (certificate != NULL ? certificate : "");
}

static gboolean
is_unverified (SondeSecurityGroup *self,
               gboolean            use_tls,
               gboolean            verify)
{
  return use_tls && !verify;
}

static void
changed_cb (SondeSecurityGroup *self)
{
  if (!self->loading)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
switched_cb (SondeSecurityGroup *self)
{
  if (!self->loading)
    g_signal_emit (self, signals[SWITCHED], 0);
  changed_cb (self);
}

static void
passphrase_changed_cb (SondeSecurityGroup *self)
{
  if (!self->loading)
    self->passphrase_changed = TRUE;
  changed_cb (self);
}

static void
set_text (char       **field,
          GtkEditable *row)
{
  g_free (*field);
  *field = g_strdup (gtk_editable_get_text (row));
}

void
sonde_security_group_load (SondeSecurityGroup    *self,
                           const SondeTlsOptions *options)
{
  g_return_if_fail (SONDE_IS_SECURITY_GROUP (self));

  self->loading = TRUE;
  sonde_switch_row_set_active (self->use_tls_row, options->use_tls);
  gtk_editable_set_text (self->ca_row, options->ca_file);
  gtk_editable_set_text (self->certificate_row, options->client_certificate);
  gtk_editable_set_text (self->key_row, options->client_key);
  sonde_switch_row_set_active (self->verify_row, options->verify);
  self->loading = FALSE;
}

void
sonde_security_group_save (SondeSecurityGroup *self,
                           SondeTlsOptions    *options)
{
  g_return_if_fail (SONDE_IS_SECURITY_GROUP (self));

  options->use_tls = sonde_switch_row_get_active (self->use_tls_row);
  set_text (&options->ca_file, self->ca_row);
  set_text (&options->client_certificate, self->certificate_row);
  set_text (&options->client_key, self->key_row);
  options->verify = sonde_switch_row_get_active (self->verify_row);
}

const char *
sonde_security_group_get_new_passphrase (SondeSecurityGroup *self)
{
  g_return_val_if_fail (SONDE_IS_SECURITY_GROUP (self), NULL);

  return self->passphrase_changed ? gtk_editable_get_text (self->passphrase_row) : NULL;
}

gboolean
sonde_security_group_get_use_tls (SondeSecurityGroup *self)
{
  g_return_val_if_fail (SONDE_IS_SECURITY_GROUP (self), FALSE);

  return sonde_switch_row_get_active (self->use_tls_row);
}

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeSecurityGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  char *passphrase = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  /* What was typed meanwhile is newer. */
  if (passphrase != NULL && !self->passphrase_changed && !g_cancellable_is_cancelled (self->cancellable))
    {
      self->loading = TRUE;
      gtk_editable_set_text (self->passphrase_row, passphrase);
      self->loading = FALSE;
    }

  g_clear_pointer (&passphrase, sonde_secret_free);
}

void
sonde_security_group_look_up_passphrase (SondeSecurityGroup *self,
                                         SondeSecretStore   *secrets,
                                         const char         *profile_id)
{
  g_return_if_fail (SONDE_IS_SECURITY_GROUP (self));

  sonde_secret_store_lookup_async (secrets, profile_id, SONDE_SECRET_KEY_PASSPHRASE, self->cancellable,
                                   lookup_cb, g_object_ref (self));
}

static void
sonde_security_group_dispose (GObject *object)
{
  SondeSecurityGroup *self = SONDE_SECURITY_GROUP (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (sonde_security_group_parent_class)->dispose (object);
}

static void
sonde_security_group_finalize (GObject *object)
{
  g_clear_object (&SONDE_SECURITY_GROUP (object)->cancellable);

  G_OBJECT_CLASS (sonde_security_group_parent_class)->finalize (object);
}

static void
sonde_security_group_class_init (SondeSecurityGroupClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_security_group_dispose;
  object_class->finalize = sonde_security_group_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[SWITCHED] = g_signal_new ("switched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_FILE_BUTTON);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-security-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityGroup, use_tls_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityGroup, ca_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityGroup, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityGroup, key_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityGroup, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityGroup, verify_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_file_certificate);
  gtk_widget_class_bind_template_callback (widget_class, is_unverified);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
}

static void
sonde_security_group_init (SondeSecurityGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loading = FALSE;
}
