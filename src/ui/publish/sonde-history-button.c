/* sonde-history-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-history-button"

#include "sonde-history-button.h"

#include "sonde-templates-button.h"

#include <glib/gi18n.h>

struct _SondeHistoryButton
{
  AdwBin parent_instance;

  SondeConnection      *connection;
  SondeTemplatesButton *templates; /* weak */
  GtkWindow            *window;    /* weak */
  SondeHistoryStore    *watched;   /* whose failures are told */
};

enum
{
  PROP_CONNECTION = 1,
  PROP_TEMPLATES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeHistoryButton, sonde_history_button, ADW_TYPE_BIN)

static void
say (SondeHistoryButton *self,
     const char         *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

static void
keep_cb (SondeHistoryButton     *self,
         const SondePublishForm *form)
{
  if (self->templates != NULL)
    sonde_templates_button_add (self->templates, form);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeHistoryButton) self = user_data;
  g_autoptr (GError) error = NULL;
  GtkWidget *pane = gtk_widget_get_ancestor (GTK_WIDGET (self), SONDE_TYPE_PUBLISH_PANE);

  if (!sonde_history_store_load_finish (SONDE_HISTORY_STORE (object), result, &error))
    {
      say (self, error->message);
      return;
    }
  /* The window, or the connection, may be gone by now. */
  if (self->connection == NULL || pane == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  if (self->window == NULL)
    {
      g_set_weak_pointer (&self->window,
                          GTK_WINDOW (sonde_history_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                                SONDE_PUBLISH_PANE (pane))));
      g_signal_connect_object (self->window, "keep", G_CALLBACK (keep_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->window);
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeHistoryButton *self = SONDE_HISTORY_BUTTON (widget);

  if (self->connection != NULL)
    sonde_history_store_load_async (self->watched, loaded_cb, g_object_ref (self));
}

static void
set_connection (SondeHistoryButton *self,
                SondeConnection    *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  if (connection != NULL && self->watched == NULL)
    {
      self->watched = g_object_ref (sonde_services_get_history (sonde_connection_get_services (connection)));
      g_signal_connect_object (self->watched, "failed", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_history_button_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondeHistoryButton *self = SONDE_HISTORY_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_TEMPLATES:
      g_value_set_object (value, self->templates);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_history_button_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondeHistoryButton *self = SONDE_HISTORY_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (self, g_value_get_object (value));
      break;
    case PROP_TEMPLATES:
      if (g_set_weak_pointer (&self->templates, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_history_button_dispose (GObject *object)
{
  SondeHistoryButton *self = SONDE_HISTORY_BUTTON (object);

  g_clear_weak_pointer (&self->templates);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->watched);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_history_button_parent_class)->dispose (object);
}

static void
sonde_history_button_class_init (SondeHistoryButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_history_button_get_property;
  object_class->set_property = sonde_history_button_set_property;
  object_class->dispose = sonde_history_button_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEMPLATES] =
    g_param_spec_object ("templates", NULL, NULL, SONDE_TYPE_TEMPLATES_BUTTON,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "history.show", NULL, show_action);
}

static void
sonde_history_button_init (SondeHistoryButton *self)
{
  GtkWidget          *button = gtk_button_new_with_label (_ ("History"));
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_widget_set_tooltip_text (button, _ ("What was published before (Ctrl+H)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "history.show");
  gtk_widget_add_css_class (button, "flat");
  adw_bin_set_child (ADW_BIN (self), button);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_h, GDK_CONTROL_MASK),
                                                          gtk_named_action_new ("history.show")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
