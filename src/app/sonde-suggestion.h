/* sonde-suggestion.h: the one change of a profile that may mend what failed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. Texts are translated and static.
 */

#pragma once

#include <sonde-profile.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_SUGGESTION_NONE,
  SONDE_SUGGESTION_USE_TLS,
  SONDE_SUGGESTION_NO_TLS, /* weakens: never the first thing to press */
  SONDE_SUGGESTION_MQTT_3_1_1,
  SONDE_SUGGESTION_WEBSOCKET,
  SONDE_SUGGESTION_TCP,
  SONDE_SUGGESTION_NEW_CLIENT_ID,
} SondeSuggestion;

/* At most one, and only what @error makes plain. @error may be %NULL. */
SondeSuggestion sonde_suggestion_for (const SondeProfile *profile,
                                      const GError       *error);

/* "Encrypt this connection"; %NULL for none */
const char *sonde_suggestion_to_title (SondeSuggestion self);

/* "Use TLS", of a button; %NULL for none */
const char *sonde_suggestion_to_label (SondeSuggestion self);

/* A sentence: why, and what it costs; %NULL for none */
const char *sonde_suggestion_to_sentence (SondeSuggestion self);

/* Returns: (transfer full): @profile with the change */
SondeProfile *sonde_suggestion_apply (SondeSuggestion     self,
                                      const SondeProfile *profile);

G_END_DECLS
