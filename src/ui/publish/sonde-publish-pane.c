/* sonde-publish-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-pane"

#include "sonde-publish-pane.h"

#include "sonde-accessible.h"
#include "sonde-message-text.h"
#include "sonde-publish-limits.h"
#include "sonde-publish-status.h"
#include "sonde-source-style.h"

#include <sonde-topic.h>

#include <glib/gi18n.h>

#include <string.h>

#define N_QOS 3

struct _SondePublishPane
{
  AdwBin parent_instance;

  SondeConnection *connection;
  guint64          n_published; /* numbers the attempts: an older answer does not hide a newer one */

  GtkEntry           *topic;
  GtkLabel           *topic_fault;
  GtkToggleButton    *qos_toggles[N_QOS];
  GtkToggleButton    *retain;
  SondePublishLimits *limits;
  GtkSourceView      *payload;
  GtkTextBuffer      *buffer; /* of @payload */
  GtkWidget          *placeholder;
  SondePublishStatus *status;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondePublishPane, sonde_publish_pane, ADW_TYPE_BIN)

static void
set_css_class (GtkWidget  *widget,
               const char *name,
               gboolean    wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_topic_fault (SondePublishPane *self,
                  SondeTopicFault   fault)
{
  const char *sentence = sonde_topic_fault_to_string (fault);

  set_css_class (GTK_WIDGET (self->topic), "error", sentence != NULL);
  gtk_label_set_label (self->topic_fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->topic_fault), sentence != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->topic), GTK_ACCESSIBLE_STATE_INVALID,
                               sentence != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->topic), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);

  /* The last publish was fine, but this is not about it. */
  if (sentence != NULL)
    sonde_publish_status_clear (self->status);
}

static SondeTopicFault
check_topic (SondePublishPane *self)
{
  const char *topic = gtk_editable_get_text (GTK_EDITABLE (self->topic));

  return sonde_topic_name_check (topic, strlen (topic));
}

/* An empty field is no fault until one publishes. */
static void
topic_changed_cb (SondePublishPane *self)
{
  SondeTopicFault fault = check_topic (self);

  show_topic_fault (self, fault != SONDE_TOPIC_FAULT_EMPTY ? fault : SONDE_TOPIC_FAULT_NONE);
}

static char *
dup_payload (SondePublishPane *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* Colours for what begins as an object or an array; a word for where to type when there is nothing. */
static void
payload_changed_cb (SondePublishPane *self)
{
  GtkTextIter at;
  gunichar    first;

  gtk_text_buffer_get_start_iter (self->buffer, &at);
  while (g_unichar_isspace (gtk_text_iter_get_char (&at)) && gtk_text_iter_forward_char (&at))
    ;
  first = gtk_text_iter_get_char (&at);
  sonde_source_style_set_json (GTK_SOURCE_BUFFER (self->buffer), first == '{' || first == '[');
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
}

static guint
get_qos (SondePublishPane *self)
{
  guint qos = 0;

  while (qos < N_QOS - 1 && !gtk_toggle_button_get_active (self->qos_toggles[qos]))
    qos++;
  return qos;
}

/* One attempt, on its way to the broker. */
typedef struct
{
  SondePublishPane *pane;
  guint64           number;
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->pane);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  SondeConnection *connection = SONDE_CONNECTION (source);
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  g_autofree char   *line = NULL;
  SondePublishPane  *self = attempt->pane;
  SondePublishResult answer;
  gboolean           done = sonde_connection_publish_finish (connection, result, &answer, &error);

  /* Another connection is shown by now: its log has the answer in the row. */
  if (self->connection != connection)
    return;
  if (!done)
    {
      sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_ERROR, error->message);
      return;
    }
  if (attempt->number != self->n_published || gtk_widget_get_visible (GTK_WIDGET (self->topic_fault)))
    return;

  text = sonde_acknowledgement_to_text (&(SondeAcknowledgement){ answer.reason, answer.round_trip },
                                        sonde_connection_get_version (connection));
  line = g_strconcat ("✓ ", text, NULL);
  sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_DONE, line);
}

static GBytes *
encode_payload (SondePublishPane *self)
{
  char *text = dup_payload (self);

  return g_bytes_new_take (text, strlen (text));
}

static void
publish (SondePublishPane *self)
{
  g_autoptr (GBytes) payload = encode_payload (self);
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->pane = g_object_ref (self);
  attempt->number = ++self->n_published;

  sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_UNDER_WAY, _ ("Publishing…"));
  sonde_connection_publish_async (self->connection, gtk_editable_get_text (GTK_EDITABLE (self->topic)), payload,
                                  get_qos (self), gtk_toggle_button_get_active (self->retain),
                                  NULL, published_cb, attempt);
}

static void
send_later (SondePublishPane *self,
            guint             lifetime)
{
  g_autoptr (GBytes) payload = encode_payload (self);
  g_autoptr (GError) error = NULL;

  if (sonde_waiting_list_add (sonde_connection_get_waiting (self->connection),
                              gtk_editable_get_text (GTK_EDITABLE (self->topic)), payload, get_qos (self),
                              gtk_toggle_button_get_active (self->retain), lifetime, &error))
    sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_NOTE, _ ("Kept, to be sent when connected"));
  else
    sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_ERROR, error->message);
}

/* What to do with an empty retained message, once the user has said so. */
typedef struct
{
  SondePublishPane *pane;
  guint             lifetime; /* 0: publish now */
} Clearing;

static void
clearing_free (gpointer  data,
               GClosure *closure)
{
  Clearing *clearing = data;

  g_object_unref (clearing->pane);
  g_free (clearing);
}

