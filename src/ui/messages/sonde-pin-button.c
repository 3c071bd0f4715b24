/* sonde-pin-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-pin-button"

#include "sonde-pin-button.h"

#include "sonde-pin-row.h"
#include "sonde-style.h"

#include <sonde-topic.h>

#include <glib/gi18n.h>
#include <string.h>

/* More subscriptions than these that match one topic are not offered; any filter can be typed. */
#define MAX_SUGGESTIONS 4

struct _SondePinButton
{
  AdwBin parent_instance;

  SondeViewPins    *pins;
  SondeConnection  *connection;
  SondeMessageItem *item;
  SondeViewKind     kind;

  GtkMenuButton *button;
  GtkPopover    *popover;
  GtkLabel      *question;
  GtkEditable   *filter_entry;
  GtkLabel      *fault_label;
  GtkBox        *suggestions;
  GtkWidget     *pin_button;
  GtkWidget     *pinned;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (SondePinButton, sonde_pin_button, ADW_TYPE_BIN)

/* The filter that rules for the message, or %NULL. */
static const char *
find_rule (SondePinButton *self,
           SondeViewKind  *kind)
{
  gsize       length;
  const char *topic;

  if (self->item == NULL)
    return NULL;

  topic = sonde_message_item_get_topic (self->item, &length);
  return sonde_view_pins_choose (sonde_view_pins_get_all (self->pins), topic, length, kind);
}

static void
update_button (SondePinButton *self)
{
  SondeViewKind    kind;
  const char      *rule = find_rule (self, &kind);
  g_autofree char *text = NULL;

  /* Translators: a view of the payload, such as JSON, and a topic filter */
  text = rule != NULL ? g_strdup_printf (_ ("%s is pinned for topics matching %s"), sonde_view_kind_get_label (kind), rule)
                      : g_strdup (_ ("Pin the view for these topics"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  sonde_style_set_class (GTK_WIDGET (self->button), "pinned", rule != NULL);
}

static void
filter_changed_cb (SondePinButton *self)
{
  const char     *filter = gtk_editable_get_text (self->filter_entry);
  SondeTopicFault fault = sonde_topic_filter_check (filter, strlen (filter));
  gboolean        said = fault != SONDE_TOPIC_FAULT_NONE && fault != SONDE_TOPIC_FAULT_EMPTY;

  gtk_widget_set_sensitive (self->pin_button, fault == SONDE_TOPIC_FAULT_NONE);
  sonde_style_show_fault (GTK_WIDGET (self->filter_entry), self->fault_label,
                          said ? sonde_topic_fault_to_string (fault) : NULL);
}

static void
pin_cb (SondePinButton *self)
{
  if (!gtk_widget_get_sensitive (self->pin_button))
    return;

  sonde_view_pins_pin (self->pins, gtk_editable_get_text (self->filter_entry), self->kind);
  gtk_popover_popdown (self->popover);
}

static void
suggestion_clicked_cb (SondePinButton *self,
                       GtkButton      *suggestion)
{
  gtk_editable_set_text (self->filter_entry, gtk_button_get_label (suggestion));
  gtk_widget_grab_focus (self->pin_button);
}

static void
suggest (SondePinButton *self,
         const char     *filter)
{
  GtkWidget       *button = gtk_button_new_with_label (filter);
  g_autofree char *name = g_strdup_printf (_ ("Use %s"), filter);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "pin-filter");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (suggestion_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->suggestions, button);
}

/* The topic itself, and the filters by which it came. */
static void
suggest_all (SondePinButton *self)
{
  GListModel      *subscriptions = G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection));
  gsize            length;
  const char      *topic = sonde_message_item_get_topic (self->item, &length);
  g_autofree char *name = g_strndup (topic, length);
  gboolean         is_name = sonde_topic_name_check (topic, length) == SONDE_TOPIC_FAULT_NONE;
  guint            n_suggested = 0;

