/* sonde-trust-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-trust-row"

#include "sonde-trust-row.h"

#include <glib/gi18n.h>

struct _SondeTrustRow
{
  AdwActionRow parent_instance;

  GtkButton *button;

  GObject    *subject; /* %NULL where there is nothing to trust */
  SondeChain *chain;
};

G_DEFINE_FINAL_TYPE (SondeTrustRow, sonde_trust_row, ADW_TYPE_ACTION_ROW)

enum
{
  TRUSTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What was shown is what is trusted, whatever has come meanwhile. */
typedef struct
{
  SondeTrustRow *row;
  GObject       *subject;
  SondeChain    *chain;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->row);
  g_object_unref (question->subject);
  sonde_chain_unref (question->chain);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;

  if (g_str_equal (response, "trust"))
    g_signal_emit (question->row, signals[TRUSTED], 0, question->subject, question->chain);
}

static char *
dup_body (const SondeCertificate *certificate)
{
  g_autofree char *begins = sonde_certificate_dup_day (certificate->begins);
  g_autofree char *ends = sonde_certificate_dup_day (certificate->ends);
  g_autofree char *facts = g_strdup_printf (_ ("Subject: %s\nIssued by: %s\nValid: %s to %s\nSHA-256 fingerprint: %s"),
                                            certificate->subject, certificate->issuer, begins, ends, certificate->fingerprint);

  return g_strdup_printf ("%s\n\n%s", facts,
                          certificate->is_authority
                            ? _ ("Compare the fingerprint with the broker’s owner. Whoever holds the key of this authority can pose as the broker of this connection.")
                            : _ ("Compare the fingerprint with the broker’s owner. When the broker renews its certificate, you will be asked again."));
}

static void
clicked_cb (SondeTrustRow *self)
{
  const SondeCertificate *certificate = sonde_chain_get_to_trust (self->chain);
  g_autofree char        *heading = g_strdup_printf (_ ("Trust “%s”?"), certificate->name);
  g_autofree char        *body = dup_body (certificate);
  GtkWidget              *dialog;
  Question               *question = g_new0 (Question, 1);

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "trust", _ ("_Trust"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  question->row = g_object_ref (self);
  question->subject = g_object_ref (self->subject);
  question->chain = sonde_chain_ref (self->chain);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
sonde_trust_row_dispose (GObject *object)
{
  SondeTrustRow *self = SONDE_TRUST_ROW (object);

  g_clear_object (&self->subject);
  g_clear_pointer (&self->chain, sonde_chain_unref);

  G_OBJECT_CLASS (sonde_trust_row_parent_class)->dispose (object);
}

static void
sonde_trust_row_class_init (SondeTrustRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_trust_row_dispose;

  signals[TRUSTED] = g_signal_new ("trusted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_OBJECT, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-trust-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTrustRow, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
sonde_trust_row_init (SondeTrustRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
tell (SondeTrustRow          *self,
      const SondeCertificate *certificate)
{
  g_autofree char *title = g_strdup_printf (_ ("Trust “%s” for this connection"), certificate->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_button_set_label (self->button, certificate->is_authority ? _ ("Trust this authority") : _ ("Trust this certificate"));
}

void
sonde_trust_row_update (SondeTrustRow *self,
                        GObject       *subject,
                        SondeChain    *chain)
{
  g_return_if_fail (SONDE_IS_TRUST_ROW (self));
  g_return_if_fail (chain == NULL || G_IS_OBJECT (subject));

  g_clear_object (&self->subject);
  g_clear_pointer (&self->chain, sonde_chain_unref);

  if (chain != NULL && sonde_chain_get_to_trust (chain) != NULL)
    {
      self->subject = g_object_ref (subject);
      self->chain = sonde_chain_ref (chain);
      tell (self, sonde_chain_get_to_trust (chain));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->chain != NULL);
}
