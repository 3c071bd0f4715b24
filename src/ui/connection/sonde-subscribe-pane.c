/* sonde-subscribe-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscribe-pane"

#include "sonde-subscribe-pane.h"

#include "sonde-accessible.h"
#include "sonde-filter-chips.h"
#include "sonde-subscribe-popover.h"
#include "sonde-subscription-list.h"
#include "sonde-topic-popover.h"

#include <sonde-filter-list.h>
#include <sonde-format.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>

#include <string.h>

/* Of a filter within a sentence */
#define MOST_SHOWN_CHARS 40

struct _SondeSubscribePane
{
  AdwBin parent_instance;

  GtkLabel              *count_label;
  GtkEditable           *filter_entry;
  GtkDropDown           *qos_drop_down;
  GtkMenuButton         *options_button;
  SondeSubscribePopover *options_popover;
  GtkWidget             *several_box;
  SondeFilterChips      *chips;
  GtkWidget             *comma_button;
  GtkLabel              *note_label;

  SondeTopicPopover *popover; /* of the entry */

  SondeConnection *connection;
  GSignalGroup    *connection_signals;
  GSignalGroup    *list_signals;
  gboolean         loading; /* a draft is put into the fields: not typed */
};

G_DEFINE_FINAL_TYPE (SondeSubscribePane, sonde_subscribe_pane, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* One line under the entry: a fault, else what will happen, else nothing. */
static void
set_note (SondeSubscribePane *self,
          const char         *fault,
          const char         *note)
{
  GtkWidget  *entry = GTK_WIDGET (self->filter_entry);
  GtkWidget  *label = GTK_WIDGET (self->note_label);
  const char *text = fault != NULL ? fault : note;

  if (fault != NULL)
    {
      gtk_widget_add_css_class (entry, "error");
      gtk_widget_add_css_class (label, "error");
      gtk_widget_remove_css_class (label, "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (entry, "error");
      gtk_widget_remove_css_class (label, "error");
      gtk_widget_add_css_class (label, "dim-label");
    }

  gtk_accessible_update_state (GTK_ACCESSIBLE (entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_label_set_label (self->note_label, text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

/* Of one among several it says which. */
static char *
describe_fault (GStrv      filters,
                GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const char      *fault = g_ptr_array_index (faults, i);
      g_autofree char *shown = NULL;

      if (fault == NULL)
        continue;
      if (faults->len == 1)
        return g_strdup (fault);
      shown = sonde_format_line (filters[i], MOST_SHOWN_CHARS);
      /* Translators: a topic filter, and a sentence that says what is wrong with it */
      return g_strdup_printf (_ ("“%s”: %s"), shown, fault);
    }

  return NULL;
}

/* What pressing Enter will do, where it is not as usual. */
static char *
describe_effect (SondeSubscribePane *self,
                 guint               n_filters)
{
  const SondeSubscribeForm *form = sonde_connection_get_draft (self->connection)->subscribe;
  const SondeProfile       *profile = sonde_connection_get_profile (self->connection);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  char *options = sonde_subscribe_form_describe (form, profile->version);

  if (options != NULL)
    g_ptr_array_add (lines, options);
  if (n_filters > 0 && !sonde_connection_get_online (self->connection))
    g_ptr_array_add (lines, g_strdup (profile->resubscribe && !form->by_hand
                                        ? _ ("Not connected: will be subscribed on connect.")
                                        : _ ("Not connected: subscribe it by hand when connected.")));
  else if (n_filters > 1)
    g_ptr_array_add (lines, g_strdup_printf (g_dngettext (NULL, "Enter subscribes to this %u filter.",
                                                          "Enter subscribes to these %u filters.", n_filters),
                                             n_filters));
  g_ptr_array_add (lines, NULL);

  return lines->len > 1 ? g_strjoinv ("\n", (GStrv) lines->pdata) : NULL;
}

static void
update_note (SondeSubscribePane *self)
{
  const SondeSubscribeForm *form;
  g_auto (GStrv) typed = NULL;
  g_auto (GStrv) filters = NULL;
  g_autoptr (GPtrArray) faults = g_ptr_array_new ();
  g_autofree char *fault = NULL;
  g_autofree char *effect = NULL;

  if (self->connection == NULL)
    return;

  form = sonde_connection_get_draft (self->connection)->subscribe;
  typed = sonde_filter_list_split (form->text);
  filters = sonde_subscribe_form_list_filters (form);
  for (guint i = 0; filters[i] != NULL; i++)
    g_ptr_array_add (faults, (gpointer) sonde_connection_check_filter (self->connection, filters[i]));
  fault = describe_fault (typed, faults);
  if (fault == NULL)
    effect = describe_effect (self, faults->len);

  sonde_filter_chips_show (self->chips, typed, faults);
  gtk_widget_set_visible (self->several_box, faults->len > 1);
  gtk_widget_set_visible (self->comma_button, sonde_filter_list_has_commas (form->text));
  set_note (self, fault, effect);
}

static void
update_count (SondeSubscribePane *self)
{
  guint            n_items = 0;
  g_autofree char *count = NULL;

  if (self->connection != NULL)
    n_items = g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection)));

  count = sonde_format_count (n_items);
  gtk_label_set_label (self->count_label, n_items > 0 ? count : "");
}

static void
filter_changed_cb (SondeSubscribePane *self)
{
  SondeSubscribeForm *form;

  if (self->connection == NULL || self->loading)
    return;

  form = sonde_connection_get_draft (self->connection)->subscribe;
  g_free (form->text);
  form->text = g_strdup (gtk_editable_get_text (self->filter_entry));
  update_note (self);
}

static void
notify_qos_cb (SondeSubscribePane *self)
{
  guint selected = gtk_drop_down_get_selected (self->qos_drop_down);

  if (self->connection != NULL && !self->loading && selected <= 2)
    sonde_connection_get_draft (self->connection)->subscribe->options.qos = selected;
}

static void
put_text (SondeSubscribePane *self,
          const char         *text)
{
  gtk_editable_set_text (self->filter_entry, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
  gtk_editable_set_position (self->filter_entry, -1);
}

static void
remove_cb (SondeSubscribePane *self,
           const char         *filter)
{
  g_auto (GStrv) filters = sonde_filter_list_split (gtk_editable_get_text (self->filter_entry));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) left = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; filters[i] != NULL; i++)
    if (strcmp (filters[i], filter) != 0)
      g_strv_builder_add (builder, filters[i]);
  left = g_strv_builder_end (builder);
  text = sonde_filter_list_join ((const char *const *) left);
  put_text (self, text);
}

static void
comma_cb (SondeSubscribePane *self)
{
  const char      *one[] = { gtk_editable_get_text (self->filter_entry), NULL };
  g_autofree char *text = sonde_filter_list_join (one);

  put_text (self, text);
}

static void
set_by_hand (SondeSubscribePane *self,
             const char         *filter,
             gboolean            by_hand)
{
  SondeSubscription *item = sonde_subscriptions_find (sonde_connection_get_subscriptions (self->connection), filter);
  g_autoptr (SondeWanted) wanted = NULL;

  if (item == NULL || sonde_subscription_get_by_hand (item) == by_hand)
    return;

  wanted = sonde_wanted_copy (sonde_subscription_get_wanted (item));
  wanted->by_hand = by_hand;
  sonde_connection_change_subscription (self->connection, wanted);
}

static gboolean
subscribe_all (SondeSubscribePane *self,
               GStrv               filters,
               GError            **error)
{
  const SondeSubscribeForm *form = sonde_connection_get_draft (self->connection)->subscribe;
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_form_get_options (form, sonde_connection_get_version (self->connection), &options);
  if (!sonde_connection_subscribe_many (self->connection, filters, &options, error))
    return FALSE;

  for (guint i = 0; filters[i] != NULL; i++)
    {
      set_by_hand (self, filters[i], form->by_hand);
      sonde_recent_store_add (sonde_connection_get_recent (self->connection, TRUE), filters[i]);
    }
  return TRUE;
}

static void
subscribe_cb (SondeSubscribePane *self)
{
  g_auto (GStrv) filters = NULL;
  g_autoptr (GError) error = NULL;

  if (self->connection == NULL || sonde_subscribe_popover_focus_fault (self->options_popover))
    return;

  filters = sonde_subscribe_form_list_filters (sonde_connection_get_draft (self->connection)->subscribe);
  if (filters[0] == NULL)
    {
      set_note (self, sonde_topic_fault_to_string (SONDE_TOPIC_FAULT_EMPTY), NULL);
    }
  else if (subscribe_all (self, filters, &error))
    {
      gtk_editable_set_text (self->filter_entry, "");
    }
  else
    {
      set_note (self, error->message, NULL);
    }

  sonde_subscribe_pane_focus_filter (self);
}

static void
show_options_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  gtk_menu_button_popup (SONDE_SUBSCRIBE_PANE (widget)->options_button);
}

