/* sonde-message-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows are bound again a thousand times a second while messages stream in, most of
 * them out of view. So a row that is bound is but stale; it is filled when it comes
 * into view, or when there is time for it (SondeRowFiller).
 */

#define G_LOG_DOMAIN "sonde-message-row"

#include "sonde-message-row.h"

#include "sonde-log-filter.h"
#include "sonde-message-text.h"
#include "sonde-row-cells.h"
#include "sonde-row-style.h"
#include "sonde-style.h"

#include <sonde-excerpt.h>
#include <sonde-format.h>

#include <glib/gi18n.h>

#define TOPIC_CHARS 256
#define PAYLOAD_CHARS 400

struct _SondeMessageRow
{
  GtkWidget parent_instance;

  SondeLogColumns  *columns;
  SondeConnection  *connection;
  SondeMessageItem *item;
  gulong            changed_id; /* of @item */
  char             *answer;     /* of the broker, in words; nullable */
  SondeRowCells     cells;
  gboolean          stale; /* @cells is of another item, or of other columns */
  gboolean          in_view;
  gboolean          named;
  gboolean          marked;
};

G_DEFINE_FINAL_TYPE (SondeMessageRow, sonde_message_row, GTK_TYPE_WIDGET)

static gboolean
is_event (SondeMessageRow *self)
{
  return self->item != NULL && sonde_message_item_get_kind (self->item) == SONDE_MESSAGE_EVENT;
}

static gboolean
is_hidden (SondeMessageRow *self,
           SondeColumn      column)
{
  return sonde_log_columns_get_shape (self->columns)->hidden[column];
}

static void
set_stale (SondeMessageRow *self)
{
  self->stale = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The list item has the focus, so it must have the name; GtkListItem:accessible-label came with 4.12. */
static void
set_name (SondeMessageRow *self,
          const char      *sentence)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));

  self->named = list_item != NULL;
  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

/* Rather no name than that of another item. */
static void
clear_name (SondeMessageRow *self)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));

  if (self->named && list_item != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL);
  self->named = FALSE;
}

static void
fill_event (SondeMessageRow *self,
            const char      *time)
{
  g_autofree char *text = sonde_message_dup_event (self->item);
  g_autofree char *sentence = g_strconcat (time, " ", text, NULL);

  for (guint i = SONDE_COLUMN_STRIPE; i < SONDE_N_COLUMNS; i++)
    sonde_row_cells_set (&self->cells, i, i == SONDE_COLUMN_PAYLOAD ? text : NULL);
  sonde_row_cells_set (&self->cells, SONDE_COLUMN_DIRECTION, "·");
  set_name (self, sentence);
}

/* A tick when all is well, the broker's reason when it refused. */
static void
fill_answer (SondeMessageRow *self)
{
  SondeMessageAnswer answer = { 0 };

  g_clear_pointer (&self->answer, g_free);
  if (sonde_message_get_answer (self->item, self->connection, &answer))
    self->answer = answer.text;
  self->cells.refused = answer.refused;
  sonde_row_cells_set (&self->cells, SONDE_COLUMN_ACK, answer.refused ? answer.text : self->answer != NULL ? "✓"
                                                                                                           : NULL);
}

/* QoS 0 has none (3.1.1 and 5.0, 2.2.1). */
static void
fill_packet_id (SondeMessageRow *self)
{
  guint16 id = sonde_message_item_get_packet_id (self->item);
  char    text[8] = "";

  if (is_hidden (self, SONDE_COLUMN_PACKET_ID))
    return;
  if (id != 0)
    g_snprintf (text, sizeof text, "%u", id);
  sonde_row_cells_set (&self->cells, SONDE_COLUMN_PACKET_ID, text);
}

/* Of topic or payload, with what the filter found in it.
 * Returns: the text */
static char *
fill_excerpt (SondeMessageRow *self,
              SondeColumn      column,
              const guint8    *bytes,
              gsize            size,
              guint            max_chars)
{
  const SondeQuery *query = NULL;
  SondeQuerySpan    mark;
  char             *text;

  if (self->connection != NULL)
    query = sonde_log_filter_get_query (sonde_log_filter_get_for (self->connection));
  text = sonde_excerpt_dup (query, column == SONDE_COLUMN_TOPIC, bytes, size, max_chars, &mark);
  sonde_row_cells_set (&self->cells, column, text);
  self->cells.marks[column] = mark;
  return text;
}

