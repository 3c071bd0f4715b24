/* sonde-message-before.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-before"

#include "sonde-message-before.h"

#include <string.h>

/* Records between two looks at the cancellable */
#define SLICE 65536

typedef struct
{
  SondeMessageItem *item;
  GArray           *stretches; /* of SondeStretch: all that stands before it */
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->item);
  g_array_unref (search->stretches);
  g_free (search);
}

/* What was sent comes back to who subscribes to it: it is no news to that. */
static gboolean
is_alike (const SondeSegment      *segment,
          const SondeRecord       *record,
          SondeMessageKind         kind,
          const SondeSegmentTopic *wanted)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);

  if (sonde_record_get_kind (record) != kind)
    return FALSE;
  return topic == wanted ||
         (topic->length == wanted->length && memcmp (topic->name, wanted->name, wanted->length) == 0);
}

/* Returns: whether there is one; @serial is the last */
static gboolean
find_in_stretch (const SondeStretch      *stretch,
                 SondeMessageKind         kind,
                 const SondeSegmentTopic *topic,
                 GCancellable            *cancellable,
                 guint64                 *serial)
{
  for (guint i = stretch->end; i > stretch->first; i--)
    {
      const SondeRecord *record = sonde_segment_get_record (stretch->segment, i - 1);

      if (i % SLICE == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (!is_alike (stretch->segment, record, kind, topic))
        continue;
      *serial = stretch->segment->first_serial + i - 1;
      return TRUE;
    }

  return FALSE;
}

static void
find_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Search            *search = task_data;
  const SondeSegmentTopic *topic = sonde_segment_get_topic (sonde_message_item_get_segment (search->item),
                                                            sonde_message_item_get_record (search->item));
  guint64                  serial;

  for (guint i = search->stretches->len; i > 0; i--)
    if (find_in_stretch (&g_array_index (search->stretches, SondeStretch, i - 1),
                         sonde_message_item_get_kind (search->item), topic, cancellable, &serial))
      {
        g_task_return_pointer (task, g_memdup2 (&serial, sizeof serial), g_free);
        return;
      }

  g_task_return_pointer (task, NULL, NULL);
}

void
sonde_message_log_find_before_async (SondeMessageLog    *self,
                                     SondeMessageItem   *item,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;
  guint   position;

  g_return_if_fail (SONDE_IS_MESSAGE_LOG (self));
  g_return_if_fail (SONDE_IS_MESSAGE_ITEM (item));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_message_log_find_before_async);

  search = g_new0 (Search, 1);
  search->item = g_object_ref (item);
  search->stretches = sonde_stretches_new ();
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);

  /* What came before one that has left has left, too. */
  if (sonde_message_log_get_position (self, sonde_message_item_get_serial (item), &position))
    sonde_message_log_list_stretches (self, 0, position, search->stretches);
  g_task_run_in_thread (task, find_worker);
}

SondeMessageItem *
sonde_message_log_find_before_finish (SondeMessageLog *self,
                                      GAsyncResult    *result,
                                      GError         **error)
{
  g_autofree guint64 *serial = NULL;
  guint               position;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  serial = g_task_propagate_pointer (G_TASK (result), error);
  if (serial == NULL || !sonde_message_log_get_position (self, *serial, &position))
    return NULL;

  return g_list_model_get_item (G_LIST_MODEL (self), position);
}
