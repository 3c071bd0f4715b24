/* sonde-publisher.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publisher"

#include "sonde-publisher.h"

#include <sonde-form-variables.h>
#include <sonde-publish-history.h>

#include "sonde-message-text.h"
#include "sonde-publish-text.h"

#include <glib/gi18n.h>

struct _SondePublisher
{
  GObject parent_instance;

  SondePublishStatus *status;
  SondeConnection    *connection;
  GCancellable       *composing; /* for this connection */
  GtkWindow          *question;  /* weak */
  GPtrArray          *under_way; /* of Attempt that are still told of; not owned */
  gboolean            failed;    /* one of them, since the newest began: that stays said */
};

enum
{
  FAULT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondePublisher, sonde_publisher, G_TYPE_OBJECT)

/* One attempt, on its way to the broker. */
typedef struct
{
  SondePublisher   *publisher;
  SondePublishForm *form;
  SondePublish     *publish;
  guint             lifetime; /* 0: publish now */
  SondePublishState state;
  gint64            round_trip; /* to PUBREC, µs */
} Attempt;

static Attempt *
attempt_new (SondePublisher         *self,
             const SondePublishForm *form,
             SondePublish           *publish,
             guint                   lifetime)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  *attempt = (Attempt){ g_object_ref (self), sonde_publish_form_copy (form), publish, lifetime, SONDE_PUBLISH_QUEUED, 0 };
  return attempt;
}

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->publisher);
  g_clear_pointer (&attempt->publish, sonde_publish_free);
  sonde_publish_form_free (attempt->form);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static char *
dup_under_way_text (SondePublisher *self)
{
  const Attempt *attempt = g_ptr_array_index (self->under_way, 0);
  guint          n_queued = 0;

  if (self->under_way->len == 1)
    return sonde_publish_state_to_text (attempt->state, attempt->publish->qos, attempt->round_trip);

  for (guint i = 0; i < self->under_way->len; i++)
    n_queued += ((const Attempt *) g_ptr_array_index (self->under_way, i))->state == SONDE_PUBLISH_QUEUED;
  if (n_queued > 0)
    return g_strdup_printf (_ ("%u under way, %u queued"), self->under_way->len, n_queued);

  return g_strdup_printf (_ ("%u under way"), self->under_way->len);
}

static void
say_under_way (SondePublisher *self)
{
  g_autofree char *text = dup_under_way_text (self);

  sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_UNDER_WAY, text);
}

static void
watch_cb (SondePublishState state,
          guint8            reason,
          gint64            round_trip,
          gpointer          user_data)
{
  Attempt        *attempt = user_data;
  SondePublisher *self = attempt->publisher;

  attempt->state = state;
  attempt->round_trip = round_trip;
  /* QoS 0 is done with that. */
  if (state == SONDE_PUBLISH_SENT && attempt->publish->qos == 0)
    return;
  if (!self->failed && g_ptr_array_find (self->under_way, attempt, NULL))
    say_under_way (self);
}

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
  SondePublisher    *self = attempt->publisher;
  SondePublishResult answer;
  gboolean           done = sonde_connection_publish_finish (connection, result, &answer, &error);

  sonde_publish_history_add (connection, attempt->form, g_bytes_get_size (attempt->publish->payload),
                             done ? &answer : NULL, error);
  /* The log has the answer in the row. */
  if (!g_ptr_array_remove (self->under_way, attempt))
    return;
  if (!done)
    {
      self->failed = TRUE;
      sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_ERROR, error->message);
      return;
    }
  if (self->failed)
    return;
  if (self->under_way->len > 0)
    {
      say_under_way (self);
      return;
    }

  text = sonde_acknowledgement_to_text (&(SondeAcknowledgement){ answer.reason, answer.round_trip },
                                        sonde_connection_get_version (connection));
  line = g_strconcat ("✓ ", text, NULL);
  sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_DONE, line);
}

static void
publish (Attempt *attempt)
{
  SondePublisher *self = attempt->publisher;

  g_ptr_array_add (self->under_way, attempt);
  self->failed = FALSE;
  say_under_way (self);
  sonde_recent_store_add (sonde_connection_get_recent (self->connection, FALSE), attempt->publish->topic);
  sonde_connection_publish_watched_async (self->connection, attempt->publish, watch_cb, attempt, NULL, published_cb,
                                          attempt);
}

static void
keep (Attempt *attempt)
{
  g_autoptr (Attempt) owned = attempt;
  g_autoptr (GError) error = NULL;
  SondePublisher     *self = attempt->publisher;
  const SondePublish *message = attempt->publish;

  if (sonde_waiting_list_add (sonde_connection_get_waiting (self->connection), message->topic, message->payload,
                              message->qos, message->retain, attempt->lifetime, &error))
    sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_NOTE, _ ("Kept, to be sent when connected"));
  else
    sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_ERROR, error->message);
}

/* Takes @attempt. */
static void
go (Attempt *attempt)
{
  if (attempt->lifetime > 0)
    keep (attempt);
  else
    publish (attempt);
}

/* ---- An empty retained message ---- */

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  const Attempt *asked = user_data;

  if (g_strcmp0 (response, "clear") == 0 && asked->publisher->connection != NULL)
    go (attempt_new (asked->publisher, asked->form, sonde_publish_copy (asked->publish), asked->lifetime));
}

static void
free_asked (gpointer  data,
            GClosure *closure)
{
  attempt_free (data);
}

