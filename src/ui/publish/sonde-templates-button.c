/* sonde-templates-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-templates-button"

#include "sonde-templates-button.h"

#include <glib/gi18n.h>

struct _SondeTemplatesButton
{
  AdwBin parent_instance;

  SondeConnection   *connection;
  SondeTemplateRows *rows;    /* made when first needed; %NULL before */
  GtkWindow         *window;  /* weak */
  guint              pending; /* the number to publish once the templates are read; 0: none */
  SondePublishForm  *added;   /* to be shown then as a new template, or %NULL */
  gboolean           shows;   /* the window is to be shown then */
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeTemplatesButton, sonde_templates_button, ADW_TYPE_BIN)

static SondePublishPane *
get_pane (SondeTemplatesButton *self)
{
  return SONDE_PUBLISH_PANE (gtk_widget_get_ancestor (GTK_WIDGET (self), SONDE_TYPE_PUBLISH_PANE));
}

static void
present (SondeTemplatesButton *self)
{
  if (self->window == NULL)
    g_set_weak_pointer (&self->window,
                        GTK_WINDOW (sonde_templates_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                                get_pane (self), self->rows)));
  if (self->added != NULL)
    sonde_templates_window_add (SONDE_TEMPLATES_WINDOW (self->window), self->added);
  g_clear_pointer (&self->added, sonde_publish_form_free);
  gtk_window_present (self->window);
}

static void
publish (SondeTemplatesButton *self,
         guint                 number)
{
  SondeTemplateItem  *item = sonde_template_rows_get_numbered (self->rows, number);
  SondeTemplateStore *store = sonde_services_get_templates (sonde_connection_get_services (self->connection));

  if (item == NULL)
    return;

  sonde_template_store_touch (store, item);
  sonde_publish_pane_publish_form (get_pane (self), sonde_template_item_get_data (item)->form);
}

/* What was asked for before the templates were read. */
static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SondeTemplatesButton) self = user_data;
  g_autoptr (GError) error = NULL;
  guint    number = self->pending;
  gboolean shows = self->shows;

  self->pending = 0;
  self->shows = FALSE;
  if (!sonde_template_store_load_finish (SONDE_TEMPLATE_STORE (object), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
  /* The window, or the connection, may be gone by now. */
  if (self->connection == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  if (number > 0)
    publish (self, number);
  if (shows)
    present (self);
}

static void
load (SondeTemplatesButton *self)
{
  SondeTemplateStore *store = sonde_services_get_templates (sonde_connection_get_services (self->connection));

  if (self->rows == NULL)
    {
      self->rows = sonde_template_rows_new (store);
      sonde_template_rows_set_profile_id (self->rows, sonde_connection_get_profile (self->connection)->id);
    }
  sonde_template_store_load_async (store, loaded_cb, g_object_ref (self));
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeTemplatesButton *self = SONDE_TEMPLATES_BUTTON (widget);

  if (self->connection == NULL)
    return;

  self->shows = TRUE;
  load (self);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeTemplatesButton *self = SONDE_TEMPLATES_BUTTON (widget);
  g_autoptr (SondePublishForm) typed = sonde_publish_pane_dup_form (get_pane (self));

  if (sonde_publish_form_is_empty (typed))
    gtk_widget_activate_action (widget, "win.toast", "s", _ ("Nothing is typed in the publish pane yet"));
  else
    sonde_templates_button_add (self, typed);
}

static void
publish_number_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  SondeTemplatesButton *self = SONDE_TEMPLATES_BUTTON (widget);

  if (self->connection == NULL)
    return;

  self->pending = g_variant_get_uint32 (parameter);
  load (self);
}

static void
set_connection (SondeTemplatesButton *self,
                SondeConnection      *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  if (self->rows != NULL && connection != NULL)
    sonde_template_rows_set_profile_id (self->rows, sonde_connection_get_profile (connection)->id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_templates_button_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, SONDE_TEMPLATES_BUTTON (object)->connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_templates_button_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_TEMPLATES_BUTTON (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_templates_button_dispose (GObject *object)
{
  SondeTemplatesButton *self = SONDE_TEMPLATES_BUTTON (object);

  g_clear_weak_pointer (&self->window);
  g_clear_pointer (&self->added, sonde_publish_form_free);
  g_clear_object (&self->rows);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_templates_button_parent_class)->dispose (object);
}

static void
sonde_templates_button_class_init (SondeTemplatesButtonClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_templates_button_get_property;
  object_class->set_property = sonde_templates_button_set_property;
  object_class->dispose = sonde_templates_button_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "templates.show", NULL, show_action);
  gtk_widget_class_install_action (widget_class, "templates.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "templates.publish-number", "u", publish_number_action);
}

/* From anywhere in the window. */
static void
add_keys (SondeTemplatesButton *self)
{
  GtkEventController    *controller = gtk_shortcut_controller_new ();
  GtkShortcutController *shortcuts = GTK_SHORTCUT_CONTROLLER (controller);

  gtk_shortcut_controller_set_scope (shortcuts, GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (shortcuts, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_t, GDK_CONTROL_MASK | GDK_SHIFT_MASK),
                                                                     gtk_named_action_new ("templates.show")));
  for (guint i = 1; i <= 9; i++)
    gtk_shortcut_controller_add_shortcut (shortcuts,
                                          gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (GDK_KEY_0 + i, GDK_CONTROL_MASK | GDK_ALT_MASK),
                                                                           gtk_named_action_new ("templates.publish-number"), "u", i));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
sonde_templates_button_init (SondeTemplatesButton *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Templates"));

  gtk_widget_set_tooltip_text (button, _ ("Messages to send again (Ctrl+Shift+T)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "templates.show");
  gtk_widget_add_css_class (button, "flat");
  adw_bin_set_child (ADW_BIN (self), button);
  add_keys (self);
}

void
sonde_templates_button_add (SondeTemplatesButton   *self,
                            const SondePublishForm *form)
{
  g_return_if_fail (SONDE_IS_TEMPLATES_BUTTON (self));
  g_return_if_fail (form != NULL);

  if (self->connection == NULL)
    return;

  sonde_publish_form_free (self->added);
  self->added = sonde_publish_form_copy (form);
  self->shows = TRUE;
  load (self);
}
