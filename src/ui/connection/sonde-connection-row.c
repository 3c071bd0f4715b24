/* sonde-connection-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-row"

#include "sonde-connection-row.h"

#include "sonde-connection-menu.h"
#include "sonde-row-focus.h"
#include "sonde-state-dot.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#include <string.h>

struct _SondeConnectionRow
{
  GtkListBoxRow parent_instance;

  GtkWidget     *stripe;
  SondeStateDot *dot;
  GtkLabel      *name_label;
  GtkLabel      *rate_label;
  GtkWidget     *repeat_mark;
  GtkLabel      *subtitle_label;
  GtkMenuButton *menu_button;

  SondeConnections *connections;
  SondeConnection  *connection;
};

G_DEFINE_FINAL_TYPE (SondeConnectionRow, sonde_connection_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_CONNECTIONS = 1,
  PROP_CONNECTION,
  PROP_GROUP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* "127.0.0.1:1883 · MQTT 5", or what is going on when that matters more */
static void
update_subtitle (SondeConnectionRow *self)
{
  SondeState       state = sonde_connection_get_state (self->connection);
  g_autofree char *place = NULL;

  if (state != SONDE_STATE_IDLE && state != SONDE_STATE_ONLINE)
    {
      gtk_label_set_label (self->subtitle_label, sonde_connection_get_status (self->connection));
      return;
    }

  place = g_strdup_printf ("%s · %s", sonde_connection_get_address (self->connection),
                           sonde_mqtt_version_to_string (sonde_connection_get_profile (self->connection)->version));
  gtk_label_set_label (self->subtitle_label, place);
}

static void
update_rate (SondeConnectionRow *self)
{
  double           rate;
  g_autofree char *text = NULL;

  g_object_get (self->connection, "rate", &rate, NULL);
  text = sonde_format_rate (rate);
  gtk_label_set_label (self->rate_label, text);
}

/* Also while another connection is shown. */
static void
update_repeats (SondeConnectionRow *self)
{
  SondeRepeats *repeats = sonde_connection_get_repeats (self->connection);

  gtk_widget_set_visible (self->repeat_mark, sonde_repeats_get_n_running (repeats) > 0);
}

static void
update_profile (SondeConnectionRow *self)
{
  guint            color = sonde_connection_get_profile (self->connection)->color;
  g_autofree char *color_class = color < SONDE_N_COLORS ? g_strdup_printf ("sonde-color-%u", color) : NULL;
  const char      *css_classes[] = { "stripe", color_class, NULL };

  gtk_widget_set_css_classes (self->stripe, css_classes);
  update_subtitle (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP]);
}

static void
update_name (SondeConnectionRow *self)
{
  const char *name = sonde_connection_get_name (self->connection);
  /* Translators: the name of a menu button; %s is the name of a connection */
  g_autofree char *menu_name = g_strdup_printf (_ ("Menu of %s"), name);

  gtk_label_set_label (self->name_label, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
}

/* Whole and wrapped, however long: the row itself is cut to its width. */
static gboolean
query_tooltip_cb (SondeConnectionRow *self,
                  int                 x,
                  int                 y,
                  gboolean            keyboard_mode,
                  GtkTooltip         *tooltip)
{
  const char      *error_text = sonde_connection_get_error_text (self->connection);
  g_autofree char *text = g_strjoin ("\n",
                                     sonde_connection_get_name (self->connection),
                                     sonde_connection_get_address (self->connection),
                                     error_text,
                                     NULL);
  GtkWidget       *label = gtk_label_new (text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* An address has no hyphens but its own. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_tooltip_set_custom (tooltip, label);
  return TRUE;
}

/* The keys have no menu: they try, whatever it showed. */
static void
menu_closed_cb (GtkWidget *row)
{
  gtk_widget_action_set_enabled (row, "connection.move-up", TRUE);
  gtk_widget_action_set_enabled (row, "connection.move-down", TRUE);
}

/* Made when it is asked for: a list may be long, and the groups change. */
static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  SondeConnectionRow *self = user_data;
  GtkWidget          *row = GTK_WIDGET (self);
  GtkWidget          *menu = sonde_connection_menu_new (self->connections, self->connection);

  gtk_widget_action_set_enabled (row, "connection.move-up",
                                 sonde_connections_get_neighbour (self->connections, self->connection, -1) != NULL);
  gtk_widget_action_set_enabled (row, "connection.move-down",
                                 sonde_connections_get_neighbour (self->connections, self->connection, 1) != NULL);
  g_signal_connect_object (menu, "closed", G_CALLBACK (menu_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, menu);
}

static void
secondary_pressed_cb (SondeConnectionRow *self,
                      int                 n_press,
                      double              x,
                      double              y,
                      GtkGesture         *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_menu_button_popup (self->menu_button);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_menu_button_popup (SONDE_CONNECTION_ROW (widget)->menu_button);
}

/* "connection.edit" of this row is "win.edit-connection" with its profile's id. */
static void
connection_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (widget);
  g_autofree char    *win_action = g_strdup_printf ("win.%s-connection", strchr (action_name, '.') + 1);

  gtk_widget_activate_action (widget, win_action, "s", sonde_connection_get_profile (self->connection)->id);
}

/* "connection.move-up" of this row is "connections.move-up" of the list, with its profile's id. */
static void
list_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (widget);
  g_autofree char    *action = g_strdup_printf ("connections.%s", strchr (action_name, '.') + 1);

  gtk_widget_activate_action (widget, action, "s", sonde_connection_get_profile (self->connection)->id);
}

