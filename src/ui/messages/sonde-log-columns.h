/* sonde-log-columns.h: how the rows of the log are to look, as chosen in its menu
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-message-layout.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_LOG_TIME_ABSOLUTE,
  SONDE_LOG_TIME_RELATIVE, /* since the first record of the log */
  SONDE_LOG_TIME_DELTA,    /* since the row before */
} SondeLogTime;

/**
 * SondeLogColumns:
 *
 * Remembered in the settings, by which all that there are hear of each other.
 *
 * Properties (notify): columns (strv: the names of those that are shown), time (string:
 * absolute, relative or delta), compact (gboolean), topic-share (int: ‰ of what topic and
 * payload have together); and for actions a boolean each, such as show-time.
 * Signal: "changed" after any of them.
 */
#define SONDE_TYPE_LOG_COLUMNS (sonde_log_columns_get_type ())
G_DECLARE_FINAL_TYPE (SondeLogColumns, sonde_log_columns, SONDE, LOG_COLUMNS, GObject)

/* @settings: (nullable): without them nothing is remembered */
SondeLogColumns *sonde_log_columns_new (GSettings *settings);

/* What is not shown and how wide the rest is; valid until the next change. */
const SondeColumnShape *sonde_log_columns_get_shape (SondeLogColumns *self);
SondeLogTime            sonde_log_columns_get_time (SondeLogColumns *self);
gboolean                sonde_log_columns_get_compact (SondeLogColumns *self);

/* Clamped so that either column keeps a width to read. */
void sonde_log_columns_set_topic_share (SondeLogColumns *self,
                                        int              share);

/* Whether absolute times are with their day: for a log that is not all of today. Not remembered. */
void sonde_log_columns_set_dated (SondeLogColumns *self,
                                  gboolean         dated);

/* Actions of the prefix "log" for a menu: show-COLUMN, time, compact, wider-topic,
 * narrower-topic, reset. */
GSimpleActionGroup *sonde_log_columns_create_actions (SondeLogColumns *self);

G_END_DECLS
