/* sonde-topics-page.h: the tree of the topics that the selected connection received
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property (notify): connection (SondeConnection or NULL). Does nothing while it is not shown. */
#define SONDE_TYPE_TOPICS_PAGE (sonde_topics_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicsPage, sonde_topics_page, SONDE, TOPICS_PAGE, AdwBin)

/* Selects it, with the levels above it expanded, and gives the focus to it. */
void sonde_topics_page_show_topic (SondeTopicsPage *self,
                                   const char      *topic);

G_END_DECLS
