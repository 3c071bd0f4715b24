/* sonde-topic-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-pane"

#include "sonde-topic-pane.h"

#include "sonde-inspector.h"
#include "sonde-plot-pane.h"
#include "sonde-topic-history.h"
#include "sonde-topic-text.h"

#include <sonde-connection-topics.h>
#include <sonde-format.h>

#include <glib/gi18n.h>

#define MAX_TITLE_CHARS 400

/* A payload so large is not shown anew each time one comes. */
#define LARGE (64 * 1024) /* bytes */
#define LARGE_INTERVAL G_TIME_SPAN_SECOND

struct _SondeTopicPane
{
  AdwBin parent_instance;

  SondeConnection *connection;
  GBytes          *topic;
  guint64          serial; /* of the message that is shown as the latest */
  gint64           shown;  /* when it was */
  gboolean         has_latest;

  GtkWidget         *empty;
  GtkWidget         *content;
  GtkToggleButton   *history_button;
  GtkToggleButton   *plot_button;
  SondePlotPane     *plot;
  GtkWidget         *paned;
  SondeTopicHistory *history;
  SondeInspector    *inspector;
  GtkWidget         *note;
  GtkLabel          *note_title;
  GtkLabel          *note_text;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_TOPIC,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeTopicPane, sonde_topic_pane, ADW_TYPE_BIN)

static SondeMessageItem *
get_selected_item (SondeTopicPane *self)
{
  g_autoptr (SondeMessageItem) item = NULL;

  g_object_get (self->history, "selected-item", &item, NULL);

  return item; /* the history holds it */
}

static void
show_item (SondeTopicPane   *self,
           SondeMessageItem *item)
{
  gtk_widget_set_visible (GTK_WIDGET (self->inspector), item != NULL);
  gtk_widget_set_visible (self->note, item == NULL);
  g_object_set (self->inspector, "item", item, NULL);
}

/* Nothing came on it, or what came has left the log. */
static void
show_note (SondeTopicPane        *self,
           const SondeTopicTree  *tree,
           guint                  node,
           const SondeTopicValue *value)
{
  guint            n = sonde_topic_tree_get_topics_below (tree, node);
  g_autofree char *title = node != 0 ? sonde_topic_dup_title (tree, node, MAX_TITLE_CHARS) : NULL;
  g_autofree char *count = sonde_format_count (n);
  g_autofree char *text = NULL;

  if (node == 0)
    text = g_strdup (_ ("Nothing has come on it since the log was cleared."));
  else if (value != NULL)
    text = g_strdup (_ ("Its last message has left the log to make room for newer ones."));
  else
    text = g_strdup_printf (ngettext ("No message came on this level itself, but on %s topic below it.",
                                      "No message came on this level itself, but on %s topics below it.", n),
                            count);

  if (title != NULL)
    gtk_label_set_label (self->note_title, title);
  gtk_label_set_label (self->note_text, text);
  show_item (self, NULL);
}

static void
show_latest (SondeTopicPane *self)
{
  SondeTopicTree        *tree = sonde_connection_get_topics (self->connection);
  SondeMessageLog       *log = sonde_connection_get_log (self->connection);
  gsize                  length;
  const char            *topic = g_bytes_get_data (self->topic, &length);
  guint                  node = sonde_topic_tree_find (tree, topic, length);
  const SondeTopicValue *value = sonde_topic_tree_get_value (tree, node);
  gint64                 now = g_get_monotonic_time ();
  g_autoptr (SondeMessageItem) item = NULL;
  guint position;

  if (value != NULL && self->has_latest && self->serial == value->serial)
    return;
  if (value != NULL && self->has_latest && value->payload_size > LARGE && now - self->shown < LARGE_INTERVAL)
    return;

  if (value != NULL && sonde_message_log_get_position (log, value->serial, &position))
    item = g_list_model_get_item (G_LIST_MODEL (log), position);
  self->has_latest = item != NULL;
  self->serial = value != NULL ? value->serial : 0;
  self->shown = now;
  if (item != NULL)
    show_item (self, item);
  else
    show_note (self, tree, node, value);
}

void
sonde_topic_pane_update (SondeTopicPane *self)
{
  gboolean topic, history, plot;

  g_return_if_fail (SONDE_IS_TOPIC_PANE (self));

  topic = self->topic != NULL && self->connection != NULL;
  history = gtk_toggle_button_get_active (self->history_button);
  plot = gtk_toggle_button_get_active (self->plot_button);
  gtk_widget_set_visible (self->empty, !topic);
  gtk_widget_set_visible (self->content, topic);
  gtk_widget_set_visible (GTK_WIDGET (self->history), topic && history);
  gtk_widget_set_visible (GTK_WIDGET (self->plot), topic && plot);
  gtk_widget_set_visible (self->paned, !plot);

  if (!topic)
    g_object_set (self->inspector, "item", NULL, NULL);
  else if (!plot && (!history || get_selected_item (self) == NULL))
    show_latest (self);
}

static void
restart (SondeTopicPane *self)
{
  self->has_latest = FALSE;
  sonde_topic_history_unselect (self->history);
  sonde_plot_pane_set_topic (self->plot, self->connection, self->topic != NULL ? g_bytes_get_data (self->topic, NULL) : NULL);
  sonde_topic_pane_update (self);
}

static void
view_toggled_cb (SondeTopicPane *self)
{
  restart (self);
}

static void
history_selected_cb (SondeTopicPane *self)
{
  SondeMessageItem *item = get_selected_item (self);

  self->has_latest = FALSE;
  if (item != NULL)
    show_item (self, item);
}

static void
sonde_topic_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeTopicPane *self = SONDE_TOPIC_PANE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_TOPIC:
      g_value_set_boxed (value, self->topic);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topic_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SondeTopicPane *self = SONDE_TOPIC_PANE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (!g_set_object (&self->connection, g_value_get_object (value)))
        return;
      break;
    case PROP_TOPIC:
      g_clear_pointer (&self->topic, g_bytes_unref);
      self->topic = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
  restart (self);
}

static void
sonde_topic_pane_dispose (GObject *object)
{
  SondeTopicPane *self = SONDE_TOPIC_PANE (object);

  g_clear_pointer (&self->topic, g_bytes_unref);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_topic_pane_parent_class)->dispose (object);
}

static void
sonde_topic_pane_class_init (SondeTopicPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_topic_pane_get_property;
  object_class->set_property = sonde_topic_pane_set_property;
  object_class->dispose = sonde_topic_pane_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOPIC] =
    g_param_spec_boxed ("topic", NULL, NULL, G_TYPE_BYTES,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_INSPECTOR);
  g_type_ensure (SONDE_TYPE_PLOT_PANE);
  g_type_ensure (SONDE_TYPE_TOPIC_HISTORY);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/topics/sonde-topic-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, empty);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, content);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, history_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, plot_button);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, plot);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, paned);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, history);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, inspector);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, note);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, note_title);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPane, note_text);
  gtk_widget_class_bind_template_callback (widget_class, view_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, history_selected_cb);
}

static void
sonde_topic_pane_init (SondeTopicPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_topic_pane_update (self);
}
