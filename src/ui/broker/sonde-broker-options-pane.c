/* sonde-broker-options-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-options-pane"

#include "sonde-broker-options-pane.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <sonde-broker-addresses.h>
#include <sonde-own-broker.h>

#include <glib/gi18n.h>

struct _SondeBrokerOptionsPane
{
  GtkBox parent_instance;

  SondeSpinRow   *port_row;
  SondeSwitchRow *beyond_row;
  GtkWidget      *warning_row;
  SondeSwitchRow *require_row;
  GtkEditable    *user_row;
  SondeFaultRow  *user_fault;
  GtkEditable    *password_row;
  SondeFaultRow  *password_fault;
  GtkLabel       *password_note;
  SondeSwitchRow *tls_row;
  GtkWidget      *ca_row;
  SondeSwitchRow *persistence_row;
  SondeSwitchRow *packets_row;
  GtkWidget      *rows; /* all of them */
  GtkLabel       *note;
  GtkWidget      *revert_button;
  GtkWidget      *apply_button;

  SondeServices        *services;
  GtkFileChooserNative *dialog;
  gboolean              loading;
  gboolean              applying;
};

G_DEFINE_FINAL_TYPE (SondeBrokerOptionsPane, sonde_broker_options_pane, GTK_TYPE_BOX)

static SondeLocalBroker *
get_broker (SondeBrokerOptionsPane *self)
{
  return sonde_services_get_local_broker (self->services);
}

/* ---- What is typed ---- */

static SondeBrokerOptions *
dup_typed (SondeBrokerOptionsPane *self)
{
  SondeBrokerOptions *options = sonde_broker_options_copy (sonde_local_broker_get_options (get_broker (self)));

  options->port = CLAMP (sonde_spin_row_get_value (self->port_row), 0, G_MAXUINT16);
  options->beyond_loopback = sonde_switch_row_get_active (self->beyond_row);
  options->require_password = sonde_switch_row_get_active (self->require_row);
  options->use_tls = sonde_switch_row_get_active (self->tls_row);
  options->persistence = sonde_switch_row_get_active (self->persistence_row);
  options->log_packets = sonde_switch_row_get_active (self->packets_row);

  /* What is not asked for stays as it was. */
  if (options->require_password)
    {
      g_free (options->user_name);
      options->user_name = g_strdup (gtk_editable_get_text (self->user_row));
    }

  return options;
}

/* %NULL: as it was */
static const char *
get_password (SondeBrokerOptionsPane *self)
{
  const char *password = gtk_editable_get_text (self->password_row);

  return sonde_switch_row_get_active (self->require_row) && *password != '\0' ? password : NULL;
}

static const char *
check_password (SondeBrokerOptionsPane   *self,
                const SondeBrokerOptions *typed)
{
  const char *password = gtk_editable_get_text (self->password_row);

  if (*password == '\0' && *typed->password_hash != '\0')
    return NULL;

  return sonde_broker_options_check_password (password);
}

static void
show_warning (SondeBrokerOptionsPane   *self,
              const SondeBrokerOptions *typed)
{
  g_auto (GStrv) addresses = NULL;
  g_autofree char *list = NULL;
  g_autofree char *subtitle = NULL;

  gtk_widget_set_visible (self->warning_row, typed->beyond_loopback);
  if (!typed->beyond_loopback)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->warning_row),
                                 typed->require_password
                                   ? _ ("Other computers of your network can reach the broker")
                                   : _ ("Anyone on your network can connect, read and publish"));
  addresses = sonde_broker_list_addresses ();
  list = g_strjoinv (", ", addresses);
  if (*list == '\0')
    subtitle = g_strdup (_ ("This computer has no address on a network now."));
  else
    /* Translators: a list of addresses */
    subtitle = g_strdup_printf (_ ("At port %u of %s."), typed->port, list);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->warning_row), subtitle);
}

static void
show_note (SondeBrokerOptionsPane *self,
           gboolean                changed)
{
  const char *note = "";

  if (sonde_local_broker_get_phase (get_broker (self)) == SONDE_LOCAL_BROKER_RESTARTING)
    note = _ ("Restarting…");
  else if (self->applying)
    note = _ ("Applying…");
  else if (changed && sonde_local_broker_get_running (get_broker (self)))
    note = _ ("Apply starts the broker anew: its clients are disconnected for a moment.");
  else if (changed)
    note = _ ("Not applied yet.");
  gtk_label_set_label (self->note, note);
}

static void
update (SondeBrokerOptionsPane *self)
{
  g_autoptr (SondeBrokerOptions) typed = NULL;
  const SondeBrokerOptions *options;
  gboolean                  changed;

  if (self->loading)
    return;

  typed = dup_typed (self);
  options = sonde_local_broker_get_options (get_broker (self));
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), typed->require_password);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), typed->require_password);
  gtk_widget_set_visible (GTK_WIDGET (self->password_note), typed->require_password);
  sonde_fault_row_set_fault (self->user_fault, sonde_broker_options_check_user_name (typed->user_name));
  sonde_fault_row_set_fault (self->password_fault, check_password (self, typed));
  show_warning (self, typed);
  gtk_widget_set_visible (self->ca_row, options->use_tls);

  changed = !sonde_broker_options_equal (typed, options) || get_password (self) != NULL ||
            sonde_spin_row_get_fault (self->port_row) != NULL;
  show_note (self, changed);
  gtk_widget_set_sensitive (self->rows, !self->applying);
  gtk_widget_set_sensitive (self->revert_button, changed && !self->applying);
  gtk_widget_set_sensitive (self->apply_button, changed && !self->applying);
}

