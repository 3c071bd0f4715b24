/* sonde-sys-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sys-table"

#include "sonde-sys-table.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#include <string.h>

struct _SondeSysTable
{
  GtkWidget parent_instance;

  GtkWidget           *search_entry;
  GtkLabel            *count_label;
  GtkColumnView       *view;
  GtkColumnViewColumn *topic_column;
  GtkSingleSelection  *selection;
  GtkFilterListModel  *found;
  GtkSortListModel    *sorted;
  GtkFilter           *filter;

  SondeSysTopics *topics;
};

G_DEFINE_FINAL_TYPE (SondeSysTable, sonde_sys_table, GTK_TYPE_WIDGET)

enum
{
  PROP_TOPICS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  SondeSysTable   *self = user_data;
  const char      *wanted = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *folded = g_utf8_casefold (wanted, -1);
  g_autofree char *topic = g_utf8_casefold (sonde_sys_value_get_topic (item), -1);
  g_autofree char *value = NULL;

  if (strstr (topic, folded) != NULL)
    return TRUE;

  value = g_utf8_casefold (sonde_sys_value_get_text (item), -1);
  return strstr (value, folded) != NULL;
}

static char *
format_count (guint shown,
              guint all)
{
  g_autofree char *n_shown = sonde_format_count (shown);
  g_autofree char *n_all = sonde_format_count (all);

  if (shown == all)
    return g_strdup_printf (g_dngettext (NULL, "%s topic", "%s topics", all), n_all);

  /* Translators: found of all */
  return g_strdup_printf (g_dngettext (NULL, "%s of %s topic", "%s of %s topics", all), n_shown, n_all);
}

void
sonde_sys_table_refresh (SondeSysTable *self)
{
  guint64          left_out;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  g_autofree char *n_left_out = NULL;

  g_return_if_fail (SONDE_IS_SYS_TABLE (self));

  left_out = self->topics != NULL ? sonde_sys_topics_get_left_out (self->topics) : 0;
  count = format_count (g_list_model_get_n_items (G_LIST_MODEL (self->found)),
                        self->topics != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->topics)) : 0);
  if (left_out > 0)
    {
      n_left_out = sonde_format_count (left_out);
      text = g_strdup_printf (g_dngettext (NULL, "%s; %s message on others left out", "%s; %s messages on others left out",
                                           left_out),
                              count, n_left_out);
    }
  gtk_label_set_label (self->count_label, text != NULL ? text : count);
}

static void
search_cb (SondeSysTable *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  sonde_sys_table_refresh (self);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeSysTable   *self = SONDE_SYS_TABLE (widget);
  SondeSysValue   *value = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *text = NULL;

  if (value == NULL)
    return;

  text = g_strdup_printf ("%s\t%s", sonde_sys_value_get_topic (value), sonde_sys_value_get_text (value));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
sonde_sys_table_dispose (GObject *object)
{
  SondeSysTable *self = SONDE_SYS_TABLE (object);
  GtkWidget     *child;

  g_clear_object (&self->topics);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sonde_sys_table_parent_class)->dispose (object);
}

static void
sonde_sys_table_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeSysTable *self = SONDE_SYS_TABLE (object);

  switch (prop_id)
    {
    case PROP_TOPICS:
      g_value_set_object (value, self->topics);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sys_table_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeSysTable *self = SONDE_SYS_TABLE (object);

  switch (prop_id)
    {
    case PROP_TOPICS:
      if (!g_set_object (&self->topics, g_value_get_object (value)))
        break;
      gtk_filter_list_model_set_model (self->found, G_LIST_MODEL (self->topics));
      sonde_sys_table_refresh (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_sys_table_class_init (SondeSysTableClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_sys_table_dispose;
  object_class->get_property = sonde_sys_table_get_property;
  object_class->set_property = sonde_sys_table_set_property;

  properties[PROP_TOPICS] =
    g_param_spec_object ("topics", NULL, NULL, SONDE_TYPE_SYS_TOPICS,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_SYS_VALUE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/broker/sonde-sys-table.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSysTable, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeSysTable, count_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSysTable, view);
  gtk_widget_class_bind_template_child (widget_class, SondeSysTable, topic_column);
  gtk_widget_class_bind_template_child (widget_class, SondeSysTable, selection);
  gtk_widget_class_bind_template_child (widget_class, SondeSysTable, found);
  gtk_widget_class_bind_template_child (widget_class, SondeSysTable, sorted);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);

  gtk_widget_class_install_action (widget_class, "sys.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "sys.copy", NULL);
}

static void
sonde_sys_table_init (SondeSysTable *self)
{
  g_autoptr (GtkFilter) filter = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);

  filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->filter = filter;
  gtk_filter_list_model_set_filter (self->found, filter);
  gtk_sort_list_model_set_sorter (self->sorted, gtk_column_view_get_sorter (self->view));
  gtk_column_view_sort_by_column (self->view, self->topic_column, GTK_SORT_ASCENDING);
}
