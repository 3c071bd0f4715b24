/* sonde-retained-entry.h: a retained message, as a broker holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Immutable. Main thread only.
 */

#pragma once

#include <glib-object.h>
#include <sonde-publish.h>
#include <sonde-segment.h>

G_BEGIN_DECLS

#define SONDE_TYPE_RETAINED_ENTRY (sonde_retained_entry_get_type ())
G_DECLARE_FINAL_TYPE (SondeRetainedEntry, sonde_retained_entry, SONDE, RETAINED_ENTRY, GObject)

/* Copies @record. Returns: (nullable): %NULL when its topic is no UTF-8 text, as it must be (1.5.4) */
SondeRetainedEntry *sonde_retained_entry_new (const SondeSegment *segment,
                                              const SondeRecord  *record);

const char *sonde_retained_entry_get_topic (SondeRetainedEntry *self);
GBytes     *sonde_retained_entry_get_payload (SondeRetainedEntry *self);    /* borrowed */
GBytes     *sonde_retained_entry_get_properties (SondeRetainedEntry *self); /* borrowed; as on the wire */
guint8      sonde_retained_entry_get_qos (SondeRetainedEntry *self);
gsize       sonde_retained_entry_get_cost (SondeRetainedEntry *self); /* bytes of memory, about */

/* Message Expiry Interval, s, as it came: what remained of it then (5.0, 3.3.2.3.3); 0: none */
guint32 sonde_retained_entry_get_expiry (SondeRetainedEntry *self);

/* Whether both are the same message: payload and properties, but for how long it has yet to live;
 * the topic is not looked at. */
gboolean sonde_retained_entry_same_content (SondeRetainedEntry *a,
                                            SondeRetainedEntry *b);
gboolean sonde_retained_entry_equal (SondeRetainedEntry *a,
                                     SondeRetainedEntry *b); /* … with the QoS */

/* To be published back, as it came. Returns: (nullable): %NULL with @fault, one translated sentence,
 * when its topic cannot be published to */
SondePublish *sonde_retained_entry_dup_publish (SondeRetainedEntry *self,
                                                const char        **fault);

/* Whether it has properties that MQTT @version cannot send. */
gboolean sonde_retained_entry_loses_properties (SondeRetainedEntry *self,
                                                SondeMqttVersion    version);

G_END_DECLS
