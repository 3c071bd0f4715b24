/* sonde-topic-completion.h: what may follow in a topic that is being typed, level by level
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_CANDIDATE_RECENT,   /* a whole topic or filter that was used before */
  SONDE_CANDIDATE_LEVEL,    /* the next level of topics that were seen */
  SONDE_CANDIDATE_WILDCARD, /* + or #, of filters only */
} SondeCandidateKind;

typedef struct
{
  SondeCandidateKind kind;
  char              *text;     /* what the field then holds; with a / at its end where it goes on */
  char              *label;    /* what to show: the level, or the whole of a recent one */
  guint              n_topics; /* of those seen: how many it stands for; 0 of a recent one */
} SondeCandidate;

void sonde_candidate_free (SondeCandidate *self);

/**
 * sonde_topic_completion_list:
 * @topics: (element-type utf8): topic names that were seen, as of sonde_topic_set_list()
 * @recent: (element-type utf8) (nullable): what was used, the newest first
 * @typed: what stands in the field
 * @filters: whether it is a topic filter: its levels before the last may be +, $share/GROUP/ may
 *   stand before it (4.8.2), and wildcards are offered
 * @most: how many candidates, at most
 *
 * The last level as typed is a beginning, ASCII letters in any case. Where a level both ends topics
 * and goes on it is offered twice, as `a` and as `a/`. What is typed already is not offered.
 *
 * Returns: (transfer full) (element-type SondeCandidate): recent ones first, then levels in the
 *   order of strcmp(), then wildcards; each text once
 */
GPtrArray *sonde_topic_completion_list (const GPtrArray *topics,
                                        const GPtrArray *recent,
                                        const char      *typed,
                                        gboolean         filters,
                                        guint            most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCandidate, sonde_candidate_free)

G_END_DECLS
