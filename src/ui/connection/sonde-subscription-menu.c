/* sonde-subscription-menu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscription-menu"

#include "sonde-subscription-menu.h"

#include "sonde-accessible.h"
#include "sonde-color-palette.h"

#include <glib/gi18n.h>

/* A menu reads an underscore as the mark of a mnemonic; a filter means itself. */
static char *
escape_mnemonic (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

/* Where its action is disabled it is not there. */
static void
append_if_enabled (GMenu      *section,
                   const char *label,
                   const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (section, item);
}

static void
append_section (GMenu *menu,
                GMenu *section /* (transfer full) */)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

/* @filter: escaped */
static GMenu *
create_view_section (const char *filter)
{
  GMenu *section = g_menu_new ();
  /* Translators: an item of a subscription's menu; %s is its topic filter */
  g_autofree char *subscribe = g_strdup_printf (_ ("Subscribe %s"), filter);
  /* Translators: an item of a subscription's menu: its messages are not shown; %s is its topic filter */
  g_autofree char *mute = g_strdup_printf (_ ("Mute %s"), filter);
  /* Translators: an item of a subscription's menu: only its messages are shown; %s is its topic filter */
  g_autofree char *solo = g_strdup_printf (_ ("Solo %s"), filter);

  append_if_enabled (section, subscribe, "subscription.subscribe");
  g_menu_append (section, mute, "subscription.mute");
  g_menu_append (section, solo, "subscription.solo");
  return section;
}

static GMenu *
create_options_section (void)
{
  GMenu *section = g_menu_new ();
  g_autoptr (GMenu) qos = g_menu_new ();

  for (guint i = 0; i <= 2; i++)
    {
      g_autofree char *label = g_strdup_printf (_ ("QoS %u"), i);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "subscription.qos", "i", (gint32) i);
      g_menu_append_item (qos, item);
    }
  g_menu_append_submenu (section, _ ("QoS"), G_MENU_MODEL (qos));
  g_menu_append (section, _ ("Subscribe on connect"), "subscription.on-connect");
  g_menu_append (section, _ ("Rename…"), "subscription.rename");
  g_menu_append (section, _ ("Edit…"), "subscription.edit");
  return section;
}

static GMenu *
create_place_section (void)
{
  GMenu *section = g_menu_new ();

  g_menu_append (section, _ ("Copy filter"), "subscription.copy");
  g_menu_append (section, _ ("Move up"), "subscription.move-up");
  g_menu_append (section, _ ("Move down"), "subscription.move-down");
  return section;
}

static GMenu *
create_end_section (const char *filter)
{
  GMenu *section = g_menu_new ();
  /* Translators: an item of a subscription's menu; %s is its topic filter */
  g_autofree char *unsubscribe = g_strdup_printf (_ ("Unsubscribe %s"), filter);
  /* Translators: an item of the menu of a subscription that is not subscribed to; %s is its topic filter */
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), filter);

  append_if_enabled (section, _ ("Unsubscribe, keep as preset"), "subscription.keep");
  append_if_enabled (section, unsubscribe, "subscription.unsubscribe");
  append_if_enabled (section, remove, "subscription.remove");
  append_if_enabled (section, _ ("Unsubscribe from all"), "subscriptions.unsubscribe-all");
  return section;
}

static GMenuModel *
create_menu (SondeSubscription *subscription)
{
  GMenu *menu = g_menu_new ();
  GMenu *section;
  g_autoptr (GMenuItem) palette = g_menu_item_new (NULL, NULL);
  g_autofree char *filter = escape_mnemonic (sonde_subscription_get_filter (subscription));

  append_section (menu, create_view_section (filter));
  append_section (menu, create_options_section ());

  section = g_menu_new ();
  g_menu_item_set_attribute (palette, "custom", "s", "palette");
  g_menu_append_item (section, palette);
  append_section (menu, section);

  append_section (menu, create_place_section ());
  append_section (menu, create_end_section (filter));
  return G_MENU_MODEL (menu);
}

static void
notify_color_cb (SondeColorPalette *palette,
                 GParamSpec        *pspec,
                 GtkPopover        *popover)
{
  guint color = sonde_color_palette_get_color (palette);

  gtk_widget_activate_action (GTK_WIDGET (palette), "subscription.set-color", "u", color);
  gtk_popover_popdown (popover);
}

GtkWidget *
sonde_subscription_menu_new (SondeSubscription *subscription)
{
  g_autoptr (GMenuModel) menu = NULL;
  GtkWidget *popover;
  GtkWidget *palette;

  g_return_val_if_fail (SONDE_IS_SUBSCRIPTION (subscription), NULL);

  menu = create_menu (subscription);
  popover = gtk_popover_menu_new_from_model (menu);
  sonde_accessible_name_menus (popover);

  palette = sonde_color_palette_new ();
  gtk_widget_add_css_class (palette, "menu-palette");
  sonde_color_palette_hide_none (SONDE_COLOR_PALETTE (palette));
  sonde_color_palette_set_color (SONDE_COLOR_PALETTE (palette), sonde_subscription_get_color (subscription));
  g_signal_connect_object (palette, "notify::color", G_CALLBACK (notify_color_cb), popover, 0);
  gtk_popover_menu_add_child (GTK_POPOVER_MENU (popover), palette, "palette");
  return popover;
}
