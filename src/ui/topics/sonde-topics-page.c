/* sonde-topics-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topics-page"

#include "sonde-topics-page.h"

#include "sonde-accessible.h"
#include "sonde-topic-list.h"
#include "sonde-topic-pane.h"
#include "sonde-topic-text.h"
#include "sonde-topic-titles.h"
#include "sonde-topics-hint.h"

#include <sonde-connection-topics.h>

struct _SondeTopicsPage
{
  AdwBin parent_instance;

  SondeConnection *connection;
  SondeTopicRows  *rows; /* of the connection, borrowed */

  GtkEditable     *search_entry;
  GtkDropDown     *sort_drop_down;
  GtkLabel        *count_label;
  SondeTopicList  *list;
  SondeTopicPane  *pane;
  SondeTopicsHint *hint;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeTopicsPage, sonde_topics_page, ADW_TYPE_BIN)

static void
updated_cb (SondeTopicsPage *self)
{
  SondeTopicTree  *tree = sonde_connection_get_topics (self->connection);
  g_autofree char *count = sonde_topic_dup_count (tree);
  gboolean         topics = sonde_topic_tree_get_n_topics (tree) > 0;

  gtk_label_set_label (self->count_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), topics);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "topics.expand-all", topics);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "topics.collapse-all", topics);
  sonde_topics_hint_update (self->hint, g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0,
                            sonde_topic_rows_get_search (self->rows));
  sonde_topic_pane_update (self->pane);
}

static void
search_changed_cb (SondeTopicsPage *self)
{
  if (self->rows == NULL)
    return;

  sonde_topic_rows_set_search (self->rows, gtk_editable_get_text (self->search_entry));
  sonde_topic_list_update (self->list);
}

static void
search_done_cb (SondeTopicsPage *self)
{
  search_changed_cb (self);
  sonde_topic_list_focus_rows (self->list);
}

static void
stop_search_cb (SondeTopicsPage *self)
{
  gtk_editable_set_text (self->search_entry, "");
  search_done_cb (self);
}

static void
sort_changed_cb (SondeTopicsPage *self)
{
  if (self->rows == NULL)
    return;

  sonde_topic_rows_set_sort (self->rows, gtk_drop_down_get_selected (self->sort_drop_down));
  sonde_topic_list_update (self->list);
}

static void
expand_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SondeTopicsPage *self = SONDE_TOPICS_PAGE (widget);

  sonde_topic_rows_expand_all (self->rows, g_str_equal (action_name, "topics.expand-all"));
  sonde_topic_list_update (self->list);
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeTopicsPage *self = SONDE_TOPICS_PAGE (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (self->search_entry, 0, -1);
}

/* What was looked for, and the order, come back with the connection. */
static void
set_connection (SondeTopicsPage *self,
                SondeConnection *connection)
{
  if (self->connection == connection)
    return;

  self->rows = NULL;
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    {
      SondeTopicRows *rows = sonde_topic_list_get_rows_for (connection);

      gtk_editable_set_text (self->search_entry, sonde_topic_rows_get_search (rows));
      gtk_drop_down_set_selected (self->sort_drop_down, sonde_topic_rows_get_sort (rows));
      self->rows = rows;
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_topics_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SondeTopicsPage *self = SONDE_TOPICS_PAGE (object);

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
sonde_topics_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_TOPICS_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topics_page_dispose (GObject *object)
{
  SondeTopicsPage *self = SONDE_TOPICS_PAGE (object);

  self->rows = NULL;
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_topics_page_parent_class)->dispose (object);
}

static void
sonde_topics_page_class_init (SondeTopicsPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_topics_page_get_property;
  object_class->set_property = sonde_topics_page_set_property;
  object_class->dispose = sonde_topics_page_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_TOPIC_LIST);
  g_type_ensure (SONDE_TYPE_TOPIC_PANE);
  g_type_ensure (SONDE_TYPE_TOPIC_TITLES);
  g_type_ensure (SONDE_TYPE_TOPICS_HINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/topics/sonde-topics-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsPage, sort_drop_down);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsPage, list);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicsPage, hint);
  gtk_widget_class_bind_template_callback (widget_class, updated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);

  gtk_widget_class_install_action (widget_class, "topics.expand-all", NULL, expand_all_action);
  gtk_widget_class_install_action (widget_class, "topics.collapse-all", NULL, expand_all_action);
  gtk_widget_class_install_action (widget_class, "topics.find", NULL, find_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "topics.find", NULL);
}

static void
sonde_topics_page_init (SondeTopicsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* What is typed in the tree is looked for. */
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry), sonde_topic_list_get_view (self->list));
  sonde_accessible_keep_label (GTK_WIDGET (self->sort_drop_down));
}

void
sonde_topics_page_show_topic (SondeTopicsPage *self,
                              const char      *topic)
{
  g_return_if_fail (SONDE_IS_TOPICS_PAGE (self));
  g_return_if_fail (topic != NULL);

  if (self->rows == NULL)
    return;

  gtk_editable_set_text (self->search_entry, "");
  sonde_topic_rows_set_search (self->rows, "");
  sonde_topic_list_show_topic (self->list, topic);
}
