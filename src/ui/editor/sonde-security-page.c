/* sonde-security-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-security-page"

#include "sonde-security-page.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-file-button.h"
#include "sonde-trusted-list.h"

#include <sonde-secret-store.h>
#include <sonde-tls-trusted.h>

#include <glib/gi18n.h>

struct _SondeSecurityPage
{
  SondeEditorPage parent_instance;

  SondeSwitchRow *use_tls_row;
  SondeSwitchRow *verify_row;
  GtkWidget      *unverified_row;
  GtkEditable    *server_name_row;
  SondeFaultRow  *server_name_fault;

  GtkWidget   *certificates_group;
  GtkEditable *ca_row;
  GtkEditable *certificate_row;
  GtkEditable *key_row;
  GtkEditable *passphrase_row;

  SondeTrustedList *trusted;

  GtkWidget     *psk_group;
  GtkEditable   *psk_identity_row;
  SondeFaultRow *psk_identity_fault;
  GtkEditable   *psk_row;
  SondeFaultRow *psk_fault;

  GtkWidget     *protocol_group;
  AdwComboRow   *min_row;
  AdwComboRow   *max_row;
  SondeFaultRow *max_fault;
  GtkEditable   *ciphers_row;
  SondeFaultRow *ciphers_fault;
  GtkEditable   *alpn_row;
  SondeFaultRow *alpn_fault;
  GtkWidget     *key_log_row;
};

G_DEFINE_FINAL_TYPE (SondeSecurityPage, sonde_security_page, SONDE_TYPE_EDITOR_PAGE)

static void
sonde_security_page_load (SondeEditorPage    *page,
                          const SondeProfile *profile)
{
  SondeSecurityPage     *self = SONDE_SECURITY_PAGE (page);
  const SondeTlsOptions *tls = profile->tls;

  sonde_switch_row_set_active (self->use_tls_row, tls->use_tls);
  sonde_switch_row_set_active (self->verify_row, tls->verify);
  gtk_editable_set_text (self->server_name_row, tls->server_name);
  gtk_editable_set_text (self->ca_row, tls->ca_file);
  gtk_editable_set_text (self->certificate_row, tls->client_certificate);
  gtk_editable_set_text (self->key_row, tls->client_key);
  sonde_trusted_list_load (self->trusted, tls->trusted);
  gtk_editable_set_text (self->psk_identity_row, tls->psk_identity);
  adw_combo_row_set_selected (self->min_row, tls->min_version);
  adw_combo_row_set_selected (self->max_row, tls->max_version);
  gtk_editable_set_text (self->ciphers_row, tls->ciphers);
  gtk_editable_set_text (self->alpn_row, tls->alpn);
}

static SondeTlsVersion
get_version (AdwComboRow *row)
{
  return MIN (adw_combo_row_get_selected (row), SONDE_TLS_1_3);
}

static void
sonde_security_page_save (SondeEditorPage *page,
                          SondeProfile    *profile)
{
  SondeSecurityPage *self = SONDE_SECURITY_PAGE (page);
  SondeTlsOptions   *tls = profile->tls;

  tls->use_tls = sonde_switch_row_get_active (self->use_tls_row);
  tls->verify = sonde_switch_row_get_active (self->verify_row);
  sonde_editor_page_take_stripped (&tls->server_name, self->server_name_row);
  sonde_editor_page_take_text (&tls->ca_file, self->ca_row);
  sonde_editor_page_take_text (&tls->client_certificate, self->certificate_row);
  sonde_editor_page_take_text (&tls->client_key, self->key_row);
  g_free (tls->trusted);
  tls->trusted = g_strdup (sonde_trusted_list_get_pem (self->trusted));
  sonde_editor_page_take_text (&tls->psk_identity, self->psk_identity_row);
  tls->min_version = get_version (self->min_row);
  tls->max_version = get_version (self->max_row);
  sonde_editor_page_take_stripped (&tls->ciphers, self->ciphers_row);
  sonde_editor_page_take_stripped (&tls->alpn, self->alpn_row);
}

static void
check (SondeSecurityPage     *self,
       const SondeTlsOptions *tls)
{
  sonde_fault_row_set_fault (self->server_name_fault,
                             *tls->server_name != '\0' ? sonde_profile_check_host (tls->server_name) : NULL);
  sonde_fault_row_set_fault (self->psk_identity_fault, sonde_tls_options_check_psk_identity (tls->psk_identity));
  sonde_fault_row_set_fault (self->psk_fault, sonde_tls_options_check_psk (gtk_editable_get_text (self->psk_row)));
  sonde_fault_row_set_fault (self->max_fault, sonde_tls_options_check_versions (tls->min_version, tls->max_version));
  sonde_fault_row_set_fault (self->ciphers_fault, sonde_tls_options_check_ciphers (tls->ciphers));
  sonde_fault_row_set_fault (self->alpn_fault, sonde_tls_options_check_alpn (tls->alpn));
}

/* A field of a group that is hidden is not shown either: its fault goes with it. */
static void
show_what_applies (SondeSecurityPage  *self,
                   const SondeProfile *typed)
{
  const SondeTlsOptions *tls = typed->tls;
  gboolean               can_use = typed->network->carrier != SONDE_CARRIER_UNIX;
  gboolean               use_tls = can_use && tls->use_tls;

  gtk_widget_set_sensitive (GTK_WIDGET (self->use_tls_row), can_use);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->use_tls_row),
                               can_use ? _ ("Encrypts the connection; the broker’s port for it is often 8883")
                                       : _ ("A Unix socket does not leave this computer: it carries no TLS"));
  gtk_widget_set_visible (GTK_WIDGET (self->verify_row), use_tls);
  gtk_widget_set_visible (self->unverified_row, use_tls && !tls->verify);
  gtk_widget_set_visible (GTK_WIDGET (self->server_name_row), use_tls);
  gtk_widget_set_visible (self->certificates_group, use_tls);
  gtk_widget_set_visible (GTK_WIDGET (self->ca_row), use_tls);
  gtk_widget_set_visible (GTK_WIDGET (self->certificate_row), use_tls);
  gtk_widget_set_visible (GTK_WIDGET (self->key_row), use_tls && !sonde_tls_is_pkcs12 (tls->client_certificate));
  gtk_widget_set_visible (GTK_WIDGET (self->trusted), use_tls && *tls->trusted != '\0');
  gtk_widget_set_visible (self->psk_group, use_tls);
  gtk_widget_set_visible (self->protocol_group, use_tls);
  gtk_widget_set_visible (self->key_log_row, g_getenv ("SSLKEYLOGFILE") != NULL);
}

