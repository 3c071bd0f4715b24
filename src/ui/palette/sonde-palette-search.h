/* sonde-palette-search.h: what the command palette finds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   actions, connections, subscriptions, templates ──┐
 *   SondeTopicTree ── SondeTopicFinder ── topics ────┴── ranked ── found
 *
 * Main thread only.
 */

#pragma once

#include "sonde-palette-item.h"

#include <sonde-connections.h>

G_BEGIN_DECLS

typedef struct _SondePaletteSearch SondePaletteSearch;

/* @found: called with @data when topics were found after the search had returned */
SondePaletteSearch *sonde_palette_search_new (void (*found) (gpointer data),
                                              gpointer data);
void                sonde_palette_search_free (SondePaletteSearch *self);

/* Takes in what there is to do now. */
void sonde_palette_search_offer (SondePaletteSearch *self,
                                 GtkWidget          *window,
                                 SondeConnections   *connections,
                                 SondeConnection    *connection); /* nullable */
/* Holds nothing any more, and looks for nothing. */
void sonde_palette_search_clear (SondePaletteSearch *self);

/* @choices: (transfer full) (nullable): search in these alone; %NULL: in all again */
void     sonde_palette_search_set_choices (SondePaletteSearch *self,
                                           GPtrArray          *choices);
gboolean sonde_palette_search_has_choices (const SondePaletteSearch *self);

/* Empty text: all there is but topics, what was used last first. */
void sonde_palette_search_set_text (SondePaletteSearch *self,
                                    const char         *text);

/* Returns: (element-type SondePaletteItem): the best, best first; until another call than this */
const GPtrArray *sonde_palette_search_list (const SondePaletteSearch *self);
gboolean         sonde_palette_search_is_looking (const SondePaletteSearch *self); /* more may come */

/* Takes one that is found out of it, and remembers that it was used. */
SondePaletteItem *sonde_palette_search_take (SondePaletteSearch *self,
                                             SondePaletteItem   *item);

G_END_DECLS
