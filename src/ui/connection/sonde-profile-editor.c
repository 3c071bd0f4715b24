/* sonde-profile-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-editor"

#include "sonde-profile-editor.h"

#include "sonde-entry-row.h"
#include "sonde-fault-row.h"
#include "sonde-security-group.h"
#include "sonde-spin-row.h"
#include "sonde-switch-row.h"

#include <glib/gi18n.h>

#define MQTT_PORT 1883
#define MQTTS_PORT 8883

struct _SondeProfileEditor
{
  AdwWindow parent_instance;

  GtkWidget     *save_button;
  GtkEditable   *name_row;
  GtkWidget     *local_row;
  GtkEditable   *host_row;
  SondeFaultRow *host_fault;
  SondeSpinRow  *port_row;
  AdwComboRow   *version_row;

  SondeSecurityGroup *security_group;

  GtkEditable    *client_id_row;
  SondeFaultRow  *client_id_fault;
  SondeSwitchRow *clean_start_row;
  SondeSpinRow   *session_expiry_row;
  SondeSpinRow   *keep_alive_row;
  SondeFaultRow  *keep_alive_fault;
  SondeSpinRow   *connect_timeout_row;
  SondeSwitchRow *reconnect_row;
  GtkEditable    *user_name_row;
  GtkEditable    *password_row;
  GtkLabel       *password_note;

  SondeConnections *connections;
  SondeConnection  *connection; /* NULL: a new one */
  SondeProfile     *original;
  GCancellable     *cancellable;
  gboolean          loading;
  gboolean          password_changed;
};

G_DEFINE_FINAL_TYPE (SondeProfileEditor, sonde_profile_editor, ADW_TYPE_WINDOW)

enum
{
  PROP_CONNECTIONS = 1,
  PROP_CONNECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the choices in the template */
static const SondeMqttVersion versions[] = { SONDE_MQTT_5, SONDE_MQTT_3_1_1, SONDE_MQTT_3_1 };

static SondeMqttVersion
get_version (SondeProfileEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->version_row);

  return selected < G_N_ELEMENTS (versions) ? versions[selected] : SONDE_MQTT_5;
}

static void
set_string (char       **field,
            GtkEditable *row)
{
  g_free (*field);
  *field = g_strdup (gtk_editable_get_text (row));
}

static void
set_stripped (char       **field,
              GtkEditable *row)
{
  set_string (field, row);
  g_strstrip (*field);
}

/* What the fields say, with all that they do not show as it was. */
static SondeProfile *
dup_profile (SondeProfileEditor *self)
{
  SondeProfile *profile = sonde_profile_copy (self->original);

  set_stripped (&profile->name, self->name_row);
  set_stripped (&profile->host, self->host_row);
  set_string (&profile->client_id, self->client_id_row);
  set_string (&profile->user_name, self->user_name_row);
  profile->port = sonde_spin_row_get_value (self->port_row);
  profile->version = get_version (self);
  profile->clean_start = sonde_switch_row_get_active (self->clean_start_row);
  profile->session_expiry = sonde_spin_row_get_value (self->session_expiry_row);
  profile->keep_alive = sonde_spin_row_get_value (self->keep_alive_row);
  profile->connect_timeout = sonde_spin_row_get_value (self->connect_timeout_row);
  profile->reconnect = sonde_switch_row_get_active (self->reconnect_row);
  sonde_security_group_save (self->security_group, profile->tls);

  if (*profile->name == '\0')
    {
      g_free (profile->name);
      profile->name = sonde_profile_dup_address (profile);
    }

  return profile;
}

/* A number that is being typed is no value of its row yet. */
static void
take_numbers (SondeProfileEditor *self)
{
  sonde_spin_row_update (self->port_row);
  sonde_spin_row_update (self->session_expiry_row);
  sonde_spin_row_update (self->keep_alive_row);
  sonde_spin_row_update (self->connect_timeout_row);
}

