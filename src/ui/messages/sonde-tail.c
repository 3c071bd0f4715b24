/* sonde-tail.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tail"

#include "sonde-tail.h"

#include <sonde-message-log.h>

struct _SondeTail
{
  GObject parent_instance;

  GtkListView  *view; /* not owned */
  GListModel   *model;
  GSignalGroup *model_signals;
  GSignalGroup *adjustment_signals;
  guint         tick_id;

  gboolean live;
  guint    n_new;
  guint    last_row; /* to go to when not live, or GTK_INVALID_LIST_POSITION */

  /* The vertical adjustment as last seen, to tell a user's scrolling from a change of the list. */
  double value, upper, page_size;
  double row_height; /* rows are of one height; 0 until there are enough to tell */
};

enum
{
  PROP_LIVE = 1,
  PROP_N_NEW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeTail, sonde_tail, G_TYPE_OBJECT)

static void
set_n_new (SondeTail *self,
           guint      n_new)
{
  if (self->n_new == n_new)
    return;
  self->n_new = n_new;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
}

/* A list that has just got its rows puts the one that it scrolls to at its upper edge. */
static guint
find_first_row (SondeTail *self,
                guint      last_row)
{
  guint n_visible = self->row_height > 0 ? (guint) (self->page_size / self->row_height) : 0;

  return last_row != GTK_INVALID_LIST_POSITION && n_visible > 0 ? last_row - MIN (last_row, n_visible - 1) : last_row;
}

static gboolean
scroll_cb (GtkWidget     *view,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  SondeTail *self = SONDE_TAIL (user_data);
  guint      n_items = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  guint      row = self->live ? n_items - 1 : find_first_row (self, self->last_row);

  self->tick_id = 0;
  self->last_row = GTK_INVALID_LIST_POSITION;
  if (row < n_items)
    gtk_widget_activate_action (view, "list.scroll-to-item", "u", row);
  return G_SOURCE_REMOVE;
}

/* Once a frame, however many deliveries come before it. */
static void
queue_scroll (SondeTail *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), scroll_cb, self, NULL);
}

/* Events of the connection are no messages. */
static guint
count_messages (GListModel *model,
                guint       position,
                guint       n_rows)
{
  g_autoptr (GArray) stretches = NULL;
  guint n_messages = 0;

  if (!SONDE_IS_MESSAGE_LOG (model))
    return n_rows;

  stretches = sonde_stretches_new ();
  sonde_message_log_list_stretches (SONDE_MESSAGE_LOG (model), position, n_rows, stretches);
  for (guint i = 0; i < stretches->len; i++)
    {
      const SondeStretch *stretch = &g_array_index (stretches, SondeStretch, i);

      for (guint at = stretch->first; at < stretch->end; at++)
        if (sonde_record_get_kind (sonde_segment_get_record (stretch->segment, at)) != SONDE_MESSAGE_EVENT)
          n_messages++;
    }

  return n_messages;
}

static void
items_changed_cb (SondeTail  *self,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GListModel *model)
{
  if (self->live)
    queue_scroll (self);
  else if (g_list_model_get_n_items (model) == added)
    set_n_new (self, 0);
  else if (position + added == g_list_model_get_n_items (model))
    set_n_new (self, self->n_new + count_messages (model, position, added));
}

/*
 * The list configures value, upper and page size at once when rows come or go
 * or the window is resized; "changed" then comes before "value-changed". A
 * value that moves alone was moved by the user.
 */
static void
adjusted_cb (SondeTail     *self,
             GtkAdjustment *adjustment)
{
  double   value = gtk_adjustment_get_value (adjustment);
  double   upper = gtk_adjustment_get_upper (adjustment);
  double   page_size = gtk_adjustment_get_page_size (adjustment);
  gboolean by_user = upper == self->upper && page_size == self->page_size;
  gboolean at_end = value + page_size >= upper - 1;
  gboolean up = value < self->value;
  gboolean down = value > self->value;

  if (upper != self->upper && upper > page_size && self->model != NULL)
    self->row_height = upper / MAX (1, g_list_model_get_n_items (self->model));
  self->value = value;
  self->upper = upper;
  self->page_size = page_size;

  if (by_user && up && !at_end)
    sonde_tail_set_live (self, FALSE);
  else if (by_user && down && at_end)
    sonde_tail_set_live (self, TRUE);
  else if (self->live && !at_end)
    queue_scroll (self);
}