/* 3.3.1.3: an empty retained message is not kept, it removes the one that is. Takes @attempt. */
static void
ask_to_clear (Attempt *attempt)
{
  SondePublisher *self = attempt->publisher;
  GtkWidget      *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->status))),
                                                   _ ("Clear the retained message?"), NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("An empty retained message removes the one that the broker keeps for “%s”. "
                                     "Who subscribes later gets nothing."),
                                  attempt->publish->topic);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    "clear", _ ("C_lear"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), attempt, free_asked, 0);
  g_set_weak_pointer (&self->question, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- The way of a form ---- */

static void
send_composed (SondePublisher         *self,
               const SondePublishForm *form,
               SondePublish           *composed,
               guint                   lifetime)
{
  Attempt *attempt;

  if (lifetime == 0 && (self->connection == NULL || !sonde_connection_get_online (self->connection)))
    {
      sonde_publish_free (composed);
      sonde_publish_status_refuse_offline (self->status);
      return;
    }

  attempt = attempt_new (self, form, composed, lifetime);
  if (composed->retain && g_bytes_get_size (composed->payload) == 0)
    ask_to_clear (attempt);
  else
    go (attempt);
}

static void
composed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Attempt) asked = user_data;
  g_autofree char  *fault = NULL;
  SondePublisher   *self = asked->publisher;
  SondeComposerPart part;
  SondePublish     *composed = sonde_composer_compose_finish (result, &part, &fault);

  if (composed != NULL)
    {
      if (asked->form->variables && self->connection != NULL && (asked->lifetime > 0 || sonde_connection_get_online (self->connection)))
        sonde_connection_count_filled (self->connection);
      send_composed (self, asked->form, composed, asked->lifetime);
    }
  else if (fault != NULL)
    {
      sonde_publish_status_clear (self->status);
      g_signal_emit (self, signals[FAULT], 0, part, fault, asked->form);
    }
}

/* Returns: %NULL when it is too large so */
static SondePublishForm *
fill (SondePublisher         *self,
      const SondePublishForm *form)
{
  SondeVariables variables;

  if (self->connection == NULL)
    return sonde_publish_form_copy (form);

  sonde_connection_init_variables (self->connection, &variables);

  return sonde_form_variables_fill (&variables, form, NULL);
}

static void
send_form (SondePublisher         *self,
           const SondePublishForm *form,
           guint                   lifetime)
{
  const SondeLimits *limits = self->connection != NULL ? sonde_connection_get_limits (self->connection) : NULL;
  g_autoptr (SondePublishForm) filled = fill (self, form);

  if (filled == NULL)
    {
      g_signal_emit (self, signals[FAULT], 0, SONDE_COMPOSER_PAYLOAD, sonde_form_variables_get_size_text (), form);
      return;
    }

  if (form->format == SONDE_FORM_FILE)
    sonde_publish_status_say (self->status, SONDE_PUBLISH_STATUS_UNDER_WAY, _ ("Reading the file…"));
  sonde_composer_compose_async (filled, limits != NULL ? limits->maximum_packet_size : G_MAXSIZE, self->composing,
                                composed_cb, attempt_new (self, form, NULL, lifetime));
}

void
sonde_publisher_publish (SondePublisher         *self,
                         const SondePublishForm *form)
{
  g_return_if_fail (SONDE_IS_PUBLISHER (self));
  g_return_if_fail (form != NULL);

  send_form (self, form, 0);
}

void
sonde_publisher_keep (SondePublisher         *self,
                      const SondePublishForm *form,
                      guint                   lifetime)
{
  g_return_if_fail (SONDE_IS_PUBLISHER (self));
  g_return_if_fail (form != NULL && lifetime > 0);

  if (self->connection != NULL)
    send_form (self, form, lifetime);
}

void
sonde_publisher_forget (SondePublisher *self)
{
  g_return_if_fail (SONDE_IS_PUBLISHER (self));

  g_ptr_array_set_size (self->under_way, 0);
  sonde_publish_status_clear (self->status);
}

void
sonde_publisher_set_connection (SondePublisher  *self,
                                SondeConnection *connection)
{
  g_return_if_fail (SONDE_IS_PUBLISHER (self));

  /* A URI may bring another connection meanwhile, and the question is not about its broker. */
  if (!g_set_object (&self->connection, connection))
    return;

  sonde_publisher_forget (self);
  g_cancellable_cancel (self->composing);
  g_object_unref (self->composing);
  self->composing = g_cancellable_new ();
  if (self->question != NULL)
    gtk_window_close (self->question);
}

static void
sonde_publisher_dispose (GObject *object)
{
  SondePublisher *self = SONDE_PUBLISHER (object);

  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->composing);
  g_clear_object (&self->connection);
  g_clear_object (&self->status);

  G_OBJECT_CLASS (sonde_publisher_parent_class)->dispose (object);
}

static void
sonde_publisher_finalize (GObject *object)
{
  g_ptr_array_unref (SONDE_PUBLISHER (object)->under_way);

  G_OBJECT_CLASS (sonde_publisher_parent_class)->finalize (object);
}

static void
sonde_publisher_class_init (SondePublisherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_publisher_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_publisher_finalize;

  signals[FAULT] = g_signal_new ("fault", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_POINTER);
}

static void
sonde_publisher_init (SondePublisher *self)
{
  self->composing = g_cancellable_new ();
  self->under_way = g_ptr_array_new ();
}

SondePublisher *
sonde_publisher_new (SondePublishStatus *status)
{
  SondePublisher *self;

  g_return_val_if_fail (SONDE_IS_PUBLISH_STATUS (status), NULL);

  self = g_object_new (SONDE_TYPE_PUBLISHER, NULL);
  self->status = g_object_ref (status);
  return self;
}