static void
sonde_security_page_update (SondeEditorPage    *page,
                            const SondeProfile *typed)
{
  SondeSecurityPage *self = SONDE_SECURITY_PAGE (page);

  show_what_applies (self, typed);
  check (self, typed->tls);
  g_object_set (self->server_name_row, "placeholder-text", typed->host, NULL);
}

static GtkEditable *
sonde_security_page_get_secret_row (SondeEditorPage *page,
                                    const char      *purpose)
{
  SondeSecurityPage *self = SONDE_SECURITY_PAGE (page);

  if (g_str_equal (purpose, SONDE_SECRET_KEY_PASSPHRASE))
    return self->passphrase_row;
  if (g_str_equal (purpose, SONDE_SECRET_PSK))
    return self->psk_row;

  return NULL;
}

static void
sonde_security_page_class_init (SondeSecurityPageClass *klass)
{
  GtkWidgetClass       *widget_class = GTK_WIDGET_CLASS (klass);
  SondeEditorPageClass *page_class = SONDE_EDITOR_PAGE_CLASS (klass);

  page_class->load = sonde_security_page_load;
  page_class->save = sonde_security_page_save;
  page_class->update = sonde_security_page_update;
  page_class->get_secret_row = sonde_security_page_get_secret_row;

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_FILE_BUTTON);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);
  g_type_ensure (SONDE_TYPE_TRUSTED_LIST);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/editor/sonde-security-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, use_tls_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, verify_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, unverified_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, server_name_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, server_name_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, certificates_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, ca_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, trusted);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, psk_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, psk_identity_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, psk_identity_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, psk_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, psk_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, protocol_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, min_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, max_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, max_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, ciphers_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, ciphers_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, alpn_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, alpn_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeSecurityPage, key_log_row);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb", G_CALLBACK (sonde_editor_page_changed));
}

static void
sonde_security_page_init (SondeSecurityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeSwitchRow *
sonde_security_page_get_tls_row (SondeSecurityPage *self)
{
  g_return_val_if_fail (SONDE_IS_SECURITY_PAGE (self), NULL);

  return self->use_tls_row;
}

void
sonde_security_page_trust (SondeSecurityPage      *self,
                           const SondeCertificate *certificate)
{
  g_autofree char *trusted = NULL;

  g_return_if_fail (SONDE_IS_SECURITY_PAGE (self));
  g_return_if_fail (certificate != NULL);

  trusted = sonde_tls_add_trusted (sonde_trusted_list_get_pem (self->trusted), certificate);
  sonde_trusted_list_load (self->trusted, trusted);
  sonde_editor_page_changed (SONDE_EDITOR_PAGE (self));
}
