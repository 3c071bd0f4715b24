/* sonde-header.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-header"

#include "sonde-header.h"

#include "sonde-disconnect-dialog.h"
#include "sonde-farewell.h"
#include "sonde-state-button.h"
#include "sonde-style.h"

#include <glib/gi18n.h>

/* Below this width of the window the pages have icons only, until it is known what their names need. */
#define WIDE 1150

/* That much more than that, until they have their names again: so they do not come and go. */
#define SLACK 12

struct _SondeHeader
{
  AdwBin parent_instance;

  AdwViewSwitcher *switcher;
  GtkWidget       *connect_button;
  GtkWidget       *retry_button;
  GtkWidget       *disconnect_button;
  GtkWidget       *menu_button;

  SondeConnection *connection;
  GSignalGroup    *signals;
  guint            idle_id;
  int              wide; /* what the header needs with the names of the pages; 0: not known */
  gboolean         narrow;
};

G_DEFINE_FINAL_TYPE (SondeHeader, sonde_header, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  PROP_STACK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The names of pages, and what the connection says of itself, differ with language and state. A window cannot be made
 * smaller than what is in it: as small as it can be is narrow. */
static int
get_wide (SondeHeader *self,
          int          window_width)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int        width = gtk_widget_get_width (widget);

  if (width > 0 && !self->narrow)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &self->wide, NULL, NULL, NULL);
  if (width == 0 || self->wide == 0)
    return sonde_style_scale_to_text (widget, WIDE);

  return window_width - width + self->wide + (self->narrow ? SLACK : 1);
}

/* The width to come while the window has none yet. */
static gboolean
is_narrow (SondeHeader *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  int      width;

  if (!GTK_IS_WINDOW (root))
    return FALSE;

  width = gtk_widget_get_width (GTK_WIDGET (root));
  if (width == 0)
    g_object_get (root, "default-width", &width, NULL);

  return width > 0 && width < get_wide (self, width);
}

/* An icon alone does not say which page it is. */
static void
set_page_tooltips (SondeHeader *self,
                   gboolean     shown)
{
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->switcher));
       button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      g_autofree char *name = NULL;

      if (shown && GTK_IS_BUTTON (button))
        g_object_get (button, "label", &name, NULL);
      gtk_widget_set_tooltip_text (button, name);
    }
}

static void
update_width (gpointer user_data)
{
  SondeHeader *self = user_data;

  self->idle_id = 0;
  self->narrow = is_narrow (self);
  sonde_style_set_class (GTK_WIDGET (self->switcher), "icons-only", self->narrow);
  set_page_tooltips (self, self->narrow);
}

/* A window that is shown has its new size a moment after it tells so. */
static void
queue_update_width (SondeHeader *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_width (self);
  else if (self->idle_id == 0)
    self->idle_id = g_idle_add_once (update_width, self);
}

static void
sonde_header_root (GtkWidget *widget)
{
  GtkRoot *root;

  GTK_WIDGET_CLASS (sonde_header_parent_class)->root (widget);

  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    {
      g_signal_connect_object (root, "notify::default-width", G_CALLBACK (queue_update_width), widget, G_CONNECT_SWAPPED);
      g_signal_connect_object (root, "notify::maximized", G_CALLBACK (queue_update_width), widget, G_CONNECT_SWAPPED);
    }
  queue_update_width (SONDE_HEADER (widget));
}

static void
sonde_header_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  SondeHeader *self = SONDE_HEADER (widget);

  GTK_WIDGET_CLASS (sonde_header_parent_class)->size_allocate (widget, width, height, baseline);

  /* What is shown must not change while sizes are given out. */
  if (self->idle_id == 0 && self->narrow != is_narrow (self))
    self->idle_id = g_idle_add_once (update_width, self);
}

static void
update_actions (SondeHeader *self)
{
  GtkWidget          *widget = GTK_WIDGET (self);
  SondeConnection    *connection = self->connection;
  const SondeProfile *online = connection != NULL ? sonde_connection_get_online_profile (connection) : NULL;
  /* Without a client id of ours there is no session to find again. */
  gboolean has_id = connection != NULL && *sonde_connection_get_profile (connection)->client_id != '\0';

  gtk_widget_action_set_enabled (widget, "disconnect.drop", online != NULL);
  gtk_widget_action_set_enabled (widget, "disconnect.with-will", online != NULL);
  gtk_widget_action_set_enabled (widget, "disconnect.with-options", online != NULL && online->version == SONDE_MQTT_5);
  gtk_widget_action_set_enabled (widget, "disconnect.discard-session", has_id);
}

