/* sonde-topic-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-history"

#include "sonde-topic-history.h"

#include "sonde-tail.h"
#include "sonde-topic-actions.h"

#include <sonde-format.h>
#include <sonde-message-results.h>
#include <sonde-payload.h>

#include <glib/gi18n.h>

#define PAYLOAD_CHARS 200

struct _SondeTopicHistory
{
  AdwBin parent_instance;

  SondeConnection     *connection;
  GBytes              *topic;
  SondeMessageResults *results; /* %NULL while it is not shown */
  SondeMessageItem    *selected_item;
  SondeTail           *tail;

  GtkListView        *view;
  GtkSingleSelection *selection;
  GtkLabel           *count_label;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_TOPIC,
  PROP_SELECTED_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeTopicHistory, sonde_topic_history, ADW_TYPE_BIN)

static void
count_changed_cb (SondeTopicHistory *self)
{
  guint            n = self->results != NULL ? sonde_message_results_get_n_matches (self->results) : 0;
  g_autofree char *count = sonde_format_count (n);
  g_autofree char *label = g_strdup_printf (ngettext ("%s message in the log", "%s messages in the log", n), count);

  gtk_label_set_label (self->count_label, label);
}

/* What is read stays when its row leaves the log. */
static void
set_selected_item (SondeTopicHistory *self,
                   SondeMessageItem  *item)
{
  if (g_set_object (&self->selected_item, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

static void
selection_changed_cb (SondeTopicHistory *self)
{
  SondeMessageItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL)
    set_selected_item (self, item);
}

/* A name that no filter can say, which no broker should send, has no history. */
static SondeQuery *
make_query (GBytes *topic)
{
  gsize            length;
  const char      *name = g_bytes_get_data (topic, &length);
  g_autofree char *term = NULL;
  g_autofree char *text = NULL;

  if (length == 0 || !g_utf8_validate (name, length, NULL))
    return NULL;

  term = sonde_topic_dup_filter_term (name);
  text = g_strconcat ("received ", term, NULL);

  return sonde_query_parse (text, NULL, NULL);
}

static void
stop (SondeTopicHistory *self)
{
  sonde_tail_set_model (self->tail, NULL, GTK_INVALID_LIST_POSITION);
  gtk_single_selection_set_model (self->selection, NULL);
  if (self->results != NULL)
    g_signal_handlers_disconnect_by_data (self->results, self);
  g_clear_object (&self->results);
  set_selected_item (self, NULL);
}

static void
start (SondeTopicHistory *self)
{
  g_autoptr (SondeQuery) query = NULL;

  stop (self);
  if (self->connection != NULL && self->topic != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    query = make_query (self->topic);
  if (query != NULL)
    {
      self->results = sonde_message_results_new (sonde_connection_get_log (self->connection));
      g_signal_connect_swapped (self->results, "notify::n-matches", G_CALLBACK (count_changed_cb), self);
      sonde_message_results_set_query (self->results, query);
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->results));
      sonde_tail_set_model (self->tail, G_LIST_MODEL (self->results), GTK_INVALID_LIST_POSITION);
      sonde_tail_set_live (self->tail, TRUE);
    }
  count_changed_cb (self);
}

static void
sonde_topic_history_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_topic_history_parent_class)->map (widget);

  start (SONDE_TOPIC_HISTORY (widget));
}

static void
sonde_topic_history_unmap (GtkWidget *widget)
{
  stop (SONDE_TOPIC_HISTORY (widget));

  GTK_WIDGET_CLASS (sonde_topic_history_parent_class)->unmap (widget);
}

/* ---- Rows ---- */

static GtkWidget *
make_cell (int      min_chars,
           gboolean expands)
{
  GtkWidget *cell = g_object_new (GTK_TYPE_INSCRIPTION,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  "min-chars", min_chars,
                                  "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                                  "hexpand", expands,
                                  "valign", GTK_ALIGN_BASELINE,
                                  NULL);

  if (!expands)
    gtk_widget_add_css_class (cell, "dim-label");

  return cell;
}

static void
row_setup_cb (SondeTopicHistory *self,
              GtkListItem       *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_widget_add_css_class (row, "history-message");
  gtk_box_append (GTK_BOX (row), make_cell (12, FALSE));
  gtk_box_append (GTK_BOX (row), make_cell (8, TRUE));
  gtk_list_item_set_child (list_item, row);
}

static void
row_bind_cb (SondeTopicHistory *self,
             GtkListItem       *list_item)
{
  SondeMessageItem *item = gtk_list_item_get_item (list_item);
  GtkWidget        *row = gtk_list_item_get_child (list_item);
  GtkWidget        *parent = gtk_widget_get_parent (row);
  gsize             size;
  const guint8     *bytes = sonde_message_item_get_payload (item, &size);
  g_autofree char  *time = sonde_format_time (sonde_message_item_get_time (item));
  g_autofree char  *payload = size > 0 ? sonde_payload_preview (bytes, size, PAYLOAD_CHARS) : g_strdup (_ ("(empty)"));
  g_autofree char  *sentence = g_strdup_printf ("%s: %s", time, payload);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_widget_get_first_child (row)), time);
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_widget_get_last_child (row)), payload);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

/* ---- Of its class ---- */

static void
sonde_topic_history_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SondeTopicHistory *self = SONDE_TOPIC_HISTORY (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_TOPIC:
      g_value_set_boxed (value, self->topic);
      break;
    case PROP_SELECTED_ITEM:
      g_value_set_object (value, self->selected_item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topic_history_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SondeTopicHistory *self = SONDE_TOPIC_HISTORY (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&self->connection, g_value_get_object (value)))
        start (self);
      break;
    case PROP_TOPIC:
      g_clear_pointer (&self->topic, g_bytes_unref);
      self->topic = g_value_dup_boxed (value);
      start (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topic_history_dispose (GObject *object)
{
  SondeTopicHistory *self = SONDE_TOPIC_HISTORY (object);

  /* What works on the view goes before it. */
  g_clear_object (&self->tail);
  if (self->results != NULL)
    g_signal_handlers_disconnect_by_data (self->results, self);
  g_clear_object (&self->results);
  g_clear_object (&self->selected_item);
  g_clear_pointer (&self->topic, g_bytes_unref);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_topic_history_parent_class)->dispose (object);
}

static void
sonde_topic_history_class_init (SondeTopicHistoryClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_topic_history_get_property;
  object_class->set_property = sonde_topic_history_set_property;
  object_class->dispose = sonde_topic_history_dispose;
  widget_class->map = sonde_topic_history_map;
  widget_class->unmap = sonde_topic_history_unmap;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOPIC] =
    g_param_spec_boxed ("topic", NULL, NULL, G_TYPE_BYTES, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, SONDE_TYPE_MESSAGE_ITEM, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/topics/sonde-topic-history.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTopicHistory, view);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicHistory, selection);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicHistory, count_label);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
}

static void
sonde_topic_history_init (SondeTopicHistory *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->tail = sonde_tail_new (self->view);
}

void
sonde_topic_history_unselect (SondeTopicHistory *self)
{
  g_return_if_fail (SONDE_IS_TOPIC_HISTORY (self));

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  set_selected_item (self, NULL);
}
