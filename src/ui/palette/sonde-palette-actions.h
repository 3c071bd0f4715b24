/* sonde-palette-actions.h: the actions that the command palette offers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-palette-item.h"

G_BEGIN_DECLS

/* Adds the actions of menus and shortcuts that can be done now, or may be once their page is made. */
void sonde_palette_add_actions (GPtrArray *items,
                                GtkWidget *window);

/**
 * sonde_palette_add_action_of:
 * @owner: the type of the part of the window that has the action; %G_TYPE_NONE: the window itself
 * @action: static
 * @parameter: (nullable): a floating reference is taken
 * @page: (nullable): static; the page to be shown first
 *
 * Adds @item where it can be done now, and frees it where not.
 *
 * Returns: (nullable): borrowed
 */
SondePaletteItem *sonde_palette_add_action_of (GPtrArray        *items,
                                               SondePaletteItem *item,
                                               GtkWidget        *window,
                                               GType             owner,
                                               const char       *action,
                                               GVariant         *parameter,
                                               const char       *page);

/* Returns: (nullable): the part of the window of that type, on whatever page */
GtkWidget *sonde_palette_find_part (GtkWidget *window,
                                    GType      type);

/* @part: (nullable). Whether it is shown, or would be with its page. */
gboolean sonde_palette_is_within_reach (GtkWidget *part);

G_END_DECLS