  if (is_name)
    suggest (self, name);
  for (guint i = 0; i < g_list_model_get_n_items (subscriptions) && n_suggested < MAX_SUGGESTIONS; i++)
    {
      g_autoptr (SondeSubscription) subscription = g_list_model_get_item (subscriptions, i);
      const char *filter = sonde_topic_filter_skip_share (sonde_subscription_get_filter (subscription));

      if (!sonde_topic_filter_matches (filter, topic, length) || (is_name && g_str_equal (filter, name)))
        continue;
      suggest (self, filter);
      n_suggested++;
    }
  gtk_editable_set_text (self->filter_entry, is_name ? name : "");
}

static void
unpin_cb (SondePinButton *self,
          SondePinRow    *row)
{
  sonde_view_pins_unpin (self->pins, sonde_pin_row_get_filter (row));
}

static void
list_pins (SondePinButton *self)
{
  SondeViewKind  kind;
  const char    *rule = find_rule (self, &kind);
  GtkListBoxRow *row;
  GVariantIter   iter;
  const char    *filter, *view;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  g_variant_iter_init (&iter, sonde_view_pins_get_all (self->pins));
  while (g_variant_iter_next (&iter, "{&s&s}", &filter, &view))
    {
      GtkWidget *pin;

      if (!sonde_view_kind_from_string (view, &kind))
        continue;
      pin = sonde_pin_row_new (filter, kind, rule != NULL && g_str_equal (filter, rule));
      g_signal_connect_object (pin, "unpin", G_CALLBACK (unpin_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, pin);
    }
  gtk_widget_set_visible (self->pinned, gtk_list_box_get_row_at_index (self->list, 0) != NULL);
}

static void
mapped_cb (SondePinButton *self)
{
  g_autofree char *question = NULL;
  GtkWidget       *child;
  SondeViewKind    kind;
  const char      *rule;

  if (self->item == NULL)
    return;

  /* Translators: a view of the payload, such as JSON; an entry for a topic filter follows */
  question = g_strdup_printf (_ ("Show %s for topics matching"), sonde_view_kind_get_label (self->kind));
  gtk_label_set_label (self->question, question);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions))) != NULL)
    gtk_box_remove (self->suggestions, child);
  suggest_all (self);
  rule = find_rule (self, &kind);
  if (rule != NULL)
    gtk_editable_set_text (self->filter_entry, rule);
  list_pins (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}

static void
pins_changed_cb (SondePinButton *self)
{
  update_button (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->popover)))
    list_pins (self);
}

static void
sonde_pin_button_dispose (GObject *object)
{
  SondePinButton *self = SONDE_PIN_BUTTON (object);

  g_clear_object (&self->item);
  g_clear_object (&self->connection);
  g_clear_object (&self->pins);

  G_OBJECT_CLASS (sonde_pin_button_parent_class)->dispose (object);
}

static void
sonde_pin_button_class_init (SondePinButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_pin_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-pin-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, button);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, question);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, filter_entry);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, fault_label);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, suggestions);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, pin_button);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, pinned);
  gtk_widget_class_bind_template_child (widget_class, SondePinButton, list);
  gtk_widget_class_bind_template_callback (widget_class, mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_cb);
}

static void
sonde_pin_button_init (SondePinButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_pin_button_set_pins (SondePinButton *self,
                           SondeViewPins  *pins)
{
  g_return_if_fail (SONDE_IS_PIN_BUTTON (self));
  g_return_if_fail (self->pins == NULL);
  g_return_if_fail (SONDE_IS_VIEW_PINS (pins));

  self->pins = g_object_ref (pins);
  g_signal_connect_object (pins, "changed", G_CALLBACK (pins_changed_cb), self, G_CONNECT_SWAPPED);
}

void
sonde_pin_button_set_shown (SondePinButton   *self,
                            SondeConnection  *connection,
                            SondeMessageItem *item,
                            SondeViewKind     kind)
{
  g_return_if_fail (SONDE_IS_PIN_BUTTON (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (SONDE_IS_MESSAGE_ITEM (item));
  g_return_if_fail (kind < SONDE_N_VIEWS);

  g_set_object (&self->connection, connection);
  g_set_object (&self->item, item);
  self->kind = kind;
  update_button (self);
}
