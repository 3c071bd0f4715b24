/* sonde-publish-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-pane"

#include "sonde-publish-pane.h"

#include "sonde-accessible.h"
#include "sonde-payload-editor.h"
#include "sonde-history-button.h"
#include "sonde-properties-button.h"
#include "sonde-publish-edit.h"
#include "sonde-publish-limits.h"
#include "sonde-publish-status.h"
#include "sonde-publisher.h"
#include "sonde-repeat-button.h"
#include "sonde-request-button.h"
#include "sonde-style.h"
#include "sonde-templates-button.h"
#include "sonde-topic-popover.h"
#include "sonde-variables-line.h"

#include <sonde-topic.h>

#include <glib/gi18n.h>

#include <string.h>

#define N_QOS 3

struct _SondePublishPane
{
  AdwBin parent_instance;

  SondeConnection *connection;
  SondePublisher  *publisher;

  SondePublishForm *foreign; /* published last that was not typed here, or %NULL */

  GtkEntry              *topic;
  SondeTopicPopover     *topics;
  GtkLabel              *topic_fault;
  GtkToggleButton       *qos_toggles[N_QOS];
  GtkToggleButton       *retain;
  SondePublishLimits    *limits;
  GtkDropDown           *format;
  SondePropertiesButton *properties;
  SondeRequestButton    *request;
  SondePayloadEditor    *payload;
  GtkToggleButton       *variables;
  SondeVariablesLine    *variables_line;
  GtkBox                *bar;
  SondePublishStatus    *status;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondePublishPane, sonde_publish_pane, ADW_TYPE_BIN)

static void
show_topic_fault (SondePublishPane *self,
                  const char       *sentence)
{
  sonde_style_show_fault (GTK_WIDGET (self->topic), self->topic_fault, sentence);

  /* The last publish was fine, but this is not about it. */
  if (sentence != NULL)
    sonde_publisher_forget (self->publisher);
}

static void
form_changed_cb (SondePublishPane *self)
{
  sonde_variables_line_changed (self->variables_line);
}

/* An empty field is no fault until one publishes. */
static void
topic_changed_cb (SondePublishPane *self)
{
  const char     *topic = gtk_editable_get_text (GTK_EDITABLE (self->topic));
  SondeTopicFault fault = sonde_topic_name_check (topic, strlen (topic));

  show_topic_fault (self, fault != SONDE_TOPIC_FAULT_EMPTY ? sonde_topic_fault_to_string (fault) : NULL);
  form_changed_cb (self);
}

static guint
get_qos (SondePublishPane *self)
{
  guint qos = 0;

  while (qos < N_QOS - 1 && !gtk_toggle_button_get_active (self->qos_toggles[qos]))
    qos++;
  return qos;
}

static void
fault_cb (SondePublishPane *self,
          SondeComposerPart part,
          const char       *sentence,
          SondePublishForm *form)
{
  /* What is wrong is said where it can be mended. */
  if (self->foreign != NULL && sonde_publish_form_equal (self->foreign, form))
    sonde_publish_pane_put_form (self, form);
  if (part == SONDE_COMPOSER_TOPIC)
    {
      show_topic_fault (self, sentence);
      gtk_widget_grab_focus (GTK_WIDGET (self->topic));
    }
  else if (part == SONDE_COMPOSER_PAYLOAD)
    {
      sonde_payload_editor_point_out (self->payload, sentence);
    }
  else
    {
      sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_ERROR, sentence);
    }
}

static void
show_format (SondePublishPane *self)
{
  gtk_drop_down_set_selected (self->format, sonde_payload_editor_get_format (self->payload));
}

/* The drop-down tells of what is put there too, and perhaps later: that is no choice. */
static void
format_chosen_cb (SondePublishPane *self)
{
  SondeFormFormat format = gtk_drop_down_get_selected (self->format);

  if (format == sonde_payload_editor_get_format (self->payload))
    return;

  if (sonde_payload_editor_choose_format (self->payload, format))
    {
      sonde_publish_status_clear (self->status);
      return;
    }

  sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_ERROR,
                            _ ("These bytes are no UTF-8 text: they can be shown as Hex or Base64 only."));
  show_format (self);
}

