/* sonde-topics-hint.h: what to do where there is no topic to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (SondeConnection or NULL). */
#define SONDE_TYPE_TOPICS_HINT (sonde_topics_hint_get_type ())
G_DECLARE_FINAL_TYPE (SondeTopicsHint, sonde_topics_hint, SONDE, TOPICS_HINT, AdwBin)

/* @search: what is looked for; "": nothing */
void sonde_topics_hint_update (SondeTopicsHint *self,
                               gboolean         empty,
                               const char      *search);

G_END_DECLS
