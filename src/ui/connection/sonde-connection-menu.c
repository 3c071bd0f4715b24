/* sonde-connection-menu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-menu"

#include "sonde-connection-menu.h"

#include "sonde-accessible.h"
#include "sonde-color-palette.h"

#include <glib/gi18n.h>

/* A menu reads an underscore as the mark of a mnemonic; a name means itself. */
static char *
escape_mnemonic (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_section (GMenu      *menu,
                GMenu      *section, /* (transfer full) */
                const char *label)
{
  g_menu_append_section (menu, label, G_MENU_MODEL (section));
  g_object_unref (section);
}

static void
append_group (GMenu      *menu,
              const char *label,
              const char *group)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "connection.group", "s", group);
  g_menu_append_item (menu, item);
}

static GMenuModel *
create_group_menu (SondeConnections *connections,
                   const char       *id)
{
  g_auto (GStrv) groups = sonde_connections_list_groups (connections);
  GMenu *menu = g_menu_new ();
  GMenu *section = g_menu_new ();
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("New group…"), NULL);

  append_group (section, _ ("No group"), "");
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *label = escape_mnemonic (groups[i]);

      append_group (section, label, groups[i]);
    }
  append_section (menu, section, NULL);

  section = g_menu_new ();
  g_menu_item_set_action_and_target (item, "connections.new-group", "s", id);
  g_menu_append_item (section, item);
  append_section (menu, section, NULL);
  return G_MENU_MODEL (menu);
}

static GMenuModel *
create_menu (SondeConnections *connections,
             const char       *id)
{
  GMenu *menu = g_menu_new ();
  GMenu *section = g_menu_new ();
  g_autoptr (GMenuModel) groups = create_group_menu (connections, id);
  g_autoptr (GMenuItem) palette = g_menu_item_new (NULL, NULL);

  g_menu_append (section, _ ("Edit"), "connection.edit");
  g_menu_append (section, _ ("Duplicate"), "connection.duplicate");
  append_section (menu, section, NULL);

  section = g_menu_new ();
  g_menu_append (section, _ ("Move up"), "connection.move-up");
  g_menu_append (section, _ ("Move down"), "connection.move-down");
  g_menu_append_submenu (section, _ ("Move to group"), groups);
  append_section (menu, section, NULL);

  section = g_menu_new ();
  g_menu_item_set_attribute (palette, "custom", "s", "palette");
  g_menu_append_item (section, palette);
  append_section (menu, section, NULL);

  section = g_menu_new ();
  g_menu_append (section, _ ("Delete"), "connection.delete");
  append_section (menu, section, NULL);
  return G_MENU_MODEL (menu);
}

static void
notify_color_cb (SondeColorPalette *palette,
                 GParamSpec        *pspec,
                 GtkPopover        *popover)
{
  guint color = sonde_color_palette_get_color (palette);

  gtk_widget_activate_action (GTK_WIDGET (palette), "connection.set-color", "u", color);
  gtk_popover_popdown (popover);
}

GtkWidget *
sonde_connection_menu_new (SondeConnections *connections,
                           SondeConnection  *connection)
{
  g_autoptr (GMenuModel) menu = NULL;
  const SondeProfile *profile;
  GtkWidget          *popover;
  GtkWidget          *palette;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  profile = sonde_connection_get_profile (connection);
  menu = create_menu (connections, profile->id);
  popover = gtk_popover_menu_new_from_model (menu);
  sonde_accessible_name_menus (popover);

  palette = sonde_color_palette_new ();
  gtk_widget_add_css_class (palette, "menu-palette");
  sonde_color_palette_set_color (SONDE_COLOR_PALETTE (palette), profile->color);
  g_signal_connect_object (palette, "notify::color", G_CALLBACK (notify_color_cb), popover, 0);
  gtk_popover_menu_add_child (GTK_POPOVER_MENU (popover), palette, "palette");
  return popover;
}
