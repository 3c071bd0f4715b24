/* sonde-segment.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-segment"

#include "sonde-segment.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define FIRST_CAPACITY (64 * 1024)
#define LAST_CAPACITY (1024 * 1024)

/* Of SondeSegmentTopic, which follows payloads of any length. */
#define TOPIC_ALIGNMENT 4

typedef struct
{
  SondeSegment public;
  gatomicrefcount refs;
} Segment;

/*
 * The names of the current segment, found by hash: open addressing, an entry
 * is the name's offset in the segment, 0 is free (record 0 lies there). Reused
 * from segment to segment, so that writing a message allocates nothing.
 */
typedef struct
{
  guint32 *slots;
  guint    n_slots; /* a power of two */
  guint    n_used;
} TopicTable;

struct _SondeSegmentWriter
{
  SondeSegment *segment; /* NULL before the first message */
  guint         count;   /* written to it */
  guint         flushed; /* of these, handed to a progress function */
  guint32       back;    /* lowest offset in use by names and payloads */
  guint32       last_time;
  guint32       last_topic; /* most messages repeat it; 0 is none */
  guint         next_capacity;
  guint64       serial;
  TopicTable    topics;
  GPtrArray    *sealed; /* of SondeSegment that gained records since the last flush */
};

/* ---- Segment ---- */

/* Straight from the kernel: a page that is never written costs nothing. */
static guint8 *
allocate_pages (gsize size)
{
  void *bytes = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (bytes == MAP_FAILED)
    g_error ("Failed to allocate %" G_GSIZE_FORMAT " bytes: %s", size, g_strerror (errno));

  return bytes;
}

static SondeSegment *
segment_new (guint32 capacity,
             guint64 first_serial,
             gint64  began_at)
{
  Segment *self = g_new0 (Segment, 1);

  g_atomic_ref_count_init (&self->refs);
  self->public.first_serial = first_serial;
  self->public.began_at = began_at;
  self->public.capacity = capacity;
  self->public.bytes = allocate_pages (capacity);

  return &self->public;
}

SondeSegment *
sonde_segment_ref (SondeSegment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&((Segment *) self)->refs);

  return self;
}

void
sonde_segment_unref (SondeSegment *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&((Segment *) self)->refs))
    return;

  munmap (self->bytes, self->capacity);
  g_free (self);
}

gsize
sonde_segment_get_cost (const SondeSegment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sizeof (Segment) + self->capacity;
}

/* ---- Topic names of the current segment ---- */

static guint
hash_name (const char *name,
           gsize       length)
{
  guint64 hash = 0xcbf29ce484222325;
  gsize   i;

  /* FNV-1a, eight bytes at a time where there are */
  for (i = 0; i + 8 <= length; i += 8)
    {
      guint64 word;

      memcpy (&word, name + i, 8);
      hash = (hash ^ word) * 0x100000001b3;
      hash ^= hash >> 29;
    }
  for (; i < length; i++)
    hash = (hash ^ (guint8) name[i]) * 0x100000001b3;

  return (guint) (hash ^ (hash >> 32));
}

static const SondeSegmentTopic *
topic_at (const SondeSegment *segment,
          guint32             offset)
{
  return (const SondeSegmentTopic *) (gconstpointer) (segment->bytes + offset);
}

static gboolean
topic_is (const SondeSegment *segment,
          guint32             offset,
          const char         *name,
          gsize               length)
{
  const SondeSegmentTopic *topic = topic_at (segment, offset);

  return topic->length == length && (length == 0 || memcmp (topic->name, name, length) == 0);
}

/* Returns: the slot that holds @name, or the free one where it belongs */
static guint32 *
topic_table_find (TopicTable         *self,
                  const SondeSegment *segment,
                  const char         *name,
                  gsize               length)
{
  guint i = hash_name (name, length) & (self->n_slots - 1);

  while (self->slots[i] != 0 && !topic_is (segment, self->slots[i], name, length))
    i = (i + 1) & (self->n_slots - 1);

  return &self->slots[i];
}

static void
topic_table_clear (TopicTable *self)
{
  if (self->n_used > 0)
    memset (self->slots, 0, self->n_slots * sizeof (guint32));
  self->n_used = 0;
}

/* At most half full. */
static void
topic_table_reserve (TopicTable         *self,
                     const SondeSegment *segment)
{
  g_autofree guint32 *old = NULL;
  guint               n_old = self->n_slots;

  if (self->n_used * 2 < self->n_slots)
    return;

  old = g_steal_pointer (&self->slots);
  self->n_slots = MAX (256, n_old * 2);
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint i = 0; i < n_old; i++)
    if (old[i] != 0)
      {
        const SondeSegmentTopic *topic = topic_at (segment, old[i]);

        *topic_table_find (self, segment, topic->name, topic->length) = old[i];
      }
}

/* ---- Writer ---- */

SondeSegmentWriter *
sonde_segment_writer_new (void)
{
  SondeSegmentWriter *self = g_new0 (SondeSegmentWriter, 1);

  self->next_capacity = FIRST_CAPACITY;
  self->sealed = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_segment_unref);

  return self;
}