static gboolean
is_changed (SondeProfileEditor *self)
{
  g_autoptr (SondeProfile) profile = dup_profile (self);

  return self->password_changed || sonde_security_group_get_new_passphrase (self->security_group) != NULL ||
         !sonde_profile_equal (profile, self->original);
}

/* "Clean session" of MQTT 3.x became "Clean start" and "Session expiry" in MQTT 5 (5.0, 3.1.2.4 and 3.1.2.11.2). */
static void
update_version (SondeProfileEditor *self)
{
  gboolean is_5 = get_version (self) == SONDE_MQTT_5;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->clean_start_row),
                                 is_5 ? _ ("Clean start") : _ ("Clean session"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->clean_start_row),
                               is_5
                                 ? _ ("The broker forgets an earlier session of this client ID")
                                 : _ ("The broker keeps no subscriptions and messages for this client ID"));
  gtk_widget_set_visible (GTK_WIDGET (self->session_expiry_row), is_5);
}

static void
update (SondeProfileEditor *self)
{
  const char      *host_fault = NULL;
  const char      *client_id_fault;
  const char      *keep_alive_fault;
  g_autofree char *host = NULL;

  if (self->loading)
    return;

  update_version (self);

  host = g_strstrip (g_strdup (gtk_editable_get_text (self->host_row)));
  if (!self->original->local_broker)
    host_fault = sonde_profile_check_host (host);
  client_id_fault = sonde_profile_check_client_id (gtk_editable_get_text (self->client_id_row),
                                                   get_version (self),
                                                   sonde_switch_row_get_active (self->clean_start_row));
  keep_alive_fault = sonde_profile_check_keep_alive (sonde_spin_row_get_value (self->keep_alive_row));

  sonde_fault_row_set_fault (self->host_fault, host_fault);
  sonde_fault_row_set_fault (self->client_id_fault, client_id_fault);
  sonde_fault_row_set_fault (self->keep_alive_fault, keep_alive_fault);
  gtk_widget_set_sensitive (self->save_button,
                            host_fault == NULL && client_id_fault == NULL && keep_alive_fault == NULL);
}

/* The usual ports go with it; any other is the user's own. */
static void
tls_switched_cb (SondeProfileEditor *self)
{
  gboolean use_tls = sonde_security_group_get_use_tls (self->security_group);

  if (sonde_spin_row_get_value (self->port_row) == (use_tls ? MQTT_PORT : MQTTS_PORT))
    sonde_spin_row_set_value (self->port_row, use_tls ? MQTTS_PORT : MQTT_PORT);
}

static char *
format_expiry (SondeProfileEditor *self,
               double              seconds)
{
  guint64 value = seconds;

  if (value == 0)
    return g_strdup (_ ("Seconds; 0: the session ends with the connection"));
  if (value >= SONDE_SESSION_EXPIRY_NEVER)
    return g_strdup (_ ("Seconds; this largest number means that it never ends"));
  if (value >= 2 * 86400)
    return g_strdup_printf (_ ("Seconds the broker keeps the session: about %u days"), (guint) (value / 86400));
  if (value >= 2 * 3600)
    return g_strdup_printf (_ ("Seconds the broker keeps the session: about %u hours"), (guint) (value / 3600));

  return g_strdup (_ ("Seconds the broker keeps the session after the connection ended"));
}

static void
generate_cb (SondeProfileEditor *self)
{
  g_autofree char *client_id = sonde_profile_generate_client_id ();

  gtk_editable_set_text (self->client_id_row, client_id);
}

static void
password_changed_cb (SondeProfileEditor *self)
{
  if (!self->loading)
    self->password_changed = TRUE;
}

static void
notify_lasting_cb (SondeProfileEditor *self)
{
  SondeSecretStore *secrets = sonde_services_get_secrets (sonde_connections_get_services (self->connections));

  gtk_label_set_label (self->password_note,
                       sonde_secret_store_get_lasting (secrets)
                         ? _ ("The password is kept in the keyring of this desktop.")
                         : _ ("The password is kept for this run only: no keyring answers on this desktop."));
}

