/* sonde-record-line.h: a line of JSON as a message again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reverse of sonde_record_append_json(). Pure functions; any thread.
 */

#pragma once

#include <sonde-segment.h>

G_BEGIN_DECLS

typedef struct
{
  SondeMessage message; /* borrows the texts below */
  GBytes      *topic;
  GBytes      *payload;
  GBytes      *properties;
  int          event; /* a SondeLogEvent; -1 where none is named */
} SondeRecordLine;

/**
 * sonde_record_line_parse:
 * @line: without its end
 *
 * Members it does not know are skipped.
 *
 * Returns: %NULL, or one translated sentence that says why it is no message
 */
const char *sonde_record_line_parse (SondeRecordLine *self,
                                     const char      *line,
                                     gsize            length);
void        sonde_record_line_clear (SondeRecordLine *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondeRecordLine, sonde_record_line_clear)

G_END_DECLS
