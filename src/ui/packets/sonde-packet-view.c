/* sonde-packet-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-view"

#include "sonde-packet-view.h"

#include "sonde-packet-layout.h"
#include "sonde-packet-row.h"
#include "sonde-tail.h"

struct _SondePacketView
{
  AdwBin parent_instance;

  SondePacketList *list;
  SondePacketItem *selected_item;
  SondeTail       *tail;
  gboolean         is_switching; /* what happens to the selection is no choice */

  GtkListView        *view;
  GtkSingleSelection *selection;
};

enum
{
  PROP_LIVE = 1,
  PROP_SELECTED_ITEM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondePacketView, sonde_packet_view, ADW_TYPE_BIN)

static void
set_selected_item (SondePacketView *self,
                   SondePacketItem *item)
{
  /* Each position gets an item anew: the same packet is no other one. */
  if (item != NULL && self->selected_item != NULL &&
      sonde_packet_item_get_serial (item) == sonde_packet_item_get_serial (self->selected_item))
    return;
  if (g_set_object (&self->selected_item, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

static gboolean
find_selected (SondePacketView *self,
               guint           *position)
{
  return self->list != NULL && self->selected_item != NULL &&
         sonde_packet_list_get_position (self->list, sonde_packet_item_get_serial (self->selected_item), position);
}

/* What is being read is not taken away because its row made room for newer ones, or is filtered out. */
static void
selection_changed_cb (SondePacketView *self)
{
  SondePacketItem *item = gtk_single_selection_get_selected_item (self->selection);
  guint            position;

  if (self->is_switching || (item == NULL && self->selected_item != NULL && !find_selected (self, &position)))
    return;
  set_selected_item (self, item);
}

static void
row_setup_cb (SondePacketView *self,
              GtkListItem     *list_item)
{
  gtk_list_item_set_child (list_item, GTK_WIDGET (sonde_packet_row_new ()));
}

static void
row_bind_cb (SondePacketView *self,
             GtkListItem     *list_item)
{
  sonde_packet_row_bind (SONDE_PACKET_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
live_changed_cb (SondePacketView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}

/* By way of nothing: a selection that is told of each change of a whole list looks through it. */
static void
switch_model (SondePacketView *self,
              GListModel      *model)
{
  self->is_switching = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_single_selection_set_model (self->selection, model);
  self->is_switching = FALSE;
  sonde_tail_set_model (self->tail, model, GTK_INVALID_LIST_POSITION);
}

static void
moved_cb (SondePacketView *self)
{
  GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    {
      GtkWidget *row = gtk_widget_get_first_child (widget);

      if (SONDE_IS_PACKET_ROW (row))
        sonde_packet_row_view_moved (SONDE_PACKET_ROW (row));
    }
}

static gboolean
is_whole (GtkWidget *view,
          GtkWidget *widget)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (widget) && gtk_widget_compute_bounds (widget, view, &bounds) &&
         bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (view);
}

/* The row to focus: the selected one where it is in view, else the last that is. */
static GtkWidget *
find_focus (SondePacketView *self)
{
  GtkWidget *widget = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  GtkWidget *last = NULL;

  for (; widget != NULL; widget = gtk_widget_get_prev_sibling (widget))
    {
      GtkWidget *row = gtk_widget_get_first_child (widget);

      if (!SONDE_IS_PACKET_ROW (row) || !is_whole (GTK_WIDGET (self->view), widget))
        continue;
      if (self->selected_item != NULL &&
          sonde_packet_row_get_serial (SONDE_PACKET_ROW (row)) == sonde_packet_item_get_serial (self->selected_item))
        return widget;
      if (last == NULL)
        last = widget;
    }

  return last;
}

/* By itself a list view focuses its first row and scrolls there, away from what is read. */
static gboolean
sonde_packet_view_focus (GtkWidget       *widget,
                         GtkDirectionType direction)
{
  SondePacketView *self = SONDE_PACKET_VIEW (widget);
  GtkWidget       *row = gtk_widget_get_focus_child (widget) == NULL ? find_focus (self) : NULL;

  if (row != NULL && gtk_widget_grab_focus (row))
    return TRUE;

  return GTK_WIDGET_CLASS (sonde_packet_view_parent_class)->focus (widget, direction);
}

static void
sonde_packet_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SondePacketView *self = SONDE_PACKET_VIEW (object);

  switch (prop_id)
    {
    case PROP_LIVE:
      g_value_set_boolean (value, sonde_tail_get_live (self->tail));
      break;
    case PROP_SELECTED_ITEM:
      g_value_set_object (value, self->selected_item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_packet_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SondePacketView *self = SONDE_PACKET_VIEW (object);

  switch (prop_id)
    {
    case PROP_LIVE:
      sonde_tail_set_live (self->tail, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_packet_view_dispose (GObject *object)
{
  SondePacketView *self = SONDE_PACKET_VIEW (object);

  /* What works on the view goes before it. */
  g_clear_object (&self->tail);
  g_clear_object (&self->list);
  g_clear_object (&self->selected_item);

  G_OBJECT_CLASS (sonde_packet_view_parent_class)->dispose (object);
}

static void
sonde_packet_view_class_init (SondePacketViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_packet_view_get_property;
  object_class->set_property = sonde_packet_view_set_property;
  object_class->dispose = sonde_packet_view_dispose;
  widget_class->focus = sonde_packet_view_focus;

  properties[PROP_LIVE] =
    g_param_spec_boolean ("live", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, SONDE_TYPE_PACKET_ITEM, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_PACKET_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/packets/sonde-packet-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePacketView, view);
  gtk_widget_class_bind_template_child (widget_class, SondePacketView, selection);
  gtk_widget_class_bind_template_callback (widget_class, row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
}

static void
sonde_packet_view_init (SondePacketView *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  self->tail = sonde_tail_new (self->view);
  g_signal_connect_object (self->tail, "notify::live", G_CALLBACK (live_changed_cb), self, G_CONNECT_SWAPPED);
}

void
sonde_packet_view_set_list (SondePacketView *self,
                            SondePacketList *list)
{
  g_return_if_fail (SONDE_IS_PACKET_VIEW (self));

  if (!g_set_object (&self->list, list))
    return;

  switch_model (self, list != NULL ? G_LIST_MODEL (list) : NULL);
  set_selected_item (self, NULL);
}

void
sonde_packet_view_set_filter (SondePacketView         *self,
                              const SondePacketFilter *filter)
{
  g_return_if_fail (SONDE_IS_PACKET_VIEW (self));
  g_return_if_fail (self->list != NULL);

  switch_model (self, NULL);
  sonde_packet_list_set_filter (self->list, filter);
  sonde_packet_list_update (self->list);
  switch_model (self, G_LIST_MODEL (self->list));
  sonde_packet_view_restore_selection (self);
}

void
sonde_packet_view_restore_selection (SondePacketView *self)
{
  guint position;

  g_return_if_fail (SONDE_IS_PACKET_VIEW (self));

  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION && find_selected (self, &position))
    gtk_single_selection_set_selected (self->selection, position);
}

SondePacketItem *
sonde_packet_view_get_selected_item (SondePacketView *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_VIEW (self), NULL);

  return self->selected_item;
}
