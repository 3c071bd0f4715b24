/* sonde-packet-decoder-private.h: what reads the bytes of a packet, field by field
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Once a read has failed, all that follow fail too: a caller may ask at the end.
 */

#pragma once

#include "sonde-packet-decode.h"

G_BEGIN_DECLS

typedef struct
{
  SondePacketFields *out;
  const guint8      *bytes;
  gsize              at;
  gsize              end;     /* of what is being read: of the packet, or of its properties */
  gsize              at_hand; /* of the packet */
  guint8             type;
  guint8             flags;
  guint8             level;
  gboolean           stopped;
} SondePacketDecoder;

/* It is malformed. @fault: translated; the first one counts. Returns: %FALSE */
gboolean sonde_packet_decoder_stop (SondePacketDecoder *self,
                                    gsize               at,
                                    const char         *fault);
/* It is so for another reason: that of a DISCONNECT (5.0, 4.13) */
gboolean sonde_packet_decoder_refuse (SondePacketDecoder *self,
                                      gsize               at,
                                      guint8              reason,
                                      const char         *fault);

/* Returns: (transfer none): the field, of @length bytes from @offset on, whose value is yet to be set */
SondePacketField *sonde_packet_decoder_add (SondePacketDecoder *self,
                                            const char         *name,
                                            const char         *clause,
                                            gsize               offset,
                                            gsize               length);

/* The next @n bytes, or %NULL */
const guint8 *sonde_packet_decoder_take (SondePacketDecoder *self,
                                         gsize               n);

/* A number of @n bytes; @format, printf's for a guint, may be %NULL for "%u". %NULL at the end. */
SondePacketField *sonde_packet_decoder_add_number (SondePacketDecoder *self,
                                                   const char         *name,
                                                   const char         *clause,
                                                   gsize               n,
                                                   guint              *number);

SondePacketField *sonde_packet_decoder_add_variable_integer (SondePacketDecoder *self,
                                                             const char         *name,
                                                             const char         *clause,
                                                             guint32            *number);

/* Two bytes of length, and so many of text (1.5.4) or of anything (1.5.6). */
SondePacketField *sonde_packet_decoder_add_string (SondePacketDecoder *self,
                                                   const char         *name,
                                                   const char         *clause);
SondePacketField *sonde_packet_decoder_add_binary (SondePacketDecoder *self,
                                                   const char         *name,
                                                   const char         *clause,
                                                   gboolean            secret);

/* All that is left of the packet, at hand or not. */
SondePacketField *sonde_packet_decoder_add_rest (SondePacketDecoder *self,
                                                 const char         *name,
                                                 const char         *clause);

/* Property Length and the properties behind it (2.2.2); @will: those of a CONNECT's will */
void sonde_packet_decoder_add_properties (SondePacketDecoder *self,
                                          gboolean            will);

G_END_DECLS