void
sonde_segment_writer_free (SondeSegmentWriter *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->segment, sonde_segment_unref);
  g_ptr_array_unref (self->sealed);
  g_free (self->topics.slots);
  g_free (self);
}

static gsize
topic_size (gsize length)
{
  return G_STRUCT_OFFSET (SondeSegmentTopic, name) + length + 1;
}

/* The most that @message can take up, alignment included. */
static gsize
message_size (const SondeMessage *message)
{
  return sizeof (SondeRecord) + topic_size (message->topic_length) + TOPIC_ALIGNMENT - 1 + message->properties_size + message->payload_size;
}

/* Nothing is written to the current segment any more. */
static void
seal (SondeSegmentWriter *self)
{
  if (self->segment == NULL)
    return;

  if (self->flushed < self->count)
    g_ptr_array_add (self->sealed, g_steal_pointer (&self->segment));
  else
    g_clear_pointer (&self->segment, sonde_segment_unref);
}

static void
begin_segment (SondeSegmentWriter *self,
               const SondeMessage *message)
{
  gsize need = message_size (message);
  gsize capacity = self->next_capacity;

  if (need > capacity)
    capacity = (need + TOPIC_ALIGNMENT - 1) & ~(gsize) (TOPIC_ALIGNMENT - 1);
  else
    self->next_capacity = MIN (self->next_capacity * 2, LAST_CAPACITY);

  seal (self);
  self->segment = segment_new (capacity, self->serial, message->time);
  self->count = self->flushed = 0;
  self->back = capacity;
  self->last_time = 0;
  self->last_topic = 0;
  topic_table_clear (&self->topics);
}

static gboolean
fits (SondeSegmentWriter *self,
      const SondeMessage *message)
{
  gint64 since;

  if (self->segment == NULL)
    return FALSE;

  since = message->time - self->segment->began_at;
  return since >= self->last_time && since <= G_MAXUINT32 &&
         self->back - self->count * sizeof (SondeRecord) >= message_size (message);
}

static guint32
write_topic (SondeSegmentWriter *self,
             const char         *name,
             gsize               length)
{
  SondeSegmentTopic *topic;
  guint32           *slot;

  if (self->last_topic != 0 && topic_is (self->segment, self->last_topic, name, length))
    return self->last_topic;

  topic_table_reserve (&self->topics, self->segment);
  slot = topic_table_find (&self->topics, self->segment, name, length);
  if (*slot == 0)
    {
      self->back = (self->back - topic_size (length)) & ~(guint32) (TOPIC_ALIGNMENT - 1);
      topic = (SondeSegmentTopic *) (gpointer) (self->segment->bytes + self->back);
      topic->number = self->topics.n_used++;
      topic->length = length;
      if (length > 0)
        memcpy (topic->name, name, length);
      topic->name[length] = '\0';
      *slot = self->back;
    }

  return self->last_topic = *slot;
}

/* Returns: where the payload lies, its properties right before it */
static guint32
write_payload (SondeSegmentWriter *self,
               const SondeMessage *message)
{
  guint32 payload;

  payload = self->back - message->payload_size;
  self->back = payload - message->properties_size;
  if (message->payload_size > 0)
    memcpy (self->segment->bytes + payload, message->payload, message->payload_size);
  if (message->properties_size > 0)
    memcpy (self->segment->bytes + self->back, message->properties, message->properties_size);

  return payload;
}

static guint16
message_flags (const SondeMessage *message)
{
  return message->kind | message->qos << 2 |
         (message->retain ? SONDE_RECORD_RETAIN : 0) |
         (message->dup ? SONDE_RECORD_DUP : 0);
}

guint64
sonde_segment_writer_append (SondeSegmentWriter *self,
                             const SondeMessage *message)
{
  SondeRecord *record;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (message->topic_length <= G_MAXUINT16, 0);
  g_return_val_if_fail (message->payload_size <= G_MAXINT32, 0);
  g_return_val_if_fail (message->properties_size <= G_MAXINT32, 0);

  if (!fits (self, message))
    begin_segment (self, message);

  record = (SondeRecord *) (gpointer) self->segment->bytes + self->count;
  record->topic = write_topic (self, message->topic, message->topic_length);
  record->payload = write_payload (self, message);
  record->payload_size = message->payload_size;
  record->properties_size = message->properties_size;
  record->time = self->last_time = message->time - self->segment->began_at;
  record->packet_id = message->packet_id;
  record->flags = message_flags (message);

  self->count++;
  __atomic_store_n (&self->segment->count, self->count, __ATOMIC_RELEASE);

  return self->serial++;
}

gboolean
sonde_segment_writer_flush (SondeSegmentWriter      *self,
                            SondeSegmentProgressFunc func,
                            gpointer                 user_data)
{
  gboolean any;

  g_return_val_if_fail (self != NULL, FALSE);

  any = self->sealed->len > 0;
  for (guint i = 0; i < self->sealed->len; i++)
    {
      SondeSegment *segment = self->sealed->pdata[i];

      func (segment, segment->count, user_data);
    }
  g_ptr_array_set_size (self->sealed, 0);

  if (self->segment != NULL && self->flushed < self->count)
    {
      self->flushed = self->count;
      func (self->segment, self->count, user_data);
      any = TRUE;
    }

  return any;
}