static void
adjustment_set_cb (SondeTail *self)
{
  g_signal_group_set_target (self->adjustment_signals, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)));
}

static gboolean
key_pressed_cb (SondeTail      *self,
                guint           key,
                guint           keycode,
                GdkModifierType state)
{
  switch (key)
    {
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      sonde_tail_set_live (self, TRUE);
      break;
    /* Moving from row to row is reading: the rows must stand still. */
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      sonde_tail_set_live (self, FALSE);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
sonde_tail_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SondeTail *self = SONDE_TAIL (object);

  switch (prop_id)
    {
    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;
    case PROP_N_NEW:
      g_value_set_uint (value, self->n_new);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_tail_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_LIVE:
      sonde_tail_set_live (SONDE_TAIL (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_tail_dispose (GObject *object)
{
  SondeTail *self = SONDE_TAIL (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->tick_id);
  self->tick_id = 0;
  g_clear_object (&self->model_signals);
  g_clear_object (&self->adjustment_signals);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (sonde_tail_parent_class)->dispose (object);
}

static void
sonde_tail_class_init (SondeTailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_tail_get_property;
  object_class->set_property = sonde_tail_set_property;
  object_class->dispose = sonde_tail_dispose;

  properties[PROP_LIVE] =
    g_param_spec_boolean ("live", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_NEW] =
    g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_tail_init (SondeTail *self)
{
  self->live = TRUE;
  self->last_row = GTK_INVALID_LIST_POSITION;
  self->model_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->model_signals, "items-changed", G_CALLBACK (items_changed_cb), self);
  self->adjustment_signals = g_signal_group_new (GTK_TYPE_ADJUSTMENT);
  g_signal_group_connect_swapped (self->adjustment_signals, "changed", G_CALLBACK (adjusted_cb), self);
  g_signal_group_connect_swapped (self->adjustment_signals, "value-changed", G_CALLBACK (adjusted_cb), self);
}

SondeTail *
sonde_tail_new (GtkListView *view)
{
  SondeTail          *self = g_object_new (SONDE_TYPE_TAIL, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->view = view;
  g_signal_connect_object (view, "notify::vadjustment", G_CALLBACK (adjustment_set_cb), self, G_CONNECT_SWAPPED);
  adjustment_set_cb (self);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  return self;
}

void
sonde_tail_set_model (SondeTail  *self,
                      GListModel *model,
                      guint       last_row)
{
  g_return_if_fail (SONDE_IS_TAIL (self));

  self->last_row = last_row;
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->model_signals, model);
  set_n_new (self, 0);
  queue_scroll (self);
}

/* Rows are of one height. */
guint
sonde_tail_get_last_row (SondeTail *self)
{
  guint n_items;

  g_return_val_if_fail (SONDE_IS_TAIL (self), GTK_INVALID_LIST_POSITION);

  n_items = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  if (n_items == 0 || self->upper <= 0)
    return GTK_INVALID_LIST_POSITION;
  return MIN ((guint) ((self->value + self->page_size) / self->upper * n_items), n_items) - 1;
}

gboolean
sonde_tail_get_live (SondeTail *self)
{
  g_return_val_if_fail (SONDE_IS_TAIL (self), FALSE);

  return self->live;
}

void
sonde_tail_set_live (SondeTail *self,
                     gboolean   live)
{
  g_return_if_fail (SONDE_IS_TAIL (self));

  if (self->live == live)
    return;

  self->live = live;
  if (live)
    {
      set_n_new (self, 0);
      queue_scroll (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}
