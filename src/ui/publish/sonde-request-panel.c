/* sonde-request-panel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-request-panel"

#include "sonde-request-panel.h"

#include "sonde-publish-pane.h"
#include "sonde-style.h"

#include <sonde-composer.h>
#include <sonde-form-variables.h>
#include <sonde-payload.h>
#include <sonde-publish-history.h>
#include <sonde-requests.h>

#include <glib/gi18n.h>

#define ANSWER_BYTES 4096 /* shown here; the log has all of it */

struct _SondeRequestPanel
{
  AdwBin parent_instance;

  GtkEntry      *response_topic;
  GtkLabel      *topic_fault;
  GtkSpinButton *timeout;
  GtkLabel      *hint;
  GtkWidget     *send_button;
  GtkWidget     *cancel_button;
  GtkLabel      *status;
  GtkWidget     *answer_box;
  GtkTextView   *answer;

  SondeConnection *connection;
  SondeRequest    *request; /* of it, the last one; or NULL */
  GCancellable    *composing;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_WAITING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeRequestPanel, sonde_request_panel, ADW_TYPE_BIN)

/* ---- What there is to see ---- */

static void
say (SondeRequestPanel *self,
     const char        *sentence,
     const char        *css_class)
{
  static const char *const classes[] = { "dim-label", "success", "error" };

  gtk_label_set_label (self->status, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *sentence != '\0');
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    sonde_style_set_class (GTK_WIDGET (self->status), classes[i], g_str_equal (classes[i], css_class));
}

static void
show_topic_fault (SondeRequestPanel *self,
                  const char        *sentence)
{
  sonde_style_show_fault (GTK_WIDGET (self->response_topic), self->topic_fault, sentence);
}

static gboolean
is_waiting (SondeRequestPanel *self)
{
  return self->request != NULL && !sonde_request_get_ended (self->request);
}

static void
show_answer (SondeRequestPanel *self)
{
  GBytes       *bytes = self->request != NULL ? sonde_request_get_answer (self->request) : NULL;
  gsize         size = 0;
  const guint8 *payload = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autoptr (SondeDisplay) display = sonde_payload_to_text (payload, size, ANSWER_BYTES);
  g_autofree char *text = g_strconcat (display->text, display->complete ? "" : "…", NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->answer), text, -1);
  gtk_widget_set_visible (self->answer_box, bytes != NULL);
}

