/* sonde-emqx-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-window"

#include "sonde-emqx-window.h"

#include "sonde-emqx-clients-view.h"
#include "sonde-emqx-form.h"
#include "sonde-sys-card.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#define REFRESH_SECONDS 5
#define MAX_CHARS 80

struct _SondeEmqxWindow
{
  AdwWindow parent_instance;

  GtkStack             *stack;
  GtkWidget            *key_button;
  GtkWidget            *forget_button;
  SondeEmqxForm        *form;
  GtkLabel             *fault_label;
  SondeSysCard         *nodes_card;
  SondeSysCard         *clients_card;
  SondeSysCard         *subscriptions_card;
  SondeSysCard         *in_card;
  SondeSysCard         *out_card;
  SondeEmqxClientsView *clients_view;

  SondeConnection *connection;
  SondeEmqxApi    *api;
  SondeEmqxKey    *tried; /* not known to be good yet */
  gboolean         kept;  /* there is one to forget, be it good or not */
  GCancellable    *cancellable;
  guint            refresh_source;
};

G_DEFINE_FINAL_TYPE (SondeEmqxWindow, sonde_emqx_window, ADW_TYPE_WINDOW)

static char *
format_figure (gint64 figure)
{
  return figure >= 0 ? sonde_format_count (figure) : g_strdup ("");
}

static char *
format_rate (double rate)
{
  g_autofree char *text = NULL;

  if (rate < 0)
    return g_strdup ("");

  text = sonde_format_rate (rate);
  return g_strdup (*text != '\0' ? text : "0/s");
}

/* "2", "emqx@10.0.0.1 5.8.1, running; …" */
static void
show_nodes (SondeEmqxWindow         *self,
            const SondeEmqxOverview *overview)
{
  g_autofree char *count = sonde_format_count (overview->nodes->len);
  g_autoptr (GString) detail = g_string_new (NULL);

  for (guint i = 0; i < overview->nodes->len && detail->len < MAX_CHARS * 4; i++)
    {
      const SondeEmqxNode *node = g_ptr_array_index (overview->nodes, i);
      g_autofree char     *text = g_strdup_printf ("%s %s %s", node->name, node->version, node->status);
      g_autofree char     *line = sonde_format_line (text, MAX_CHARS);

      g_string_append_printf (detail, "%s%s", i > 0 ? "; " : "", line);
    }
  sonde_sys_card_set (self->nodes_card, count, detail->str);
}

static void
show_overview (SondeEmqxWindow         *self,
               const SondeEmqxOverview *overview)
{
  g_autofree char *clients = format_figure (overview->clients);
  g_autofree char *sessions = format_figure (overview->sessions);
  g_autofree char *of = overview->sessions >= 0 ? g_strdup_printf (_ ("of %s"), sessions) : g_strdup ("");
  g_autofree char *subscriptions = format_figure (overview->subscriptions);
  g_autofree char *retained = format_figure (overview->retained);
  g_autofree char *kept = overview->retained >= 0 ? g_strdup_printf (_ ("%s retained messages"), retained) : g_strdup ("");
  g_autofree char *in = format_rate (overview->received);
  g_autofree char *out = format_rate (overview->sent);

  show_nodes (self, overview);
  sonde_sys_card_set (self->clients_card, clients, of);
  sonde_sys_card_set (self->subscriptions_card, subscriptions, kept);
  sonde_sys_card_set (self->in_card, in, "");
  sonde_sys_card_set (self->out_card, out, "");
}

/* What a stack has left keeps its extents for a screen reader unless it is hidden too. */
static void
show_child (SondeEmqxWindow *self,
            const char      *name)
{
  GtkWidget *shown = gtk_stack_get_child_by_name (self->stack, name);

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->stack, shown);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == shown);
  gtk_widget_set_visible (self->key_button, g_str_equal (name, "content"));
  gtk_widget_set_visible (self->forget_button, g_str_equal (name, "form") && self->kept);
}

static void
show_fault (SondeEmqxWindow *self,
            const char      *fault)
{
  gtk_label_set_label (self->fault_label, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault_label), fault != NULL);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SondeEmqxWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean lasting;
  gboolean saved = sonde_emqx_key_save_finish (result, &lasting, &error);

  /* Closed meanwhile */
  if (self->connection == NULL)
    return;

  if (saved)
    sonde_emqx_form_set_lasting (self->form, lasting);
  else
    sonde_emqx_form_set_fault (self->form, error->message);
}

/* The key was tried for the first time: it is good, and kept, or the form says what is wrong. */
static void
end_trial (SondeEmqxWindow *self,
           const char      *fault)
{
  g_autoptr (SondeEmqxKey) key = g_steal_pointer (&self->tried);

  sonde_emqx_form_set_busy (self->form, FALSE);
  sonde_emqx_form_set_fault (self->form, fault);
  if (fault != NULL)
    {
      g_clear_object (&self->api);
      show_child (self, "form");
      return;
    }

  self->kept = TRUE;
  sonde_emqx_key_save_async (self->connection, key, saved_cb, g_object_ref (self));
  sonde_emqx_clients_view_set_api (self->clients_view, self->api);
  show_child (self, "content");
}

