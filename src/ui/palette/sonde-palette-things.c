/* sonde-palette-things.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-palette-things"

#include "sonde-palette-things.h"

#include "sonde-content.h"
#include "sonde-log-filter.h"
#include "sonde-palette-actions.h"
#include "sonde-publish-pane.h"
#include "sonde-subscription-list.h"
#include "sonde-topic-actions.h"
#include "sonde-topics-page.h"
#include "sonde-window.h"

#include <sonde-topic.h>

#include <glib/gi18n.h>

#include <string.h>

#define CONNECTION_ICON "network-server-symbolic"
#define SUBSCRIPTION_ICON "view-list-symbolic"
#define TEMPLATE_ICON "mail-send-symbolic"
#define TOPIC_ICON "network-wired-symbolic"

#define SHARE_PREFIX "$share/"

static SondePaletteItem *
add (GPtrArray       *items,
     SondePaletteKind kind,
     const char      *icon_name,
     char            *title,  /* (transfer full) */
     char            *detail, /* (transfer full) */
     gpointer         object,
     SondePaletteRun  run)
{
  SondePaletteItem *item = sonde_palette_item_new (kind, icon_name, title, detail);

  item->object = g_object_ref (object);
  item->run = run;
  g_ptr_array_add (items, item);

  return item;
}

/* ---- Connections ---- */

static void
run_switch (GtkWidget              *window,
            const SondePaletteItem *item)
{
  sonde_window_select (SONDE_WINDOW (window), SONDE_CONNECTION (item->object));
}

static void
run_connect (GtkWidget              *window,
             const SondePaletteItem *item)
{
  run_switch (window, item);
  sonde_connection_connect (SONDE_CONNECTION (item->object));
}

static void
run_disconnect (GtkWidget              *window,
                const SondePaletteItem *item)
{
  sonde_connection_disconnect (SONDE_CONNECTION (item->object));
}

/* The selected one is connected by the action of that name. */
static void
add_connection (GPtrArray       *items,
                SondeConnection *connection)
{
  const char       *name = sonde_connection_get_name (connection);
  const char       *id = sonde_connection_get_profile (connection)->id;
  const char       *address = sonde_connection_get_address (connection);
  gboolean          can_connect, can_disconnect;
  SondePaletteItem *item;

  item = add (items, SONDE_PALETTE_CONNECTION, CONNECTION_ICON, g_strdup (name),
              /* Translators: %s is an address: the connection is shown then */
              g_strdup_printf (_ ("Switch to %s"), address), connection, run_switch);
  item->id = g_strconcat ("switch:", id, NULL);

  g_object_get (connection, "can-connect", &can_connect, "can-disconnect", &can_disconnect, NULL);
  if (can_connect)
    add (items, SONDE_PALETTE_CONNECTION, CONNECTION_ICON, g_strdup_printf (_ ("Connect “%s”"), name),
         g_strdup (address), connection, run_connect)
      ->id = g_strconcat ("connect:", id, NULL);
  if (can_disconnect)
    add (items, SONDE_PALETTE_CONNECTION, CONNECTION_ICON, g_strdup_printf (_ ("Disconnect “%s”"), name),
         g_strdup (address), connection, run_disconnect)
      ->id = g_strconcat ("disconnect:", id, NULL);
}

void
sonde_palette_add_connections (GPtrArray        *items,
                               SondeConnections *connections,
                               SondeConnection  *selected)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (connections));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (connections), i);

      if (connection != selected)
        add_connection (items, connection);
    }
}

/* ---- What subscriptions and topics have in common ---- */

/* A term of the log's filter is its text. */
static void
run_filter (GtkWidget              *window,
            const SondePaletteItem *item)
{
  g_autofree char *term = sonde_topic_dup_filter_term (item->text);

  sonde_log_filter_set_text (sonde_log_filter_get_for (SONDE_CONNECTION (item->object)), term);
  gtk_widget_activate_action (window, "win.show-page", "s", "messages");
}

static void
add_filter (GPtrArray       *items,
            SondeConnection *connection,
            const char      *filter)
{
  add (items, SONDE_PALETTE_TOPIC, "edit-find-symbolic", g_strdup (_ ("Filter messages by it")), g_strdup (filter),
       connection, run_filter)
    ->text = g_strdup (filter);
}

static void
add_publish_to (GPtrArray  *items,
                GtkWidget  *window,
                const char *topic)
{
  sonde_palette_add_action_of (items,
                               sonde_palette_item_new (SONDE_PALETTE_TOPIC, TEMPLATE_ICON,
                                                       g_strdup (_ ("Put it into the publish pane")), g_strdup (topic)),
                               window, SONDE_TYPE_CONTENT, "pages.publish-to", g_variant_new_string (topic), NULL);
}

