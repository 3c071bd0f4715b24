/* sonde-properties-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-properties-button"

#include "sonde-properties-button.h"

#include "sonde-properties-window.h"

#include <glib/gi18n.h>

struct _SondePropertiesButton
{
  AdwBin parent_instance;

  SondeConnection  *connection;
  GSignalGroup     *signals;
  SondePublishForm *form;
  GtkWindow        *window; /* weak */

  GtkWidget *button;
  GtkLabel  *count;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondePropertiesButton, sonde_properties_button, ADW_TYPE_BIN)

static void
update (SondePropertiesButton *self)
{
  gboolean         is_5 = self->connection != NULL && sonde_connection_get_version (self->connection) == SONDE_MQTT_5;
  guint            n = sonde_publish_form_count_properties (self->form);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *text = NULL;

  if (!is_5)
    text = g_strdup (n > 0 ? _ ("Properties are of MQTT 5: this connection leaves them out")
                           : _ ("Properties are of MQTT 5, which this connection does not speak"));
  else if (n > 0)
    text = g_strdup_printf (ngettext ("%u property of MQTT 5 is sent with the message",
                                      "%u properties of MQTT 5 are sent with the message", n),
                            n);
  else
    text = g_strdup (_ ("Properties of MQTT 5: content type, expiry, response topic …"));

  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "properties.show", is_5);
  gtk_widget_set_tooltip_text (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
done_cb (SondePropertiesButton *self,
         SondePropertiesWindow *window)
{
  sonde_properties_window_save (window, self->form);
  update (self);
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondePropertiesButton *self = SONDE_PROPERTIES_BUTTON (widget);
  GtkWindow             *parent = GTK_WINDOW (gtk_widget_get_root (widget));

  g_set_weak_pointer (&self->window, GTK_WINDOW (sonde_properties_window_new (parent, self->form,
                                                                              sonde_connection_get_limits (self->connection))));
  g_signal_connect_object (self->window, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (self->window);
}

static void
sonde_properties_button_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  SondePropertiesButton *self = SONDE_PROPERTIES_BUTTON (object);

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
sonde_properties_button_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  SondePropertiesButton *self = SONDE_PROPERTIES_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (!g_set_object (&self->connection, g_value_get_object (value)))
        break;
      g_signal_group_set_target (self->signals, self->connection);
      /* What it asks for was meant for the other one. */
      if (self->window != NULL)
        gtk_window_close (self->window);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_properties_button_dispose (GObject *object)
{
  SondePropertiesButton *self = SONDE_PROPERTIES_BUTTON (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_properties_button_parent_class)->dispose (object);
}

static void
sonde_properties_button_finalize (GObject *object)
{
  sonde_publish_form_free (SONDE_PROPERTIES_BUTTON (object)->form);

  G_OBJECT_CLASS (sonde_properties_button_parent_class)->finalize (object);
}

static void
sonde_properties_button_class_init (SondePropertiesButtonClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_properties_button_get_property;
  object_class->set_property = sonde_properties_button_set_property;
  object_class->dispose = sonde_properties_button_dispose;
  object_class->finalize = sonde_properties_button_finalize;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "properties.show", NULL, show_action);
}

static void
sonde_properties_button_init (SondePropertiesButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->form = sonde_publish_form_new ();
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "accent");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("document-properties-symbolic"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Properties"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "properties.show");
  adw_bin_set_child (ADW_BIN (self), self->button);

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::profile", G_CALLBACK (update), self);
  update (self);
}

SondePublishForm *
sonde_properties_button_dup_form (SondePropertiesButton *self)
{
  g_return_val_if_fail (SONDE_IS_PROPERTIES_BUTTON (self), NULL);

  return sonde_publish_form_copy (self->form);
}

void
sonde_properties_button_set_form (SondePropertiesButton  *self,
                                  const SondePublishForm *form)
{
  g_return_if_fail (SONDE_IS_PROPERTIES_BUTTON (self));
  g_return_if_fail (form != NULL);

  sonde_publish_form_free (self->form);
  self->form = sonde_publish_form_copy (form);
  update (self);
}
