/* fuzz-record-line.c: lines of an export; what is a message is written and read the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-record-line.h"
#include "sonde-record-text.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
append_cb (SondeSegment *segment,
           guint         count,
           gpointer      user_data)
{
  sonde_record_append_json (user_data, segment, sonde_segment_get_record (segment, count - 1));
  sonde_record_append_csv (user_data, segment, sonde_segment_get_record (segment, count - 1));
}

static char *
write_again (const SondeMessage *message)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  GString *out = g_string_new (NULL);

  sonde_segment_writer_append (writer, message);
  sonde_segment_writer_flush (writer, append_cb, out);

  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *line = g_memdup2 (data, size);
  g_auto (SondeRecordLine) record = { 0 };

  if (sonde_record_line_parse (&record, line != NULL ? line : "", size) == NULL)
    {
      g_autofree char *first = write_again (&record.message);
      g_auto (SondeRecordLine) again = { 0 };
      g_autofree char *second = NULL;

      g_assert_null (sonde_record_line_parse (&again, first, strchr (first, '\n') - first));
      second = write_again (&again.message);
      g_assert_cmpstr (first, ==, second);
    }

  return 0;
}
