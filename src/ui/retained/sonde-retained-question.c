/* sonde-retained-question.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-question"

#include "sonde-retained-question.h"

#include "sonde-accessible.h"

#include <sonde-format.h>
#include <sonde-retained-entry.h>

#include <glib/gi18n.h>

#define LIST_HEIGHT 180
#define LIST_WIDTH 480
#define ROW_MARGIN 6

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_margin_start (label, ROW_MARGIN);
  gtk_widget_set_margin_end (label, ROW_MARGIN);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item)
{
  GtkWidget  *label = gtk_list_item_get_child (list_item);
  const char *topic = sonde_retained_entry_get_topic (gtk_list_item_get_item (list_item));

  gtk_label_set_label (GTK_LABEL (label), topic);
  gtk_widget_set_tooltip_text (label, topic);
  sonde_accessible_name_item (label, topic);
}

static GtkWidget *
create_list (GPtrArray *entries)
{
  GListStore         *store = g_list_store_new (SONDE_TYPE_RETAINED_ENTRY);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget          *view;
  GtkWidget          *scrolled = gtk_scrolled_window_new ();

  g_list_store_splice (store, 0, 0, entries->pdata, entries->len);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (store))), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Topics to clear"), -1);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, -1);
  gtk_widget_add_css_class (scrolled, "frame");

  return scrolled;
}

static gboolean
loses_properties (GPtrArray       *entries,
                  SondeMqttVersion version)
{
  for (guint i = 0; i < entries->len; i++)
    if (sonde_retained_entry_loses_properties (g_ptr_array_index (entries, i), version))
      return TRUE;

  return FALSE;
}

/* They were found over MQTT 5, and the connection has another version by now. */
static char *
describe (GPtrArray       *entries,
          SondeMqttVersion version)
{
  GString *text = g_string_new (_ ("The broker forgets the message of each topic below, and those who are subscribed to it get "
                                   "an empty one. Undo publishes them back, until this window is closed."));

  if (loses_properties (entries, version))
    g_string_append_printf (text, "\n\n%s",
                            _ ("Some have properties of MQTT 5. This connection now speaks MQTT 3, so Undo would publish "
                               "them without: connect with MQTT 5 to keep them."));

  return g_string_free (text, FALSE);
}

GtkWindow *
sonde_retained_question_new (GtkWindow       *parent,
                             GPtrArray       *entries,
                             SondeMqttVersion version)
{
  AdwMessageDialog *dialog;
  g_autofree char  *count = NULL;
  g_autofree char  *heading = NULL;
  g_autofree char  *body = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (entries != NULL, NULL);

  count = sonde_format_count (entries->len);
  heading = g_strdup_printf (g_dngettext (NULL, "Clear %s retained message?", "Clear %s retained messages?", entries->len),
                             count);
  body = describe (entries, version);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  adw_message_dialog_set_extra_child (dialog, create_list (entries));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "clear", _ ("C_lear"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WINDOW (dialog);
}

GtkWindow *
sonde_retained_question_new_undo (GtkWindow *parent)
{
  AdwMessageDialog *dialog;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    parent, _ ("Put back without properties?"),
    _ ("Some of these messages had properties of MQTT 5. This connection now speaks MQTT 3, which has none: they would be "
       "published without. To put them back as they were, connect with MQTT 5 first, and leave this window open.")));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "undo", _ ("_Put back without"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "undo", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WINDOW (dialog);
}
