/* sonde-topic-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   SondeTopicTree ── SondeTopicRows ── GtkSingleSelection ── GtkListView ── SondeTopicRow …
 *
 * While it is shown it looks at the tree a few times a second, as long as something comes: the list
 * changes and its rows are written anew then, and else never.
 */

#define G_LOG_DOMAIN "sonde-topic-list"

#include "sonde-topic-list.h"

#include "sonde-accessible.h"
#include "sonde-topic-actions.h"
#include "sonde-topic-row.h"
#include "sonde-topic-view.h"

#include <sonde-connection-topics.h>

#include <string.h>

/* Between two looks; longer where one takes long, so that it takes a tenth of the time at most. */
#define INTERVAL_MS 200
#define SHARE 10

/* Nothing came for so long: rates are 0, nothing is marked. */
#define REST (12 * G_TIME_SPAN_SECOND)

/* Rows out of view are written anew so often. */
#define ALL_INTERVAL G_TIME_SPAN_SECOND

struct _SondeTopicList
{
  AdwBin parent_instance;

  SondeConnection *connection;
  SondeTopicRows  *rows;
  GSignalGroup    *log_signals;
  GBytes          *topic;
  guint            node; /* of the topic; 0: it is in the tree no more */
  guint            epoch;
  guint            source;
  guint64          n_messages;    /* when it looked last */
  gint64           came;          /* when that was found to have grown */
  gint64           all_refreshed; /* when all rows at hand were written anew */
  gboolean         is_updating;

  GtkListView        *view;
  SondeRowFiller     *filler; /* of the view */
  GtkSingleSelection *selection;
  GtkPopover         *menu;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_TOPIC,
  N_PROPS
};

enum
{
  UPDATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeTopicList, sonde_topic_list, ADW_TYPE_BIN)

SondeTopicRows *
sonde_topic_list_get_rows_for (SondeConnection *connection)
{
  SondeTopicRows *rows;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  rows = g_object_get_data (G_OBJECT (connection), "sonde-topic-rows");
  if (rows == NULL)
    {
      rows = sonde_topic_rows_new (sonde_connection_get_topics (connection));
      g_object_set_data_full (G_OBJECT (connection), "sonde-topic-rows", rows, g_object_unref);
    }

  return rows;
}

/* ---- The topic that is selected ---- */

static void
set_topic (SondeTopicList *self,
           GBytes         *topic, /* (transfer full) (nullable) */
           guint           node)
{
  g_autoptr (GBytes) owned = topic;

  self->node = node;
  if (self->topic == owned || (self->topic != NULL && owned != NULL && g_bytes_equal (self->topic, owned)))
    return;

  g_clear_pointer (&self->topic, g_bytes_unref);
  self->topic = g_steal_pointer (&owned);
  sonde_topic_actions_update (GTK_WIDGET (self), self->topic);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOPIC]);
}

static void
selection_changed_cb (SondeTopicList *self)
{
  SondeTopicItem *item = gtk_single_selection_get_selected_item (self->selection);
  gsize           length;
  char           *topic;

  /* What is read is not taken away because a level above it was collapsed. */
  if (self->is_updating || item == NULL)
    return;

  topic = sonde_topic_tree_dup_topic (sonde_topic_rows_get_tree (self->rows), sonde_topic_item_get_node (item), &length);
  set_topic (self, g_bytes_new_with_free_func (topic, length, g_free, topic), sonde_topic_item_get_node (item));
}

/* The tree may have been emptied, or come back: the topic has another node, or none yet. */
static void
find_node (SondeTopicList *self)
{
  SondeTopicTree *tree = sonde_topic_rows_get_tree (self->rows);
  gsize           length;
  const char     *topic;

  if (self->epoch == sonde_topic_tree_get_epoch (tree) && (self->node != 0 || self->topic == NULL))
    return;

  self->epoch = sonde_topic_tree_get_epoch (tree);
  topic = self->topic != NULL ? g_bytes_get_data (self->topic, &length) : NULL;
  self->node = topic != NULL ? sonde_topic_tree_find (tree, topic, length) : 0;
}

static void
restore_selection (SondeTopicList *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->node == 0 || !sonde_topic_rows_get_position (self->rows, self->node, &position))
    position = GTK_INVALID_LIST_POSITION;
  if (gtk_single_selection_get_selected (self->selection) != position)
    gtk_single_selection_set_selected (self->selection, position);
}

/* ---- What is shown follows the tree ---- */

/* By itself the view holds the row at its upper edge, and what comes before it is out of sight. That
 * is right for who scrolled or selected something, not for who looks at the beginning. */
static gboolean
is_at_begin (SondeTopicList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  return gtk_adjustment_get_value (adjustment) <= 0 &&
         gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION;
}

