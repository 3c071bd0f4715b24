/* sonde-topic-popover.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-popover"

#include "sonde-topic-popover.h"

#include <sonde-filter-list.h>
#include <sonde-format.h>
#include <sonde-topic-completion.h>

#include <glib/gi18n.h>

#define MOST_CANDIDATES 50

struct _SondeTopicPopover
{
  GtkPopover parent_instance;

  GtkWidget  *scrolled;
  GtkListBox *list;

  GtkEditable             *entry; /* the parent */
  GtkEventControllerFocus *focus;
  gboolean                 filters;
  gboolean                 typing;   /* a key was pressed: what changes now is typed, not put in */
  gboolean                 offering; /* what stands there was typed */
  SondeConnection         *connection;
  GPtrArray               *candidates;
};

G_DEFINE_FINAL_TYPE (SondeTopicPopover, sonde_topic_popover, GTK_TYPE_POPOVER)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the cursor is at the end of, in bytes of the text. FALSE: it is in the midst of it. The cursor
 * follows a change, and may be behind the end until then. */
static gboolean
find_typed (SondeTopicPopover *self,
            gsize             *begin,
            gsize             *end)
{
  const char *text = gtk_editable_get_text (self->entry);
  int         position = MIN (gtk_editable_get_position (self->entry), g_utf8_strlen (text, -1));
  gsize       cursor = g_utf8_offset_to_pointer (text, position) - text;

  *begin = 0;
  *end = strlen (text);
  if (self->filters)
    sonde_filter_list_find (text, cursor, begin, end);

  return cursor == *end;
}

/* ---- The list ---- */

static GtkWidget *
create_row (const SondeCandidate *candidate)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget       *label = gtk_label_new (candidate->label);
  GtkWidget       *row = gtk_list_box_row_new ();
  g_autofree char *count = candidate->n_topics > 0 ? sonde_format_count_short (candidate->n_topics) : NULL;
  GtkWidget       *end = count != NULL ? gtk_label_new (count)
                                       : gtk_image_new_from_icon_name ("document-open-recent-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (end, "dim-label");
  gtk_widget_add_css_class (end, "caption");
  gtk_widget_set_tooltip_text (row, candidate->text);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), end);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, candidate->text, -1);

  return row;
}

static void
fill (SondeTopicPopover *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->candidates->len; i++)
    gtk_list_box_append (self->list, create_row (g_ptr_array_index (self->candidates, i)));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
}

static void
hide (SondeTopicPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_ptr_array_set_size (self->candidates, 0);
}

/* Opens with what may follow, or closes when there is nothing. */
static void
offer (SondeTopicPopover *self)
{
  g_autofree char *typed = NULL;
  gsize            begin, end;

  if (self->connection == NULL || !find_typed (self, &begin, &end))
    {
      hide (self);
      return;
    }

  typed = g_strndup (gtk_editable_get_text (self->entry) + begin, end - begin);
  g_ptr_array_unref (self->candidates);
  self->candidates =
    sonde_topic_completion_list (sonde_connection_list_topics (self->connection),
                                 sonde_recent_store_list (sonde_connection_get_recent (self->connection, self->filters)),
                                 typed, self->filters, MOST_CANDIDATES);
  fill (self);
  if (self->candidates->len > 0)
    gtk_popover_popup (GTK_POPOVER (self));
  else
    hide (self);
}

static void
take (SondeTopicPopover *self,
      guint              position)
{
  const SondeCandidate *candidate = g_ptr_array_index (self->candidates, position);
  const char           *text = gtk_editable_get_text (self->entry);
  g_autofree char      *taken = g_strdup (candidate->text);
  gsize                 begin, end;
  int                   place;

  if (!find_typed (self, &begin, &end))
    return;

  place = g_utf8_pointer_to_offset (text, text + begin);
  self->offering = FALSE;
  self->typing = FALSE;
  gtk_editable_delete_text (self->entry, place, g_utf8_pointer_to_offset (text, text + end));
  gtk_editable_insert_text (self->entry, taken, -1, &place);
  gtk_editable_set_position (self->entry, place);

  self->offering = g_str_has_suffix (taken, "/");
  if (self->offering)
    offer (self);
  else
    hide (self);
}

static void
row_activated_cb (SondeTopicPopover *self,
                  GtkListBoxRow     *row)
{
  take (self, gtk_list_box_row_get_index (row));
}

