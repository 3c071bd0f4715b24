/* sonde-alerts-popover.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alerts-popover"

#include "sonde-alerts-popover.h"

#include "sonde-alert-row.h"
#include "sonde-log-filter.h"

#include <sonde-alert-rules.h>

#include <glib/gi18n.h>

struct _SondeAlertsPopover
{
  GtkPopover parent_instance;

  SondeConnection *connection;
  SondeAlertRules *alert_rules; /* borrowed from the connection */
  GSignalGroup    *rules_signals;

  GtkLabel   *hint_label;
  GtkWidget  *add_button;
  GtkLabel   *fault_label;
  GtkWidget  *rules;
  GtkListBox *list;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeAlertsPopover, sonde_alerts_popover, GTK_TYPE_POPOVER)

/* What the filter of the log says, or %NULL: it is blank, or at fault. */
static const char *
get_filter_text (SondeAlertsPopover *self)
{
  SondeLogFilter *filter = self->connection != NULL ? sonde_log_filter_get_for (self->connection) : NULL;

  if (filter == NULL || sonde_log_filter_get_fault (filter, NULL) != NULL)
    return NULL;

  return sonde_log_filter_get_query_text (filter);
}

static const char *
get_id (SondeAlertsPopover *self)
{
  return sonde_connection_get_profile (self->connection)->id;
}

static void
show_fault (SondeAlertsPopover *self,
            const char         *fault)
{
  gtk_label_set_label (self->fault_label, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault_label), fault != NULL);
}

/* What the button would do, or what is to be done first. */
static void
update_hint (SondeAlertsPopover *self)
{
  const char      *text = get_filter_text (self);
  gboolean         is_there = text != NULL && sonde_alert_rules_has (self->alert_rules, get_id (self), text);
  g_autofree char *hint = NULL;

  if (text == NULL)
    hint = g_strdup (_ ("Filter the log first: then you can be notified of messages to come that match."));
  else
    /* Translators: a filter of the log */
    hint = g_strdup_printf (_ ("Of messages that are received, match %s, and are not in view when they come."), text);

  gtk_label_set_label (self->hint_label, hint);
  gtk_widget_set_sensitive (self->add_button, text != NULL && !is_there);
}

/* The focus leaves a row before it goes, lest there be none. */
static void
remove_cb (SondeAlertsPopover *self,
           SondeAlertRow      *row)
{
  GtkWidget *other = gtk_widget_get_next_sibling (GTK_WIDGET (row));

  if (other == NULL)
    other = gtk_widget_get_prev_sibling (GTK_WIDGET (row));
  if (other != NULL)
    gtk_widget_child_focus (other, GTK_DIR_TAB_FORWARD);
  else
    gtk_popover_popdown (GTK_POPOVER (self));

  show_fault (self, NULL);
  sonde_alert_rules_remove (self->alert_rules, get_id (self), sonde_alert_row_get_text (row));
}

static SondeAlertRow *
find_row (SondeAlertsPopover *self,
          const char         *text)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (sonde_alert_row_get_text (SONDE_ALERT_ROW (row)), text))
      return SONDE_ALERT_ROW (row);

  return NULL;
}

static void
update_rows (SondeAlertsPopover *self,
             const char *const  *texts)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  while (row != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (row);

      if (!g_strv_contains (texts, sonde_alert_row_get_text (SONDE_ALERT_ROW (row))))
        gtk_list_box_remove (self->list, row);
      row = next;
    }

  for (guint i = 0; texts[i] != NULL; i++)
    {
      GtkWidget *added;

      if (find_row (self, texts[i]) != NULL)
        continue;
      added = sonde_alert_row_new (texts[i]);
      g_signal_connect_object (added, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, added);
    }
}

static void
update (SondeAlertsPopover *self)
{
  const char *const *texts;

  if (self->connection == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  texts = sonde_alert_rules_list (self->alert_rules, get_id (self));
  update_rows (self, texts);
  gtk_widget_set_visible (self->rules, texts[0] != NULL);
  update_hint (self);
}

static void
add_clicked_cb (SondeAlertsPopover *self)
{
  const char    *text = get_filter_text (self);
  SondeAlertRow *row;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;

  show_fault (self, sonde_alert_rules_add (self->alert_rules, get_id (self), text, &error) ? NULL : error->message);

  /* The button cannot be pressed again. */
  row = find_row (self, text);
  if (row != NULL)
    gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
}

static void
sonde_alerts_popover_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_alerts_popover_parent_class)->map (widget);

  show_fault (SONDE_ALERTS_POPOVER (widget), NULL);
  update (SONDE_ALERTS_POPOVER (widget));
}

static void
sonde_alerts_popover_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SondeAlertsPopover *self = SONDE_ALERTS_POPOVER (object);

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
sonde_alerts_popover_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SondeAlertsPopover *self = SONDE_ALERTS_POPOVER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      if (!g_set_object (&self->connection, g_value_get_object (value)))
        return;
      self->alert_rules =
        self->connection != NULL ? sonde_alert_rules_get_for (sonde_connection_get_services (self->connection)) : NULL;
      g_signal_group_set_target (self->rules_signals, self->alert_rules);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_alerts_popover_dispose (GObject *object)
{
  SondeAlertsPopover *self = SONDE_ALERTS_POPOVER (object);

  g_clear_object (&self->rules_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_alerts_popover_parent_class)->dispose (object);
}

static void
sonde_alerts_popover_class_init (SondeAlertsPopoverClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_alerts_popover_get_property;
  object_class->set_property = sonde_alerts_popover_set_property;
  object_class->dispose = sonde_alerts_popover_dispose;
  widget_class->map = sonde_alerts_popover_map;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/messages/sonde-alerts-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeAlertsPopover, hint_label);
  gtk_widget_class_bind_template_child (widget_class, SondeAlertsPopover, add_button);
  gtk_widget_class_bind_template_child (widget_class, SondeAlertsPopover, fault_label);
  gtk_widget_class_bind_template_child (widget_class, SondeAlertsPopover, rules);
  gtk_widget_class_bind_template_child (widget_class, SondeAlertsPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
sonde_alerts_popover_init (SondeAlertsPopover *self)
{
  self->rules_signals = g_signal_group_new (SONDE_TYPE_ALERT_RULES);
  g_signal_group_connect_swapped (self->rules_signals, "changed", G_CALLBACK (update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
