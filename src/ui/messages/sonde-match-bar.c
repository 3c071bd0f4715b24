/* sonde-match-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-match-bar"

#include "sonde-match-bar.h"

#include "sonde-log-filter.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeMatchBar
{
  AdwBin parent_instance;

  SondeConnection  *connection;
  SondeLogFilter   *filter; /* the connection's, or NULL */
  SondeMessageItem *selected_item;
  GSignalGroup     *filter_signals;
  const char       *wrap; /* what to say of the last way, or NULL */

  GtkToggleButton *filter_button;
  GtkToggleButton *highlight_button;
  GtkLabel        *match_label;
  GtkBox          *chips;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_SELECTED_ITEM,
  N_PROPS,
};

enum
{
  GO_TO,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeMatchBar, sonde_match_bar, ADW_TYPE_BIN)

/* ---- What there is ---- */

static char *
describe_matches (SondeMatchBar *self)
{
  guint            n_matches = sonde_log_filter_get_n_matches (self->filter);
  g_autofree char *all = sonde_format_count (n_matches);
  g_autofree char *one = NULL;
  guint            match;

  if (n_matches == 0)
    return g_strdup (sonde_log_filter_get_scanning (self->filter) ? "" : _ ("No match"));

  if (self->selected_item == NULL ||
      !sonde_log_filter_get_match (self->filter, sonde_message_item_get_serial (self->selected_item), &match))
    return g_strdup_printf (ngettext ("%s match", "%s matches", n_matches), all);

  one = sonde_format_count (match + 1);
  if (self->wrap != NULL)
    /* Translators: the third of 12 matches, and how one came to it, such as “from the first again” */
    return g_strdup_printf (_ ("%s of %s, %s"), one, all, self->wrap);
  /* Translators: the third of 12 matches */
  return g_strdup_printf (_ ("%s of %s"), one, all);
}

static void
update_matches (SondeMatchBar *self)
{
  gboolean         in_force = self->filter != NULL && sonde_log_filter_get_query (self->filter) != NULL;
  gboolean         matches = in_force && sonde_log_filter_get_n_matches (self->filter) > 0;
  g_autofree char *label = in_force ? describe_matches (self) : g_strdup ("");

  gtk_widget_set_visible (GTK_WIDGET (self), in_force);
  gtk_label_set_label (self->match_label, label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "match.next", matches);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "match.previous", matches);
}

static void
add_chip (SondeMatchBar *self,
          SondeQuery    *query,
          guint          term)
{
  g_autofree char *description = sonde_query_dup_term_description (query, term);
  GtkWidget       *chip = gtk_label_new (description);

  gtk_label_set_ellipsize (GTK_LABEL (chip), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (chip), 40);
  gtk_widget_set_tooltip_text (chip, description);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (chip, "chip");
  if (sonde_query_get_term_excludes (query, term))
    gtk_widget_add_css_class (chip, "excludes");
  gtk_box_append (self->chips, chip);
}

/* A single word needs no explanation. */
static gboolean
needs_chips (SondeQuery *query)
{
  guint n_terms = query != NULL ? sonde_query_get_n_terms (query) : 0;

  return n_terms > 1 || (n_terms == 1 && sonde_query_get_term_is_operator (query, 0));
}

static void
update_chips (SondeMatchBar *self)
{
  SondeQuery *query = self->filter != NULL ? sonde_log_filter_get_query (self->filter) : NULL;
  GtkWidget  *chip;

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, chip);

  for (guint i = 0; needs_chips (query) && i < sonde_query_get_n_terms (query); i++)
    add_chip (self, query, i);
}

static void
update_mode (SondeMatchBar *self)
{
  gboolean highlights = self->filter != NULL && sonde_log_filter_get_highlights (self->filter);

  gtk_toggle_button_set_active (highlights ? self->highlight_button : self->filter_button, TRUE);
}

static void
query_changed_cb (SondeMatchBar *self)
{
  self->wrap = NULL;
  update_chips (self);
  update_matches (self);
}

/* ---- What is done ---- */

static void
mode_toggled_cb (SondeMatchBar *self)
{
  if (self->filter != NULL)
    sonde_log_filter_set_highlights (self->filter, gtk_toggle_button_get_active (self->highlight_button));
}

static void
go (SondeMatchBar *self,
    gboolean       forward)
{
  SondeMatchFind find;
  guint64        serial;
  guint          position;

  find = sonde_log_filter_find_match (self->filter, self->selected_item, forward, &serial);
  if (find == SONDE_MATCH_NONE || !sonde_log_filter_get_position (self->filter, serial, &position))
    return;

  g_signal_emit (self, signals[GO_TO], 0, position);
  if (find == SONDE_MATCH_WRAPPED)
    self->wrap = forward ? _ ("from the first again") : _ ("from the last again");
  update_matches (self);
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  go (SONDE_MATCH_BAR (widget), TRUE);
}

static void
previous_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  go (SONDE_MATCH_BAR (widget), FALSE);
}

static void
sonde_match_bar_set_connection (SondeMatchBar   *self,
                                SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  /* Without a filter the mode is not taken for the last one's. */
  self->filter = NULL;
  self->filter = connection != NULL ? sonde_log_filter_get_for (connection) : NULL;
  g_signal_group_set_target (self->filter_signals, self->filter);
  update_mode (self);
  query_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_match_bar_set_selected_item (SondeMatchBar    *self,
                                   SondeMessageItem *item)
{
  if (!g_set_object (&self->selected_item, item))
    return;

  self->wrap = NULL;
  update_matches (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

static void
sonde_match_bar_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SondeMatchBar *self = SONDE_MATCH_BAR (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_SELECTED_ITEM:
      g_value_set_object (value, self->selected_item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_match_bar_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeMatchBar *self = SONDE_MATCH_BAR (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_match_bar_set_connection (self, g_value_get_object (value));
      break;
    case PROP_SELECTED_ITEM:
      sonde_match_bar_set_selected_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_match_bar_dispose (GObject *object)
{
  SondeMatchBar *self = SONDE_MATCH_BAR (object);

  self->filter = NULL;
  g_clear_object (&self->filter_signals);
  g_clear_object (&self->selected_item);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_match_bar_parent_class)->dispose (object);
}

static void
sonde_match_bar_class_init (SondeMatchBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_match_bar_get_property;
  object_class->set_property = sonde_match_bar_set_property;
  object_class->dispose = sonde_match_bar_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, SONDE_TYPE_MESSAGE_ITEM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[GO_TO] =
    g_signal_new ("go-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-match-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeMatchBar, filter_button);
  gtk_widget_class_bind_template_child (widget_class, SondeMatchBar, highlight_button);
  gtk_widget_class_bind_template_child (widget_class, SondeMatchBar, match_label);
  gtk_widget_class_bind_template_child (widget_class, SondeMatchBar, chips);
  gtk_widget_class_bind_template_callback (widget_class, mode_toggled_cb);
  gtk_widget_class_install_action (widget_class, "match.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "match.previous", NULL, previous_action);
}

static void
sonde_match_bar_init (SondeMatchBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter_signals = g_signal_group_new (SONDE_TYPE_LOG_FILTER);
  g_signal_group_connect_swapped (self->filter_signals, "query-changed", G_CALLBACK (query_changed_cb), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::n-matches", G_CALLBACK (update_matches), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::scanning", G_CALLBACK (update_matches), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::highlights", G_CALLBACK (update_mode), self);
  update_matches (self);
}
