/* sonde-profile-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-editor"

#include "sonde-profile-editor.h"

#include "sonde-editor-secrets.h"
#include "sonde-general-page.h"
#include "sonde-network-page.h"
#include "sonde-page-row.h"
#include "sonde-security-page.h"
#include "sonde-session-page.h"
#include "sonde-trial-panel.h"
#include "sonde-will-page.h"

#include <glib/gi18n.h>

struct _SondeProfileEditor
{
  AdwWindow parent_instance;

  GtkWidget         *save_button;
  GtkListBox        *page_list;
  GtkWidget         *pages_box;
  SondeGeneralPage  *general_page;
  SondeSecurityPage *security_page;
  SondeTrialPanel   *trial_panel;

  SondeConnections   *connections;
  SondeConnection    *connection; /* NULL: a new one */
  SondeProfile       *original;
  SondeEditorSecrets *secrets;
  GtkWindow          *question; /* weak: whether to save */
  gboolean            touched;  /* since it was opened */
  gboolean            updating;
  gboolean            stale; /* changed by the update itself */
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

/* ---- The pages ---- */

static SondePageRow *
get_row (SondeProfileEditor *self,
         guint               position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->page_list, position);

  return row != NULL ? SONDE_PAGE_ROW (row) : NULL;
}

static SondeEditorPage *
get_page (SondeProfileEditor *self,
          guint               position)
{
  SondePageRow *row = get_row (self, position);

  return row != NULL ? sonde_page_row_get_page (row) : NULL;
}

