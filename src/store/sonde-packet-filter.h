/* sonde-packet-filter.h: which packets are to be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value; matching is a pure function for any thread.
 */

#pragma once

#include "sonde-packet-exchanges.h"

G_BEGIN_DECLS

typedef struct
{
  guint8  type;      /* SondePacketType; 0: any */
  guint16 packet_id; /* 0: any */
  guint32 exchange;  /* 0: any */
  char   *topic;     /* a topic filter where it holds a wildcard, else part of the topic; %NULL: any */
} SondePacketFilter;

void     sonde_packet_filter_set (SondePacketFilter       *self,
                                  const SondePacketFilter *other); /* copies; %NULL: of all */
void     sonde_packet_filter_clear (SondePacketFilter *self);
gboolean sonde_packet_filter_is_equal (const SondePacketFilter *self,
                                       const SondePacketFilter *other);

/* Whether it leaves nothing out. */
gboolean sonde_packet_filter_is_empty (const SondePacketFilter *self);

gboolean sonde_packet_filter_matches (const SondePacketFilter *self,
                                      const SondePacketRecord *record,
                                      const guint8            *bytes,
                                      const SondePacketNote   *note);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondePacketFilter, sonde_packet_filter_clear)

G_END_DECLS