static void
set_color_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (widget);

  sonde_connections_set_color (self->connections, self->connection, g_variant_get_uint32 (parameter));
}

static void
sonde_connection_row_constructed (GObject *object)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

  G_OBJECT_CLASS (sonde_connection_row_parent_class)->constructed (object);

  sonde_state_dot_set_connection (self->dot, self->connection);
  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);

  g_signal_connect_object (self->connection, "notify::name", G_CALLBACK (update_name), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sonde_connection_get_repeats (self->connection), "notify::n-running", G_CALLBACK (update_repeats),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::rate", G_CALLBACK (update_rate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::address", G_CALLBACK (update_subtitle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::status", G_CALLBACK (update_subtitle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::state", G_CALLBACK (update_subtitle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::profile", G_CALLBACK (update_profile), self, G_CONNECT_SWAPPED);
  update_name (self);
  update_rate (self);
  update_repeats (self);
  update_profile (self);
}

static gboolean
sonde_connection_row_focus (GtkWidget       *widget,
                            GtkDirectionType direction)
{
  return sonde_row_focus_allows (widget, direction) &&
         GTK_WIDGET_CLASS (sonde_connection_row_parent_class)->focus (widget, direction);
}

static void
sonde_connection_row_dispose (GObject *object)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sonde_connection_row_parent_class)->dispose (object);
}

static void
sonde_connection_row_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      g_value_set_object (value, self->connections);
      break;

    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    case PROP_GROUP:
      g_value_set_string (value, sonde_connection_get_profile (self->connection)->group);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_connection_row_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondeConnectionRow *self = SONDE_CONNECTION_ROW (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      self->connections = g_value_dup_object (value);
      break;

    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;

    case PROP_GROUP:
      sonde_connections_set_group (self->connections, self->connection, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_connection_row_class_init (SondeConnectionRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sonde_connection_row_constructed;
  object_class->dispose = sonde_connection_row_dispose;
  object_class->get_property = sonde_connection_row_get_property;
  object_class->set_property = sonde_connection_row_set_property;

  widget_class->focus = sonde_connection_row_focus;

  properties[PROP_CONNECTIONS] =
    g_param_spec_object ("connections", NULL, NULL, SONDE_TYPE_CONNECTIONS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /* The state of the menu's choice of a group. */
  properties[PROP_GROUP] =
    g_param_spec_string ("group", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_STATE_DOT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-connection-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, stripe);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, dot);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, rate_label);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, repeat_mark);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, SondeConnectionRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);

  gtk_widget_class_install_action (widget_class, "connection.edit", NULL, connection_action);
  gtk_widget_class_install_action (widget_class, "connection.duplicate", NULL, connection_action);
  gtk_widget_class_install_action (widget_class, "connection.delete", NULL, connection_action);
  gtk_widget_class_install_action (widget_class, "connection.move-up", NULL, list_action);
  gtk_widget_class_install_action (widget_class, "connection.move-down", NULL, list_action);
  gtk_widget_class_install_action (widget_class, "connection.set-color", "u", set_color_action);
  gtk_widget_class_install_property_action (widget_class, "connection.group", "group");
  gtk_widget_class_install_action (widget_class, "connection.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "connection.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "connection.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "connection.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "connection.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "connection.move-down", NULL);
}

static void
sonde_connection_row_init (SondeConnectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_connection_row_new (SondeConnections *connections,
                          SondeConnection  *connection)
{
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  return g_object_new (SONDE_TYPE_CONNECTION_ROW, "connections", connections, "connection", connection, NULL);
}

SondeConnection *
sonde_connection_row_get_connection (SondeConnectionRow *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTION_ROW (self), NULL);

  return self->connection;
}
