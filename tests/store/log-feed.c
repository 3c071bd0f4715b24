/* log-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-feed.h"

#include <string.h>

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Feed       *feed)
{
  g_assert_cmpuint (removed + added, >, 0);
  if (removed > 0)
    {
      g_assert_cmpuint (position, ==, 0);
      g_assert_cmpuint (added, ==, 0);
      g_assert_cmpuint (removed, <=, feed->n_items);
      feed->n_removals++;
    }
  else
    {
      g_assert_cmpuint (position, ==, feed->comes_back ? 0 : feed->n_items);
      feed->n_additions++;
    }

  feed->n_items += added - removed;
  g_assert_cmpuint (feed->n_items, ==, g_list_model_get_n_items (model));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

void
feed_init (Feed        *self,
           SondeBudget *budget)
{
  *self = (Feed){ .writer = sonde_segment_writer_new (), .log = sonde_message_log_new (budget), .began_at = 1000000 };
  g_signal_connect (self->log, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->log, "notify::kept", G_CALLBACK (count_cb), &self->n_notified);
}

void
feed_clear (Feed *self)
{
  g_signal_handlers_disconnect_by_data (self->log, self);
  g_signal_handlers_disconnect_by_data (self->log, &self->n_notified);
  g_clear_object (&self->log);
  g_clear_pointer (&self->writer, sonde_segment_writer_free);
}

/* Writes a message whose payload begins with its serial, of about @size bytes. */
void
feed_write (Feed *self,
            gsize size)
{
  g_autofree char *payload = g_strdup_printf ("%-*" G_GUINT64_FORMAT ";", (int) size, self->written);
  g_autofree char *topic = g_strdup_printf ("topic/%d", (int) (self->written % 7));
  SondeMessage     message = {
        .kind = self->written % 2 == 0 ? SONDE_MESSAGE_RECEIVED : SONDE_MESSAGE_SENT,
        .topic = topic,
        .topic_length = strlen (topic),
        .payload = payload,
        .payload_size = strlen (payload),
        .properties = "props",
        .properties_size = self->written % 3 == 0 ? 5 : 0,
        .time = self->began_at + self->written,
        .packet_id = self->written & 0xffff,
        .qos = self->written % 3,
        .retain = self->written % 5 == 0,
        .dup = self->written % 4 == 0,
  };

  g_assert_cmpuint (sonde_segment_writer_append (self->writer, &message), ==, self->written);
  self->written++;
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      user_data)
{
  Feed *self = user_data;

  self->n_removals = self->n_additions = self->n_notified = 0;
  sonde_message_log_append (self->log, segment, count);
  g_assert_cmpuint (self->n_removals, <=, 1);
  g_assert_cmpuint (self->n_additions, ==, 1);
  g_assert_cmpuint (self->n_notified, ==, 1);
}

void
feed_flush (Feed *self)
{
  sonde_segment_writer_flush (self->writer, progress_cb, self);
}

void
feed_fill (Feed *self,
           guint n,
           gsize size)
{
  for (guint i = 0; i < n; i++)
    feed_write (self, size);
  feed_flush (self);
}

SondeMessageItem *
feed_get (Feed *self,
          guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->log), position);
}

void
feed_assert_item (SondeMessageItem *item,
                  guint64           serial)
{
  g_autoptr (GBytes) bytes = sonde_message_item_ref_payload (item);
  const guint8 *payload;
  const char   *topic;
  gsize         size, length, properties_size;

  g_assert_cmpuint (sonde_message_item_get_serial (item), ==, serial);
  payload = sonde_message_item_get_payload (item, &size);
  g_assert_cmpuint (g_ascii_strtoull ((const char *) payload, NULL, 10), ==, serial);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), payload, size);

  topic = sonde_message_item_get_topic (item, &length);
  g_assert_cmpuint (length, ==, strlen ("topic/0"));
  g_assert_cmpuint (topic[6] - '0', ==, serial % 7);
  g_assert_cmpuint (topic[7], ==, 0);

  g_assert_cmpint (sonde_message_item_get_time (item) % 1000000, ==, serial);
  g_assert_cmpuint (sonde_message_item_get_kind (item), ==, serial % 2);
  g_assert_cmpuint (sonde_message_item_get_qos (item), ==, serial % 3);
  g_assert_cmpuint (sonde_message_item_get_packet_id (item), ==, serial & 0xffff);
  g_assert_cmpint (sonde_message_item_get_retain (item), ==, serial % 5 == 0);
  g_assert_cmpint (sonde_message_item_get_dup (item), ==, serial % 4 == 0);
  sonde_message_item_get_properties (item, &properties_size);
  g_assert_cmpuint (properties_size, ==, serial % 3 == 0 ? 5 : 0);
}

/* All that is kept is the newest, without a gap. */
void
feed_assert_log (Feed *self)
{
  guint64 first = sonde_message_log_get_received (self->log) - sonde_message_log_get_kept (self->log);
  guint   step = MAX (self->n_items / 16, 1);

  g_assert_cmpuint (sonde_message_log_get_kept (self->log), ==, self->n_items);
  for (guint i = 0; i < self->n_items; i += step)
    {
      g_autoptr (SondeMessageItem) item = feed_get (self, i);
      guint position;

      feed_assert_item (item, first + i);
      g_assert_true (sonde_message_log_get_position (self->log, first + i, &position));
      g_assert_cmpuint (position, ==, i);
    }

  g_assert_null (feed_get (self, self->n_items));
  g_assert_null (feed_get (self, G_MAXUINT));
}
