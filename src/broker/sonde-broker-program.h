/* sonde-broker-program.h: where mosquitto is, or how to get it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PATH, then where a distribution or a Flatpak puts it beside a user's PATH. */
char *sonde_broker_program_search_path (void);

/* @search_path: absolute folders with colons between. Returns: (nullable) (transfer full) */
char *sonde_broker_program_find (const char *search_path);

/* One translated sentence: that it is not installed, and what installs it. */
const char *sonde_broker_program_advice (void);

G_END_DECLS
