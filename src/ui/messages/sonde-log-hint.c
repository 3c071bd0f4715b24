/* sonde-log-hint.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-log-hint"

#include "sonde-log-hint.h"

#include "sonde-first-steps.h"
#include "sonde-style.h"

#include <glib/gi18n.h>

/* What the tutorial subscribes to */
#define FIRST_TOPIC "test"

struct _SondeLogHint
{
  AdwBin parent_instance;

  SondeConnection *connection;
  GSignalGroup    *connection_signals;
  GSignalGroup    *subscription_signals;

  SondeFirstSteps *steps; /* made when first shown */
  gboolean         first_steps;
  SondeFirstStep   step;
  gboolean         busy; /* it is being done */

  GtkBox    *box;
  GtkImage  *image;
  GtkLabel  *title;
  GtkLabel  *description;
  GtkButton *step_button;
  GtkWidget *commands_button;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_FIRST_STEPS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeLogHint, sonde_log_hint, ADW_TYPE_BIN)

static void
show (SondeLogHint *self,
      const char   *icon_name,
      const char   *title,
      const char   *description)
{
  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->description, description);
}

static void
show_offline (SondeLogHint *self)
{
  g_autofree char *description = NULL;

  if (sonde_connection_get_state (self->connection) != SONDE_STATE_IDLE)
    {
      show (self, "network-transmit-receive-symbolic", sonde_connection_get_status (self->connection),
            sonde_connection_get_address (self->connection));
      return;
    }

  if (!sonde_connection_get_profile (self->connection)->local_broker)
    {
      description = g_strdup_printf (_ ("Press Connect to reach %s."), sonde_connection_get_address (self->connection));
      show (self, "network-offline-symbolic", _ ("Not connected"), description);
      return;
    }

  show (self, "network-offline-symbolic", self->first_steps ? _ ("Welcome to Sonde") : _ ("Not connected"),
        _ ("Press Connect: Sonde starts a broker on this computer and connects to it. "
           "It ends with Sonde; who may reach it is said on the Broker page."));
}

/* ---- The first steps ---- */

static void
set_first_steps (SondeLogHint *self,
                 gboolean      first_steps);

static void
closed_cb (SondeLogHint *self)
{
  set_first_steps (self, FALSE);
}

static void
ensure_steps (SondeLogHint *self)
{
  if (self->steps != NULL)
    return;

  self->steps = g_object_new (SONDE_TYPE_FIRST_STEPS, NULL);
  g_signal_connect_object (self->steps, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_prepend (self->box, GTK_WIDGET (self->steps));
}

/* An insensitive button would lose the keyboard, which the next step needs: this one only looks so. */
static void
show_busy (SondeLogHint *self,
           gboolean      busy)
{
  self->busy = busy;
  sonde_style_set_class (GTK_WIDGET (self->step_button), "dim-label", busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->step_button), GTK_ACCESSIBLE_STATE_DISABLED, busy, -1);
}

/* The words stay those of the controls, so that one finds them without this the next time. */
static void
show_step (SondeLogHint  *self,
           SondeFirstStep step)
{
  self->step = step;
  ensure_steps (self);
  sonde_first_steps_set_step (self->steps, step);
  show_busy (self, step == SONDE_FIRST_STEP_CONNECT && sonde_connection_get_state (self->connection) != SONDE_STATE_IDLE);
  switch (step)
    {
    case SONDE_FIRST_STEP_CONNECT:
      gtk_button_set_label (self->step_button, _ ("Start a broker and connect"));
      break;
    case SONDE_FIRST_STEP_SUBSCRIBE:
      gtk_button_set_label (self->step_button, _ ("Subscribe to “test”"));
      break;
    case SONDE_FIRST_STEP_PUBLISH:
      gtk_button_set_label (self->step_button, _ ("Publish “hello” to “test”"));
      break;
    }
}

static void
subscribe (SondeLogHint *self)
{
  SondeSubscribeOptions options;

  sonde_subscribe_options_init (&options, 0);
  sonde_connection_subscribe (self->connection, FIRST_TOPIC, &options, NULL);
  sonde_subscribe_options_clear (&options);
}

