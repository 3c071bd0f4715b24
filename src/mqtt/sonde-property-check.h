/* sonde-property-check.h: whether properties of MQTT 5 keep to the rules (5.0, 2.2.2)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions, which allocate nothing; any thread. What they return is a translated, static
 * sentence that says what is wrong, or %NULL.
 */

#pragma once

#include "sonde-properties.h"

G_BEGIN_DECLS

/* The reason codes of a DISCONNECT that complains (5.0, 4.13) */
#define SONDE_REASON_MALFORMED_PACKET 0x81
#define SONDE_REASON_PROTOCOL_ERROR 0x82
#define SONDE_REASON_RECEIVE_MAXIMUM_EXCEEDED 0x93
#define SONDE_REASON_TOPIC_ALIAS_INVALID 0x94
#define SONDE_REASON_PACKET_TOO_LARGE 0x95
#define SONDE_REASON_QUOTA_EXCEEDED 0x97

/* A UTF-8 encoded string (1.5.4) */
const char *sonde_string_check (const guint8 *bytes,
                                gsize         size);

/**
 * sonde_property_check:
 * @type: of the packet it is in; @will: in the will of a CONNECT
 * @seen: a bit for each property that has come so far, 0 before the first
 * @reason: (out): for the DISCONNECT, where something is wrong
 */
const char *sonde_property_check (const SondeProperty *property,
                                  guint8               type,
                                  gboolean             will,
                                  guint64             *seen,
                                  guint8              *reason);

/* All of those of a packet of @type, which are known and whole, too. */
const char *sonde_properties_check (const guint8 *properties,
                                    gsize         size,
                                    guint8        type,
                                    guint8       *reason);

/* Why @properties end before @size: at @at is one that is unknown, or not whole. */
const char *sonde_properties_explain_end (guint8 at);

G_END_DECLS