static void
load_draft (SondeSubscribePane *self)
{
  const SondeSubscribeForm *form = sonde_connection_get_draft (self->connection)->subscribe;

  self->loading = TRUE;
  gtk_editable_set_text (self->filter_entry, form->text);
  gtk_drop_down_set_selected (self->qos_drop_down, form->options.qos);
  self->loading = FALSE;
}

static void
sonde_subscribe_pane_dispose (GObject *object)
{
  SondeSubscribePane *self = SONDE_SUBSCRIBE_PANE (object);

  g_clear_object (&self->connection_signals);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_subscribe_pane_parent_class)->dispose (object);
}

static void
sonde_subscribe_pane_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondeSubscribePane *self = SONDE_SUBSCRIBE_PANE (object);

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
sonde_subscribe_pane_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondeSubscribePane *self = SONDE_SUBSCRIBE_PANE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_subscribe_pane_set_connection (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_subscribe_pane_class_init (SondeSubscribePaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_subscribe_pane_dispose;
  object_class->get_property = sonde_subscribe_pane_get_property;
  object_class->set_property = sonde_subscribe_pane_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_FILTER_CHIPS);
  g_type_ensure (SONDE_TYPE_SUBSCRIBE_POPOVER);
  g_type_ensure (SONDE_TYPE_SUBSCRIPTION_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-subscribe-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, count_label);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, qos_drop_down);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, options_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, options_popover);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, several_box);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, chips);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, comma_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSubscribePane, note_label);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, comma_cb);
  gtk_widget_class_bind_template_callback (widget_class, notify_qos_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, subscribe_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_note);

  gtk_widget_class_install_action (widget_class, "subscribe.options", NULL, show_options_action);
}

