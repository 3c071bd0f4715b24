/* sonde-property-writer.h: MQTT 5 properties as they go on the wire (5.0, 2.2.2.2)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each appends one property to @self, which is what follows the Property Length. What is none is
 * left out: 0, an empty text, empty data, a pair without a name. Text keeps to what
 * sonde_mqtt_string_check() says, data to 65,535 bytes.
 */

#pragma once

#include "sonde-properties.h"

G_BEGIN_DECLS

void sonde_property_put_byte (GByteArray     *self,
                              SondePropertyId id,
                              guint8          number);
void sonde_property_put_short (GByteArray     *self,
                               SondePropertyId id,
                               guint16         number);
void sonde_property_put_int (GByteArray     *self,
                             SondePropertyId id,
                             guint32         number);
void sonde_property_put_varint (GByteArray     *self,
                                SondePropertyId id,
                                guint32         number);
void sonde_property_put_text (GByteArray     *self,
                              SondePropertyId id,
                              const char     *text);
void sonde_property_put_data (GByteArray     *self,
                              SondePropertyId id,
                              GBytes         *data);
/* @pairs: of SondePair: the user properties */
void sonde_property_put_pairs (GByteArray      *self,
                               const GPtrArray *pairs);

/* How many bytes @number takes as a variable byte integer (1.5.5). */
gsize sonde_varint_get_size (guint32 number);

G_END_DECLS