static void
overview_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SondeEmqxWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeEmqxOverview) overview =
    sonde_emqx_api_get_overview_finish (SONDE_EMQX_API (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (overview != NULL)
    show_overview (self, overview);
  g_clear_object (&self->cancellable);
  if (self->tried != NULL)
    end_trial (self, error != NULL ? error->message : NULL);
  else
    show_fault (self, error != NULL ? error->message : NULL);
}

static void
ask (SondeEmqxWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  sonde_emqx_api_get_overview_async (self->api, self->cancellable, overview_cb, g_object_ref (self));
}

static void
try_key (SondeEmqxWindow *self)
{
  sonde_emqx_form_set_busy (self->form, TRUE);
  g_clear_object (&self->api);
  g_clear_pointer (&self->tried, sonde_emqx_key_free);
  self->tried = sonde_emqx_form_dup_key (self->form);
  self->api = sonde_emqx_api_new (self->tried->address, self->tried->key, self->tried->secret);
  ask (self);
}

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeEmqxWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeEmqxKey) key = sonde_emqx_key_lookup_finish (result, &error);

  if (self->connection == NULL)
    return;

  if (key == NULL)
    {
      sonde_emqx_form_set_fault (self->form, error != NULL ? error->message : NULL);
      show_child (self, "form");
      return;
    }

  self->kept = TRUE;
  sonde_emqx_form_set_key (self->form, key);
  try_key (self);
}

/* What is asked already is left to its answer, or to its time limit, which is longer: an EMQX that
 * does not answer would else never be said to. */
static gboolean
refresh_cb (gpointer user_data)
{
  SondeEmqxWindow *self = user_data;
  GtkWidget       *content = gtk_stack_get_child_by_name (self->stack, "content");

  if (self->api == NULL || self->tried != NULL || gtk_stack_get_visible_child (self->stack) != content)
    return G_SOURCE_CONTINUE;

  if (self->cancellable == NULL)
    ask (self);
  if (!sonde_emqx_clients_view_is_listing (self->clients_view))
    sonde_emqx_clients_view_refresh (self->clients_view);

  return G_SOURCE_CONTINUE;
}

static void
lasting_cb (SondeSecretStore *store,
            GParamSpec       *pspec,
            SondeEmqxWindow  *self)
{
  sonde_emqx_form_set_lasting (self->form, sonde_secret_store_get_lasting (store));
}

static void
key_cb (SondeEmqxWindow *self)
{
  show_child (self, "form");
}

static void
forget_cb (SondeEmqxWindow *self)
{
  g_autoptr (SondeEmqxKey) none = sonde_emqx_key_new ("", "", "");

  /* One that is being tried is not to be kept after all. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tried, sonde_emqx_key_free);
  sonde_emqx_form_set_busy (self->form, FALSE);

  sonde_emqx_form_set_key (self->form, none);
  sonde_emqx_form_set_fault (self->form, NULL);
  self->kept = FALSE;
  sonde_emqx_key_save_async (self->connection, NULL, saved_cb, g_object_ref (self));
  g_clear_object (&self->api);
  sonde_emqx_clients_view_set_api (self->clients_view, NULL);
  show_child (self, "form");
}

static void
sonde_emqx_window_dispose (GObject *object)
{
  SondeEmqxWindow *self = SONDE_EMQX_WINDOW (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->tried, sonde_emqx_key_free);

  G_OBJECT_CLASS (sonde_emqx_window_parent_class)->dispose (object);
}

static void
sonde_emqx_window_class_init (SondeEmqxWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_emqx_window_dispose;

  g_type_ensure (SONDE_TYPE_EMQX_CLIENTS_VIEW);
  g_type_ensure (SONDE_TYPE_EMQX_FORM);
  g_type_ensure (SONDE_TYPE_SYS_CARD);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-emqx-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, key_button);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, forget_button);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, form);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, fault_label);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, nodes_card);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, clients_card);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, subscriptions_card);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, in_card);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, out_card);
  gtk_widget_class_bind_template_child (widget_class, SondeEmqxWindow, clients_view);
  gtk_widget_class_bind_template_callback (widget_class, try_key);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_emqx_window_init (SondeEmqxWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->refresh_source = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
}

GtkWidget *
sonde_emqx_window_new (GtkWindow       *parent,
                       SondeConnection *connection)
{
  SondeEmqxWindow  *self;
  SondeSecretStore *store;
  g_autofree char  *title = NULL;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  /* Translators: %s is the name of a connection */
  title = g_strdup_printf (_ ("EMQX of “%s”"), sonde_connection_get_name (connection));
  self = g_object_new (SONDE_TYPE_EMQX_WINDOW, "transient-for", parent, "title", title, NULL);
  self->connection = g_object_ref (connection);
  store = sonde_services_get_secrets (sonde_connection_get_services (connection));
  g_signal_connect_object (store, "notify::lasting", G_CALLBACK (lasting_cb), self, 0);
  lasting_cb (store, NULL, self);
  sonde_emqx_key_lookup_async (connection, NULL, lookup_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
