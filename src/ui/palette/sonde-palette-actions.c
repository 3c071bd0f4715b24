/* sonde-palette-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-palette-actions"

#include "sonde-palette-actions.h"

#include "sonde-alerts-button.h"
#include "sonde-filter-bar.h"
#include "sonde-header.h"
#include "sonde-history-button.h"
#include "sonde-log-view.h"
#include "sonde-match-bar.h"
#include "sonde-message-list.h"
#include "sonde-messages-page.h"
#include "sonde-packets-page.h"
#include "sonde-properties-button.h"
#include "sonde-publish-pane.h"
#include "sonde-repeat-button.h"
#include "sonde-sidebar.h"
#include "sonde-statistics-button.h"
#include "sonde-subscribe-pane.h"
#include "sonde-subscription-list.h"
#include "sonde-templates-button.h"
#include "sonde-topics-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ICON "system-run-symbolic"

typedef struct
{
  const char *title;
  const char *detail;
  const char *action;
  const char *parameter; /* as text; NULL: none */
  const char *keys;      /* NULL: those that the application has for it */
  const char *page;      /* where its part is; NULL: on none */
  GType (*get_owner) (void);
} Action;

/* The words are those of the menus, buttons and shortcuts. */
/* clang-format off */
static const Action actions[] = {
  { N_("Connect"), N_("Connection"), "win.connect", NULL, NULL, NULL, NULL },
  { N_("Disconnect"), N_("Connection"), "win.disconnect", NULL, NULL, NULL, NULL },
  { N_("Retry now"), N_("Connection"), "win.retry", NULL, NULL, NULL, NULL },
  { N_("New connection"), N_("Connection"), "win.new-connection", NULL, NULL, NULL, NULL },
  { N_("Edit connection"), N_("Connection"), "win.edit-connection", "''", NULL, NULL, NULL },
  { N_("Duplicate connection"), N_("Connection"), "win.duplicate-connection", "''", NULL, NULL, NULL },
  { N_("Delete connection"), N_("Connection"), "win.delete-connection", "''", NULL, NULL, NULL },
  { N_("Find a connection"), N_("Connection"), "sidebar.find", NULL, "<Primary><Shift>f", NULL, sonde_sidebar_get_type },
  { N_("Commands to copy"), N_("Connection"), "win.show-commands", NULL, NULL, NULL, NULL },
  { N_("Drop without DISCONNECT"), N_("Connection"), "disconnect.drop", NULL, NULL, NULL, sonde_header_get_type },
  { N_("Disconnect with will"), N_("Connection"), "disconnect.with-will", NULL, NULL, NULL, sonde_header_get_type },
  { N_("Disconnect with options…"), N_("Connection"), "disconnect.with-options", NULL, NULL, NULL, sonde_header_get_type },
  { N_("Discard stored session"), N_("Connection"), "disconnect.discard-session", NULL, NULL, NULL, sonde_header_get_type },

  { N_("Messages"), N_("Page"), "win.show-page", "'messages'", NULL, NULL, NULL },
  { N_("Topics"), N_("Page"), "win.show-page", "'topics'", NULL, NULL, NULL },
  { N_("Broker"), N_("Page"), "win.show-page", "'broker'", NULL, NULL, NULL },
  { N_("Packets"), N_("Page"), "win.show-page", "'packets'", NULL, NULL, NULL },

  { N_("Type a topic filter"), N_("Subscriptions"), "win.focus-topic-filter", NULL, NULL, NULL, NULL },
  { N_("Options"), N_("Subscriptions"), "subscribe.options", NULL, NULL, NULL, sonde_subscribe_pane_get_type },
  { N_("Show all messages"), N_("Subscriptions"), "subscriptions.show-all", NULL, NULL, NULL, sonde_subscription_list_get_type },
  { N_("Unsubscribe from all"), N_("Subscriptions"), "subscriptions.unsubscribe-all", NULL, NULL, NULL, sonde_subscription_list_get_type },
  { N_("Retained messages…"), N_("Messages"), "win.retained", "''", NULL, NULL, NULL },
  { N_("Live"), N_("Messages"), "messages.live", NULL, NULL, "messages", sonde_log_view_get_type },
  { N_("Filter messages"), N_("Messages"), "filter.focus", NULL, "<Primary>f", "messages", sonde_filter_bar_get_type },
  { N_("Next match"), N_("Messages"), "match.next", NULL, "F3", "messages", sonde_match_bar_get_type },
  { N_("Previous match"), N_("Messages"), "match.previous", NULL, "<Shift>F3", "messages", sonde_match_bar_get_type },
  { N_("Clear log"), N_("Messages"), "messages.clear", NULL, "<Primary>l", "messages", sonde_log_view_get_type },
  { N_("Export…"), N_("Messages"), "messages.export", NULL, "<Primary>s", "messages", sonde_log_view_get_type },
  { N_("Copy payload"), N_("Messages"), "messages.copy-payload", NULL, "<Primary>c", "messages", sonde_message_list_get_type },
  { N_("Copy topic"), N_("Messages"), "messages.copy-topic", NULL, NULL, "messages", sonde_message_list_get_type },
  { N_("Edit and publish"), N_("Messages"), "messages.edit", NULL, NULL, "messages", sonde_messages_page_get_type },
  { N_("Show or hide the inspector"), N_("Messages"), "messages.toggle-inspector", NULL, "<Shift>F9", "messages", sonde_messages_page_get_type },
  { N_("Columns"), N_("Messages"), "messages.show-columns", NULL, NULL, "messages", sonde_log_view_get_type },
  { N_("Reset columns"), N_("Messages"), "log.reset", NULL, NULL, "messages", sonde_log_view_get_type },
  { N_("Low rows"), N_("Messages"), "log.compact", NULL, NULL, "messages", sonde_log_view_get_type },
  { N_("Statistics"), N_("Messages"), "statistics.show", NULL, NULL, "messages", sonde_statistics_button_get_type },
  { N_("Notifications of messages that match"), N_("Messages"), "alerts.show", NULL, NULL, "messages", sonde_alerts_button_get_type },

  { N_("Publish"), N_("Publish pane"), "publish.send", NULL, "<Primary>Return", "messages", sonde_publish_pane_get_type },
  { N_("Publish and wait for the answer"), N_("Publish pane"), "publish.request", NULL, "<Primary><Shift>Return", "messages", sonde_publish_pane_get_type },
  { N_("Type a topic to publish to"), N_("Publish pane"), "publish.focus-topic", NULL, "<Primary>p", "messages", sonde_publish_pane_get_type },
  { N_("Type a payload"), N_("Publish pane"), "publish.focus-payload", NULL, "<Primary><Shift>p", "messages", sonde_publish_pane_get_type },
  { N_("Properties"), N_("Publish pane"), "properties.show", NULL, NULL, "messages", sonde_properties_button_get_type },
  { N_("Variables"), N_("Publish pane"), "publish.toggle-variables", NULL, NULL, "messages", sonde_publish_pane_get_type },
  { N_("Save as template"), N_("Publish pane"), "templates.save", NULL, NULL, "messages", sonde_templates_button_get_type },
  { N_("Templates"), N_("Publish pane"), "templates.show", NULL, "<Primary><Shift>t", "messages", sonde_templates_button_get_type },
  { N_("History"), N_("Publish pane"), "history.show", NULL, "<Primary>h", "messages", sonde_history_button_get_type },
  { N_("Repeat"), N_("Publish pane"), "repeat.show", NULL, NULL, "messages", sonde_repeat_button_get_type },

  { N_("Search topics"), N_("Topics"), "topics.find", NULL, "<Primary>f", "topics", sonde_topics_page_get_type },
  { N_("Expand all"), N_("Topics"), "topics.expand-all", NULL, NULL, "topics", sonde_topics_page_get_type },
  { N_("Collapse all"), N_("Topics"), "topics.collapse-all", NULL, NULL, "topics", sonde_topics_page_get_type },
  { N_("Clear packets"), N_("Packets"), "packets.clear", NULL, NULL, "packets", sonde_packets_page_get_type },
  { N_("Export packets as text…"), N_("Packets"), "packets.export", "'text'", NULL, "packets", sonde_packets_page_get_type },
  { N_("Export packets for Wireshark (pcapng)…"), N_("Packets"), "packets.export", "'pcapng'", NULL, "packets", sonde_packets_page_get_type },

  { N_("Open exported messages…"), N_("Sonde"), "app.open-log", NULL, NULL, NULL, NULL },
  { N_("Import connections…"), N_("Sonde"), "win.import-connections", NULL, NULL, NULL, NULL },
  { N_("Export connections…"), N_("Sonde"), "win.export-connections", NULL, NULL, NULL, NULL },
  { N_("Show or hide the sidebar"), N_("Sonde"), "win.toggle-sidebar", NULL, NULL, NULL, NULL },
  { N_("Preferences"), N_("Sonde"), "app.preferences", NULL, NULL, NULL, NULL },
  { N_("Keyboard shortcuts"), N_("Sonde"), "win.show-shortcuts", NULL, NULL, NULL, NULL },
  { N_("About Sonde"), N_("Sonde"), "app.about", NULL, NULL, NULL, NULL },
  { N_("Close the window"), N_("Sonde"), "window.close", NULL, NULL, NULL, NULL },
  { N_("Quit"), N_("Sonde"), "app.quit", NULL, NULL, NULL, NULL },
};
/* clang-format on */

