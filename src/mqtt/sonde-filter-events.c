/* sonde-filter-events.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-filter-events"

#include "sonde-filter-events.h"

#include "sonde-reason.h"

#include <string.h>

#define FIRST_FAILURE 0x80

typedef struct
{
  SondeLogEvent event;
  char         *filter;
  const char   *detail; /* static */
  guint8        qos;
  guint64       n_before;
} Row;

struct _SondeFilterEvents
{
  SondeDelivery   *delivery;
  SondeFilterWatch watch; /* or %NULL */
  gpointer         user_data;
  GHashTable      *asked; /* packet id: GStrv */
  GQueue           rows;  /* of Row */
};

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->filter);
  g_free (row);
}

SondeFilterEvents *
sonde_filter_events_new (SondeDelivery *delivery)
{
  SondeFilterEvents *self = g_new0 (SondeFilterEvents, 1);

  self->delivery = delivery;
  self->asked = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_strfreev);
  g_queue_init (&self->rows);

  return self;
}

void
sonde_filter_events_free (SondeFilterEvents *self)
{
  if (self == NULL)
    return;

  g_queue_clear_full (&self->rows, row_free);
  g_hash_table_unref (self->asked);
  g_free (self);
}

void
sonde_filter_events_set_watch (SondeFilterEvents *self,
                               SondeFilterWatch   watch,
                               gpointer           user_data)
{
  g_return_if_fail (self != NULL);

  self->watch = watch;
  self->user_data = user_data;
}

void
sonde_filter_events_ask (SondeFilterEvents *self,
                         const SondePacket *packet,
                         SondeMqttVersion   version)
{
  guint16 packet_id;
  GStrv   filters;

  g_return_if_fail (self != NULL);

  /* Of one that is not all at hand the filters are not known. */
  if (packet->body_size < packet->body_total)
    return;

  filters = sonde_packet_dup_filters (packet, version, &packet_id);
  if (filters != NULL)
    g_hash_table_replace (self->asked, GUINT_TO_POINTER (packet_id), filters);
}

/* @code: of SUBACK (5.0, 3.9.3; 3.1.1, 3.9.3) or UNSUBACK (5.0, 3.11.3) */
static Row *
row_new (const char      *filter,
         gboolean         subscribe,
         guint8           code,
         SondeMqttVersion version)
{
  Row *row = g_new0 (Row, 1);

  row->filter = g_strdup (filter);
  if (code >= FIRST_FAILURE)
    {
      row->event = subscribe ? SONDE_LOG_EVENT_REFUSED : SONDE_LOG_EVENT_NOT_UNSUBSCRIBED;
      row->detail = sonde_reason_to_string (version, subscribe ? SONDE_REASON_IN_SUBACK : SONDE_REASON_IN_UNSUBACK, code);
    }
  else
    {
      row->event = subscribe ? SONDE_LOG_EVENT_SUBSCRIBED : SONDE_LOG_EVENT_UNSUBSCRIBED;
      row->qos = subscribe ? MIN (code, 2) : 0;
    }

  return row;
}

gboolean
sonde_filter_events_answer (SondeFilterEvents *self,
                            const SondePacket *packet,
                            SondeMqttVersion   version,
                            guint64            n_before)
{
  g_auto (GStrv) filters = NULL;
  SondeAckView view;

  g_return_val_if_fail (self != NULL, TRUE);

  if (!sonde_packet_read_ack (packet, version, &view) ||
      !g_hash_table_steal_extended (self->asked, GUINT_TO_POINTER (view.packet_id), NULL, (gpointer *) &filters))
    return TRUE;

  /* MQTT 3's UNSUBACK has no codes: it can only succeed (3.11). */
  if (view.n_codes != g_strv_length (filters) && (view.n_codes > 0 || version == SONDE_MQTT_5))
    return FALSE;

  for (guint i = 0; filters[i] != NULL; i++)
    {
      Row *row = row_new (filters[i], packet->type == SONDE_PACKET_SUBACK, view.n_codes > 0 ? view.codes[i] : 0, version);

      row->n_before = n_before;
      g_queue_push_tail (&self->rows, row);
    }

  return TRUE;
}

static void
write_row (SondeFilterEvents *self,
           const Row         *row)
{
  SondeMessage message = {
    .kind = SONDE_MESSAGE_EVENT,
    .topic = row->filter,
    .topic_length = strlen (row->filter),
    .payload = row->detail,
    .payload_size = row->detail != NULL ? strlen (row->detail) : 0,
    .packet_id = row->event,
    .qos = row->qos,
  };

  sonde_delivery_append (self->delivery, &message);
  if (self->watch != NULL)
    self->watch (row->event, row->filter, self->user_data);
}

void
sonde_filter_events_write (SondeFilterEvents *self,
                           guint64            n_written)
{
  Row     *row;
  gboolean any = FALSE;

  g_return_if_fail (self != NULL);

  while ((row = g_queue_peek_head (&self->rows)) != NULL && row->n_before <= n_written)
    {
      write_row (self, row);
      row_free (g_queue_pop_head (&self->rows));
      any = TRUE;
    }
  if (any)
    sonde_delivery_offer (self->delivery);
}

void
sonde_filter_events_end (SondeFilterEvents *self)
{
  g_return_if_fail (self != NULL);

  sonde_filter_events_write (self, G_MAXUINT64);
  g_hash_table_remove_all (self->asked);
}
