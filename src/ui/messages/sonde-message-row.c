/* sonde-message-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows are bound again a thousand times a second while messages stream in, so
 * everything is compared before it is set: GTK then has nothing to do for what
 * stayed the same.
 */

#define G_LOG_DOMAIN "sonde-message-row"

#include "sonde-message-row.h"

#include "sonde-log-filter.h"
#include "sonde-message-layout.h"
#include "sonde-message-text.h"

#include <sonde-format.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#define TOPIC_CHARS 256
#define PAYLOAD_CHARS 400
#define NO_COLOR G_MAXUINT

struct _SondeMessageRow
{
  GtkWidget parent_instance;

  SondeLogColumns  *columns;
  SondeConnection  *connection;
  SondeMessageItem *item;
  gulong            changed_id; /* of @item */
  guint             color;
  SondeMessageKind  kind;
  gboolean          refused;
  gboolean          marked;

  GtkInscription *time;
  GtkInscription *direction;
  GtkWidget      *stripe;
  GtkInscription *subscription;
  GtkInscription *topic;
  GtkInscription *qos;
  GtkInscription *packet_id;
  GtkInscription *payload;
  GtkLabel       *ack;
  GtkLabel       *flags;
  GtkInscription *size;
};

G_DEFINE_FINAL_TYPE (SondeMessageRow, sonde_message_row, GTK_TYPE_WIDGET)

static void
set_text (GtkInscription *cell,
          const char     *text)
{
  const char *old = gtk_inscription_get_text (cell);

  if (g_strcmp0 (old, text) == 0)
    return;

  /* An inscription draws where it was put: a line of another height wants another place. */
  if (sonde_message_layout_is_tall (old) != sonde_message_layout_is_tall (text))
    gtk_widget_queue_allocate (gtk_widget_get_parent (GTK_WIDGET (cell)));
  gtk_inscription_set_text (cell, text);
}

/* Shown only when it has something to say. */
static void
set_mark (GtkLabel   *mark,
          const char *text)
{
  if (text != NULL && strcmp (gtk_label_get_label (mark), text) != 0)
    gtk_label_set_label (mark, text);
  gtk_widget_set_visible (GTK_WIDGET (mark), text != NULL);
}

static void
set_color (SondeMessageRow *self,
           guint            color)
{
  char name[32];

  if (self->color == color)
    return;
  if (self->color != NO_COLOR)
    {
      g_snprintf (name, sizeof name, "sonde-color-%u", self->color);
      gtk_widget_remove_css_class (self->stripe, name);
    }
  if (color != NO_COLOR)
    {
      g_snprintf (name, sizeof name, "sonde-color-%u", color);
      gtk_widget_add_css_class (self->stripe, name);
    }
  self->color = color;
}

static void
show_cell (SondeMessageRow *self,
           gpointer         cell,
           SondeColumn      column,
           gboolean         has_it)
{
  gtk_widget_set_visible (cell, has_it && !sonde_log_columns_get_shape (self->columns)->hidden[column]);
}

/* An event has but a time and a text. */
static void
show_cells (SondeMessageRow *self)
{
  gboolean event = self->kind == SONDE_MESSAGE_EVENT;

  show_cell (self, self->time, SONDE_COLUMN_TIME, TRUE);
  show_cell (self, self->direction, SONDE_COLUMN_DIRECTION, TRUE);
  show_cell (self, self->stripe, SONDE_COLUMN_STRIPE, !event);
  show_cell (self, self->subscription, SONDE_COLUMN_SUBSCRIPTION, !event);
  show_cell (self, self->topic, SONDE_COLUMN_TOPIC, !event);
  show_cell (self, self->qos, SONDE_COLUMN_QOS, !event);
  show_cell (self, self->packet_id, SONDE_COLUMN_PACKET_ID, !event);
  show_cell (self, self->size, SONDE_COLUMN_SIZE, !event);
}

/* What differs between an event and a message but not between two messages. */
static void
set_kind (SondeMessageRow *self,
          SondeMessageKind kind)
{
  gboolean event = kind == SONDE_MESSAGE_EVENT;

  if (self->kind == kind)
    return;
  self->kind = kind;

  show_cells (self);
  set_text (self->direction, event ? "·" : kind == SONDE_MESSAGE_SENT ? "↑"
                                                                      : "↓");
  if (event)
    gtk_widget_add_css_class (GTK_WIDGET (self), "event");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "event");
}

/* The list item has the focus, so it must have the name; GtkListItem:accessible-label came with 4.12. */
static void
set_name (SondeMessageRow *self,
          const char      *sentence)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));

  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