static void
show_request (SondeRequestPanel *self)
{
  gboolean         online = self->connection != NULL && sonde_connection_get_online (self->connection);
  g_autofree char *text = self->request != NULL ? sonde_request_dup_text (self->request) : g_strdup ("");

  gtk_widget_set_sensitive (self->send_button, online && !is_waiting (self));
  gtk_widget_set_visible (self->cancel_button, is_waiting (self));
  show_answer (self);
  if (self->request == NULL)
    say (self, online ? "" : _ ("Connect first: a request is sent while connected."), "dim-label");
  else if (sonde_request_get_state (self->request) == SONDE_REQUEST_ANSWERED)
    say (self, text, "success");
  else
    say (self, text, is_waiting (self) ? "dim-label" : "error");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static void
show_hint (SondeRequestPanel *self)
{
  gboolean correlated = self->connection == NULL || sonde_connection_get_version (self->connection) == SONDE_MQTT_5;

  gtk_label_set_label (self->hint,
                       correlated ? _ ("Sent with the request, and with correlation data. The answer is the message there that has the same data.")
                                  : _ ("MQTT 3.1.1 does not tell it to the responder, who must know it. The first message there is the answer."));
}

/* %NULL: none */
static void
set_request (SondeRequestPanel *self,
             SondeRequest      *request)
{
  if (self->request != NULL)
    g_signal_handlers_disconnect_by_func (self->request, show_request, self);
  g_set_object (&self->request, request);
  if (request != NULL)
    g_signal_connect_object (request, "changed", G_CALLBACK (show_request), self, G_CONNECT_SWAPPED);
  show_request (self);
}

/* ---- Sending ---- */

/* A request on its way: what is written down once it is sent. */
typedef struct
{
  SondeRequestPanel *panel;
  SondeConnection   *connection;
  SondePublishForm  *form; /* as it is typed */
  guint              timeout_ms;
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->panel);
  g_object_unref (attempt->connection);
  sonde_publish_form_free (attempt->form);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void
free_attempt (gpointer  data,
              GClosure *closure)
{
  attempt_free (data);
}

static void
published_cb (SondeRequest             *request,
              const SondePublishResult *result,
              const GError             *error,
              Attempt                  *attempt)
{
  sonde_publish_history_add (attempt->connection, attempt->form,
                             g_bytes_get_size (sonde_request_get_message (request)->payload), result, error);
}

/* Takes @attempt. */
static void
send_message (Attempt      *attempt,
              SondePublish *message)
{
  SondeRequestPanel *self = attempt->panel;
  SondeConnection   *connection = attempt->connection;
  g_autoptr (SondeRequest) request = NULL;

  if (attempt->form->variables)
    sonde_connection_count_filled (connection);
  sonde_recent_store_add (sonde_connection_get_recent (connection, FALSE), message->topic);
  request = sonde_requests_send (sonde_connection_get_requests (connection), message, attempt->timeout_ms);
  g_signal_connect_data (request, "published", G_CALLBACK (published_cb), attempt, free_attempt, 0);
  set_request (self, request);
}

static void
composed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autofree char  *fault = NULL;
  SondeComposerPart part;
  g_autoptr (SondePublish) message = sonde_composer_compose_finish (result, &part, &fault);

  if (message == NULL)
    {
      if (fault != NULL)
        say (attempt->panel, fault, "error");
      return;
    }

  /* 3.3.1.3: that asks first. */
  if (message->retain && g_bytes_get_size (message->payload) == 0)
    say (attempt->panel, _ ("An empty retained message clears the one that the broker keeps: it is no request."), "error");
  else
    send_message (g_steal_pointer (&attempt), message);
}

static SondePublishForm *
dup_form (SondeRequestPanel *self)
{
  GtkWidget        *pane = gtk_widget_get_ancestor (GTK_WIDGET (self), SONDE_TYPE_PUBLISH_PANE);
  SondePublishForm *form = sonde_publish_pane_dup_form (SONDE_PUBLISH_PANE (pane));

  g_free (form->response_topic);
  form->response_topic = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->response_topic)));
  return form;
}

static void
send_cb (SondeRequestPanel *self)
{
  const SondeLimits *limits = sonde_connection_get_limits (self->connection);
  g_autoptr (SondePublishForm) form = dup_form (self);
  g_autoptr (SondePublishForm) filled = NULL;
  SondeVariables variables;
  const char    *fault;
  Attempt       *attempt;

  gtk_spin_button_update (self->timeout); /* what is typed counts, before the focus has left it */
  set_request (self, NULL);
  sonde_connection_init_variables (self->connection, &variables);
  filled = sonde_form_variables_fill (&variables, form, NULL);
  if (filled == NULL)
    {
      say (self, sonde_form_variables_get_size_text (), "error");
      return;
    }

  fault = sonde_request_check_topic (filled->response_topic, filled->topic);
  show_topic_fault (self, fault);
  if (fault != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->response_topic));
      return;
    }

  attempt = g_new0 (Attempt, 1);
  *attempt = (Attempt){ g_object_ref (self), g_object_ref (self->connection), g_steal_pointer (&form),
                        gtk_spin_button_get_value_as_int (self->timeout) * 1000 };
  sonde_composer_compose_async (filled, limits != NULL ? limits->maximum_packet_size : G_MAXSIZE, self->composing,
                                composed_cb, attempt);
}

static void
cancel_cb (SondeRequestPanel *self)
{
  if (self->request != NULL)
    sonde_request_cancel (self->request);
}