static void
fill_message (SondeMessageRow *self,
              const char      *time)
{
  static const char *const qos_texts[] = { "0", "1", "2", "3" };
  gsize                    topic_length, payload_size;
  const char              *topic_bytes = sonde_message_item_get_topic (self->item, &topic_length);
  const guint8            *payload_bytes = sonde_message_item_get_payload (self->item, &payload_size);
  g_autofree char         *topic = NULL;
  g_autofree char         *payload = NULL;
  g_autofree char         *size = sonde_format_size (payload_size);
  g_autofree char         *sentence = NULL;
  gboolean                 sent = sonde_message_item_get_kind (self->item) == SONDE_MESSAGE_SENT;

  sonde_row_cells_set (&self->cells, SONDE_COLUMN_DIRECTION, sent ? "↑" : "↓");
  topic = fill_excerpt (self, SONDE_COLUMN_TOPIC, (const guint8 *) topic_bytes, topic_length, TOPIC_CHARS);
  sonde_row_cells_set (&self->cells, SONDE_COLUMN_QOS, qos_texts[sonde_message_item_get_qos (self->item) & 3]);
  payload = fill_excerpt (self, SONDE_COLUMN_PAYLOAD, payload_bytes, payload_size, PAYLOAD_CHARS);
  sonde_row_cells_set (&self->cells, SONDE_COLUMN_FLAGS, sonde_message_get_flags (self->item));
  sonde_row_cells_set (&self->cells, SONDE_COLUMN_SIZE, size);
  fill_packet_id (self);
  fill_answer (self);

  sentence = sonde_message_dup_sentence (self->item, time, topic, payload, size, self->answer);
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
fill_time (SondeMessageRow *self,
           const char      *absolute)
{
  SondeLogTime     time = sonde_log_columns_get_time (self->columns);
  gint64           at = sonde_message_item_get_time (self->item);
  g_autofree char *dated = NULL;
  g_autofree char *elapsed = NULL;
  gint64           since = 0;

  if (time == SONDE_LOG_TIME_ABSOLUTE || self->connection == NULL)
    {
      if (sonde_log_columns_get_shape (self->columns)->dated)
        dated = sonde_format_day_and_time (at);
      sonde_row_cells_set (&self->cells, SONDE_COLUMN_TIME, dated != NULL ? dated : absolute);
      return;
    }

  if (time == SONDE_LOG_TIME_RELATIVE)
    since = sonde_message_log_get_began (sonde_connection_get_log (self->connection));
  else
    since = get_time_before (self);
  if (since != 0)
    elapsed = sonde_format_elapsed (at - since);
  sonde_row_cells_set (&self->cells, SONDE_COLUMN_TIME, elapsed);
}

static gboolean
is_cut (SondeMessageRow *self,
        SondeColumn      column)
{
  return self->cells.layouts[column] != NULL && pango_layout_is_ellipsized (self->cells.layouts[column]);
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
  SondeColumn      column = sonde_row_cells_pick (&self->cells, widget, x);
  g_autofree char *text = NULL;

  if (keyboard || self->item == NULL)
    return FALSE;

  if (column == SONDE_COLUMN_TIME)
    text = sonde_format_full_time (sonde_message_item_get_time (self->item));
  else if (column == SONDE_COLUMN_ACK)
    text = g_strdup (self->answer);
  else if ((column == SONDE_COLUMN_TOPIC || column == SONDE_COLUMN_SUBSCRIPTION) && is_cut (self, column))
    text = g_strdup (self->cells.texts[column]);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
sonde_message_row_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  int digits = SONDE_LOG_MIN_DIGITS * sonde_row_style_get_digit (widget);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? digits : sonde_row_cells_measure_height (widget);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * digits : *minimum;
}

/* What is out of view is not laid out: GTK asks for it all the same. */
static void
sonde_message_row_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  SondeMessageRow *self = SONDE_MESSAGE_ROW (widget);

  if (self->in_view && !self->stale && self->item != NULL)
    sonde_row_cells_snapshot (&self->cells, widget, snapshot, sonde_log_columns_get_shape (self->columns));
}

