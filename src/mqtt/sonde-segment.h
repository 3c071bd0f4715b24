/* sonde-segment.h: messages where they were written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   bytes  0 ┌──────────┬──────────┬ … → free ← … ┬─────────┬───────────┐ capacity
 *            │ record 0 │ record 1 │              │ topic B │ payload 0 │
 *            └──────────┴──────────┴ … →      ← … ┴─────────┴───────────┘
 *
 * Records grow from the front, topic names, properties and payloads from the
 * back of one buffer that never moves; a segment is full when they meet. A
 * topic name is written once a segment and leaves with it. One thread writes;
 * it publishes by storing the count (release). Any thread reads up to the
 * count it has loaded (acquire) without a lock; nothing published ever changes.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_MESSAGE_RECEIVED,
  SONDE_MESSAGE_SENT,
  SONDE_MESSAGE_EVENT, /* of the connection: packet_id is a SondeLogEvent, the payload a detail */
} SondeMessageKind;

typedef enum
{
  SONDE_LOG_EVENT_CONNECTED,       /* detail: address */
  SONDE_LOG_EVENT_CONNECTED_AGAIN, /* session present; detail: address */
  SONDE_LOG_EVENT_LOST,            /* detail: why, a translated sentence */
  SONDE_LOG_EVENT_DISCONNECTED,    /* asked for by the user; detail: how, where not normally */

  /* The topic is a topic filter. */
  SONDE_LOG_EVENT_SUBSCRIBED,       /* the QoS is what was granted */
  SONDE_LOG_EVENT_REFUSED,          /* detail: why, translated */
  SONDE_LOG_EVENT_UNSUBSCRIBED,     /* by an UNSUBACK */
  SONDE_LOG_EVENT_NOT_UNSUBSCRIBED, /* detail: why, translated */
} SondeLogEvent;

enum
{
  SONDE_RECORD_KIND = 3 << 0,
  SONDE_RECORD_QOS = 3 << 2,
  SONDE_RECORD_RETAIN = 1 << 4,
  SONDE_RECORD_DUP = 1 << 5,
};

typedef struct
{
  guint32 payload; /* offset in the segment's bytes */
  guint32 payload_size;
  guint32 topic;           /* offset of a SondeSegmentTopic */
  guint32 time;            /* µs since the segment began */
  guint32 properties_size; /* MQTT 5 properties that lie right before the payload */
  guint16 packet_id;
  guint16 flags;
} SondeRecord;

G_STATIC_ASSERT (sizeof (SondeRecord) <= 32);

typedef struct
{
  guint32 number; /* dense, from 0, within the segment */
  guint16 length; /* of the name, without its final NUL */
  char    name[];
} SondeSegmentTopic;

typedef struct
{
  guint64 first_serial; /* of record 0; serials never repeat in a connection */
  gint64  began_at;     /* µs since the epoch (wall clock) */
  guint32 capacity;
  guint   count; /* published records; use sonde_segment_get_count() */
  guint8 *bytes;
} SondeSegment;

SondeSegment *sonde_segment_ref (SondeSegment *self);
void          sonde_segment_unref (SondeSegment *self); /* any thread */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSegment, sonde_segment_unref)

/* What the segment costs the memory budget, in bytes. */
gsize sonde_segment_get_cost (const SondeSegment *self);

static inline guint
sonde_segment_get_count (const SondeSegment *self)
{
  return __atomic_load_n (&self->count, __ATOMIC_ACQUIRE);
}

static inline const SondeRecord *
sonde_segment_get_record (const SondeSegment *self,
                          guint               index)
{
  return (const SondeRecord *) (gconstpointer) self->bytes + index;
}

static inline const SondeSegmentTopic *
sonde_segment_get_topic (const SondeSegment *self,
                         const SondeRecord  *record)
{
  return (const SondeSegmentTopic *) (gconstpointer) (self->bytes + record->topic);
}

static inline const guint8 *
sonde_segment_get_payload (const SondeSegment *self,
                           const SondeRecord  *record)
{
  return self->bytes + record->payload;
}

static inline const guint8 *
sonde_segment_get_properties (const SondeSegment *self,
                              const SondeRecord  *record)
{
  return self->bytes + record->payload - record->properties_size;
}

static inline SondeMessageKind
sonde_record_get_kind (const SondeRecord *record)
{
  return (SondeMessageKind) (record->flags & SONDE_RECORD_KIND);
}

static inline guint8
sonde_record_get_qos (const SondeRecord *record)
{
  return (record->flags & SONDE_RECORD_QOS) >> 2;
}

/* What is to be written. Topic and payload are any bytes; lengths in bytes. */
typedef struct
{
  SondeMessageKind kind;
  const char      *topic;
  gsize            topic_length;
  const void      *payload;
  gsize            payload_size;
  const void      *properties;
  gsize            properties_size;
  gint64           time; /* µs since the epoch */
  guint16          packet_id;
  guint8           qos;
  gboolean         retain, dup;
} SondeMessage;

/* The one writer of a connection's segments; one thread at a time. */
typedef struct _SondeSegmentWriter SondeSegmentWriter;

SondeSegmentWriter *sonde_segment_writer_new (void);
void                sonde_segment_writer_free (SondeSegmentWriter *self);

/* Copies @message into the current segment and publishes it.
 * Returns: its serial, 0 for the first message of the connection */
guint64 sonde_segment_writer_append (SondeSegmentWriter *self,
                                     const SondeMessage *message);

/* @count: how many records of @segment are published now */
typedef void (*SondeSegmentProgressFunc) (SondeSegment *segment,
                                          guint         count,
                                          gpointer      user_data);

/* Calls @func, in order, for each segment that gained records since the last call.
 * Returns: whether there was any */
gboolean sonde_segment_writer_flush (SondeSegmentWriter      *self,
                                     SondeSegmentProgressFunc func,
                                     gpointer                 user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSegmentWriter, sonde_segment_writer_free)

G_END_DECLS