static void
send_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondePublishPane *self = SONDE_PUBLISH_PANE (widget);
  g_autoptr (SondePublishForm) form = sonde_publish_pane_dup_form (self);

  sonde_publisher_publish (self->publisher, form);
}

static void
request_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  sonde_request_button_popup (SONDE_PUBLISH_PANE (widget)->request);
}

/* By its key, and from any page by the palette. What cannot be shown, as while a connection has failed, takes no keyboard. */
static void
focus_part (SondePublishPane *self,
            GtkWidget        *part)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "messages");
  if (gtk_widget_get_mapped (part))
    gtk_widget_grab_focus (part);
}

static void
focus_topic_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  SondePublishPane *self = SONDE_PUBLISH_PANE (widget);

  focus_part (self, GTK_WIDGET (self->topic));
}

static void
focus_payload_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SondePublishPane *self = SONDE_PUBLISH_PANE (widget);

  focus_part (self, GTK_WIDGET (self->payload));
}

static void
toggle_variables_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  GtkToggleButton *variables = SONDE_PUBLISH_PANE (widget)->variables;

  gtk_toggle_button_set_active (variables, !gtk_toggle_button_get_active (variables));
}

static void
send_later_cb (SondePublishPane *self,
               guint             lifetime)
{
  g_autoptr (SondePublishForm) form = sonde_publish_pane_dup_form (self);

  sonde_publisher_keep (self->publisher, form, lifetime);
}

/* Beside the tools there is no room for the offer in a narrow window. */
static void
offering_cb (SondePublishPane *self)
{
  gboolean offering;

  g_object_get (self->status, "offering", &offering, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar), offering ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
save_draft (SondePublishPane *self)
{
  SondeDraft *draft = sonde_connection_get_draft (self->connection);

  sonde_publish_form_free (draft->form);
  draft->form = sonde_publish_pane_dup_form (self);
  sonde_publish_form_free (draft->beneath);
  draft->beneath = sonde_payload_editor_dup_beneath (self->payload);
}

static void
sonde_publish_pane_set_connection (SondePublishPane *self,
                                   SondeConnection  *connection)
{
  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    save_draft (self);
  g_set_object (&self->connection, connection);
  sonde_publisher_set_connection (self->publisher, connection);
  sonde_topic_popover_set_connection (self->topics, connection);
  if (connection != NULL)
    {
      const SondeDraft *draft = sonde_connection_get_draft (connection);

      sonde_publish_pane_set_form (self, draft->form, FALSE);
      sonde_payload_editor_set_beneath (self->payload, draft->beneath);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_publish_pane_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondePublishPane *self = SONDE_PUBLISH_PANE (object);

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
sonde_publish_pane_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_publish_pane_set_connection (SONDE_PUBLISH_PANE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_publish_pane_dispose (GObject *object)
{
  SondePublishPane *self = SONDE_PUBLISH_PANE (object);

  g_clear_object (&self->publisher);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_publish_pane_parent_class)->dispose (object);
}

static void
sonde_publish_pane_finalize (GObject *object)
{
  sonde_publish_form_free (SONDE_PUBLISH_PANE (object)->foreign);

  G_OBJECT_CLASS (sonde_publish_pane_parent_class)->finalize (object);
}

static void
sonde_publish_pane_class_init (SondePublishPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_publish_pane_get_property;
  object_class->set_property = sonde_publish_pane_set_property;
  object_class->dispose = sonde_publish_pane_dispose;
  object_class->finalize = sonde_publish_pane_finalize;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_PAYLOAD_EDITOR);
  g_type_ensure (SONDE_TYPE_HISTORY_BUTTON);
  g_type_ensure (SONDE_TYPE_PROPERTIES_BUTTON);
  g_type_ensure (SONDE_TYPE_PUBLISH_LIMITS);
  g_type_ensure (SONDE_TYPE_PUBLISH_STATUS);
  g_type_ensure (SONDE_TYPE_TEMPLATES_BUTTON);
  g_type_ensure (SONDE_TYPE_REPEAT_BUTTON);
  g_type_ensure (SONDE_TYPE_REQUEST_BUTTON);
  g_type_ensure (SONDE_TYPE_VARIABLES_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-publish-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, topic);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, topic_fault);
  gtk_widget_class_bind_template_child_full (widget_class, "qos_0", FALSE, G_STRUCT_OFFSET (SondePublishPane, qos_toggles[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "qos_1", FALSE, G_STRUCT_OFFSET (SondePublishPane, qos_toggles[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "qos_2", FALSE, G_STRUCT_OFFSET (SondePublishPane, qos_toggles[2]));
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, retain);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, limits);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, format);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, payload);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, properties);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, request);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, bar);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, status);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, variables);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, variables_line);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, topic_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_later_cb);
  gtk_widget_class_bind_template_callback (widget_class, offering_cb);

  gtk_widget_class_install_action (widget_class, "publish.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "publish.request", NULL, request_action);
  gtk_widget_class_install_action (widget_class, "publish.focus-topic", NULL, focus_topic_action);
  gtk_widget_class_install_action (widget_class, "publish.focus-payload", NULL, focus_payload_action);
  gtk_widget_class_install_action (widget_class, "publish.toggle-variables", NULL, toggle_variables_action);
}

