/* sonde-emqx-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-form"

#include "sonde-emqx-form.h"

#include "sonde-entry-row.h"

#include <sonde-emqx-api.h>

#include <glib/gi18n.h>

struct _SondeEmqxForm
{
  GtkWidget parent_instance;

  SondeEntryRow *address_row;
  SondeEntryRow *key_row;
  SondeEntryRow *secret_row;
  GtkLabel      *fault_label;
  GtkLabel      *kept_label;
  GtkWidget     *plain_label;
  GtkWidget     *submit_button;

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (SondeEmqxForm, sonde_emqx_form, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_text (SondeEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* Over http the key can be read by whoever is between; on this computer nobody is. */
static gboolean
is_plain (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (host, "localhost") &&
         !g_str_equal (host, "127.0.0.1") && !g_str_equal (host, "::1");
}

static void
update (SondeEmqxForm *self)
{
  const char *address = get_text (self->address_row);
  gboolean    complete = *address != '\0' && *get_text (self->key_row) != '\0' && *get_text (self->secret_row) != '\0';

  gtk_widget_set_visible (self->plain_label, is_plain (address));
  gtk_widget_set_sensitive (self->submit_button, complete && !self->busy);
}

static void
changed_cb (SondeEmqxForm *self)
{
  sonde_emqx_form_set_fault (self, NULL);
  update (self);
}

static void
submit_cb (SondeEmqxForm *self)
{
  const char *fault = sonde_emqx_api_check_address (get_text (self->address_row));

  sonde_emqx_form_set_fault (self, fault);
  if (fault == NULL && gtk_widget_get_sensitive (self->submit_button))
    g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0);
}

void
sonde_emqx_form_set_key (SondeEmqxForm      *self,
                         const SondeEmqxKey *key)
{
  g_return_if_fail (SONDE_IS_EMQX_FORM (self));
  g_return_if_fail (key != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->address_row), key->address);
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), key->key);
  gtk_editable_set_text (GTK_EDITABLE (self->secret_row), key->secret);
}

SondeEmqxKey *
sonde_emqx_form_dup_key (SondeEmqxForm *self)
{
  g_return_val_if_fail (SONDE_IS_EMQX_FORM (self), NULL);

  return sonde_emqx_key_new (get_text (self->address_row), get_text (self->key_row), get_text (self->secret_row));
}

void
sonde_emqx_form_set_lasting (SondeEmqxForm *self,
                             gboolean       lasting)
{
  g_return_if_fail (SONDE_IS_EMQX_FORM (self));

  gtk_label_set_label (self->kept_label, lasting ? _ ("The key is kept in the keyring of this desktop.")
                                                 : _ ("The key is kept for this run only: no keyring answers on this desktop."));
}

void
sonde_emqx_form_set_fault (SondeEmqxForm *self,
                           const char    *fault)
{
  g_return_if_fail (SONDE_IS_EMQX_FORM (self));

  gtk_label_set_label (self->fault_label, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault_label), fault != NULL);
}

void
sonde_emqx_form_set_busy (SondeEmqxForm *self,
                          gboolean       busy)
{
  g_return_if_fail (SONDE_IS_EMQX_FORM (self));

  self->busy = busy;
  update (self);
}

static void
sonde_emqx_form_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_emqx_form_parent_class)->dispose (object);
}

static void
sonde_emqx_form_class_init (SondeEmqxFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_emqx_form_dispose;

  signals[SIGNAL_SUBMITTED] = g_signal_new ("submitted", SONDE_TYPE_EMQX_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-emqx-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxForm, key_row);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxForm, secret_row);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxForm, fault_label);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxForm, kept_label);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxForm, plain_label);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxForm, submit_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
sonde_emqx_form_init (SondeEmqxForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}