/* ---- Subscriptions ---- */

static void
run_mute (GtkWidget              *window,
          const SondePaletteItem *item)
{
  SondeConnection   *connection = SONDE_CONNECTION (item->object);
  SondeSubscription *subscription = sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), item->text);
  g_autoptr (SondeWanted) wanted = NULL;

  if (subscription == NULL)
    return;

  wanted = sonde_wanted_copy (sonde_subscription_get_wanted (subscription));
  wanted->muted = !wanted->muted;
  sonde_connection_change_subscription (connection, wanted);
}

static void
run_solo (GtkWidget              *window,
          const SondePaletteItem *item)
{
  SondeSubscriptions *subscriptions = sonde_connection_get_subscriptions (SONDE_CONNECTION (item->object));
  SondeSubscription  *subscription = sonde_subscriptions_find (subscriptions, item->text);

  if (subscription != NULL)
    sonde_subscriptions_set_solo (subscriptions, item->text, !sonde_subscription_get_solo (subscription));
}

static void
add_list_action (GPtrArray  *items,
                 GtkWidget  *window,
                 const char *title,
                 const char *filter,
                 const char *action)
{
  sonde_palette_add_action_of (items,
                               sonde_palette_item_new (SONDE_PALETTE_SUBSCRIPTION, SUBSCRIPTION_ICON, g_strdup (title),
                                                       g_strdup (filter)),
                               window, SONDE_TYPE_SUBSCRIPTION_LIST, action, g_variant_new_string (filter), NULL);
}

static GPtrArray *
list_for_subscription (GtkWidget              *window,
                       const SondePaletteItem *item)
{
  GPtrArray         *items = sonde_palette_item_list_new ();
  SondeConnection   *connection = SONDE_CONNECTION (item->object);
  const char        *filter = item->text;
  SondeSubscription *subscription = sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), filter);

  if (subscription == NULL)
    return items;

  if (!g_str_has_prefix (filter, SHARE_PREFIX))
    add_filter (items, connection, filter);
  add (items, SONDE_PALETTE_SUBSCRIPTION, "view-reveal-symbolic",
       g_strdup (sonde_subscription_get_solo (subscription) ? _ ("Solo no more") : _ ("Solo")), g_strdup (filter),
       connection, run_solo)
    ->text = g_strdup (filter);
  add (items, SONDE_PALETTE_SUBSCRIPTION, "audio-volume-muted-symbolic",
       g_strdup (sonde_subscription_get_muted (subscription) ? _ ("Mute no more") : _ ("Mute")), g_strdup (filter),
       connection, run_mute)
    ->text = g_strdup (filter);
  if (sonde_subscription_can_subscribe (subscription))
    add_list_action (items, window, _ ("Subscribe"), filter, "subscriptions.subscribe");
  add_list_action (items, window, _ ("Unsubscribe"), filter, "subscriptions.unsubscribe");
  if (sonde_topic_name_check (filter, strlen (filter)) == SONDE_TOPIC_FAULT_NONE)
    add_publish_to (items, window, filter);

  return items;
}

void
sonde_palette_add_subscriptions (GPtrArray       *items,
                                 SondeConnection *connection)
{
  SondeSubscriptions *subscriptions = sonde_connection_get_subscriptions (connection);
  guint               n_items = g_list_model_get_n_items (G_LIST_MODEL (subscriptions));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeSubscription) subscription = g_list_model_get_item (G_LIST_MODEL (subscriptions), i);
      const char       *filter = sonde_subscription_get_filter (subscription);
      const char       *alias = sonde_subscription_get_alias (subscription);
      SondePaletteItem *item;

      item = add (items, SONDE_PALETTE_SUBSCRIPTION, SUBSCRIPTION_ICON, g_strdup (filter),
                  *alias != '\0' ? g_strdup_printf (_ ("Subscription “%s”"), alias) : g_strdup (_ ("Subscription")),
                  connection, NULL);
      item->text = g_strdup (filter);
      item->more = list_for_subscription;
    }
}

/* ---- Templates ---- */

static SondePublishPane *
get_pane (GtkWidget *window)
{
  gtk_widget_activate_action (window, "win.show-page", "s", "messages");
  return SONDE_PUBLISH_PANE (sonde_palette_find_part (window, SONDE_TYPE_PUBLISH_PANE));
}

