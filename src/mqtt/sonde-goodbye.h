/* sonde-goodbye.h: how a connection is ended; plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-profile.h"

G_BEGIN_DECLS

#define SONDE_GOODBYE_REASON_NORMAL 0x00
#define SONDE_GOODBYE_REASON_WITH_WILL 0x04

/* The broker publishes the will unless it gets a DISCONNECT with reason 0 (3.1.1, 3.14.4; 5.0,
 * 3.14.4). All zeros is the normal one. */
typedef struct
{
  gboolean drop;               /* closes without DISCONNECT; the rest does not count */
  guint8   reason;             /* of DISCONNECT; MQTT 5 only */
  gboolean set_session_expiry; /* MQTT 5 only */
  guint32  session_expiry;     /* s; in the place of that of CONNECT */
} SondeGoodbye;

/* The reasons a client may give (5.0, table 3-10), 0x00 and 0x04 first. */
const guint8 *sonde_goodbye_list_reasons (gsize *n_reasons);

/* In a few words, translated and static; %NULL for the normal one. @self may be %NULL. */
const char *sonde_goodbye_to_string (const SondeGoodbye *self);

/* Whether it may be said on a connection made with @profile: %NULL, else one translated sentence.
 * @session_expiry: as in force, of CONNACK or CONNECT */
const char *sonde_goodbye_check (const SondeGoodbye *self,
                                 SondeMqttVersion    version,
                                 guint32             session_expiry);

G_END_DECLS
