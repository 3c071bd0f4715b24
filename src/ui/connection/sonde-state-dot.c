/* sonde-state-dot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-state-dot"

#include "sonde-state-dot.h"

struct _SondeStateDot
{
  AdwBin parent_instance;

  GSignalGroup *signals;
  const char   *css_class;
};

G_DEFINE_FINAL_TYPE (SondeStateDot, sonde_state_dot, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
choose_css_class (SondeConnection *connection)
{
  if (connection == NULL)
    return "idle";

  switch (sonde_connection_get_state (connection))
    {
    case SONDE_STATE_ONLINE:
      return "online";

    case SONDE_STATE_CONNECTING:
    case SONDE_STATE_WAITING:
    case SONDE_STATE_DISCONNECTING:
      return "busy";

    case SONDE_STATE_IDLE:
      return sonde_connection_get_error_text (connection) != NULL ? "failed" : "idle";

    default:
      g_return_val_if_reached ("idle");
    }
}

static void
update (SondeStateDot *self)
{
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);
  const char *css_class = choose_css_class (connection);

  if (g_strcmp0 (css_class, self->css_class) == 0)
    return;

  if (self->css_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  self->css_class = css_class;
}

static void
sonde_state_dot_dispose (GObject *object)
{
  SondeStateDot *self = SONDE_STATE_DOT (object);

  g_clear_object (&self->signals);

  G_OBJECT_CLASS (sonde_state_dot_parent_class)->dispose (object);
}

static void
sonde_state_dot_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeStateDot *self = SONDE_STATE_DOT (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_take_object (value, g_signal_group_dup_target (self->signals));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_state_dot_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeStateDot *self = SONDE_STATE_DOT (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_state_dot_set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_state_dot_class_init (SondeStateDotClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_state_dot_dispose;
  object_class->get_property = sonde_state_dot_get_property;
  object_class->set_property = sonde_state_dot_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "statedot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sonde_state_dot_init (SondeStateDot *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::error-text", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->signals, "bind", G_CALLBACK (update), self);
  update (self);
}

void
sonde_state_dot_set_connection (SondeStateDot   *self,
                                SondeConnection *connection)
{
  g_autoptr (SondeConnection) old = NULL;

  g_return_if_fail (SONDE_IS_STATE_DOT (self));
  g_return_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection));

  old = g_signal_group_dup_target (self->signals);
  if (old == connection)
    return;

  g_signal_group_set_target (self->signals, connection);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}