static void
show_in_log_cb (SondeRequestPanel *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_activate_action (GTK_WIDGET (self), "messages.show-serial", "t", sonde_request_get_serial (self->request));
}

static void
topic_changed_cb (SondeRequestPanel *self)
{
  show_topic_fault (self, NULL);
}

/* ---- The connection ---- */

static void
save_draft (SondeRequestPanel *self)
{
  SondeRequestDraft *draft = sonde_requests_get_draft (sonde_connection_get_requests (self->connection));

  g_free (draft->response_topic);
  draft->response_topic = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->response_topic)));
  draft->timeout_s = gtk_spin_button_get_value_as_int (self->timeout);
}

static void
load_draft (SondeRequestPanel *self)
{
  SondeRequestDraft *draft = sonde_requests_get_draft (sonde_connection_get_requests (self->connection));

  if (draft->response_topic == NULL)
    draft->response_topic = sonde_connection_dup_response_topic (self->connection);
  gtk_editable_set_text (GTK_EDITABLE (self->response_topic), draft->response_topic);
  gtk_spin_button_set_value (self->timeout, draft->timeout_s);
}

static void
online_cb (SondeRequestPanel *self)
{
  show_hint (self);
  show_request (self);
}

static void
set_connection (SondeRequestPanel *self,
                SondeConnection   *connection)
{
  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    {
      save_draft (self);
      g_signal_handlers_disconnect_by_data (self->connection, self);
    }
  g_cancellable_cancel (self->composing);
  g_object_unref (self->composing);
  self->composing = g_cancellable_new ();
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    {
      load_draft (self);
      g_signal_connect_object (connection, "notify::online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);
    }
  show_hint (self);
  set_request (self, connection != NULL ? sonde_requests_get_last (sonde_connection_get_requests (connection)) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

/* ---- GObject ---- */

static void
sonde_request_panel_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeRequestPanel *self = SONDE_REQUEST_PANEL (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_WAITING:
      g_value_set_boolean (value, is_waiting (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_request_panel_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_REQUEST_PANEL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_request_panel_dispose (GObject *object)
{
  SondeRequestPanel *self = SONDE_REQUEST_PANEL (object);

  g_cancellable_cancel (self->composing);
  g_clear_object (&self->composing);
  g_clear_object (&self->request);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_request_panel_parent_class)->dispose (object);
}

static void
sonde_request_panel_class_init (SondeRequestPanelClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_request_panel_dispose;
  object_class->get_property = sonde_request_panel_get_property;
  object_class->set_property = sonde_request_panel_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WAITING] =
    g_param_spec_boolean ("waiting", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/publish/sonde-request-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, response_topic);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, topic_fault);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, timeout);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, hint);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, send_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, status);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, answer_box);
  gtk_widget_class_bind_template_child (widget_class, SondeRequestPanel, answer);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_in_log_cb);
  gtk_widget_class_bind_template_callback (widget_class, topic_changed_cb);
}

static void
sonde_request_panel_init (SondeRequestPanel *self)
{
  self->composing = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_hint (self);
  show_request (self);
}

void
sonde_request_panel_prepare (SondeRequestPanel *self)
{
  GtkWidget *pane = gtk_widget_get_ancestor (GTK_WIDGET (self), SONDE_TYPE_PUBLISH_PANE);
  g_autoptr (SondePublishForm) form = NULL;

  g_return_if_fail (SONDE_IS_REQUEST_PANEL (self));

  if (pane == NULL)
    return;

  form = sonde_publish_pane_dup_form (SONDE_PUBLISH_PANE (pane));
  if (*form->response_topic != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->response_topic), form->response_topic);
}

GtkWidget *
sonde_request_panel_get_default_widget (SondeRequestPanel *self)
{
  g_return_val_if_fail (SONDE_IS_REQUEST_PANEL (self), NULL);

  return self->send_button;
}