show_event (SondeMessageRow *self,
            const char      *time)
{
  g_autofree char *text = sonde_message_dup_event (self->item);
  g_autofree char *sentence = g_strconcat (time, " ", text, NULL);

  set_text (self->payload, text);
  set_mark (self->ack, NULL);
  set_mark (self->flags, NULL);
  set_name (self, sentence);
}

/* A tick when all is well, the broker's reason when it refused. */
static void
show_answer (SondeMessageRow          *self,
             const SondeMessageAnswer *answer)
{
  gboolean refused = answer != NULL && answer->refused;

  set_mark (self->ack, answer == NULL ? NULL : refused ? answer->text
                                                       : "✓");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->ack), answer != NULL ? answer->text : NULL);

  if (self->refused == refused)
    return;
  self->refused = refused;
  if (refused)
    gtk_widget_add_css_class (GTK_WIDGET (self->ack), "refused");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->ack), "refused");
}

/* QoS 0 has none (3.1.1 and 5.0, 2.2.1). */
static void
show_packet_id (SondeMessageRow *self)
{
  guint16 id = sonde_message_item_get_packet_id (self->item);
  char    text[8] = "";

  if (sonde_log_columns_get_shape (self->columns)->hidden[SONDE_COLUMN_PACKET_ID])
    return;
  if (id != 0)
    g_snprintf (text, sizeof text, "%u", id);
  set_text (self->packet_id, text);
}

static void
show_message (SondeMessageRow *self,
              const char      *time)
{
  static const char *const qos_texts[] = { "0", "1", "2", "3" };
  gsize                    topic_length, payload_size;
  const char              *topic_bytes = sonde_message_item_get_topic (self->item, &topic_length);
  const guint8            *payload_bytes = sonde_message_item_get_payload (self->item, &payload_size);
  g_autofree char         *topic = sonde_payload_preview ((const guint8 *) topic_bytes, topic_length, TOPIC_CHARS);
  g_autofree char         *payload = sonde_payload_preview (payload_bytes, payload_size, PAYLOAD_CHARS);
  g_autofree char         *size = sonde_format_size (payload_size);
  SondeMessageAnswer       answer = { 0 };
  gboolean                 answered = sonde_message_get_answer (self->item, self->connection, &answer);
  g_autofree char         *answer_text = answer.text;
  g_autofree char         *sentence = NULL;

  set_text (self->topic, topic);
  set_text (self->qos, qos_texts[sonde_message_item_get_qos (self->item) & 3]);
  set_text (self->payload, payload);
  set_text (self->size, size);
  show_packet_id (self);
  set_mark (self->flags, sonde_log_columns_get_shape (self->columns)->hidden[SONDE_COLUMN_FLAGS]
                           ? NULL
                           : sonde_message_get_flags (self->item));
  show_answer (self, answered ? &answer : NULL);

  sentence = sonde_message_dup_sentence (self->item, time, topic, payload, size, answer_text);
  set_name (self, sentence);
  sonde_message_row_update_color (self);
}

/* In the list as it is shown; 0 for its first row. */
static gint64
get_time_before (SondeMessageRow *self)
{
  SondeLogFilter *filter = sonde_log_filter_get_for (self->connection);
  g_autoptr (SondeMessageItem) before = NULL;
  guint position;

  if (sonde_log_filter_get_position (filter, sonde_message_item_get_serial (self->item), &position) && position > 0)
    before = g_list_model_get_item (sonde_log_filter_get_model (filter), position - 1);
  return before != NULL ? sonde_message_item_get_time (before) : 0;
}

static void
show_time (SondeMessageRow *self,
           const char      *absolute)
{
  SondeLogTime     time = sonde_log_columns_get_time (self->columns);
  g_autofree char *elapsed = NULL;
  gint64           since = 0;

  if (time == SONDE_LOG_TIME_ABSOLUTE || self->connection == NULL)
    {
      set_text (self->time, absolute);
      return;
    }

  if (time == SONDE_LOG_TIME_RELATIVE)
    since = sonde_message_log_get_began (sonde_connection_get_log (self->connection));
  else
    since = get_time_before (self);
  if (since != 0)
    elapsed = sonde_format_elapsed (sonde_message_item_get_time (self->item) - since);
  set_text (self->time, elapsed != NULL ? elapsed : "");
}

static void
sonde_message_row_update (SondeMessageRow *self)
{
  g_autofree char *time = sonde_format_time (sonde_message_item_get_time (self->item));
  SondeMessageKind kind = sonde_message_item_get_kind (self->item);

  show_time (self, time);
  set_kind (self, kind);
  if (kind == SONDE_MESSAGE_EVENT)
    show_event (self, time);
  else
    show_message (self, time);
  sonde_message_row_update_mark (self);
}