static void
sonde_subscribe_pane_init (SondeSubscribePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->popover = sonde_topic_popover_new (self->filter_entry, TRUE);
  sonde_accessible_keep_label (GTK_WIDGET (self->qos_drop_down));

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::limits", G_CALLBACK (update_note), self);

  self->list_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->list_signals, "items-changed", G_CALLBACK (update_count), self);
}

void
sonde_subscribe_pane_set_connection (SondeSubscribePane *self,
                                     SondeConnection    *connection)
{
  SondeSubscriptions *subscriptions = NULL;

  g_return_if_fail (SONDE_IS_SUBSCRIBE_PANE (self));
  g_return_if_fail (connection == NULL || SONDE_IS_CONNECTION (connection));

  if (!g_set_object (&self->connection, connection))
    return;

  if (connection != NULL)
    {
      subscriptions = sonde_connection_get_subscriptions (connection);
      load_draft (self);
    }

  sonde_topic_popover_set_connection (self->popover, connection);
  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->list_signals, subscriptions);
  gtk_widget_set_sensitive (GTK_WIDGET (self), connection != NULL);
  update_count (self);
  update_note (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

void
sonde_subscribe_pane_focus_filter (SondeSubscribePane *self)
{
  g_return_if_fail (SONDE_IS_SUBSCRIBE_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}