void
sonde_topic_list_update (SondeTopicList *self)
{
  g_autoptr (GArray) kept = NULL;
  gint64   now = g_get_monotonic_time ();
  gboolean at_begin;

  g_return_if_fail (SONDE_IS_TOPIC_LIST (self));

  if (self->rows == NULL)
    return;

  kept = sonde_topic_view_list_kept (self->view);
  self->is_updating = TRUE;
  find_node (self);
  at_begin = is_at_begin (self);
  if (sonde_topic_rows_update (self->rows, &g_array_index (kept, guint, 0), kept->len) && at_begin &&
      g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0);
  restore_selection (self);
  self->is_updating = FALSE;

  sonde_topic_view_refresh (self->view, now - self->all_refreshed >= ALL_INTERVAL);
  if (now - self->all_refreshed >= ALL_INTERVAL)
    self->all_refreshed = now;
  g_signal_emit (self, signals[UPDATED], 0);
}

static void
start (SondeTopicList *self,
       guint           interval_ms);

static gboolean
look_cb (gpointer user_data)
{
  SondeTopicList *self = user_data;
  guint64         n_messages = sonde_topic_tree_get_n_messages (sonde_topic_rows_get_tree (self->rows));
  gint64          began = g_get_monotonic_time ();

  self->source = 0;
  if (self->n_messages != n_messages)
    self->came = began;
  self->n_messages = n_messages;
  sonde_topic_list_update (self);

  if (began - self->came < REST)
    start (self, MAX (INTERVAL_MS, SHARE * (g_get_monotonic_time () - began) / 1000));

  return G_SOURCE_REMOVE;
}

static void
start (SondeTopicList *self,
       guint           interval_ms)
{
  if (self->source == 0 && self->rows != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->source = g_timeout_add (interval_ms, look_cb, self);
}

static void
log_changed_cb (SondeTopicList *self)
{
  self->came = g_get_monotonic_time ();
  start (self, INTERVAL_MS);
}

static void
sonde_topic_list_map (GtkWidget *widget)
{
  SondeTopicList *self = SONDE_TOPIC_LIST (widget);

  GTK_WIDGET_CLASS (sonde_topic_list_parent_class)->map (widget);

  self->came = g_get_monotonic_time ();
  if (self->connection != NULL)
    g_signal_group_set_target (self->log_signals, sonde_connection_get_log (self->connection));
  sonde_topic_list_update (self);
  start (self, INTERVAL_MS);
}

static void
sonde_topic_list_unmap (GtkWidget *widget)
{
  SondeTopicList *self = SONDE_TOPIC_LIST (widget);

  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_group_set_target (self->log_signals, NULL);

  GTK_WIDGET_CLASS (sonde_topic_list_parent_class)->unmap (widget);
}

static void
set_connection (SondeTopicList  *self,
                SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  self->is_updating = TRUE;
  gtk_single_selection_set_model (self->selection, NULL);
  self->rows = connection != NULL ? sonde_topic_list_get_rows_for (connection) : NULL;
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->rows));
  self->is_updating = FALSE;

  set_topic (self, NULL, 0);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      g_clear_handle_id (&self->source, g_source_remove);
      g_signal_group_set_target (self->log_signals, connection != NULL ? sonde_connection_get_log (connection) : NULL);
      sonde_topic_list_update (self);
      log_changed_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

/* ---- Rows ---- */

static void
row_setup_cb (SondeTopicList *self,
              GtkListItem    *list_item)
{
  gtk_list_item_set_child (list_item, GTK_WIDGET (sonde_topic_row_new (list_item)));
}

static void
row_bind_cb (SondeTopicList *self,
             GtkListItem    *list_item)
{
  sonde_topic_row_bind (SONDE_TOPIC_ROW (gtk_list_item_get_child (list_item)), self->rows);
}

static void
row_unbind_cb (SondeTopicList *self,
               GtkListItem    *list_item)
{
  sonde_topic_row_bind (SONDE_TOPIC_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
set_expanded (SondeTopicList *self,
              guint           position,
              gboolean        expanded)
{
  sonde_topic_rows_set_expanded (self->rows, sonde_topic_rows_get_node (self->rows, position), expanded);
  sonde_topic_list_update (self);
}

static gboolean
is_expanded (SondeTopicList *self,
             guint           position)
{
  return sonde_topic_rows_is_expanded (self->rows, sonde_topic_rows_get_node (self->rows, position));
}

static void
activate_cb (SondeTopicList *self,
             guint           position)
{
  set_expanded (self, position, !is_expanded (self, position));
}

/* With the focus, so that the keys go on from there. */
static void
select_row (SondeTopicList *self,
            guint           position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
  sonde_topic_list_focus_rows (self);
}

static void
arrow_pressed_cb (SondeTopicList  *self,
                  int              n_press,
                  double           x,
                  double           y,
                  GtkGestureClick *gesture)
{
  gboolean       is_arrow;
  SondeTopicRow *row = sonde_topic_view_find_row (self->view, x, y, &is_arrow);

  if (row != NULL && is_arrow)
    {
      activate_cb (self, sonde_topic_row_get_position (row));
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
}

/* ---- Menu and keys ---- */

static void
pop_up_menu (SondeTopicList *self,
             double          x,
             double          y)
{
  double menu_x, menu_y;

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &menu_x, &menu_y))
    return;

  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ menu_x, menu_y, 1, 1 });
  gtk_popover_popup (self->menu);
}

