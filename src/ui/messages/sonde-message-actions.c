/* sonde-message-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-actions"

#include "sonde-message-actions.h"

#include "sonde-message-copy.h"
#include "sonde-payload-copy.h"
#include "sonde-save.h"
#include "sonde-view-kind.h"

#include <glib/gi18n.h>

struct _SondeMessageActions
{
  AdwBin parent_instance;

  SondeConnection  *connection;
  SondeMessageItem *item;
  gboolean          can_publish;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_ITEM,
  PROP_CAN_PUBLISH,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeMessageActions, sonde_message_actions, ADW_TYPE_BIN)

static void
copy_payload_cb (SondeMessageActions *self)
{
  g_autoptr (GBytes) payload = self->item != NULL ? sonde_message_item_ref_payload (self->item) : NULL;

  if (payload != NULL)
    sonde_payload_copy (GTK_WIDGET (self), payload);
}

static void
write_payload_cb (GtkWidget *widget,
                  GFile     *file,
                  gpointer   user_data)
{
  g_autoptr (GBytes) payload = user_data;

  sonde_save_write (widget, file, payload);
}

static void
save_payload_cb (SondeMessageActions *self)
{
  g_autoptr (GBytes) payload = self->item != NULL ? sonde_message_item_ref_payload (self->item) : NULL;
  g_autofree char *topic = NULL;
  g_autofree char *name = NULL;
  SondePayloadLook look;
  gsize            length, size;
  const guint8    *bytes;

  if (payload == NULL)
    return;

  bytes = g_bytes_get_data (payload, &size);
  look = sonde_payload_look_at (bytes, size);
  topic = g_strdup (sonde_message_item_get_topic (self->item, &length));
  name = sonde_save_dup_topic_name (topic, sonde_payload_look_get_extension (&look));
  sonde_save_ask (GTK_WIDGET (self), _ ("Save payload"), _ ("_Save"), name, write_payload_cb, g_bytes_ref (payload),
                  (GDestroyNotify) g_bytes_unref);
}

static void
copy_as_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  SondeMessageActions *self = SONDE_MESSAGE_ACTIONS (widget);
  SondeCopyAs          format;

  if (self->item != NULL && self->connection != NULL &&
      sonde_copy_as_from_name (g_variant_get_string (parameter, NULL), &format))
    sonde_message_copy (widget, self->connection, self->item, format);
}

static void
sonde_message_actions_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SondeMessageActions *self = SONDE_MESSAGE_ACTIONS (object);

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
sonde_message_actions_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SondeMessageActions *self = SONDE_MESSAGE_ACTIONS (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&self->connection, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_ITEM:
      if (g_set_object (&self->item, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
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
sonde_message_actions_dispose (GObject *object)
{
  SondeMessageActions *self = SONDE_MESSAGE_ACTIONS (object);

  g_clear_object (&self->item);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_message_actions_parent_class)->dispose (object);
}

static void
sonde_message_actions_class_init (SondeMessageActionsClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_message_actions_get_property;
  object_class->set_property = sonde_message_actions_set_property;
  object_class->dispose = sonde_message_actions_dispose;

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

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/messages/sonde-message-actions.ui");
  gtk_widget_class_bind_template_callback (widget_class, copy_payload_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_payload_cb);
  gtk_widget_class_install_action (widget_class, "message.copy-as", "s", copy_as_action);
}

static void
sonde_message_actions_init (SondeMessageActions *self)
{
  self->can_publish = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