static void
sonde_publish_pane_init (SondePublishPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->topics = sonde_topic_popover_new (GTK_EDITABLE (self->topic), FALSE);
  sonde_publish_edit_accept_drops (self);
  self->publisher = sonde_publisher_new (self->status);
  g_signal_connect_object (self->publisher, "fault", G_CALLBACK (fault_cb), self, G_CONNECT_SWAPPED);
  for (int qos = 0; qos < N_QOS; qos++)
    sonde_accessible_keep_label (GTK_WIDGET (self->qos_toggles[qos]));

  sonde_accessible_keep_label (GTK_WIDGET (self->format));
  sonde_publish_limits_watch (self->limits, self->qos_toggles, self->retain);
}

SondePublishForm *
sonde_publish_pane_dup_form (SondePublishPane *self)
{
  SondePublishForm *form;

  g_return_val_if_fail (SONDE_IS_PUBLISH_PANE (self), NULL);

  form = sonde_properties_button_dup_form (self->properties);
  g_free (form->topic);
  form->topic = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->topic)));
  sonde_payload_editor_save (self->payload, form);
  form->qos = get_qos (self);
  form->retain = gtk_toggle_button_get_active (self->retain);
  form->variables = gtk_toggle_button_get_active (self->variables);
  return form;
}

gboolean
sonde_publish_pane_publish_form (SondePublishPane       *self,
                                 const SondePublishForm *form)
{
  gboolean can_be_sent;

  g_return_val_if_fail (SONDE_IS_PUBLISH_PANE (self), FALSE);
  g_return_val_if_fail (form != NULL, FALSE);

  can_be_sent = self->connection != NULL && sonde_connection_get_online (self->connection);
  if (!can_be_sent)
    sonde_publish_pane_put_form (self, form);
  sonde_publish_form_free (self->foreign);
  self->foreign = sonde_publish_form_copy (form);
  sonde_publisher_publish (self->publisher, form);
  return can_be_sent;
}

void
sonde_publish_pane_set_form (SondePublishPane       *self,
                             const SondePublishForm *form,
                             gboolean                undoable)
{
  g_return_if_fail (SONDE_IS_PUBLISH_PANE (self));
  g_return_if_fail (form != NULL);

  sonde_properties_button_set_form (self->properties, form);
  gtk_editable_set_text (GTK_EDITABLE (self->topic), form->topic);
  gtk_toggle_button_set_active (self->qos_toggles[MIN (form->qos, N_QOS - 1)], TRUE);
  gtk_toggle_button_set_active (self->retain, form->retain);
  gtk_toggle_button_set_active (self->variables, form->variables);
  sonde_payload_editor_load (self->payload, form, undoable);
  show_format (self);
}

void
sonde_publish_pane_focus_payload (SondePublishPane *self)
{
  g_return_if_fail (SONDE_IS_PUBLISH_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->payload));
}
