/* sonde-properties.h: MQTT 5 properties on the wire (5.0, 2.2.2)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the bytes after the Property Length where they lie; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_PROPERTY_PAYLOAD_FORMAT = 1,
  SONDE_PROPERTY_MESSAGE_EXPIRY = 2,
  SONDE_PROPERTY_CONTENT_TYPE = 3,
  SONDE_PROPERTY_RESPONSE_TOPIC = 8,
  SONDE_PROPERTY_CORRELATION_DATA = 9,
  SONDE_PROPERTY_SUBSCRIPTION_ID = 11,
  SONDE_PROPERTY_SESSION_EXPIRY = 17,
  SONDE_PROPERTY_ASSIGNED_CLIENT_ID = 18,
  SONDE_PROPERTY_SERVER_KEEP_ALIVE = 19,
  SONDE_PROPERTY_AUTH_METHOD = 21,
  SONDE_PROPERTY_AUTH_DATA = 22,
  SONDE_PROPERTY_REQUEST_PROBLEM = 23,
  SONDE_PROPERTY_WILL_DELAY = 24,
  SONDE_PROPERTY_REQUEST_RESPONSE = 25,
  SONDE_PROPERTY_RESPONSE_INFORMATION = 26,
  SONDE_PROPERTY_SERVER_REFERENCE = 28,
  SONDE_PROPERTY_REASON_STRING = 31,
  SONDE_PROPERTY_RECEIVE_MAXIMUM = 33,
  SONDE_PROPERTY_TOPIC_ALIAS_MAXIMUM = 34,
  SONDE_PROPERTY_TOPIC_ALIAS = 35,
  SONDE_PROPERTY_MAXIMUM_QOS = 36,
  SONDE_PROPERTY_RETAIN_AVAILABLE = 37,
  SONDE_PROPERTY_USER_PROPERTY = 38,
  SONDE_PROPERTY_MAXIMUM_PACKET_SIZE = 39,
  SONDE_PROPERTY_WILDCARD_AVAILABLE = 40,
  SONDE_PROPERTY_SUBSCRIPTION_ID_AVAILABLE = 41,
  SONDE_PROPERTY_SHARED_AVAILABLE = 42,
} SondePropertyId;

typedef struct
{
  guint8        id;
  guint32       number; /* byte, two, four byte integer or variable byte integer */
  const guint8 *bytes;  /* string or binary data; the name of a user property */
  guint16       size;
  const guint8 *value; /* of a user property */
  guint16       value_size;
} SondeProperty;

typedef struct
{
  const guint8 *at, *end;
} SondePropertyIter;

void sonde_property_iter_init (SondePropertyIter *iter,
                               const guint8      *properties,
                               gsize              size);

/* Returns: %FALSE at the end and at the first malformed property */
gboolean sonde_property_iter_next (SondePropertyIter *iter,
                                   SondeProperty     *property);

/* Whether each of them is known and whole; not whether it belongs there. */
gboolean sonde_properties_are_sound (const guint8 *properties,
                                     gsize         size);

/* The first property @id. */
gboolean sonde_properties_find (const guint8  *properties,
                                gsize          size,
                                guint8         id,
                                SondeProperty *property);

/* "Content type", translated; %NULL for an id the specification does not know */
const char *sonde_property_to_name (guint8 id);

/* The value as text: strings as UTF-8 (invalid bytes escaped), binary as hex, "name = value". */
char *sonde_property_dup_value (const SondeProperty *property);

G_END_DECLS
