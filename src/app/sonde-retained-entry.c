/* sonde-retained-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-entry"

#include "sonde-retained-entry.h"

#include "sonde-record-publish.h"

#include <sonde-properties.h>

#include <glib/gi18n.h>
#include <string.h>

/* The object, two GBytes, its places in a list and in a table; measured, about */
#define OVERHEAD 320

struct _SondeRetainedEntry
{
  GObject parent_instance;

  char   *topic;
  GBytes *payload;
  GBytes *properties;
  guint8  qos;
  gint64  came_at; /* µs since the epoch */
};

G_DEFINE_FINAL_TYPE (SondeRetainedEntry, sonde_retained_entry, G_TYPE_OBJECT)

static void
sonde_retained_entry_finalize (GObject *object)
{
  SondeRetainedEntry *self = SONDE_RETAINED_ENTRY (object);

  g_free (self->topic);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_clear_pointer (&self->properties, g_bytes_unref);

  G_OBJECT_CLASS (sonde_retained_entry_parent_class)->finalize (object);
}

static void
sonde_retained_entry_class_init (SondeRetainedEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_retained_entry_finalize;
}

static void
sonde_retained_entry_init (SondeRetainedEntry *self)
{
}

SondeRetainedEntry *
sonde_retained_entry_new (const SondeSegment *segment,
                          const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);
  SondeRetainedEntry      *self;

  if (!g_utf8_validate_len (topic->name, topic->length, NULL))
    return NULL;

  self = g_object_new (SONDE_TYPE_RETAINED_ENTRY, NULL);
  self->topic = g_strndup (topic->name, topic->length);
  self->payload = g_bytes_new (sonde_segment_get_payload (segment, record), record->payload_size);
  self->properties = g_bytes_new (sonde_segment_get_properties (segment, record), record->properties_size);
  self->qos = sonde_record_get_qos (record);
  self->came_at = segment->began_at + record->time;

  return self;
}

const char *
sonde_retained_entry_get_topic (SondeRetainedEntry *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), NULL);

  return self->topic;
}

GBytes *
sonde_retained_entry_get_payload (SondeRetainedEntry *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), NULL);

  return self->payload;
}

GBytes *
sonde_retained_entry_get_properties (SondeRetainedEntry *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), NULL);

  return self->properties;
}

guint8
sonde_retained_entry_get_qos (SondeRetainedEntry *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), 0);

  return self->qos;
}

gsize
sonde_retained_entry_get_cost (SondeRetainedEntry *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), 0);

  return OVERHEAD + strlen (self->topic) + g_bytes_get_size (self->payload) + g_bytes_get_size (self->properties);
}

guint32
sonde_retained_entry_get_expiry (SondeRetainedEntry *self)
{
  SondeProperty property;
  const guint8 *bytes;
  gsize         size;

  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), 0);

  bytes = g_bytes_get_data (self->properties, &size);

  return sonde_properties_find (bytes, size, SONDE_PROPERTY_MESSAGE_EXPIRY, &property) ? property.number : 0;
}

gboolean
sonde_retained_entry_loses_properties (SondeRetainedEntry *self,
                                       SondeMqttVersion    version)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), FALSE);

  return version != SONDE_MQTT_5 && g_bytes_get_size (self->properties) > 0;
}

static SondePublish *
dup_publish (SondeRetainedEntry *self,
             const char        **fault)
{
  SondeRecordLine record = { .payload = self->payload, .properties = self->properties };

  record.message.kind = SONDE_MESSAGE_RECEIVED;
  record.message.topic = self->topic;
  record.message.topic_length = strlen (self->topic);
  record.message.properties = g_bytes_get_data (self->properties, &record.message.properties_size);
  record.message.qos = self->qos;
  record.message.retain = TRUE;

  return sonde_record_publish_new (&record, fault);
}

static gboolean
same_properties (SondeRetainedEntry *a,
                 SondeRetainedEntry *b)
{
  g_autoptr (SondePublish) one = NULL;
  g_autoptr (SondePublish) other = NULL;
  g_autoptr (GBytes) of_one = NULL;
  g_autoptr (GBytes) of_other = NULL;
  const char *fault;

  if (g_bytes_equal (a->properties, b->properties))
    return TRUE;

  one = dup_publish (a, &fault);
  other = dup_publish (b, &fault);
  if (one == NULL || other == NULL)
    return FALSE;

  one->message_expiry = other->message_expiry = 0;
  of_one = sonde_publish_dup_properties (one);
  of_other = sonde_publish_dup_properties (other);

  return g_bytes_equal (of_one, of_other);
}

gboolean
sonde_retained_entry_same_content (SondeRetainedEntry *a,
                                   SondeRetainedEntry *b)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (a), FALSE);
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (b), FALSE);

  return a == b || (g_bytes_equal (a->payload, b->payload) && same_properties (a, b));
}

gboolean
sonde_retained_entry_equal (SondeRetainedEntry *a,
                            SondeRetainedEntry *b)
{
  return sonde_retained_entry_same_content (a, b) && a->qos == b->qos;
}

SondePublish *
sonde_retained_entry_dup_publish (SondeRetainedEntry *self,
                                  const char        **fault)
{
  g_autoptr (SondePublish) publish = NULL;
  gint64 age;

  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (self), NULL);
  g_return_val_if_fail (fault != NULL, NULL);

  publish = dup_publish (self, fault);
  if (publish == NULL || publish->message_expiry == 0)
    return g_steal_pointer (&publish);

  age = MAX (g_get_real_time () - self->came_at, 0) / G_USEC_PER_SEC;
  if (age >= publish->message_expiry)
    {
      *fault = _ ("It has expired meanwhile.");
      return NULL;
    }

  publish->message_expiry -= age;
  return g_steal_pointer (&publish);
}
