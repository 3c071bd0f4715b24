/* sonde-repeat.h: messages that are sent again and again, as a row shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include <sonde-session.h>

G_BEGIN_DECLS

/**
 * SondeRepeat:
 *
 * Properties (all notify, read-only):
 *   text (string): how far it has come: "120 of 1,000 sent, 99/s"; translated
 *   fault (string or NULL): one sentence: what went wrong first
 *   running (gboolean): more is to come, also while it waits or pauses
 *   fraction (double): 0 to 1; -1 when nobody knows how many there will be
 */
#define SONDE_TYPE_REPEAT (sonde_repeat_get_type ())
G_DECLARE_FINAL_TYPE (SondeRepeat, sonde_repeat, SONDE, REPEAT, GObject)

/* @title: the topic, or the name of a file. Starts it. */
SondeRepeat *sonde_repeat_new (SondeSession           *session,
                               const char             *title,
                               const SondeRepeatOrder *order);

const char *sonde_repeat_get_title (SondeRepeat *self);
const char *sonde_repeat_get_text (SondeRepeat *self);
const char *sonde_repeat_get_fault (SondeRepeat *self);
gboolean    sonde_repeat_get_running (SondeRepeat *self);
double      sonde_repeat_get_fraction (SondeRepeat *self);

/* As last reported; borrowed. */
const SondeRepeatProgress *sonde_repeat_get_progress (SondeRepeat *self);

/* What is under way is still answered. */
void sonde_repeat_stop (SondeRepeat *self);

G_END_DECLS
