/* sonde-publish.h: what one publishes (3.1.1, 3.3; 5.0, 3.3); plain data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value: copy it, change the copy; never change one that is shared. Text is never %NULL; "" is
 * none. The properties are of MQTT 5 only, and left out in MQTT 3.
 */

#pragma once

#include "sonde-profile.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char    *topic;
  GBytes  *payload;
  guint8   qos;
  gboolean retain;

  gboolean   is_utf8;        /* Payload Format Indicator (3.3.2.3.2) */
  guint32    message_expiry; /* s; 0: none */
  char      *content_type;
  char      *response_topic;
  GBytes    *correlation_data; /* empty: none */
  guint16    topic_alias;      /* 0: none */
  GPtrArray *user_properties;  /* of SondePair */
} SondePublish;

/* Without properties. */
SondePublish *sonde_publish_new (const char *topic,
                                 GBytes     *payload,
                                 guint8      qos,
                                 gboolean    retain);
SondePublish *sonde_publish_copy (const SondePublish *self);
void          sonde_publish_free (SondePublish *self);
gboolean      sonde_publish_equal (const SondePublish *a,
                                   const SondePublish *b);

/* Whether MQTT 3 would leave something of it out. */
gboolean sonde_publish_has_properties (const SondePublish *self);

/* The properties as on the wire, after the Property Length; maybe empty. */
GBytes *sonde_publish_dup_properties (const SondePublish *self);

/* How many bytes the PUBLISH takes, at most. */
gsize sonde_publish_get_packet_size (const SondePublish *self,
                                     SondeMqttVersion    version);

/* Whether it can be said in @version. Returns: %NULL, or a translated sentence */
const char *sonde_publish_check (const SondePublish *self,
                                 SondeMqttVersion    version);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePublish, sonde_publish_free)

G_END_DECLS
