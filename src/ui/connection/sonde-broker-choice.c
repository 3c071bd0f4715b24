/* sonde-broker-choice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-choice"

#include "sonde-broker-choice.h"

#include <glib/gi18n.h>

struct _SondeBrokerChoice
{
  AdwBin parent_instance;

  GtkLabel        *question;
  GtkToggleButton *other_button;
  GtkToggleButton *own_button;

  GSignalGroup *signals;
  GHashTable   *closed; /* ids of profiles whose choice stands, until the other broker is gone */
  gboolean      updating;
};

G_DEFINE_FINAL_TYPE (SondeBrokerChoice, sonde_broker_choice, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What is the case now, since the choice is between that and the other. */
static void
update_question (SondeBrokerChoice *self,
                 SondeConnection   *connection)
{
  gboolean         uses_other = sonde_connection_get_profile (connection)->local_choice == SONDE_LOCAL_BROKER_OTHER;
  g_autofree char *question = NULL;

  if (!sonde_connection_get_online (connection))
    question = g_strdup (_ ("Another MQTT broker answers on port 1883"));
  else if (uses_other)
    question = g_strdup (_ ("Another MQTT broker answers on port 1883, and you are connected to it"));
  else
    question = g_strdup_printf (_ ("Another MQTT broker answers on port 1883; your own runs on port %u"),
                                sonde_connection_get_port (connection));
  gtk_label_set_label (self->question, question);
}

static void
update (SondeBrokerChoice *self)
{
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);
  const SondeProfile *profile = connection != NULL ? sonde_connection_get_profile (connection) : NULL;
  gboolean            has_choice = profile != NULL && profile->local_broker && sonde_connection_get_other_broker (connection);

  if (profile != NULL && !has_choice)
    g_hash_table_remove (self->closed, profile->id);

  gtk_widget_set_visible (GTK_WIDGET (self), has_choice && !g_hash_table_contains (self->closed, profile->id));
  if (!has_choice)
    return;

  update_question (self, connection);
  self->updating = TRUE;
  gtk_toggle_button_set_active (profile->local_choice == SONDE_LOCAL_BROKER_OTHER ? self->other_button : self->own_button, TRUE);
  self->updating = FALSE;
}

static void
closed_cb (SondeBrokerChoice *self)
{
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);

  g_hash_table_add (self->closed, g_strdup (sonde_connection_get_profile (connection)->id));
  update (self);
}

static void
toggled_cb (SondeBrokerChoice *self,
            GtkToggleButton   *button)
{
  g_autoptr (SondeConnection) connection = g_signal_group_dup_target (self->signals);

  if (self->updating || connection == NULL || !gtk_toggle_button_get_active (button))
    return;

  sonde_connection_choose_local_broker (connection,
                                        button == self->other_button
                                          ? SONDE_LOCAL_BROKER_OTHER
                                          : SONDE_LOCAL_BROKER_OWN);
}

static void
sonde_broker_choice_dispose (GObject *object)
{
  SondeBrokerChoice *self = SONDE_BROKER_CHOICE (object);

  g_clear_object (&self->signals);
  g_clear_pointer (&self->closed, g_hash_table_unref);

  G_OBJECT_CLASS (sonde_broker_choice_parent_class)->dispose (object);
}

static void
sonde_broker_choice_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeBrokerChoice *self = SONDE_BROKER_CHOICE (object);

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
sonde_broker_choice_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SondeBrokerChoice *self = SONDE_BROKER_CHOICE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_broker_choice_set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_broker_choice_class_init (SondeBrokerChoiceClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_broker_choice_dispose;
  object_class->get_property = sonde_broker_choice_get_property;
  object_class->set_property = sonde_broker_choice_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-broker-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerChoice, other_button);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerChoice, own_button);
  gtk_widget_class_bind_template_child (widget_class, SondeBrokerChoice, question);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
sonde_broker_choice_init (SondeBrokerChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->closed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::other-broker", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::online", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::profile", G_CALLBACK (update), self);
}

void
sonde_broker_choice_set_connection (SondeBrokerChoice *self,
                                    SondeConnection   *connection)
{
  g_autoptr (SondeConnection) old = NULL;

  g_return_if_fail (SONDE_IS_BROKER_CHOICE (self));
  g_return_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection));

  old = g_signal_group_dup_target (self->signals);
  if (old == connection)
    return;

  g_signal_group_set_target (self->signals, connection);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}