static void
lookup_password_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (SondeProfileEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  char *password = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  /* What was typed meanwhile is newer. */
  if (password != NULL && !self->password_changed && !g_cancellable_is_cancelled (self->cancellable))
    {
      self->loading = TRUE;
      gtk_editable_set_text (self->password_row, password);
      self->loading = FALSE;
    }

  g_clear_pointer (&password, sonde_secret_free);
}

static void
look_up_password (SondeProfileEditor *self)
{
  SondeSecretStore *secrets = sonde_services_get_secrets (sonde_connections_get_services (self->connections));

  g_signal_connect_object (secrets, "notify::lasting", G_CALLBACK (notify_lasting_cb), self, G_CONNECT_SWAPPED);
  notify_lasting_cb (self);

  if (self->connection != NULL)
    {
      sonde_secret_store_lookup_async (secrets, self->original->id, SONDE_SECRET_PASSWORD, self->cancellable,
                                       lookup_password_cb, g_object_ref (self));
      sonde_security_group_look_up_passphrase (self->security_group, secrets, self->original->id);
    }
}

static void
save (SondeProfileEditor *self)
{
  g_autoptr (SondeProfile) profile = NULL;
  SondeConnection *saved = self->connection;
  const char      *password = self->password_changed ? gtk_editable_get_text (self->password_row) : NULL;

  take_numbers (self);
  update (self);
  if (!gtk_widget_get_sensitive (self->save_button))
    return;

  profile = dup_profile (self);
  if (self->connection != NULL)
    sonde_connections_update (self->connections, self->connection, profile, password);
  else
    saved = sonde_connections_add (self->connections, profile, password);

  if (sonde_security_group_get_new_passphrase (self->security_group) != NULL)
    sonde_connections_save_secret (self->connections, saved, SONDE_SECRET_KEY_PASSPHRASE,
                                   sonde_security_group_get_new_passphrase (self->security_group));

  g_signal_emit (self, signals[SAVED], 0, saved);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
discard_cb (gpointer user_data)
{
  g_autoptr (SondeProfileEditor) self = user_data;

  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (gpointer user_data)
{
  g_autoptr (SondeProfileEditor) self = user_data;

  save (self);
}

/* The question goes with its window: that must not end while the question still answers. */
static void
discard_response_cb (SondeProfileEditor *self,
                     const char         *response)
{
  if (g_strcmp0 (response, "discard") == 0)
    g_idle_add_once (discard_cb, g_object_ref (self));
  else if (g_strcmp0 (response, "save") == 0)
    g_idle_add_once (save_cb, g_object_ref (self));
}

static void
ask_discard (SondeProfileEditor *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self),
                                              _ ("Save the changes?"),
                                              _ ("What you typed is lost when it is not saved."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("Keep editing"),
                                    "discard", _ ("Discard"),
                                    "save", _ ("Save changes"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "save",
                                           gtk_widget_get_sensitive (self->save_button));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
sonde_profile_editor_close_request (GtkWindow *window)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (window);

  take_numbers (self);
  if (is_changed (self))
    {
      ask_discard (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (sonde_profile_editor_parent_class)->close_request (window);
}

static void
load (SondeProfileEditor *self)
{
  const SondeProfile *profile = self->original;
  guint               version = 0;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (versions[i] == profile->version)
      version = i;

  self->loading = TRUE;
  gtk_editable_set_text (self->name_row, self->connection != NULL ? profile->name : "");
  gtk_editable_set_text (self->host_row, profile->host);
  gtk_editable_set_text (self->client_id_row, profile->client_id);
  gtk_editable_set_text (self->user_name_row, profile->user_name);
  sonde_spin_row_set_value (self->port_row, profile->port);
  adw_combo_row_set_selected (self->version_row, version);
  sonde_switch_row_set_active (self->clean_start_row, profile->clean_start);
  sonde_spin_row_set_value (self->session_expiry_row, profile->session_expiry);
  sonde_spin_row_set_value (self->keep_alive_row, profile->keep_alive);
  sonde_spin_row_set_value (self->connect_timeout_row, profile->connect_timeout);
  sonde_switch_row_set_active (self->reconnect_row, profile->reconnect);
  sonde_security_group_load (self->security_group, profile->tls);
  self->loading = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self->security_group), !profile->local_broker);
  gtk_widget_set_visible (self->local_row, profile->local_broker);
  gtk_widget_set_visible (GTK_WIDGET (self->host_row), !profile->local_broker);
  gtk_widget_set_visible (GTK_WIDGET (self->port_row), !profile->local_broker);
}

static void
sonde_profile_editor_constructed (GObject *object)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (object);

  G_OBJECT_CLASS (sonde_profile_editor_parent_class)->constructed (object);

  if (self->connection != NULL)
    self->original = sonde_profile_copy (sonde_connection_get_profile (self->connection));
  else
    self->original = sonde_profile_new ();

  gtk_window_set_title (GTK_WINDOW (self), self->connection != NULL ? _ ("Edit connection") : _ ("Add a connection"));
  load (self);
  update (self);
  look_up_password (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));

  if (self->connection == NULL)
    {
      /* The name an empty field would get is not a change. */
      g_autoptr (SondeProfile) profile = dup_profile (self);

      sonde_profile_free (self->original);
      self->original = g_steal_pointer (&profile);
    }
}

