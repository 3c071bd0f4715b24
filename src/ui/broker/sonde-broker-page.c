/* sonde-broker-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-page"

#include "sonde-broker-page.h"

#include "sonde-broker-log-pane.h"
#include "sonde-broker-options-pane.h"
#include "sonde-client-list.h"
#include "sonde-sys-dashboard.h"

#include <sonde-own-broker.h>

#include <glib/gi18n.h>

struct _SondeBrokerPage
{
  GtkBox parent_instance;

  GtkWidget              *own_box;
  GtkWidget              *dot;
  GtkLabel               *title;
  GtkLabel               *subtitle;
  GtkWidget              *start_button;
  GtkWidget              *stop_button;
  GtkLabel               *fault;
  GtkToggleButton        *overview_button;
  SondeClientList        *client_list;
  SondeBrokerLogPane     *log_pane;
  SondeBrokerOptionsPane *options_pane;
  GtkWidget              *dashboard;

  SondeConnection  *connection;
  GSignalGroup     *signals;
  SondeLocalBroker *broker; /* once there was a connection */
};

G_DEFINE_FINAL_TYPE (SondeBrokerPage, sonde_broker_page, GTK_TYPE_BOX)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_fault (SondeBrokerPage *self,
           const char      *fault)
{
  gtk_label_set_label (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
}

/* How and by whom it may be reached. */
static char *
describe_access (const SondeBrokerOptions *options,
                 guint16                   port)
{
  GString *text = g_string_new (options->beyond_loopback ? _ ("Other computers can reach it, too") : _ ("From this computer only"));

  if (options->require_password)
    /* Translators: follows “From this computer only”; %s is a user name */
    g_string_append_printf (text, _ (", as the user “%s”"), options->user_name);
  if (options->use_tls)
    g_string_append (text, _ (", with TLS"));
  g_string_append (text, C_ ("end of a sentence", "."));
  if (port != options->port)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("Another program has port %u."), options->port);
    }

  return g_string_free (text, FALSE);
}

static const char *
describe_phase (SondeLocalBrokerPhase phase)
{
  switch (phase)
    {
    case SONDE_LOCAL_BROKER_STARTING:
      return _ ("The local broker is starting…");

    case SONDE_LOCAL_BROKER_STOPPING:
      return _ ("The local broker is stopping…");

    case SONDE_LOCAL_BROKER_RESTARTING:
      return _ ("The local broker is restarting…");

    case SONDE_LOCAL_BROKER_STOPPED:
    case SONDE_LOCAL_BROKER_RUNNING:
    default:
      return _ ("The local broker does not run");
    }
}

static void
update_state (SondeBrokerPage *self)
{
  SondeLocalBrokerPhase phase = sonde_local_broker_get_phase (self->broker);
  guint16               port = sonde_local_broker_get_port (self->broker);
  gboolean              running = port != 0;
  g_autofree char      *title = NULL;
  g_autofree char      *subtitle = NULL;

  if (running)
    {
      title = g_strdup_printf (_ ("The local broker runs at 127.0.0.1:%u"), port);
      subtitle = describe_access (sonde_local_broker_get_options (self->broker), port);
      gtk_widget_add_css_class (self->dot, "online");
      set_fault (self, NULL);
    }
  else
    {
      title = g_strdup (describe_phase (phase));
      subtitle = g_strdup (phase == SONDE_LOCAL_BROKER_RESTARTING
                             ? _ ("Connections to it come back with it.")
                             : _ ("It starts with a connection to it, or here; it ends with Sonde."));
      gtk_widget_remove_css_class (self->dot, "online");
    }

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_visible (self->stop_button, running || phase == SONDE_LOCAL_BROKER_RESTARTING);
  gtk_widget_set_visible (self->start_button, !gtk_widget_get_visible (self->stop_button));
  gtk_widget_set_sensitive (self->start_button, phase != SONDE_LOCAL_BROKER_STARTING);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SondeBrokerPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean started = sonde_local_broker_start_finish (SONDE_LOCAL_BROKER (object), result, &error);

  if (self->broker != NULL && !started && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_fault (self, error->message);
}

static void
start_cb (SondeBrokerPage *self)
{
  set_fault (self, NULL);
  sonde_local_broker_start_async (self->broker, sonde_local_broker_get_options (self->broker)->port, NULL,
                                  started_cb, g_object_ref (self));
}

static void
stop_cb (SondeBrokerPage *self)
{
  sonde_local_broker_stop (self->broker);
  gtk_widget_grab_focus (self->start_button);
}

static void
died_cb (SondeBrokerPage *self,
         const char      *sentence)
{
  set_fault (self, sentence);
}

static void
watch_broker (SondeBrokerPage *self)
{
  SondeServices *services = sonde_connection_get_services (self->connection);

  if (self->broker != NULL)
    return;

  self->broker = g_object_ref (sonde_services_get_local_broker (services));
  g_signal_connect_object (self->broker, "notify::phase", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->broker, "notify::options", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->broker, "died", G_CALLBACK (died_cb), self, G_CONNECT_SWAPPED);
  sonde_client_list_set_clients (self->client_list, sonde_local_broker_get_clients (self->broker));
  sonde_broker_log_pane_set_lines (self->log_pane, sonde_local_broker_get_lines (self->broker));
  sonde_broker_options_pane_set_services (self->options_pane, services);
}

static void
update (SondeBrokerPage *self)
{
  gboolean is_own = self->connection != NULL && sonde_own_broker_is_of (self->connection);

  if (is_own)
    {
      watch_broker (self);
      update_state (self);
    }
  gtk_widget_set_visible (self->own_box, is_own);
  gtk_widget_set_visible (self->dashboard, !is_own || gtk_toggle_button_get_active (self->overview_button));
}

static void
set_connection (SondeBrokerPage *self,
                SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->signals, connection);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_broker_page_dispose (GObject *object)
{
  SondeBrokerPage *self = SONDE_BROKER_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->connection);
  g_clear_object (&self->broker);

  G_OBJECT_CLASS (sonde_broker_page_parent_class)->dispose (object);
}

static void
sonde_broker_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SondeBrokerPage *self = SONDE_BROKER_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_broker_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SondeBrokerPage *self = SONDE_BROKER_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_broker_page_class_init (SondeBrokerPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_broker_page_dispose;
  object_class->get_property = sonde_broker_page_get_property;
  object_class->set_property = sonde_broker_page_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_BROKER_LOG_PANE);
  g_type_ensure (SONDE_TYPE_BROKER_OPTIONS_PANE);
  g_type_ensure (SONDE_TYPE_CLIENT_LIST);
  g_type_ensure (SONDE_TYPE_SYS_DASHBOARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-broker-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, own_box);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, dot);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, title);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, fault);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, overview_button);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, client_list);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, log_pane);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, options_pane);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerPage, dashboard);
  gtk_widget_class_bind_template_callback_full (widget_class, "pane_cb", G_CALLBACK (update));
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
sonde_broker_page_init (SondeBrokerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::profile", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::other-broker", G_CALLBACK (update), self);
  update (self);
}
