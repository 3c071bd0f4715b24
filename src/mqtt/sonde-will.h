/* sonde-will.h: the last will of a profile (3.1.1, 3.1.2.5; 5.0, 3.1.3.2); plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is never %NULL; "" is none. The properties are of MQTT 5 only.
 */

#pragma once

#include "sonde-pairs.h"

#include <glib.h>

G_BEGIN_DECLS

/* How the payload is typed and shown; the bytes are the same. */
typedef enum
{
  SONDE_WILL_TEXT,
  SONDE_WILL_JSON,
  SONDE_WILL_HEX,
  SONDE_WILL_BASE64,
} SondeWillFormat;

typedef struct
{
  char           *topic; /* "": no will */
  GBytes         *payload;
  SondeWillFormat format;
  guint8          qos;
  gboolean        retain;
  guint32         delay;          /* s */
  guint32         message_expiry; /* s; 0: none */
  gboolean        is_utf8;        /* Payload Format Indicator */
  char           *content_type;
  char           *response_topic;
  GBytes         *correlation_data; /* empty: none */
  GPtrArray      *user_properties;  /* of SondePair */
} SondeWill;

SondeWill *sonde_will_new (void);
SondeWill *sonde_will_copy (const SondeWill *self);
void       sonde_will_free (SondeWill *self);
gboolean   sonde_will_equal (const SondeWill *a,
                             const SondeWill *b);

/* Field checks: %NULL when good, else one translated sentence for the field. */
const char *sonde_will_check_topic (const char *topic); /* "" is good: no will */
const char *sonde_will_check_payload (gsize size);
const char *sonde_will_check_content_type (const char *content_type);
const char *sonde_will_check_response_topic (const char *response_topic);
const char *sonde_will_check_correlation_data (gsize size);

/* The Will Properties as on the wire (5.0, 3.1.3.2), after their length. */
GBytes *sonde_will_dup_properties (const SondeWill *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeWill, sonde_will_free)

G_END_DECLS
