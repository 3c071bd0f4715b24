/* sonde-packet-exchanges.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-exchanges"

#include "sonde-packet-exchanges.h"

#include <sonde-packet-summary.h>

#define N_IDS 65536
#define FIRST_ERROR 0x80

/* How far an exchange has come. */
typedef struct
{
  gint64  time; /* monotonic µs of the last packet */
  guint32 number;
  guint32 session; /* it belongs to; of another one it is over */
  guint8  last;    /* type of the last packet; 0: over */
} Exchange;

struct _SondePacketExchanges
{
  guint32  last_number;
  guint32  session;
  Exchange connect, ping;
  gint64   round_trip;
  Exchange of_ids[2][N_IDS]; /* by who began it: 1 for what we sent */
};

SondePacketExchanges *
sonde_packet_exchanges_new (void)
{
  SondePacketExchanges *self = g_new0 (SondePacketExchanges, 1);

  self->round_trip = -1;

  return self;
}

void
sonde_packet_exchanges_free (SondePacketExchanges *self)
{
  g_free (self);
}

static SondePacketNote
begin (SondePacketExchanges    *self,
       Exchange                *exchange,
       guint8                   type,
       const SondePacketRecord *record)
{
  *exchange = (Exchange){ record->monotonic, ++self->last_number, self->session, type };

  return (SondePacketNote){ exchange->number, SONDE_PACKET_NO_ANSWER };
}

static gboolean
is_open (const SondePacketExchanges *self,
         const Exchange             *exchange)
{
  return exchange->last != 0 && exchange->session == self->session;
}

/* @question: the type that @type answers. What began before the recording is told all the same. */
static SondePacketNote
answer (SondePacketExchanges    *self,
        Exchange                *exchange,
        guint8                   question,
        guint8                   type,
        const SondePacketRecord *record)
{
  SondePacketNote note;

  if (!is_open (self, exchange))
    return begin (self, exchange, type, record);

  note = (SondePacketNote){ exchange->number, SONDE_PACKET_NO_ANSWER };
  if (exchange->last == question)
    note.answer = CLAMP (record->monotonic - exchange->time, 0, SONDE_PACKET_NO_ANSWER - 1);
  exchange->last = type;
  exchange->time = record->monotonic;

  return note;
}

static SondePacketNote
close_with (SondePacketExchanges    *self,
            Exchange                *exchange,
            guint8                   question,
            guint8                   type,
            const SondePacketRecord *record)
{
  SondePacketNote note = answer (self, exchange, question, type, record);

  exchange->last = 0;

  return note;
}

static SondePacketNote
read_publish (SondePacketExchanges     *self,
              const SondePacketRecord  *record,
              const SondePacketSummary *summary)
{
  Exchange *exchange = &self->of_ids[record->outgoing][summary->packet_id];

  if (summary->qos == 0 || summary->packet_id == 0)
    return (SondePacketNote){ 0, SONDE_PACKET_NO_ANSWER };

  /* Once more, after a reconnect (4.4) */
  if (summary->dup && is_open (self, exchange))
    {
      exchange->last = SONDE_PACKET_PUBLISH;
      exchange->time = record->monotonic;
      return (SondePacketNote){ exchange->number, SONDE_PACKET_NO_ANSWER };
    }

  return begin (self, exchange, SONDE_PACKET_PUBLISH, record);
}

static SondePacketNote
read_connack (SondePacketExchanges     *self,
              const SondePacketRecord  *record,
              const SondePacketSummary *summary)
{
  SondePacketNote note = close_with (self, &self->connect, SONDE_PACKET_CONNECT, SONDE_PACKET_CONNACK, record);

  /* 3.1 cannot say whether the session goes on. */
  if (summary->reason == 0 && !summary->session_present && record->version != SONDE_MQTT_3_1)
    self->session++;

  return note;
}

static SondePacketNote
read_pubrec (SondePacketExchanges     *self,
             const SondePacketRecord  *record,
             const SondePacketSummary *summary,
             Exchange                 *exchange)
{
  if (summary->reason >= FIRST_ERROR)
    return close_with (self, exchange, SONDE_PACKET_PUBLISH, SONDE_PACKET_PUBREC, record);

  return answer (self, exchange, SONDE_PACKET_PUBLISH, SONDE_PACKET_PUBREC, record);
}

static SondePacketNote
read_pingresp (SondePacketExchanges    *self,
               const SondePacketRecord *record)
{
  SondePacketNote note = close_with (self, &self->ping, SONDE_PACKET_PINGREQ, SONDE_PACKET_PINGRESP, record);

  if (note.answer != SONDE_PACKET_NO_ANSWER)
    self->round_trip = note.answer;

  return note;
}

SondePacketNote
sonde_packet_exchanges_read (SondePacketExchanges    *self,
                             const SondePacketRecord *record,
                             const guint8            *bytes)
{
  SondePacketSummary summary;
  Exchange          *ours, *theirs; /* begun by who sent this packet, and by the other side */

  sonde_packet_summarize (record, bytes, &summary);
  ours = &self->of_ids[record->outgoing][summary.packet_id];
  theirs = &self->of_ids[!record->outgoing][summary.packet_id];

  switch (summary.type)
    {
    case SONDE_PACKET_CONNECT:
      self->ping.last = 0;
      return begin (self, &self->connect, SONDE_PACKET_CONNECT, record);
    case SONDE_PACKET_CONNACK:
      return read_connack (self, record, &summary);
    case SONDE_PACKET_PUBLISH:
      return read_publish (self, record, &summary);
    case SONDE_PACKET_PUBACK:
      return close_with (self, theirs, SONDE_PACKET_PUBLISH, SONDE_PACKET_PUBACK, record);
    case SONDE_PACKET_PUBREC:
      return read_pubrec (self, record, &summary, theirs);
    case SONDE_PACKET_PUBREL:
      return answer (self, ours, SONDE_PACKET_PUBREC, SONDE_PACKET_PUBREL, record);
    case SONDE_PACKET_PUBCOMP:
      return close_with (self, theirs, SONDE_PACKET_PUBREL, SONDE_PACKET_PUBCOMP, record);
    case SONDE_PACKET_SUBSCRIBE:
    case SONDE_PACKET_UNSUBSCRIBE:
      return begin (self, ours, summary.type, record);
    case SONDE_PACKET_SUBACK:
      return close_with (self, theirs, SONDE_PACKET_SUBSCRIBE, SONDE_PACKET_SUBACK, record);
    case SONDE_PACKET_UNSUBACK:
      return close_with (self, theirs, SONDE_PACKET_UNSUBSCRIBE, SONDE_PACKET_UNSUBACK, record);
    case SONDE_PACKET_PINGREQ:
      return begin (self, &self->ping, SONDE_PACKET_PINGREQ, record);
    case SONDE_PACKET_PINGRESP:
      return read_pingresp (self, record);
    default:
      return (SondePacketNote){ 0, SONDE_PACKET_NO_ANSWER };
    }
}

gint64
sonde_packet_exchanges_get_round_trip (const SondePacketExchanges *self)
{
  return self->round_trip;
}
