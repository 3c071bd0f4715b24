/* sonde-publish-limits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-limits"

#include "sonde-publish-limits.h"

#define N_QOS 3
#define RETAIN N_QOS
#define N_CHOICES (N_QOS + 1)

struct _SondePublishLimits
{
  AdwBin parent_instance;

  GtkLabel        *label;
  GtkToggleButton *choices[N_CHOICES]; /* QoS 0, 1, 2 and Retain */
  char            *tooltips[N_CHOICES];

  SondeConnection *connection;
  GSignalGroup    *signals;
};

G_DEFINE_FINAL_TYPE (SondePublishLimits, sonde_publish_limits, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
dup_fault (const SondeLimits *limits,
           guint              choice)
{
  if (limits == NULL)
    return NULL;
  if (choice == RETAIN)
    return limits->retain_available ? NULL : g_strdup (sonde_limits_get_retain_text ());

  return choice <= limits->maximum_qos ? NULL : sonde_limits_dup_qos_text (limits);
}

static void
update (SondePublishLimits *self)
{
  const SondeLimits *limits = self->connection != NULL ? sonde_connection_get_limits (self->connection) : NULL;
  GString           *text = g_string_new (NULL);

  for (guint i = 0; i < N_CHOICES; i++)
    {
      g_autofree char *fault = dup_fault (limits, i);
      GtkWidget       *choice = GTK_WIDGET (self->choices[i]);
      gboolean         chosen = gtk_toggle_button_get_active (self->choices[i]);

      /* What is pressed can always be let go. */
      gtk_widget_set_sensitive (choice, fault == NULL || (chosen && i == RETAIN));
      gtk_widget_set_tooltip_text (choice, fault != NULL ? fault : self->tooltips[i]);
      if (fault != NULL && chosen)
        g_string_append_printf (text, text->len > 0 ? " %s" : "%s", fault);
    }

  gtk_label_set_label (self->label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self), text->len > 0);
  g_string_free (text, TRUE);
}

static void
sonde_publish_limits_dispose (GObject *object)
{
  SondePublishLimits *self = SONDE_PUBLISH_LIMITS (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_publish_limits_parent_class)->dispose (object);
}

static void
sonde_publish_limits_finalize (GObject *object)
{
  SondePublishLimits *self = SONDE_PUBLISH_LIMITS (object);

  for (guint i = 0; i < N_CHOICES; i++)
    g_free (self->tooltips[i]);

  G_OBJECT_CLASS (sonde_publish_limits_parent_class)->finalize (object);
}

static void
sonde_publish_limits_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondePublishLimits *self = SONDE_PUBLISH_LIMITS (object);

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
sonde_publish_limits_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondePublishLimits *self = SONDE_PUBLISH_LIMITS (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (!g_set_object (&self->connection, g_value_get_object (value)))
        break;
      g_signal_group_set_target (self->signals, self->connection);
      if (self->choices[0] != NULL)
        update (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_publish_limits_class_init (SondePublishLimitsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_publish_limits_dispose;
  object_class->finalize = sonde_publish_limits_finalize;
  object_class->get_property = sonde_publish_limits_get_property;
  object_class->set_property = sonde_publish_limits_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_publish_limits_init (SondePublishLimits *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_widget_add_css_class (label, "warning");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "publish-fault");
  adw_bin_set_child (ADW_BIN (self), label);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::limits", G_CALLBACK (update), self);
}

void
sonde_publish_limits_watch (SondePublishLimits     *self,
                            GtkToggleButton *const *qos_toggles,
                            GtkToggleButton        *retain)
{
  g_return_if_fail (SONDE_IS_PUBLISH_LIMITS (self));
  g_return_if_fail (self->choices[0] == NULL);

  for (guint i = 0; i < N_CHOICES; i++)
    {
      self->choices[i] = i == RETAIN ? retain : qos_toggles[i];
      self->tooltips[i] = g_strdup (gtk_widget_get_tooltip_text (GTK_WIDGET (self->choices[i])));
      g_signal_connect_object (self->choices[i], "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}
