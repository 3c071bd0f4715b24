/* sonde-message-item.h: one row of the log, while a view shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds a reference to its segment, so it may outlive its place in the log.
 */

#pragma once

#include <sonde-segment.h>

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_MESSAGE_ITEM (sonde_message_item_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageItem, sonde_message_item, SONDE, MESSAGE_ITEM, GObject)

/* Signal: "changed" when its acknowledgement came. */

guint64            sonde_message_item_get_serial (SondeMessageItem *self);
SondeSegment      *sonde_message_item_get_segment (SondeMessageItem *self); /* borrowed */
const SondeRecord *sonde_message_item_get_record (SondeMessageItem *self);  /* borrowed */
SondeMessageKind   sonde_message_item_get_kind (SondeMessageItem *self);
gint64             sonde_message_item_get_time (SondeMessageItem *self); /* µs since the epoch */
const char        *sonde_message_item_get_topic (SondeMessageItem *self,
                                                 gsize            *length); /* borrowed, NUL after it */
const guint8      *sonde_message_item_get_payload (SondeMessageItem *self,
                                                   gsize            *size);
GBytes            *sonde_message_item_ref_payload (SondeMessageItem *self); /* no copy: keeps the segment */
const guint8      *sonde_message_item_get_properties (SondeMessageItem *self,
                                                      gsize            *size);
guint8             sonde_message_item_get_qos (SondeMessageItem *self);
gboolean           sonde_message_item_get_retain (SondeMessageItem *self);
gboolean           sonde_message_item_get_dup (SondeMessageItem *self);
guint16            sonde_message_item_get_packet_id (SondeMessageItem *self);

G_END_DECLS