static void
load (SondeBrokerOptionsPane *self)
{
  const SondeBrokerOptions *options = sonde_local_broker_get_options (get_broker (self));

  self->loading = TRUE;
  sonde_spin_row_set_value (self->port_row, options->port);
  sonde_switch_row_set_active (self->beyond_row, options->beyond_loopback);
  sonde_switch_row_set_active (self->require_row, options->require_password);
  gtk_editable_set_text (self->user_row, options->user_name);
  gtk_editable_set_text (self->password_row, "");
  sonde_switch_row_set_active (self->tls_row, options->use_tls);
  sonde_switch_row_set_active (self->persistence_row, options->persistence);
  sonde_switch_row_set_active (self->packets_row, options->log_packets);
  g_object_set (self->password_row, "placeholder-text", *options->password_hash != '\0' ? _ ("As before") : "", NULL);
  self->loading = FALSE;
  update (self);
}

static void
notify_lasting_cb (SondeBrokerOptionsPane *self)
{
  gboolean lasting = sonde_secret_store_get_lasting (sonde_services_get_secrets (self->services));

  gtk_label_set_label (self->password_note,
                       lasting
                         ? _ ("Sonde keeps the password in the keyring of this desktop; the broker gets a hash of it.")
                         : _ ("Sonde keeps the password for this run only, as no keyring answers on this desktop; the broker gets a hash of it."));
}

/* ---- What is done ---- */

static void
tell (SondeBrokerOptionsPane *self,
      const char             *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

static void
applied_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SondeBrokerOptionsPane) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean applied = sonde_own_broker_apply_finish (result, &error);

  self->applying = FALSE;
  if (self->services == NULL)
    return;

  /* What was written is loaded by now; when it was not, what was typed stays. */
  update (self);
  tell (self, applied ? _ ("Options applied") : error->message);
}

static void
apply_cb (SondeBrokerOptionsPane *self)
{
  g_autoptr (SondeBrokerOptions) typed = dup_typed (self);
  GtkWidget *fault = sonde_fault_row_find_field (GTK_WIDGET (self));

  if (fault != NULL)
    {
      gtk_widget_grab_focus (fault);
      return;
    }

  self->applying = TRUE;
  update (self);
  sonde_own_broker_apply_async (self->services, typed, get_password (self), applied_cb, g_object_ref (self));
}

static void
forgotten_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SondeBrokerOptionsPane) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean forgotten = sonde_local_broker_forget_finish (SONDE_LOCAL_BROKER (object), result, &error);

  tell (self, forgotten ? _ ("Kept messages and sessions deleted") : error->message);
}

static void
forget_response_cb (SondeBrokerOptionsPane *self,
                    const char             *response)
{
  if (g_strcmp0 (response, "delete") == 0)
    sonde_local_broker_forget_async (get_broker (self), NULL, forgotten_cb, g_object_ref (self));
}

static void
forget_cb (SondeBrokerOptionsPane *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Delete kept messages and sessions?"),
                                              _ ("The local broker forgets all retained messages, all sessions, and what it keeps "
                                                 "for clients that are away. This cannot be undone. When it runs, it starts anew."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    "delete", _ ("_Delete"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (forget_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
copied_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeBrokerOptionsPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (g_file_copy_finish (G_FILE (object), result, &error))
    sentence = g_strdup (_ ("CA certificate exported"));
  else
    sentence = g_strdup_printf (_ ("The CA certificate could not be exported: %s"), error->message);
  tell (self, sentence);
}

static void
export_response_cb (SondeBrokerOptionsPane *self,
                    int                     response)
{
  g_autofree char *path = sonde_local_broker_dup_ca_path (get_broker (self));
  g_autoptr (GFile) source = g_file_new_for_path (path);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) target = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->dialog));

      /* As new files are: for all to read, unlike the one it is a copy of. */
      g_file_copy_async (source, target, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT,
                         NULL, NULL, NULL, copied_cb, g_object_ref (self));
    }
  g_clear_object (&self->dialog);
}

static void
export_cb (SondeBrokerOptionsPane *self)
{
  if (self->dialog != NULL)
    return;

  self->dialog = gtk_file_chooser_native_new (_ ("Export CA certificate"),
                                              GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), "sonde-ca.pem");
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (export_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

static void
sonde_broker_options_pane_dispose (GObject *object)
{
  SondeBrokerOptionsPane *self = SONDE_BROKER_OPTIONS_PANE (object);

  g_clear_object (&self->dialog);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (sonde_broker_options_pane_parent_class)->dispose (object);
}

static void
sonde_broker_options_pane_class_init (SondeBrokerOptionsPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_broker_options_pane_dispose;

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-broker-options-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, port_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, beyond_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, warning_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, require_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, user_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, user_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, password_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, password_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, password_note);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, tls_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, ca_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, persistence_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, packets_row);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, rows);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, note);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, revert_button);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerOptionsPane, apply_button);
  gtk_widget_class_bind_template_callback_full (widget_class, "changed_cb", G_CALLBACK (update));
  gtk_widget_class_bind_template_callback_full (widget_class, "revert_cb", G_CALLBACK (load));
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
}

static void
sonde_broker_options_pane_init (SondeBrokerOptionsPane *self)
{
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_broker_options_pane_set_services (SondeBrokerOptionsPane *self,
                                        SondeServices          *services)
{
  g_return_if_fail (SONDE_IS_BROKER_OPTIONS_PANE (self));
  g_return_if_fail (SONDE_IS_SERVICES (services));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  g_signal_connect_object (get_broker (self), "notify::options", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_broker (self), "notify::phase", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sonde_services_get_secrets (services), "notify::lasting", G_CALLBACK (notify_lasting_cb), self,
                           G_CONNECT_SWAPPED);
  notify_lasting_cb (self);
  load (self);
}