static void
step_clicked_cb (SondeLogHint *self)
{
  if (self->busy)
    return;

  switch (self->step)
    {
    case SONDE_FIRST_STEP_CONNECT:
      sonde_connection_connect (self->connection);
      break;
    case SONDE_FIRST_STEP_SUBSCRIBE:
      subscribe (self);
      break;
    case SONDE_FIRST_STEP_PUBLISH:
      gtk_widget_activate_action (GTK_WIDGET (self), "messages.publish-hello", "s", FIRST_TOPIC);
      break;
    }
}

/* Of our own broker only: on another one nobody publishes to try it out. */
static void
update_steps (SondeLogHint *self,
              gboolean      online,
              gboolean      subscribed)
{
  gboolean shown = self->first_steps && self->connection != NULL &&
                   sonde_connection_get_profile (self->connection)->local_broker;

  if (shown)
    show_step (self, subscribed ? SONDE_FIRST_STEP_PUBLISH : online ? SONDE_FIRST_STEP_SUBSCRIBE
                                                                    : SONDE_FIRST_STEP_CONNECT);
  if (self->steps != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->steps), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->step_button), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->image), !shown);
  if (shown)
    gtk_widget_set_visible (self->commands_button, FALSE);
}

static void
sonde_log_hint_update (SondeLogHint *self)
{
  gboolean online = self->connection != NULL && sonde_connection_get_online (self->connection);
  gboolean subscribed = online &&
                        g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection))) > 0;

  gtk_widget_set_visible (self->commands_button, subscribed && sonde_connection_get_profile (self->connection)->local_broker);

  if (self->connection == NULL)
    show (self, "network-server-symbolic", _ ("No connection"),
          _ ("Choose a connection in the sidebar, or add one with +."));
  else if (!online)
    show_offline (self);
  else if (!subscribed)
    show (self, "system-search-symbolic", _ ("Subscribe to a topic"),
          _ ("Type a topic filter in the sidebar, such as test or Tyler-1/motor/#, and press Enter, or + beside it."));
  else
    show (self, "mail-unread-symbolic", _ ("No message yet"),
          _ ("Publish one below, or from another program."));
  update_steps (self, online, subscribed);
}

static void
set_first_steps (SondeLogHint *self,
                 gboolean      first_steps)
{
  if (self->first_steps == first_steps)
    return;

  self->first_steps = first_steps;
  sonde_log_hint_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_STEPS]);
}

static void
sonde_log_hint_set_connection (SondeLogHint    *self,
                               SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->subscription_signals,
                             connection != NULL ? sonde_connection_get_subscriptions (connection) : NULL);
  sonde_log_hint_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_log_hint_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SondeLogHint *self = SONDE_LOG_HINT (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_FIRST_STEPS:
      g_value_set_boolean (value, self->first_steps);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_hint_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_log_hint_set_connection (SONDE_LOG_HINT (object), g_value_get_object (value));
      break;
    case PROP_FIRST_STEPS:
      set_first_steps (SONDE_LOG_HINT (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_hint_dispose (GObject *object)
{
  SondeLogHint *self = SONDE_LOG_HINT (object);

  g_clear_object (&self->connection_signals);
  g_clear_object (&self->subscription_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_log_hint_parent_class)->dispose (object);
}

static void
sonde_log_hint_class_init (SondeLogHintClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_log_hint_get_property;
  object_class->set_property = sonde_log_hint_set_property;
  object_class->dispose = sonde_log_hint_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FIRST_STEPS] =
    g_param_spec_boolean ("first-steps", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-log-hint.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, box);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, image);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, title);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, description);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, step_button);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, commands_button);
  gtk_widget_class_bind_template_callback (widget_class, step_clicked_cb);
}

static void
sonde_log_hint_init (SondeLogHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::state", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::status", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::online", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::address", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::profile", G_CALLBACK (sonde_log_hint_update), self);
  self->subscription_signals = g_signal_group_new (SONDE_TYPE_SUBSCRIPTIONS);
  g_signal_group_connect_swapped (self->subscription_signals, "items-changed", G_CALLBACK (sonde_log_hint_update), self);
  sonde_log_hint_update (self);
}

void
sonde_log_hint_end_first_steps (SondeLogHint *self)
{
  g_return_if_fail (SONDE_IS_LOG_HINT (self));

  set_first_steps (self, FALSE);
}