/* ---- The part of the window that has an action ---- */

static GtkWidget *
find_below (GtkWidget *widget,
            GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_below (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
sonde_palette_find_part (GtkWidget *window,
                         GType      type)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  return type == G_TYPE_NONE ? window : find_below (window, type);
}

/* A page that is not current is hidden, and is shown when need be. What else is hidden cannot be used now. */
static gboolean
is_page (GtkWidget *widget)
{
  GtkWidget *place = gtk_widget_get_parent (widget);

  return place != NULL && ADW_IS_BIN (place) && gtk_widget_get_parent (place) != NULL &&
         ADW_IS_VIEW_STACK (gtk_widget_get_parent (place));
}

gboolean
sonde_palette_is_within_reach (GtkWidget *widget)
{
  g_return_val_if_fail (widget == NULL || GTK_IS_WIDGET (widget), FALSE);

  if (widget == NULL)
    return FALSE;

  for (; widget != NULL && !GTK_IS_WINDOW (widget); widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_visible (widget) && !is_page (widget) && !SONDE_IS_SIDEBAR (widget))
      return FALSE;

  return TRUE;
}

/* GTK tells a widget whether an action that it names can be done, and nobody else. */
static gboolean
can_be_done (GtkWidget  *part,
             const char *action,
             GVariant   *parameter)
{
  GtkWidget *asker = g_object_ref_sink (gtk_button_new ());
  gboolean   can;

  gtk_widget_set_visible (asker, FALSE);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (asker), parameter);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (asker), action);
  gtk_widget_set_parent (asker, part);
  can = gtk_widget_get_sensitive (asker);
  gtk_widget_unparent (asker);
  g_object_unref (asker);

  return can;
}