static void
clear_response_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   gpointer          user_data)
{
  const Clearing *clearing = user_data;

  if (g_strcmp0 (response, "clear") != 0 || clearing->pane->connection == NULL)
    return;
  if (clearing->lifetime > 0)
    send_later (clearing->pane, clearing->lifetime);
  else
    publish (clearing->pane);
}

/* 3.3.1.3: an empty retained message is not kept, it removes the one that is. */
static void
ask_to_clear (SondePublishPane *self,
              guint             lifetime)
{
  Clearing  *clearing = g_new0 (Clearing, 1);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Clear the retained message?"), NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("An empty retained message removes the one that the broker keeps for “%s”. "
                                     "Who subscribes later gets nothing."),
                                  gtk_editable_get_text (GTK_EDITABLE (self->topic)));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    "clear", _ ("C_lear"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  clearing->pane = g_object_ref (self);
  clearing->lifetime = lifetime;
  g_signal_connect_data (dialog, "response", G_CALLBACK (clear_response_cb), clearing, clearing_free, 0);
  /* A URI may bring another connection meanwhile, and the question is not about its broker. */
  g_signal_connect_object (self, "notify::connection", G_CALLBACK (gtk_window_close), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
clears_retained (SondePublishPane *self)
{
  return gtk_toggle_button_get_active (self->retain) && gtk_text_buffer_get_char_count (self->buffer) == 0;
}

static gboolean
is_topic_good (SondePublishPane *self)
{
  SondeTopicFault fault = check_topic (self);

  if (fault == SONDE_TOPIC_FAULT_NONE)
    return TRUE;

  show_topic_fault (self, fault);
  gtk_widget_grab_focus (GTK_WIDGET (self->topic));
  return FALSE;
}

static void
send_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondePublishPane *self = SONDE_PUBLISH_PANE (widget);

  if (!is_topic_good (self))
    return;

  if (self->connection == NULL || !sonde_connection_get_online (self->connection))
    sonde_publish_status_refuse_offline (self->status);
  else if (clears_retained (self))
    ask_to_clear (self, 0);
  else
    publish (self);
}

static void
send_later_cb (SondePublishPane *self,
               guint             lifetime)
{
  if (!is_topic_good (self))
    return;

  if (clears_retained (self))
    ask_to_clear (self, lifetime);
  else
    send_later (self, lifetime);
}

static void
sonde_publish_pane_set_connection (SondePublishPane *self,
                                   SondeConnection  *connection)
{
  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    sonde_publish_pane_save_draft (self);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    sonde_publish_pane_load_draft (self, FALSE);

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

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_publish_pane_parent_class)->dispose (object);
}

static void
sonde_publish_pane_class_init (SondePublishPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_publish_pane_get_property;
  object_class->set_property = sonde_publish_pane_set_property;
  object_class->dispose = sonde_publish_pane_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (SONDE_TYPE_PUBLISH_LIMITS);
  g_type_ensure (SONDE_TYPE_PUBLISH_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-publish-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, topic);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, topic_fault);
  gtk_widget_class_bind_template_child_full (widget_class, "qos_0", FALSE, G_STRUCT_OFFSET (SondePublishPane, qos_toggles[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "qos_1", FALSE, G_STRUCT_OFFSET (SondePublishPane, qos_toggles[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "qos_2", FALSE, G_STRUCT_OFFSET (SondePublishPane, qos_toggles[2]));
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, retain);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, limits);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, payload);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, buffer);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, placeholder);
  gtk_widget_class_bind_template_child (widget_class, SondePublishPane, status);
  gtk_widget_class_bind_template_callback (widget_class, topic_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, payload_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_later_cb);

  gtk_widget_class_install_action (widget_class, "publish.send", NULL, send_action);
}

static void
sonde_publish_pane_init (SondePublishPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int qos = 0; qos < N_QOS; qos++)
    sonde_accessible_keep_label (GTK_WIDGET (self->qos_toggles[qos]));

  sonde_source_style_set_up (GTK_SOURCE_BUFFER (self->buffer));
  sonde_publish_limits_watch (self->limits, self->qos_toggles, self->retain);
}

void
sonde_publish_pane_save_draft (SondePublishPane *self)
{
  SondeDraft *draft;

  g_return_if_fail (SONDE_IS_PUBLISH_PANE (self));
  g_return_if_fail (self->connection != NULL);

  draft = sonde_connection_get_draft (self->connection);
  g_free (draft->topic);
  draft->topic = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->topic)));
  g_free (draft->payload);
  draft->payload = dup_payload (self);
  draft->publish_qos = get_qos (self);
  draft->retain = gtk_toggle_button_get_active (self->retain);
}

static void
replace_payload (SondePublishPane *self,
                 const char       *payload)
{
  GtkTextIter start, end;

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, payload, -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

void
sonde_publish_pane_load_draft (SondePublishPane *self,
                               gboolean          undoable)
{
  const SondeDraft *draft;
  const char       *payload;

  g_return_if_fail (SONDE_IS_PUBLISH_PANE (self));
  g_return_if_fail (self->connection != NULL);

  draft = sonde_connection_get_draft (self->connection);
  payload = draft->payload != NULL ? draft->payload : "";
  gtk_editable_set_text (GTK_EDITABLE (self->topic), draft->topic != NULL ? draft->topic : "");
  gtk_toggle_button_set_active (self->qos_toggles[MIN (draft->publish_qos, N_QOS - 1)], TRUE);
  gtk_toggle_button_set_active (self->retain, draft->retain);
  if (undoable)
    {
      replace_payload (self, payload);
      return;
    }

  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_text_buffer_set_text (self->buffer, payload, -1);
  gtk_text_buffer_set_enable_undo (self->buffer, TRUE);
}

void
sonde_publish_pane_focus_payload (SondePublishPane *self)
{
  g_return_if_fail (SONDE_IS_PUBLISH_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->payload));
}