static void
scroll_to (SondeTopicPopover *self,
           GtkWidget         *row)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)),
                               bounds.origin.y, bounds.origin.y + bounds.size.height);
}

/* @step: 1 to the next, -1 to the one before; beyond the ends none is chosen. */
static void
choose (SondeTopicPopover *self,
        int                step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int            position = row != NULL ? gtk_list_box_row_get_index (row) + step
                                        : (step > 0 ? 0 : (int) self->candidates->len - 1);

  row = position >= 0 ? gtk_list_box_get_row_at_index (self->list, position) : NULL;
  gtk_list_box_select_row (self->list, row);
  if (row != NULL)
    scroll_to (self, GTK_WIDGET (row));
}

/* ---- The field ---- */

static gboolean
key_while_open (SondeTopicPopover *self,
                guint              key)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      choose (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      choose (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_Tab:
      if (row == NULL)
        break;
      take (self, gtk_list_box_row_get_index (row));
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      self->offering = FALSE;
      hide (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  hide (self);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                SondeTopicPopover     *self)
{
  gboolean plain = (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0;

  self->typing = TRUE;
  if (plain && gtk_widget_get_visible (GTK_WIDGET (self)))
    return key_while_open (self, key);

  if (plain && (key == GDK_KEY_Down || key == GDK_KEY_KP_Down))
    {
      offer (self);
      return gtk_widget_get_visible (GTK_WIDGET (self));
    }

  return GDK_EVENT_PROPAGATE;
}

static void
changed_cb (SondeTopicPopover *self)
{
  self->offering = self->typing && gtk_event_controller_focus_contains_focus (self->focus) &&
                   *gtk_editable_get_text (self->entry) != '\0';
  self->typing = FALSE;
  if (self->offering)
    offer (self);
  else
    hide (self);
}

/* It comes after a change, with the text that is begun. */
static void
cursor_cb (SondeTopicPopover *self)
{
  if (self->offering)
    offer (self);
}

static void
leave_cb (SondeTopicPopover *self)
{
  self->offering = FALSE;
  hide (self);
}

static void
attach (SondeTopicPopover *self,
        GtkEditable       *entry)
{
  GtkWidget          *widget = GTK_WIDGET (entry);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = entry;
  gtk_widget_set_parent (GTK_WIDGET (self), widget);
  g_signal_connect_object (widget, "destroy", G_CALLBACK (gtk_widget_unparent), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::cursor-position", G_CALLBACK (cursor_cb), self, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (widget, keys);

  self->focus = GTK_EVENT_CONTROLLER_FOCUS (gtk_event_controller_focus_new ());
  g_signal_connect_object (self->focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (self->focus));
}

/* ---- The object ---- */

static void
sonde_topic_popover_dispose (GObject *object)
{
  g_clear_object (&SONDE_TOPIC_POPOVER (object)->connection);

  G_OBJECT_CLASS (sonde_topic_popover_parent_class)->dispose (object);
}

static void
sonde_topic_popover_finalize (GObject *object)
{
  g_ptr_array_unref (SONDE_TOPIC_POPOVER (object)->candidates);

  G_OBJECT_CLASS (sonde_topic_popover_parent_class)->finalize (object);
}

static void
sonde_topic_popover_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, SONDE_TOPIC_POPOVER (object)->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topic_popover_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_topic_popover_set_connection (SONDE_TOPIC_POPOVER (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_topic_popover_class_init (SondeTopicPopoverClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_topic_popover_dispose;
  object_class->finalize = sonde_topic_popover_finalize;
  object_class->get_property = sonde_topic_popover_get_property;
  object_class->set_property = sonde_topic_popover_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-topic-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPopover, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SondeTopicPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sonde_topic_popover_init (SondeTopicPopover *self)
{
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_candidate_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeTopicPopover *
sonde_topic_popover_new (GtkEditable *entry,
                         gboolean     filters)
{
  SondeTopicPopover *self;

  g_return_val_if_fail (GTK_IS_EDITABLE (entry), NULL);

  self = g_object_new (SONDE_TYPE_TOPIC_POPOVER, NULL);
  self->filters = filters;
  attach (self, entry);

  return self;
}

void
sonde_topic_popover_set_connection (SondeTopicPopover *self,
                                    SondeConnection   *connection)
{
  g_return_if_fail (SONDE_IS_TOPIC_POPOVER (self));
  g_return_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection));

  if (!g_set_object (&self->connection, connection))
    return;

  leave_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}