/* ---- The items ---- */

static void
run_action (GtkWidget              *window,
            const SondePaletteItem *item)
{
  GtkWidget *part;

  if (item->page != NULL)
    gtk_widget_activate_action (window, "win.show-page", "s", item->page);
  part = sonde_palette_find_part (window, item->owner);
  if (part != NULL)
    gtk_widget_activate_action_variant (part, item->action, item->parameter);
}

/* A page is made when it is first shown: what can be done on it cannot be asked before. */
static gboolean
is_to_be_made (GtkWidget  *window,
               GtkWidget  *part,
               const char *page)
{
  g_autoptr (SondeConnection) connection = NULL;

  if (part != NULL || page == NULL)
    return FALSE;

  g_object_get (window, "connection", &connection, NULL);
  return connection != NULL;
}

SondePaletteItem *
sonde_palette_add_action_of (GPtrArray        *items,
                             SondePaletteItem *item,
                             GtkWidget        *window,
                             GType             owner,
                             const char       *action,
                             GVariant         *parameter,
                             const char       *page)
{
  GtkWidget *part = sonde_palette_find_part (window, owner);

  item->action = action;
  item->parameter = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;
  item->page = page;
  item->run = run_action;
  item->owner = owner;
  if (!is_to_be_made (window, part, page) &&
      !(sonde_palette_is_within_reach (part) && can_be_done (part, action, item->parameter)))
    {
      sonde_palette_item_free (item);
      return NULL;
    }

  g_ptr_array_add (items, item);
  return item;
}

/* The first of the keys that the application has for the action */
static char *
dup_keys (GtkWidget  *window,
          const char *action,
          GVariant   *parameter)
{
  GtkApplication  *application = gtk_window_get_application (GTK_WINDOW (window));
  g_autofree char *detailed = g_action_print_detailed_name (action, parameter);
  g_auto (GStrv) keys = NULL;

  if (application == NULL)
    return NULL;

  keys = gtk_application_get_accels_for_action (application, detailed);
  return g_strdup (keys[0]);
}

void
sonde_palette_add_actions (GPtrArray *items,
                           GtkWidget *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      const Action     *action = &actions[i];
      GVariant         *parameter = action->parameter != NULL ? g_variant_new_parsed (action->parameter) : NULL;
      SondePaletteItem *item;

      item = sonde_palette_item_new (SONDE_PALETTE_ACTION, ICON, g_strdup (_ (action->title)), g_strdup (_ (action->detail)));
      item->id = g_strconcat (action->action, action->parameter, NULL);
      item = sonde_palette_add_action_of (items, item, window,
                                          action->get_owner != NULL ? action->get_owner () : G_TYPE_NONE,
                                          action->action, parameter, action->page);
      if (item != NULL)
        item->keys = action->keys != NULL ? g_strdup (action->keys) : dup_keys (window, action->action, item->parameter);
    }
}
