/* sonde-inspector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-inspector"

#include "sonde-inspector.h"

#include "sonde-message-actions.h"
#include "sonde-message-fields.h"
#include "sonde-message-text.h"
#include "sonde-payload-view.h"
#include "sonde-plot-window.h"

#include <glib/gi18n.h>

/* A topic may have 65,535 bytes: a heading shows the beginning, the button copies it all. */
#define HEADING_CHARS 400

struct _SondeInspector
{
  AdwBin parent_instance;

  SondeConnection  *connection;
  SondeMessageItem *item;
  GSignalGroup     *item_signals;
  GSignalGroup     *log_signals;
  char             *topic;
  gboolean          can_publish;

  GtkWidget        *empty;
  GtkWidget        *content;
  GtkLabel         *heading;
  GtkWidget        *copy_button;
  GtkWidget        *gone_label;
  GtkGrid          *grid;
  SondePayloadView *payload_view;
  GtkWidget        *actions;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_ITEM,
  PROP_CAN_PUBLISH,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeInspector, sonde_inspector, ADW_TYPE_BIN)

static void
add_field (SondeInspector   *self,
           const SondeField *field,
           int               row)
{
  GtkWidget *name = gtk_label_new (field->name);
  GtkWidget *value = gtk_label_new (field->value);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_yalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (name, GTK_ALIGN_BASELINE);
  gtk_widget_add_css_class (name, "dim-label");

  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_attributes (GTK_LABEL (value), attributes);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_set_valign (value, GTK_ALIGN_BASELINE);
  gtk_widget_add_css_class (value, "numeric");
  if (field->warning)
    gtk_widget_add_css_class (value, "warning");

  gtk_grid_attach (self->grid, name, 0, row, 1, 1);
  gtk_grid_attach (self->grid, value, 1, row, 1, 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);
}

static void
update_fields (SondeInspector *self)
{
  g_autoptr (GPtrArray) fields = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);

  if (self->item == NULL || self->connection == NULL)
    return;

  fields = sonde_message_fields_new (self->item, self->connection);
  for (guint i = 0; i < fields->len; i++)
    add_field (self, g_ptr_array_index (fields, i), i);
}

static void
update_heading (SondeInspector *self,
                gboolean        event)
{
  gsize       length;
  const char *topic;

  g_clear_pointer (&self->topic, g_free);
  if (event)
    {
      gtk_label_set_label (self->heading, _ ("Event of the connection"));
      return;
    }

  topic = sonde_message_item_get_topic (self->item, &length);
  self->topic = g_utf8_make_valid (topic, length);
  if (g_utf8_strlen (self->topic, -1) > HEADING_CHARS)
    {
      g_autofree char *start = g_utf8_substring (self->topic, 0, HEADING_CHARS);
      g_autofree char *shown = g_strconcat (start, "…", NULL);

      gtk_label_set_label (self->heading, shown);
    }
  else
    gtk_label_set_label (self->heading, self->topic);
}

/* It was discarded for newer ones, or cleared; what is being read stays. */
static void
update_gone (SondeInspector *self)
{
  guint position;

  if (self->item == NULL || self->connection == NULL)
    return;
  gtk_widget_set_visible (self->gone_label,
                          !sonde_message_log_get_position (sonde_connection_get_log (self->connection),
                                                           sonde_message_item_get_serial (self->item), &position));
}

static void
update (SondeInspector *self)
{
  gboolean          event = self->item != NULL && sonde_message_item_get_kind (self->item) == SONDE_MESSAGE_EVENT;
  SondeMessageItem *message = event || self->connection == NULL ? NULL : self->item;

  gtk_widget_set_visible (self->empty, self->item == NULL);
  gtk_widget_set_visible (self->content, self->item != NULL);
  gtk_widget_set_visible (self->copy_button, !event);
  gtk_widget_set_visible (GTK_WIDGET (self->payload_view), !event);
  gtk_widget_set_visible (self->actions, !event);
  update_fields (self);
  update_gone (self);

  if (self->item != NULL)
    update_heading (self, event);
  sonde_payload_view_set_item (self->payload_view, self->connection, message);
  g_object_set (self->actions, "item", message, NULL);
}

static void
copy_topic_clicked_cb (SondeInspector *self)
{
  if (self->topic == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->topic);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Topic copied"));
}

/* The parameter: a JSON path */
static void
plot_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeInspector *self = SONDE_INSPECTOR (widget);

  if (self->connection != NULL && self->topic != NULL)
    sonde_plot_window_show (widget, self->connection, self->topic, g_variant_get_string (parameter, NULL));
}

static void
sonde_inspector_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeInspector *self = SONDE_INSPECTOR (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    case PROP_CAN_PUBLISH:
      g_value_set_boolean (value, self->can_publish);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_inspector_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeInspector *self = SONDE_INSPECTOR (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&self->connection, g_value_get_object (value)))
        {
          g_signal_group_set_target (self->log_signals,
                                     self->connection != NULL ? sonde_connection_get_log (self->connection) : NULL);
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_ITEM:
      if (g_set_object (&self->item, g_value_get_object (value)))
        {
          g_signal_group_set_target (self->item_signals, self->item);
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_CAN_PUBLISH:
      if (self->can_publish == g_value_get_boolean (value))
        return;
      self->can_publish = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_inspector_dispose (GObject *object)
{
  SondeInspector *self = SONDE_INSPECTOR (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->log_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->topic, g_free);

  G_OBJECT_CLASS (sonde_inspector_parent_class)->dispose (object);
}

static void
sonde_inspector_class_init (SondeInspectorClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_inspector_get_property;
  object_class->set_property = sonde_inspector_set_property;
  object_class->dispose = sonde_inspector_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, SONDE_TYPE_MESSAGE_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_PUBLISH] =
    g_param_spec_boolean ("can-publish", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_MESSAGE_ACTIONS);
  g_type_ensure (SONDE_TYPE_PAYLOAD_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, empty);
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, content);
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, heading);
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, gone_label);
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, grid);
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, payload_view);
  gtk_widget_class_bind_template_child (widget_class, SondeInspector, actions);
  gtk_widget_class_bind_template_callback (widget_class, copy_topic_clicked_cb);

  gtk_widget_class_install_action (widget_class, "inspector.plot", "s", plot_action);
}

static void
sonde_inspector_init (SondeInspector *self)
{
  self->can_publish = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Its acknowledgement came. */
  self->item_signals = g_signal_group_new (SONDE_TYPE_MESSAGE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "changed", G_CALLBACK (update_fields), self);

  self->log_signals = g_signal_group_new (SONDE_TYPE_MESSAGE_LOG);
  g_signal_group_connect_swapped (self->log_signals, "notify::kept", G_CALLBACK (update_gone), self);
}
