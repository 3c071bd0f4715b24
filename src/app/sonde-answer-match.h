/* sonde-answer-match.h: which records of a log are of a request (5.0, 4.10)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <sonde-publish.h>
#include <sonde-segment.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_ANSWER_NONE,  /* on another topic */
  SONDE_ANSWER_STRAY, /* on the response topic, and of another request */
  SONDE_ANSWER_FOUND,
} SondeAnswerMatch;

/* Whether the @index-th record, one that was sent, is @request. */
gboolean sonde_answer_match_request (const SondePublish *request,
                                     SondeMqttVersion    version,
                                     const SondeSegment *segment,
                                     guint               index);

/* Whether the @index-th record, one that was received after it, answers @request: by the correlation
 * data or, in MQTT 3 that has none, by the topic alone; what was retained is of before then. */
SondeAnswerMatch sonde_answer_match (const SondePublish *request,
                                     SondeMqttVersion    version,
                                     const SondeSegment *segment,
                                     guint               index);

G_END_DECLS