/* A connection that waits can be tried at once and can be given up: only then there are two buttons. */
static void
update (SondeHeader *self)
{
  gboolean can_connect = FALSE;
  gboolean can_disconnect = FALSE;
  gboolean can_retry = FALSE;

  if (self->connection != NULL)
    g_object_get (self->connection,
                  "can-connect", &can_connect,
                  "can-disconnect", &can_disconnect,
                  "can-retry", &can_retry,
                  NULL);

  update_actions (self);
  gtk_widget_set_visible (self->connect_button, can_connect);
  gtk_widget_set_visible (self->disconnect_button, can_disconnect);
  gtk_widget_set_visible (self->retry_button, can_retry);
  gtk_widget_set_visible (self->menu_button, self->connection != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher), self->connection != NULL);
}

static void
drop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  sonde_farewell_drop (SONDE_HEADER (widget)->connection);
}

static void
with_will_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  sonde_farewell_with_will (widget, SONDE_HEADER (widget)->connection);
}

static void
with_options_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  gtk_window_present (GTK_WINDOW (sonde_disconnect_dialog_new (window, SONDE_HEADER (widget)->connection)));
}

static void
discard_session_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  sonde_farewell_discard_session (widget, SONDE_HEADER (widget)->connection);
}

static void
set_connection (SondeHeader     *self,
                SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->signals, connection);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_header_dispose (GObject *object)
{
  SondeHeader *self = SONDE_HEADER (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_header_parent_class)->dispose (object);
}

static void
sonde_header_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SondeHeader *self = SONDE_HEADER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    case PROP_STACK:
      g_value_set_object (value, adw_view_switcher_get_stack (self->switcher));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_header_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SondeHeader *self = SONDE_HEADER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (self, g_value_get_object (value));
      break;

    case PROP_STACK:
      adw_view_switcher_set_stack (self->switcher, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_header_class_init (SondeHeaderClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_header_dispose;
  object_class->get_property = sonde_header_get_property;
  object_class->set_property = sonde_header_set_property;
  widget_class->root = sonde_header_root;
  widget_class->size_allocate = sonde_header_size_allocate;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STACK] =
    g_param_spec_object ("stack", NULL, NULL, ADW_TYPE_VIEW_STACK,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_STATE_BUTTON);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-header.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeHeader, switcher);
  gtk_widget_class_bind_template_child (widget_class, SondeHeader, connect_button);
  gtk_widget_class_bind_template_child (widget_class, SondeHeader, retry_button);
  gtk_widget_class_bind_template_child (widget_class, SondeHeader, disconnect_button);
  gtk_widget_class_bind_template_child (widget_class, SondeHeader, menu_button);

  gtk_widget_class_install_action (widget_class, "disconnect.drop", NULL, drop_action);
  gtk_widget_class_install_action (widget_class, "disconnect.with-will", NULL, with_will_action);
  gtk_widget_class_install_action (widget_class, "disconnect.with-options", NULL, with_options_action);
  gtk_widget_class_install_action (widget_class, "disconnect.discard-session", NULL, discard_session_action);
}

/* AdwSplitButton of 1.2 gives its menu a tooltip, but no name. */
static void
name_disconnect_menu (SondeHeader *self)
{
  GtkWidget *menu = gtk_widget_get_last_child (self->disconnect_button);

  gtk_accessible_update_property (GTK_ACCESSIBLE (menu),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Other ways to disconnect"),
                                  -1);
}

static void
sonde_header_init (SondeHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::profile", G_CALLBACK (update_actions), self);
  name_disconnect_menu (self);
  update (self);
}

void
sonde_header_focus_connect (SondeHeader *self)
{
  g_return_if_fail (SONDE_IS_HEADER (self));

  gtk_widget_grab_focus (self->connect_button);
}