static void
sonde_profile_editor_dispose (GObject *object)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->connections);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_profile_editor_parent_class)->dispose (object);
}

static void
sonde_profile_editor_finalize (GObject *object)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->original, sonde_profile_free);

  G_OBJECT_CLASS (sonde_profile_editor_parent_class)->finalize (object);
}

static void
sonde_profile_editor_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      g_value_set_object (value, self->connections);
      break;

    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_profile_editor_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      self->connections = g_value_dup_object (value);
      break;

    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_profile_editor_class_init (SondeProfileEditorClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->constructed = sonde_profile_editor_constructed;
  object_class->dispose = sonde_profile_editor_dispose;
  object_class->finalize = sonde_profile_editor_finalize;
  object_class->get_property = sonde_profile_editor_get_property;
  object_class->set_property = sonde_profile_editor_set_property;
  window_class->close_request = sonde_profile_editor_close_request;

  properties[PROP_CONNECTIONS] =
    g_param_spec_object ("connections", NULL, NULL, SONDE_TYPE_CONNECTIONS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SAVED] =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, SONDE_TYPE_CONNECTION);

  g_type_ensure (SONDE_TYPE_ENTRY_ROW);
  g_type_ensure (SONDE_TYPE_FAULT_ROW);
  g_type_ensure (SONDE_TYPE_SECURITY_GROUP);
  g_type_ensure (SONDE_TYPE_SPIN_ROW);
  g_type_ensure (SONDE_TYPE_SWITCH_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-profile-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, local_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, host_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, host_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, port_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, version_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, security_group);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, client_id_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, client_id_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, clean_start_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, session_expiry_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, keep_alive_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, keep_alive_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, connect_timeout_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, reconnect_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, user_name_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, password_row);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, password_note);
  gtk_widget_class_bind_template_callback (widget_class, format_expiry);
  gtk_widget_class_bind_template_callback (widget_class, generate_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save);
  gtk_widget_class_bind_template_callback (widget_class, tls_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_profile_editor_init (SondeProfileEditor *self)
{
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loading = FALSE;
}

SondeProfileEditor *
sonde_profile_editor_new (GtkWindow        *parent,
                          SondeConnections *connections,
                          SondeConnection  *connection)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection), NULL);

  return g_object_new (SONDE_TYPE_PROFILE_EDITOR,
                       "transient-for", parent,
                       "connections", connections,
                       "connection", connection,
                       NULL);
}