static void
menu_pressed_cb (SondeTopicList *self,
                 int             n_press,
                 double          x,
                 double          y)
{
  gboolean       is_arrow;
  SondeTopicRow *row = sonde_topic_view_find_row (self->view, x, y, &is_arrow);

  if (row == NULL)
    return;

  gtk_single_selection_set_selected (self->selection, sonde_topic_row_get_position (row));
  pop_up_menu (self, x, y);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeTopicList *self = SONDE_TOPIC_LIST (widget);
  GtkWidget      *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  double          x = 0, y = 0;

  if (focus == NULL || self->topic == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return;

  gtk_widget_translate_coordinates (focus, GTK_WIDGET (self->view), 24, gtk_widget_get_height (focus), &x, &y);
  pop_up_menu (self, x, y);
}

static void
go_right (SondeTopicList *self,
          guint           position)
{
  if (is_expanded (self, position))
    select_row (self, position + 1);
  else
    set_expanded (self, position, TRUE);
}

static void
go_left (SondeTopicList *self,
         guint           position)
{
  guint parent = sonde_topic_tree_get_parent (sonde_topic_rows_get_tree (self->rows),
                                              sonde_topic_rows_get_node (self->rows, position));
  guint above;

  if (is_expanded (self, position))
    set_expanded (self, position, FALSE);
  else if (parent != SONDE_TOPIC_ROOT && sonde_topic_rows_get_position (self->rows, parent, &above))
    select_row (self, above);
}

static gboolean
key_pressed_cb (SondeTopicList *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType state)
{
  guint    position = gtk_single_selection_get_selected (self->selection);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (position == GTK_INVALID_LIST_POSITION || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      (rtl ? go_left : go_right) (self, position);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      (rtl ? go_right : go_left) (self, position);
      return TRUE;
    default:
      return FALSE;
    }
}

/* ---- Of its class ---- */

static void
sonde_topic_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeTopicList *self = SONDE_TOPIC_LIST (object);

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
sonde_topic_list_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      set_connection (SONDE_TOPIC_LIST (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topic_list_dispose (GObject *object)
{
  SondeTopicList *self = SONDE_TOPIC_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->filler);
  g_clear_object (&self->log_signals);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->topic, g_bytes_unref);
  self->rows = NULL;
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_topic_list_parent_class)->dispose (object);
}

static void
sonde_topic_list_class_init (SondeTopicListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_topic_list_get_property;
  object_class->set_property = sonde_topic_list_set_property;
  object_class->dispose = sonde_topic_list_dispose;
  widget_class->map = sonde_topic_list_map;
  widget_class->unmap = sonde_topic_list_unmap;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOPIC] =
    g_param_spec_boxed ("topic", NULL, NULL, G_TYPE_BYTES, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SONDE_TYPE_TOPIC_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/topics/sonde-topic-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTopicList, view);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicList, selection);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicList, menu);
  gtk_widget_class_bind_template_callback (widget_class, row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, arrow_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);

  sonde_topic_actions_install (widget_class);
  gtk_widget_class_install_action (widget_class, "topics.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "topics.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "topics.menu", NULL);
}

static void
sonde_topic_list_init (SondeTopicList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  sonde_accessible_name_menus (GTK_WIDGET (self->menu));
  self->filler = sonde_row_filler_new (self->view, &sonde_topic_row_kind);

  self->log_signals = g_signal_group_new (SONDE_TYPE_MESSAGE_LOG);
  g_signal_group_connect_swapped (self->log_signals, "items-changed", G_CALLBACK (log_changed_cb), self);
  sonde_topic_actions_update (GTK_WIDGET (self), NULL);
}

GtkWidget *
sonde_topic_list_get_view (SondeTopicList *self)
{
  g_return_val_if_fail (SONDE_IS_TOPIC_LIST (self), NULL);

  return GTK_WIDGET (self->view);
}

void
sonde_topic_list_focus_rows (SondeTopicList *self)
{
  g_return_if_fail (SONDE_IS_TOPIC_LIST (self));

  sonde_topic_view_focus (self->view);
}

void
sonde_topic_list_show_topic (SondeTopicList *self,
                             const char     *topic)
{
  guint node, position;

  g_return_if_fail (SONDE_IS_TOPIC_LIST (self));
  g_return_if_fail (topic != NULL);

  if (self->rows == NULL)
    return;

  node = sonde_topic_tree_find (sonde_topic_rows_get_tree (self->rows), topic, strlen (topic));
  if (node == 0)
    return;

  sonde_topic_rows_reveal (self->rows, node);
  sonde_topic_list_update (self);
  if (sonde_topic_rows_get_position (self->rows, node, &position))
    sonde_topic_view_go_to (self->view, position);
}