static void
sonde_message_row_dispose (GObject *object)
{
  SondeMessageRow *self = SONDE_MESSAGE_ROW (object);

  sonde_message_row_bind (self, NULL, NULL);
  sonde_row_cells_clear (&self->cells);
  g_clear_pointer (&self->answer, g_free);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (sonde_message_row_parent_class)->dispose (object);
}

static void
sonde_message_row_class_init (SondeMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_message_row_dispose;

  widget_class->measure = sonde_message_row_measure;
  widget_class->query_tooltip = sonde_message_row_query_tooltip;
  widget_class->snapshot = sonde_message_row_snapshot;

  gtk_widget_class_set_css_name (widget_class, "message");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sonde_message_row_init (SondeMessageRow *self)
{
  self->cells.color = SONDE_ROW_NO_COLOR;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

SondeMessageRow *
sonde_message_row_new (SondeLogColumns *columns)
{
  SondeMessageRow *self = g_object_new (SONDE_TYPE_MESSAGE_ROW, NULL);

  self->columns = g_object_ref (columns);
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
  clear_name (self);
  if (item == NULL)
    return;

  /* Only what was sent can be acknowledged. */
  if (sonde_message_item_get_kind (item) == SONDE_MESSAGE_SENT)
    self->changed_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (set_stale), self);
  set_stale (self);
}

SondeMessageItem *
sonde_message_row_get_item (SondeMessageRow *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ROW (self), NULL);

  return self->item;
}

gboolean
sonde_message_row_fill (SondeMessageRow *self)
{
  g_autofree char *time = NULL;

  g_return_val_if_fail (SONDE_IS_MESSAGE_ROW (self), FALSE);

  if (!self->stale || self->item == NULL)
    return FALSE;

  self->stale = FALSE;
  self->cells.event = is_event (self);
  time = sonde_format_time (sonde_message_item_get_time (self->item));
  fill_time (self, time);
  if (self->cells.event)
    fill_event (self, time);
  else
    fill_message (self, time);
  sonde_message_row_update_mark (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

void
sonde_message_row_set_in_view (SondeMessageRow *self,
                               gboolean         in_view)
{
  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));

  if (in_view && !self->in_view)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->in_view = in_view;
  if (in_view)
    sonde_message_row_fill (self);
}

void
sonde_message_row_update_color (SondeMessageRow *self)
{
  SondeSubscription *subscription = NULL;
  const char        *topic;
  gsize              length;

  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));

  if (self->item == NULL || self->stale || self->cells.event)
    return;

  topic = sonde_message_item_get_topic (self->item, &length);
  if (self->connection != NULL)
    subscription = sonde_subscriptions_match (sonde_connection_get_subscriptions (self->connection), topic, length);
  self->cells.color = subscription != NULL ? sonde_subscription_get_color (subscription) : SONDE_ROW_NO_COLOR;
  if (!is_hidden (self, SONDE_COLUMN_SUBSCRIPTION))
    sonde_row_cells_set (&self->cells, SONDE_COLUMN_SUBSCRIPTION, subscription != NULL ? sonde_subscription_get_filter (subscription) : "");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sonde_message_row_update_mark (SondeMessageRow *self)
{
  GtkWidget *list_item;
  gboolean   marked;

  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));

  if (self->stale)
    return;
  marked = self->item != NULL && self->connection != NULL &&
           sonde_log_filter_is_marked (sonde_log_filter_get_for (self->connection),
                                       sonde_message_item_get_serial (self->item));
  if (self->marked == marked)
    return;
  self->marked = marked;

  sonde_style_set_class (GTK_WIDGET (self), "match", marked);
  list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    marked ? _ ("matches the filter") : "", -1);
}

void
sonde_message_row_refill (SondeMessageRow *self)
{
  g_return_if_fail (SONDE_IS_MESSAGE_ROW (self));

  set_stale (self);
}
