/* sonde-import-mosquitto-options.h: what each option of mosquitto_sub and mosquitto_pub means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-import-entry.h"

G_BEGIN_DECLS

typedef struct
{
  SondeImportEntry *entry;     /* borrowed */
  gboolean          publishes; /* -t is a topic to publish to */
  gint64            qos;
  GPtrArray        *topics; /* of char *, what -t says */
  gboolean          has_port;
  gboolean          has_expiry;
} SondeMosquittoOptions;

void sonde_mosquitto_options_begin (SondeMosquittoOptions *self);

/**
 * sonde_mosquitto_options_take:
 * @values: what stands behind the option; four places, %NULL where nothing does
 *
 * Returns: how many of the values belong to it
 */
guint sonde_mosquitto_options_take (SondeMosquittoOptions *self,
                                    const char            *option,
                                    const char           **values);

/* Puts the rest into the entry, which is then to be finished. */
void sonde_mosquitto_options_end (SondeMosquittoOptions *self);

G_END_DECLS