/* What does not fit, or is not shown of it. */
static gboolean
sonde_message_row_query_tooltip (GtkWidget  *widget,
                                 int         x,
                                 int         y,
                                 gboolean    keyboard,
                                 GtkTooltip *tooltip)
{
  SondeMessageRow *self = SONDE_MESSAGE_ROW (widget);
  GtkWidget       *at = gtk_widget_pick (widget, x, y, GTK_PICK_INSENSITIVE);
  g_autofree char *text = NULL;

  if (keyboard || self->item == NULL)
    return FALSE;

  if (at == GTK_WIDGET (self->time))
    text = sonde_format_full_time (sonde_message_item_get_time (self->item));
  else if (at == GTK_WIDGET (self->topic) || at == GTK_WIDGET (self->subscription))
    text = g_strdup (gtk_inscription_get_text (GTK_INSCRIPTION (at)));
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
sonde_message_row_dispose (GObject *object)
{
  SondeMessageRow *self = SONDE_MESSAGE_ROW (object);

  sonde_message_row_bind (self, NULL, NULL);
  g_clear_object (&self->columns);
  gtk_widget_dispose_template (GTK_WIDGET (self), SONDE_TYPE_MESSAGE_ROW);

  G_OBJECT_CLASS (sonde_message_row_parent_class)->dispose (object);
}

static void
sonde_message_row_class_init (SondeMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_message_row_dispose;

  widget_class->query_tooltip = sonde_message_row_query_tooltip;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-message-row.ui");
  gtk_widget_class_set_css_name (widget_class, "message");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_layout_manager_type (widget_class, SONDE_TYPE_MESSAGE_LAYOUT);

  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, time);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, direction);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, stripe);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, subscription);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, topic);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, qos);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, packet_id);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, payload);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, ack);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, flags);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageRow, size);
}

static void
sonde_message_row_init (SondeMessageRow *self)
{
  self->color = NO_COLOR;
  self->kind = SONDE_MESSAGE_RECEIVED; /* as in the template */
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

SondeMessageRow *
sonde_message_row_new (SondeLogColumns *columns)
{
  SondeMessageRow *self = g_object_new (SONDE_TYPE_MESSAGE_ROW, NULL);

  self->columns = g_object_ref (columns);
  sonde_message_row_update_columns (self);
  return self;
}

void
sonde_message_row_bind (SondeMessageRow  *self,
                        SondeConnection  *connection,
                        SondeMessageItem *item)
{
  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));
  g_return_if_fail (item == NULL || SONDE_IS_MESSAGE_ITEM (item));

  g_set_object (&self->connection, connection);
  if (self->item == item)
    return;

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  /* Only what was sent can be acknowledged. */
  if (sonde_message_item_get_kind (item) == SONDE_MESSAGE_SENT)
    self->changed_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (sonde_message_row_update), self);
  sonde_message_row_update (self);
}

SondeMessageItem *
sonde_message_row_get_item (SondeMessageRow *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ROW (self), NULL);

  return self->item;
}

void
sonde_message_row_update_color (SondeMessageRow *self)
{
  SondeSubscription *subscription = NULL;
  const char        *topic;
  gsize              length;

  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));

  if (self->item == NULL || self->kind == SONDE_MESSAGE_EVENT)
    return;

  topic = sonde_message_item_get_topic (self->item, &length);
  if (self->connection != NULL)
    subscription = sonde_subscriptions_match (sonde_connection_get_subscriptions (self->connection), topic, length);
  set_color (self, subscription != NULL ? sonde_subscription_get_color (subscription) : NO_COLOR);
  if (!sonde_log_columns_get_shape (self->columns)->hidden[SONDE_COLUMN_SUBSCRIPTION])
    set_text (self->subscription, subscription != NULL ? sonde_subscription_get_filter (subscription) : "");
}

void
sonde_message_row_update_mark (SondeMessageRow *self)
{
  GtkWidget *list_item;
  gboolean   marked;

  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));

  marked = self->item != NULL && self->connection != NULL &&
           sonde_log_filter_is_marked (sonde_log_filter_get_for (self->connection),
                                       sonde_message_item_get_serial (self->item));
  if (self->marked == marked)
    return;
  self->marked = marked;

  if (marked)
    gtk_widget_add_css_class (GTK_WIDGET (self), "match");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "match");
  list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    marked ? _ ("matches the filter") : "", -1);
}

void
sonde_message_row_update_columns (SondeMessageRow *self)
{
  GtkLayoutManager *layout;

  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));

  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  sonde_message_layout_set_shape (SONDE_MESSAGE_LAYOUT (layout), sonde_log_columns_get_shape (self->columns));
  show_cells (self);
  if (self->item != NULL)
    sonde_message_row_update (self);
}
