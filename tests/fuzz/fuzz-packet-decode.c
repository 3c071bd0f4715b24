/* fuzz-packet-decode.c: a hostile packet is told of as far as it goes, within its bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte chooses the version and whether all of the packet is at hand.
 */

#include "sonde-packet-decode.h"
#include "sonde-packet-summary.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check_field (const SondePacketField *field,
             gsize                   size)
{
  g_assert_nonnull (field->name);
  g_assert_nonnull (field->value);
  g_assert_true (g_utf8_validate (field->value, -1, NULL));
  g_assert_cmpuint (field->clause[0], ==, field->clause[0] == '2' ? '2' : '3');
  g_assert_cmpuint (field->offset, <=, size);
  g_assert_cmpuint (field->length, <=, size - field->offset);
  g_assert_cmpuint (field->prefix, <=, field->length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (SondePacketFields) fields = NULL;
  g_autofree guint8 *bytes = NULL;
  SondePacketRecord  record;
  SondePacketSummary summary;
  gsize              at_hand, total;

  if (size < 2)
    return 0;

  at_hand = size - 1;
  total = at_hand + ((data[0] & 4) != 0 ? data[0] >> 3 : 0);
  bytes = g_memdup2 (data + 1, at_hand);
  record = (SondePacketRecord){ .size = total, .kept = at_hand, .version = 3 + (data[0] & 3) % 3 };

  fields = sonde_packet_decode (bytes, at_hand, total, record.version);
  for (guint i = 0; i < fields->fields->len; i++)
    check_field (g_ptr_array_index (fields->fields, i), total);
  g_assert_cmpuint (fields->end, <=, total);
  g_assert_false (fields->cut && total == at_hand);
  g_assert_false (fields->cut && fields->fault != NULL);
  g_assert_true (fields->cut || fields->fault != NULL || fields->end == total);

  sonde_packet_summarize (&record, bytes, &summary);
  if (summary.topic != NULL)
    g_assert_true ((const guint8 *) summary.topic >= bytes && (const guint8 *) summary.topic + summary.topic_length <= bytes + at_hand);

  return 0;
}
