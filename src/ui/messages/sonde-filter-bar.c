/* sonde-filter-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-filter-bar"

#include "sonde-filter-bar.h"

#include "sonde-log-filter.h"
#include "sonde-style.h"

#include <glib/gi18n.h>

struct _SondeFilterBar
{
  AdwBin parent_instance;

  SondeConnection *connection;
  SondeLogFilter  *filter; /* the connection's, or NULL */
  GSignalGroup    *filter_signals;
  guint            apply_id;
  gboolean         tells_fault; /* not while it is being typed */

  GtkEditable *entry;
  GtkLabel    *note_label;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

enum
{
  DONE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeFilterBar, sonde_filter_bar, ADW_TYPE_BIN)

/* ---- Layout ---- */

/* A box asks for the width at its height, where a label that wraps insists on a single
 * line: a long sentence would press the count aside. So the height is left out of it. */
static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
allocate (GtkWidget *widget,
          int        width,
          int        height,
          int        baseline)
{
  gtk_widget_size_allocate (adw_bin_get_child (ADW_BIN (widget)), &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* ---- Fault ---- */

static void
underline (SondeFilterBar       *self,
           const SondeQuerySpan *span)
{
  g_autoptr (PangoAttrList) list = pango_attr_list_new ();

  if (span != NULL)
    {
      PangoAttribute *attribute = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

      attribute->start_index = span->start;
      attribute->end_index = span->end;
      pango_attr_list_insert (list, attribute);
    }

  gtk_text_set_attributes (GTK_TEXT (gtk_editable_get_delegate (self->entry)), list);
}

/* What is wrong with the text, and that the list still shows what an earlier one left. */
static char *
describe_fault (SondeLogFilter *filter)
{
  const char *fault = sonde_log_filter_get_fault (filter, NULL);
  const char *in_force = sonde_log_filter_get_query_text (filter);

  if (in_force == NULL)
    return g_strdup (fault);
  /* Translators: what is wrong with the filter that was typed, and the last good one */
  return g_strdup_printf (_ ("%s The filter before it stays in force: %s"), fault, in_force);
}

/* One line: the fault, or that nothing matches, or none. */
static void
update_note (SondeFilterBar *self)
{
  SondeQuerySpan   span = { 0 };
  g_autofree char *fault = NULL;
  const char      *note;

  if (self->filter != NULL && self->tells_fault && sonde_log_filter_get_fault (self->filter, &span) != NULL)
    fault = describe_fault (self->filter);

  note = fault;
  if (note == NULL && self->filter != NULL && sonde_log_filter_get_query (self->filter) != NULL &&
      sonde_log_filter_get_filtered (self->filter) &&
      !sonde_log_filter_get_scanning (self->filter) && sonde_log_filter_get_n_matches (self->filter) == 0)
    note = _ ("No message matches.");

  sonde_style_set_class (GTK_WIDGET (self->entry), "error", fault != NULL);
  sonde_style_set_class (GTK_WIDGET (self->note_label), "error", fault != NULL);
  underline (self, fault != NULL ? &span : NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  note != NULL ? note : "", -1);

  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
}

/* ---- Entry ---- */

/* What is half typed is often at fault: it is told when the typing pauses. */
static void
apply (SondeFilterBar *self)
{
  g_clear_handle_id (&self->apply_id, g_source_remove);
  if (self->filter == NULL)
    return;

  sonde_log_filter_set_text (self->filter, gtk_editable_get_text (self->entry));
  if (sonde_log_filter_get_fault (self->filter, NULL) == NULL)
    self->tells_fault = FALSE;
  update_note (self);
}

static gboolean
apply_cb (gpointer user_data)
{
  SondeFilterBar *self = user_data;

  self->apply_id = 0;
  apply (self);

  return G_SOURCE_REMOVE;
}

/* A text that is replaced is empty for a moment, which must not show. */
static void
changed_cb (SondeFilterBar *self)
{
  if (self->filter != NULL && self->apply_id == 0)
    self->apply_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_cb, self, NULL);
}

static void
paused_cb (SondeFilterBar *self)
{
  self->tells_fault = TRUE;
  update_note (self);
}

static void
activate_cb (SondeFilterBar *self)
{
  apply (self);
  paused_cb (self);
  if (self->filter != NULL && sonde_log_filter_get_fault (self->filter, NULL) == NULL)
    g_signal_emit (self, signals[DONE], 0);
}

static void
stop_search_cb (SondeFilterBar *self)
{
  gtk_editable_set_text (self->entry, "");
  apply (self);
  g_signal_emit (self, signals[DONE], 0);
}

/* From elsewhere, such as the tree of topics. */
static void
text_changed_cb (SondeFilterBar *self)
{
  if (self->filter != NULL && g_strcmp0 (gtk_editable_get_text (self->entry), sonde_log_filter_get_text (self->filter)) != 0)
    gtk_editable_set_text (self->entry, sonde_log_filter_get_text (self->filter));
}

static void
focus_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  SondeFilterBar *self = SONDE_FILTER_BAR (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

static void
sonde_filter_bar_set_connection (SondeFilterBar  *self,
                                 SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  /* Without a filter the text is not taken for the last one's. */
  apply (self);
  self->filter = NULL;
  gtk_editable_set_text (self->entry, "");
  self->filter = connection != NULL ? sonde_log_filter_get_for (connection) : NULL;
  self->tells_fault = TRUE;
  g_signal_group_set_target (self->filter_signals, self->filter);
  if (self->filter != NULL)
    gtk_editable_set_text (self->entry, sonde_log_filter_get_text (self->filter));

  gtk_widget_set_sensitive (GTK_WIDGET (self), connection != NULL);
  update_note (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_filter_bar_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeFilterBar *self = SONDE_FILTER_BAR (object);

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
sonde_filter_bar_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_filter_bar_set_connection (SONDE_FILTER_BAR (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_filter_bar_dispose (GObject *object)
{
  SondeFilterBar *self = SONDE_FILTER_BAR (object);

  g_clear_handle_id (&self->apply_id, g_source_remove);
  self->filter = NULL;
  g_clear_object (&self->filter_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_filter_bar_parent_class)->dispose (object);
}

static void
sonde_filter_bar_class_init (SondeFilterBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_filter_bar_get_property;
  object_class->set_property = sonde_filter_bar_set_property;
  object_class->dispose = sonde_filter_bar_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DONE] =
    g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFilterBar, entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFilterBar, note_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paused_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_install_action (widget_class, "filter.focus", NULL, focus_action);
}

static void
sonde_filter_bar_init (SondeFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_custom_layout_new (get_request_mode, measure, allocate));
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);

  self->filter_signals = g_signal_group_new (SONDE_TYPE_LOG_FILTER);
  g_signal_group_connect_swapped (self->filter_signals, "query-changed", G_CALLBACK (update_note), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::model", G_CALLBACK (update_note), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::n-matches", G_CALLBACK (update_note), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::scanning", G_CALLBACK (update_note), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::text", G_CALLBACK (text_changed_cb), self);
}