static void
touch (GtkWidget              *window,
       const SondePaletteItem *item)
{
  g_autoptr (SondeConnections) connections = NULL;

  g_object_get (window, "connections", &connections, NULL);
  sonde_template_store_touch (sonde_services_get_templates (sonde_connections_get_services (connections)),
                              SONDE_TEMPLATE_ITEM (item->object));
}

static void
run_put (GtkWidget              *window,
         const SondePaletteItem *item)
{
  touch (window, item);
  sonde_publish_pane_put_form (get_pane (window), sonde_template_item_get_data (SONDE_TEMPLATE_ITEM (item->object))->form);
}

static void
run_publish (GtkWidget              *window,
             const SondePaletteItem *item)
{
  touch (window, item);
  sonde_publish_pane_publish_form (get_pane (window), sonde_template_item_get_data (SONDE_TEMPLATE_ITEM (item->object))->form);
}

static void
add_template (GPtrArray         *items,
              SondeTemplateItem *template_item,
              gboolean           online)
{
  const SondeTemplate *data = sonde_template_item_get_data (template_item);
  SondePaletteItem    *item;

  item = add (items, SONDE_PALETTE_TEMPLATE, TEMPLATE_ICON, g_strdup (data->name),
              *data->folder != '\0' ? g_strdup_printf (_ ("Template in %s: to the publish pane"), data->folder)
                                    : g_strdup (_ ("Template: to the publish pane")),
              template_item, run_put);
  item->id = g_strconcat ("put:", data->id, NULL);
  if (!online)
    return;

  /* What it does stands first: nothing is sent by a name alone. */
  item = add (items, SONDE_PALETTE_TEMPLATE, TEMPLATE_ICON, g_strdup_printf (_ ("Publish “%s”"), data->name),
              g_strdup_printf (_ ("Template, to %s"), data->form->topic), template_item, run_publish);
  item->id = g_strconcat ("publish:", data->id, NULL);
}

void
sonde_palette_add_templates (GPtrArray       *items,
                             GtkWidget       *window,
                             SondeConnection *connection)
{
  SondeServices *services = sonde_connection_get_services (connection);
  GListModel    *store = G_LIST_MODEL (sonde_services_get_templates (services));
  const char    *profile_id = sonde_connection_get_profile (connection)->id;
  guint          n_items = g_list_model_get_n_items (store);

  if (!sonde_palette_is_within_reach (sonde_palette_find_part (window, SONDE_TYPE_PUBLISH_PANE)))
    return;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeTemplateItem) item = g_list_model_get_item (store, i);
      const char *of = sonde_template_item_get_data (item)->profile_id;

      if (*of == '\0' || g_strcmp0 (of, profile_id) == 0)
        add_template (items, item, sonde_connection_get_online (connection));
    }
}

/* ---- Topics ---- */

static void
run_show_topic (GtkWidget              *window,
                const SondePaletteItem *item)
{
  GtkWidget *page;

  gtk_widget_activate_action (window, "win.show-page", "s", "topics");
  page = sonde_palette_find_part (window, SONDE_TYPE_TOPICS_PAGE);
  if (page != NULL)
    sonde_topics_page_show_topic (SONDE_TOPICS_PAGE (page), item->text);
}

static void
run_subscribe (GtkWidget              *window,
               const SondePaletteItem *item)
{
  sonde_topic_subscribe (window, SONDE_CONNECTION (item->object), item->text);
}

static GPtrArray *
list_for_topic (GtkWidget              *window,
                const SondePaletteItem *item)
{
  GPtrArray       *items = sonde_palette_item_list_new ();
  SondeConnection *connection = SONDE_CONNECTION (item->object);
  const char      *topic = item->text;

  add (items, SONDE_PALETTE_TOPIC, TOPIC_ICON, g_strdup (_ ("Show it on the page Topics")), g_strdup (topic),
       connection, run_show_topic)
    ->text = g_strdup (topic);
  add_filter (items, connection, topic);
  add_publish_to (items, window, topic);
  if (sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), topic) == NULL)
    add (items, SONDE_PALETTE_TOPIC, SUBSCRIPTION_ICON, g_strdup (_ ("Subscribe to it")), g_strdup (topic), connection,
         run_subscribe)
      ->text = g_strdup (topic);

  return items;
}

SondePaletteItem *
sonde_palette_item_new_topic (SondeConnection *connection,
                              const char      *topic)
{
  SondePaletteItem *item = sonde_palette_item_new (SONDE_PALETTE_TOPIC, TOPIC_ICON, g_strdup (topic), g_strdup (_ ("Topic")));

  item->object = g_object_ref (G_OBJECT (connection));
  item->text = g_strdup (topic);
  item->more = list_for_topic;

  return item;
}