static void
add_rows (SondeProfileEditor *self)
{
  for (GtkWidget *page = gtk_widget_get_first_child (self->pages_box); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    {
      gtk_list_box_append (self->page_list, GTK_WIDGET (sonde_page_row_new (SONDE_EDITOR_PAGE (page))));
      gtk_widget_set_hexpand (page, TRUE);
    }
}

/* Only the page that is shown is there for a screen reader: so this is no stack. In GTK 4.18 none
 * is selected at last, when the list goes. */
static void
row_selected_cb (SondeProfileEditor *self,
                 SondePageRow       *selected)
{
  SondeEditorPage *page;

  for (guint i = 0; selected != NULL && (page = get_page (self, i)) != NULL; i++)
    gtk_widget_set_visible (GTK_WIDGET (page), selected == get_row (self, i));
}

static void
show_page (SondeProfileEditor *self,
           guint               position)
{
  SondePageRow *row = get_row (self, position);

  if (row != NULL && gtk_widget_get_visible (GTK_WIDGET (row)))
    gtk_list_box_select_row (self->page_list, GTK_LIST_BOX_ROW (row));
}

/* What the fields say, with all that they do not show as it was. */
static SondeProfile *
dup_profile (SondeProfileEditor *self)
{
  SondeProfile    *profile = sonde_profile_copy (self->original);
  SondeEditorPage *page;

  for (guint i = 0; (page = get_page (self, i)) != NULL; i++)
    sonde_editor_page_save (page, profile);

  if (*profile->name == '\0')
    {
      g_free (profile->name);
      profile->name = sonde_profile_dup_address (profile);
    }
  return profile;
}

static void
mark_faults (SondeProfileEditor *self)
{
  SondeEditorPage *page;

  for (guint i = 0; (page = get_page (self, i)) != NULL; i++)
    sonde_page_row_set_faulty (get_row (self, i), sonde_editor_page_find_fault (page) != NULL);
}

/* A page may itself change a field by what another says: a new port for TLS. */
static void
update (SondeProfileEditor *self)
{
  self->stale = TRUE;
  if (self->updating)
    return;

  self->updating = TRUE;
  while (self->stale)
    {
      g_autoptr (SondeProfile) typed = dup_profile (self);
      SondeEditorPage *page;

      self->stale = FALSE;
      for (guint i = 0; (page = get_page (self, i)) != NULL; i++)
        sonde_editor_page_update (page, typed);
    }
  self->updating = FALSE;
  mark_faults (self);
}

static void
changed_cb (SondeProfileEditor *self)
{
  self->touched = TRUE;
  sonde_trial_panel_mark_stale (self->trial_panel);
  update (self);
}

/* Returns: whether there was one, which then has the focus. */
static gboolean
go_to_fault (SondeProfileEditor *self)
{
  SondeEditorPage *page;

  for (guint i = 0; (page = get_page (self, i)) != NULL; i++)
    {
      GtkWidget *field = sonde_editor_page_find_fault (page);

      if (field == NULL)
        continue;

      show_page (self, i);
      gtk_widget_grab_focus (field);
      return TRUE;
    }
  return FALSE;
}

static gboolean
has_fault (SondeProfileEditor *self)
{
  SondeEditorPage *page;

  for (guint i = 0; (page = get_page (self, i)) != NULL; i++)
    if (sonde_editor_page_find_fault (page) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
is_changed (SondeProfileEditor *self)
{
  g_autoptr (SondeProfile) profile = dup_profile (self);

  return sonde_editor_secrets_is_changed (self->secrets) || !sonde_profile_equal (profile, self->original) ||
         (self->touched && has_fault (self));
}

/* ---- Secrets ---- */

static void
notify_lasting_cb (SondeProfileEditor *self)
{
  SondeSecretStore *store = sonde_services_get_secrets (sonde_connections_get_services (self->connections));

  sonde_general_page_set_lasting (self->general_page, sonde_secret_store_get_lasting (store));
}

static void
look_up_secrets (SondeProfileEditor *self)
{
  SondeSecretStore *store = sonde_services_get_secrets (sonde_connections_get_services (self->connections));
  SondeEditorPage  *page;

  self->secrets = sonde_editor_secrets_new (store);
  for (guint i = 0; (page = get_page (self, i)) != NULL; i++)
    for (const char *const *purpose = sonde_secret_purposes; *purpose != NULL; purpose++)
      {
        GtkEditable *row = sonde_editor_page_get_secret_row (page, *purpose);

        if (row != NULL)
          sonde_editor_secrets_add (self->secrets, *purpose, row);
      }

  g_signal_connect_object (store, "notify::lasting", G_CALLBACK (notify_lasting_cb), self, G_CONNECT_SWAPPED);
  notify_lasting_cb (self);
  if (self->connection != NULL)
    sonde_editor_secrets_look_up (self->secrets, self->original->id);
}

/* ---- Save, test, close ---- */

static void
save_secrets (SondeProfileEditor *self,
              SondeConnection    *saved)
{
  for (const char *const *purpose = sonde_secret_purposes; *purpose != NULL; purpose++)
    {
      const char *typed = sonde_editor_secrets_get_typed (self->secrets, *purpose);

      /* The password went with the profile. */
      if (typed != NULL && !g_str_equal (*purpose, SONDE_SECRET_PASSWORD))
        sonde_connections_save_secret (self->connections, saved, *purpose, typed);
    }
}

static void
save (SondeProfileEditor *self)
{
  g_autoptr (SondeProfile) profile = NULL;
  SondeConnection *saved = self->connection;
  const char      *password = sonde_editor_secrets_get_typed (self->secrets, SONDE_SECRET_PASSWORD);

  if (go_to_fault (self))
    return;

  profile = dup_profile (self);
  if (self->connection != NULL)
    sonde_connections_update (self->connections, self->connection, profile, password);
  else
    saved = sonde_connections_add (self->connections, profile, password);
  save_secrets (self, saved);

  g_signal_emit (self, signals[SAVED], 0, saved);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  save (SONDE_PROFILE_EDITOR (widget));
}

static void
test_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (widget);
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (SondeTrial) trial = NULL;
  const SondeProfile *kept = self->connection != NULL ? sonde_connection_get_profile (self->connection) : NULL;
  gboolean            in_use = self->connection != NULL && sonde_connection_get_state (self->connection) != SONDE_STATE_IDLE;

  if (go_to_fault (self))
    return;

  profile = dup_profile (self);
  trial = sonde_trial_new (sonde_connections_get_services (self->connections), profile,
                           sonde_trial_choose_id (profile, kept, in_use));
  for (const char *const *purpose = sonde_secret_purposes; *purpose != NULL; purpose++)
    {
      const char *typed = sonde_editor_secrets_get_typed (self->secrets, *purpose);

      if (typed != NULL)
        sonde_trial_set_secret (trial, *purpose, typed);
    }
  sonde_trial_panel_run (self->trial_panel, trial);
}

static void
trusted_cb (SondeProfileEditor *self,
            SondeChain         *chain)
{
  sonde_security_page_trust (self->security_page, sonde_chain_get_to_trust (chain));
  gtk_widget_activate_action (GTK_WIDGET (self), "editor.test", NULL);
}

static void
show_page_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (widget);
  guint               position = g_variant_get_int32 (parameter);

  /* To its first field, from wherever the focus was. */
  show_page (self, position);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_child_focus (GTK_WIDGET (get_page (self, position)), GTK_DIR_TAB_FORWARD);
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
  GtkWidget *dialog;

  if (self->question != NULL)
    {
      gtk_window_present (self->question);
      return;
    }

  dialog = adw_message_dialog_new (GTK_WINDOW (self),
                                   _ ("Save the changes?"),
                                   _ ("What you typed is lost when it is not saved."));
  g_set_weak_pointer (&self->question, GTK_WINDOW (dialog));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("Keep editing"),
                                    "discard", _ ("Discard"),
                                    "save", _ ("Save changes"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
sonde_profile_editor_close_request (GtkWindow *window)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (window);

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
  SondeEditorPage *page;

  for (guint i = 0; (page = get_page (self, i)) != NULL; i++)
    {
      sonde_editor_page_load (page, self->original);
      g_signal_connect_object (page, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "faults-changed", G_CALLBACK (mark_faults), self, G_CONNECT_SWAPPED);

      /* Sonde's own broker is on this computer: it needs none of it. */
      if (SONDE_IS_SECURITY_PAGE (page) && self->original->local_broker)
        gtk_widget_set_visible (GTK_WIDGET (get_row (self, i)), FALSE);
    }
  g_object_bind_property (sonde_security_page_get_tls_row (self->security_page), "active",
                          sonde_general_page_get_tls_row (self->general_page), "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
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
  add_rows (self);
  load (self);
  look_up_secrets (self);
  update (self);
  self->touched = FALSE;
  show_page (self, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->general_page));

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

  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->secrets);
  g_clear_object (&self->connections);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_profile_editor_parent_class)->dispose (object);
}

static void
sonde_profile_editor_finalize (GObject *object)
{
  SondeProfileEditor *self = SONDE_PROFILE_EDITOR (object);

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

  g_type_ensure (SONDE_TYPE_GENERAL_PAGE);
  g_type_ensure (SONDE_TYPE_NETWORK_PAGE);
  g_type_ensure (SONDE_TYPE_SECURITY_PAGE);
  g_type_ensure (SONDE_TYPE_SESSION_PAGE);
  g_type_ensure (SONDE_TYPE_TRIAL_PANEL);
  g_type_ensure (SONDE_TYPE_WILL_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/editor/sonde-profile-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, page_list);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, pages_box);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, general_page);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, security_page);
  gtk_widget_class_bind_template_child (widget_class, SondeProfileEditor, trial_panel);
  gtk_widget_class_bind_template_callback (widget_class, trusted_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);

  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "editor.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "editor.show-page", "i", show_page_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "editor.save", NULL);
  for (guint i = 0; i < 5; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "editor.show-page", "i", i);
}

static void
sonde_profile_editor_init (SondeProfileEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
